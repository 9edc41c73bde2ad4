// @ts-check
'use strict';

const { execFileSync } = require('node:child_process');
const { getEventListeners } = require('node:events');
const fs = require('node:fs');
const http = require('node:http');
const { tmpdir } = require('node:os');
const path = require('node:path');

/** What tests need of Node itself. n8n's lint takes every TypeScript file for a node's, which may use none of it. */
module.exports = {
	fs,
	getEventListeners,
	http,
	path,
	process,
	tmpdir,
	root: path.join(__dirname, '..'),
	/** Runs a program to its end. @param {string} file @param {string[]} args @param {NodeJS.ProcessEnv} [env] @returns {string} what it printed */
	run: (file, args, env) => execFileSync(file, args, { encoding: 'utf8', env }),
};
