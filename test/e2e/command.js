// @ts-check
'use strict';

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { createServer } = require('node:net');
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { ROOT } = require('../../demo/paths');
const { LOOPBACK, freePorts } = require('../../demo/tools/ports');

/**
 * A running `npm start`, as a person has it in a terminal.
 *
 * @typedef {object} Command
 * @property {() => string} output everything it has printed so far
 * @property {(pattern: RegExp) => Promise<RegExpMatchArray>} until waits until it prints that
 * @property {Promise<number | null>} ended its exit status
 * @property {() => void} pressCtrlC sends SIGINT to npm and to what npm started, as a terminal does
 * @property {(signal: NodeJS.Signals) => void} signal sends a signal to npm alone
 * @property {{ editor: number, phone: number }} ports where it was told to listen
 */

/** What all of them remember: not in the checkout, where the lint would read n8n's thousand scripts. */
const FOLDER = mkdtempSync(join(tmpdir(), 'npm-start-'));

/**
 * Types `npm start` with ports and a folder of its own, so that it does not meet the one a person may have left open.
 *
 * @param {string[]} flags more flags
 * @param {{ editor?: number, phone?: number }} [ports] where to listen; free ports unless told
 * @returns {Promise<Command>}
 */
async function npmStart(flags, ports = {}) {
	const [freeEditor, freePhone] = await freePorts(2);
	const { editor = freeEditor, phone = freePhone } = ports;
	const env = {
		...process.env,
		DEMO_EDITOR_PORT: String(editor),
		DEMO_PHONE_PORT: String(phone),
		DEMO_FOLDER: FOLDER,
	};
	const npm = spawn('npm', ['start', '--', ...flags], {
		cwd: ROOT,
		env,
		// A process group of its own, as a shell gives to each command.
		detached: true,
	});
	let printed = '';
	for (const stream of [npm.stdout, npm.stderr]) {
		stream.setEncoding('utf8').on('data', (text) => (printed += text));
	}
	const ended = once(npm, 'close').then(([status]) => status);
	return {
		output: () => printed,
		ended,
		pressCtrlC: () => void process.kill(-Number(npm.pid), 'SIGINT'),
		signal: (signal) => void npm.kill(signal),
		ports: { editor, phone },
		until: (pattern) => untilPrinted(npm, pattern, () => printed),
	};
}

/**
 * @param {import('node:child_process').ChildProcessWithoutNullStreams} npm
 * @param {RegExp} pattern
 * @param {() => string} printed
 * @returns {Promise<RegExpMatchArray>}
 */
function untilPrinted(npm, pattern, printed) {
	return new Promise((resolve, reject) => {
		const look = () => {
			const found = printed().match(pattern);
			if (found) resolve(found);
		};
		npm.stdout.on('data', look);
		npm.once('close', () => reject(new Error(`It ended without ${pattern}:\n${printed()}`)));
		look();
	});
}

/**
 * @param {number} port
 * @returns {Promise<() => Promise<void>>} how to give the port back
 */
async function occupy(port) {
	const server = createServer().listen(port, LOOPBACK);
	await once(server, 'listening');
	return async () => {
		server.close();
		await once(server, 'close');
	};
}

module.exports = { FOLDER, npmStart, occupy };
