'use strict';

const { createWriteStream, mkdirSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { createInterface } = require('node:readline');
const { setTimeout: pause } = require('node:timers/promises');
const execa = require('execa');

/*
 * By hand around execa, because execa ends one process, and n8n and npm start others: each child leads a process group,
 * which is ended as a whole, on every way out of this program.
 */
const WINDOWS = process.platform === 'win32';
const GRACE = 10_000;

/** @typedef {import('execa').ExecaChildProcess} ChildProcess */
/**
 * @typedef {object} Launch
 * @property {string} cwd the folder it runs in
 * @property {NodeJS.ProcessEnv} env its whole environment
 * @property {string} log the file that collects what it writes
 * @property {string} [node] the Node it runs in; the running one when left out
 */

/** @type {Set<ChildProcess>} */
const alive = new Set();

/**
 * Starts a Node program in a process group of its own.
 *
 * @param {string[]} args the script and its arguments
 * @param {Launch} launch how
 * @returns {ChildProcess} the running process; awaited, it gives the exit status and never fails
 */
function launch(args, { cwd, env, log, node = process.execPath }) {
	mkdirSync(dirname(log), { recursive: true });
	const child = execa(node, ['--require', join(__dirname, 'exitWithParent.js'), ...args], {
		cwd,
		env,
		extendEnv: false,
		detached: !WINDOWS,
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		all: true,
		buffer: false,
		reject: false,
	});
	alive.add(child);
	child.once('close', () => alive.delete(child));
	child.all?.pipe(createWriteStream(log, { flags: 'a' }));
	return child;
}

/**
 * Runs a Node program to its end.
 *
 * @param {string[]} args the script and its arguments
 * @param {Launch} how how
 * @param {(line: string) => void} [onLine] sees each line it writes
 * @returns {Promise<{ ok: boolean, lines: string[] }>} whether it worked, and what it wrote
 */
async function run(args, how, onLine) {
	const child = launch(args, how);
	/** @type {string[]} */
	const lines = [];
	for await (const line of createInterface({ input: /** @type {any} */ (child.all) })) {
		lines.push(line);
		onLine?.(line);
	}
	const { failed } = await child;
	return { ok: !failed, lines };
}

/**
 * @param {ChildProcess} child a process started by {@link launch}
 * @param {NodeJS.Signals} signal what to send to it and to everything it started
 */
function signalGroup(child, signal) {
	if (!child.pid) return;
	try {
		if (WINDOWS) child.kill(signal);
		else process.kill(-child.pid, signal);
	} catch {
		// Nobody left to hear it.
	}
}

/**
 * Ends a process and everything it started: asks first, and does not ask a second time.
 *
 * @param {ChildProcess} child a process started by {@link launch}
 */
async function stop(child) {
	signalGroup(child, 'SIGTERM');
	await Promise.race([child, pause(GRACE, undefined, { ref: false })]);
	signalGroup(child, 'SIGKILL');
	await child;
}

/** Ends every process that is still running. */
const stopAll = () => Promise.all([...alive].map(stop));

// The last resort, for an end nobody planned: an exception while a step is running.
process.on('exit', () => alive.forEach((child) => signalGroup(child, 'SIGKILL')));

module.exports = { launch, run, signalGroup, stop, stopAll };
