'use strict';

const { projects } = require('./jest.config');

/** The pure rules alone: what a mutant of them breaks must be seen without n8n's engine. */
const [rules] = projects;

module.exports = { ...rules, testTimeout: 60_000 };
