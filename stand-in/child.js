// @ts-check
'use strict';

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

/**
 * Runs the stand-in in a process of its own, as people do from a shell.
 *
 * @param {string[]} args
 * @param {Record<string, string>} [env] added to the environment
 */
function runCli(args, env = {}) {
	const child = spawn(process.execPath, [join(__dirname, 'cli.js'), ...args], {
		env: { ...process.env, ...env },
	});
	let errors = '';
	child.stderr.on('data', (piece) => (errors += piece));
	const exit = once(child, 'close');
	return {
		/** The first line it prints. */
		firstLine: once(createInterface(child.stdout), 'line').then(([line]) => String(line)),
		/** @param {NodeJS.Signals} signal */
		kill: (signal) => child.kill(signal),
		/** How it ended, and what it said on its error output. */
		ended: exit.then(([code, signal]) => ({ code, signal, errors })),
	};
}

module.exports = { runCli };
