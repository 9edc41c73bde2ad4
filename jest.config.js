'use strict';

const { join } = require('node:path');

/** Each file by itself, in half the time: the types are `npm run typecheck`'s. */
const typescript = {
	'^.+\\.ts$': [
		'ts-jest',
		{ tsconfig: 'test/tsconfig.json', diagnostics: false, transpilation: true },
	],
};

/**
 * The same node run in several ways: its pure rules, n8n's own engines, a whole n8n.
 *
 * @param {string} displayName
 * @param {...string} folders of test/
 */
const project = (displayName, ...folders) => ({
	displayName,
	rootDir: __dirname,
	// The installed engines and the private n8n have thousands of packages; none of them is ours to look through.
	roots: folders.map((folder) => `<rootDir>/test/${folder}`),
	testEnvironment: 'node',
	transform: typescript,
});

/** @param {string} displayName @param {...string} folders */
const engine = (displayName, ...folders) => ({
	...project(displayName, ...folders),
	globals: { ENGINE: __dirname },
	testEnvironment: '<rootDir>/test/engine/environment.js',
	moduleNameMapper: { '^(n8n-core|n8n-workflow)$': '<rootDir>/test/engine/native/$1.js' },
});

/**
 * An older engine, in place of the newest one that the package is developed with.
 *
 * @param {string} version n8n's, a folder of test/engines
 * @param {string} folder of test/
 */
const olderEngine = (version, folder) => ({
	...engine(`engine ${version}`, folder),
	globals: { ENGINE: join(__dirname, 'test', 'engines', version) },
	globalSetup: '<rootDir>/test/engines/install.js',
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
			'memory',
			'http',
			'report',
			'stand-in',
			'package',
		),
		{ ...engine('engine', 'engine'), testPathIgnorePatterns: ['/tooOld/'] },
		...['1.100', '1.123', '2.0', '2.20', '2.33'].map((version) =>
			olderEngine(version, 'engine/every'),
		),
		olderEngine('1.99', 'engine/tooOld'),
		project('real n8n', 'e2e'),
	],
};
