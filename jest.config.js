'use strict';

const typescript = {
	'^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json', diagnostics: false }],
};

/**
 * Three ways to run the same node: its pure rules, n8n's own engine, a whole n8n.
 *
 * @param {string} displayName
 * @param {string[]} folders of test/
 */
const project = (displayName, ...folders) => ({
	displayName,
	rootDir: __dirname,
	// The private n8n has thousands of packages; none of them is ours to look through.
	roots: ['<rootDir>/test', '<rootDir>/nodes', '<rootDir>/credentials'],
	testEnvironment: 'node',
	testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
	transform: typescript,
});

module.exports = {
	// A whole n8n takes minutes to install the first time; the tests themselves take seconds.
	testTimeout: 60_000,
	projects: [
		project(
			'rules',
			'message',
			'gateways',
			'form',
			'sending',
			'journal',
			'http',
			'report',
			'stand-in',
			'package',
		),
		{ ...project('engine', 'engine'), setupFiles: ['<rootDir>/test/engine/setup.js'] },
		project('real n8n', 'e2e'),
	],
};
