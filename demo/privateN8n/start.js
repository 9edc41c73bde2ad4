'use strict';

const { readFile } = require('node:fs/promises');
const { join } = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');
const { PlainError } = require('../tools/plainError');
const { LOOPBACK, freePorts } = require('../tools/ports');
const { launch, signalGroup, stop } = require('../tools/processes');
const { secretsOf } = require('./secrets');
const { environment } = require('./settings');

/** The first start also makes the database; a busy machine takes its time for that. */
const START_DEADLINE = 300_000;

/**
 * @typedef {object} Installed an n8n of any version
 * @property {string} script its own
 * @property {string} node the Node it runs in
 * @property {Record<string, string>} [settings] environment variables without which it does not start
 */
/**
 * @typedef {object} N8n a running process of n8n: the editor's, or a worker
 * @property {string} url where it answers
 * @property {number} pid
 * @property {Promise<unknown>} ended once it has
 * @property {() => boolean} runs
 * @property {() => Promise<string>} log all that it has written
 * @property {(signal: NodeJS.Signals) => Promise<void>} end sends the signal to it and to everything it started, and
 *   waits until it is gone
 * @property {() => Promise<void>} stop ends it and everything it started
 */

/**
 * Starts a process of n8n and waits until it is ready.
 *
 * @param {Installed} installed
 * @param {object} how
 * @param {string} how.folder n8n's user folder: keeps everything it remembers
 * @param {string[]} [how.command] n8n's: `start`, or `worker` with its flags
 * @param {number} [how.port] where it answers; a free one unless told
 * @param {number} [how.brokerPort] where it talks to its own task runner; a free one unless told
 * @param {string} [how.name] names its log, in the user folder
 * @param {Record<string, string>} [how.settings] more of n8n's environment variables
 * @returns {Promise<N8n>}
 */
async function startN8n({ script, node, settings }, how) {
	const { folder, command = ['start'], name = 'n8n' } = how;
	const [freePort, freeBrokerPort] = await freePorts(2);
	const { port = freePort, brokerPort = freeBrokerPort } = how;
	const log = join(folder, `${name}.log`);
	const { encryptionKey } = await secretsOf(folder);
	const wanted = { ...settings, ...how.settings };
	const child = launch([script, ...command], {
		cwd: folder,
		env: environment({ folder, port, brokerPort, encryptionKey, node, settings: wanted }),
		log,
		node,
	});
	const n8n = {
		url: `http://${LOOPBACK}:${port}`,
		pid: Number(child.pid),
		ended: child,
		runs: () => child.exitCode === null && child.signalCode === null,
		log: () => readFile(log, 'utf8'),
		async end(/** @type {NodeJS.Signals} */ signal) {
			signalGroup(child, signal);
			await child;
		},
		stop: () => stop(child),
	};
	const asked = ['/healthz/readiness', ...(command[0] === 'start' ? ['/rest/settings'] : [])];
	await untilReady(n8n, asked).catch(async (error) => {
		await n8n.stop();
		throw error;
	});
	return n8n;
}

/**
 * @param {N8n} n8n
 * @param {string[]} paths which answer 200 once it is ready
 */
async function untilReady(n8n, paths) {
	const isOk = (/** @type {string} */ path) =>
		fetch(n8n.url + path).then(
			({ ok }) => ok,
			() => false,
		);
	const deadline = Date.now() + START_DEADLINE;
	while (!(await Promise.all(paths.map(isOk))).every(Boolean)) {
		if (!n8n.runs() || Date.now() > deadline) {
			const words = (await n8n.log()).trimEnd().split('\n').slice(-8).join('\n');
			const what = n8n.runs() ? 'does not answer' : 'did not start';
			throw new PlainError(`n8n ${what}. It says:\n${words}`);
		}
		await pause(200);
	}
}

module.exports = { startN8n };
