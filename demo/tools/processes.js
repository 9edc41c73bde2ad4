'use strict';

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { createWriteStream, mkdirSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { createInterface } = require('node:readline');
const { setTimeout: pause } = require('node:timers/promises');

const WINDOWS = process.platform === 'win32';
const GRACE = 10_000;

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/**
 * @typedef {object} Launch
 * @property {string} cwd the folder it runs in
 * @property {NodeJS.ProcessEnv} env its whole environment
 * @property {string} log the file that collects what it writes
 * @property {string} [node] the Node it runs in; the running one when left out
 * @property {(line: string) => void} [onLine] sees each line it writes
 */

/** @type {Set<ChildProcess>} */
const alive = new Set();

/**
 * Starts a Node program in a process group of its own.
 *
 * @param {string[]} args the script and its arguments
 * @param {Launch} launch how
 * @returns {ChildProcess} the running process
 */
function launch(args, { cwd, env, log, node = process.execPath, onLine }) {
	mkdirSync(dirname(log), { recursive: true });
	const file = createWriteStream(log, { flags: 'a' });
	const child = spawn(node, ['--require', join(__dirname, 'exitWithParent.js'), ...args], {
		cwd,
		env,
		detached: !WINDOWS,
		windowsHide: true,
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
	});
	alive.add(child);
	child.once('close', () => {
		alive.delete(child);
		file.end();
	});
	for (const stream of [child.stdout, child.stderr]) {
		if (!stream) continue;
		stream.pipe(file, { end: false });
		if (onLine) createInterface({ input: stream }).on('line', onLine);
	}
	return child;
}

/**
 * Runs a Node program to its end.
 *
 * @param {string[]} args the script and its arguments
 * @param {Launch} how how
 * @returns {Promise<{ code: number | null, lines: string[] }>} its exit status and the end of what it wrote
 */
async function run(args, how) {
	/** @type {string[]} */
	const lines = [];
	const onLine = (/** @type {string} */ line) => {
		lines.push(line);
		if (lines.length > 200) lines.shift();
		how.onLine?.(line);
	};
	const [code] = await once(launch(args, { ...how, onLine }), 'close');
	return { code, lines };
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

/** @param {ChildProcess} child */
const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

/**
 * Ends a process and everything it started: asks first, and does not ask a second time.
 *
 * @param {ChildProcess} child a process started by {@link launch}
 */
async function stop(child) {
	if (!hasEnded(child)) {
		const ended = once(child, 'exit');
		signalGroup(child, 'SIGTERM');
		await Promise.race([ended, pause(GRACE, undefined, { ref: false })]);
	}
	signalGroup(child, 'SIGKILL');
	if (!hasEnded(child)) await once(child, 'exit');
}

/** Ends every process that is still running. */
const stopAll = () => Promise.all([...alive].map(stop));

// The last resort, for an end nobody planned: an exception while a step is running.
process.on('exit', () => alive.forEach((child) => signalGroup(child, 'SIGKILL')));

module.exports = { launch, run, signalGroup, stop, stopAll };
