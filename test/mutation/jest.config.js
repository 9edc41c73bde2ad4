// @ts-check
'use strict';

const path = require('node:path');

const { projects } = require('../../jest.config');

const [rules] = projects;
const n8nWorkflow = require.resolve('n8n-workflow');

/** The pure rules alone: what a mutant of them breaks must be seen without n8n's engine. */
module.exports = {
	...rules,
	rootDir: path.join(__dirname, '../..'),
	setupFiles: ['<rootDir>/test/mutation/setup.js'],
	testTimeout: 60_000,
	moduleNameMapper: {
		// All that the pure rooms need of n8n is its sleep; the whole would be loaded anew for every mutant.
		'^n8n-workflow$': require.resolve('@n8n/utils/sleep', { paths: [n8nWorkflow] }),
	},
};
