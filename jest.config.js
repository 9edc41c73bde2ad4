'use strict';

const { join } = require('node:path');

/** Takes the types away and looks at none of them: they are `npm run typecheck`'s. */
const typescript = {
	'^.+\\.ts$': [
		'@swc/jest',
		{
			swcrc: false,
			sourceMaps: 'inline',
			module: { type: 'commonjs' },
			jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
		},
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
	...engine(`engine-${version}`, folder),
	globals: { ENGINE: join(__dirname, 'test', 'engines', version) },
});

module.exports = {
	// A whole n8n starts within some of the tests.
	testTimeout: 60_000,
	maxWorkers: 2,
	// A worker collects the garbage of finished files late: to begin anew is quicker than to carry gigabytes along. At its
	// end V8 takes a second to give a big heap back, and jest, which waits for half a second, says that it "failed to exit
	// gracefully": no timer and no socket is left.
	workerIdleMemoryLimit: '1GB',
	projects: [
		// What `npm test` asks.
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
		olderEngine('1.123', 'engine/every'),
		// What `npm run test:n8n` asks.
		...['2.0', '2.20', '2.33'].map((version) => olderEngine(version, 'engine/every')),
		olderEngine('1.119', 'engine/tooOld'),
		project('published', 'published'),
		project('n8n', 'e2e'),
	],
};
