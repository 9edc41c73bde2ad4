'use strict';

const { projects } = require('./jest.config');

const [{ testMatch, ...rules }] = projects;

/** The pure rules alone: what a mutant of them breaks must be seen without n8n's engine. */
module.exports = {
	...rules,
	setupFiles: ['<rootDir>/test/mutation.js'],
	testTimeout: 60_000,
	testMatch: testMatch.filter((pattern) => /test\/(message|gateways|delivery)\//.test(pattern)),
};
