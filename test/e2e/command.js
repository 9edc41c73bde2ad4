// @ts-check
'use strict';

const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');
const execa = require('execa');
const { ROOT } = require('../../demo/paths');
const { freePorts } = require('../../demo/tools/ports');

/** What all of them remember: not in the checkout, where the lint would read n8n's thousand scripts. */
const FOLDER = mkdtempSync(join(tmpdir(), 'npm-start-'));

/**
 * Types `npm start` with ports and a folder of its own, so that it does not meet the one a person may have left open.
 *
 * @param {string[]} flags more flags
 * @param {{ editor?: number, phone?: number }} [given] where to listen; free ports unless told
 */
async function npmStart(flags, given) {
	const [editor, phone] = await freePorts(2);
	const ports = { editor, phone, ...given };
	const npm = execa('npm', ['start', '--', ...flags], {
		cwd: ROOT,
		env: {
			DEMO_EDITOR_PORT: String(ports.editor),
			DEMO_PHONE_PORT: String(ports.phone),
			DEMO_FOLDER: FOLDER,
		},
		// A process group of its own, as a shell gives to each command.
		detached: true,
		all: true,
		reject: false,
	});
	let printed = '';
	npm.all?.setEncoding('utf8').on('data', (text) => (printed += text));
	return {
		ports,
		/** Everything it has printed so far. */
		output: () => printed,
		/** Its exit status; none after a signal. */
		ended: npm.then(({ exitCode }) => exitCode),
		/** Sends SIGINT to npm and to what npm started, as a terminal does. */
		pressCtrlC: () => void process.kill(-Number(npm.pid), 'SIGINT'),
		/** Sends a signal to npm alone. @param {NodeJS.Signals} signal */
		signal: (signal) => void npm.kill(signal),
		/** Waits until it prints that. @param {RegExp} pattern */
		async until(pattern) {
			for (; npm.exitCode === null; await pause(100)) {
				const found = pattern.exec(printed);
				if (found) return found;
			}
			throw new Error(`It ended without ${pattern}:\n${printed}`);
		},
	};
}

module.exports = { FOLDER, npmStart };
