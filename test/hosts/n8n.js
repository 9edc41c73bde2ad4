// @ts-check
'use strict';

const { once } = require('node:events');
const { mkdir, readFile } = require('node:fs/promises');
const { join } = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');
const { secretsOf } = require('../../demo/privateN8n/secrets');
const { environment } = require('../../demo/privateN8n/settings');
const { PlainError } = require('../../demo/tools/plainError');
const { LOOPBACK, freePorts } = require('../../demo/tools/ports');
const { launch, stop } = require('../../demo/tools/processes');

/** The first start makes the database, on a busy machine. */
const START_DEADLINE = 300_000;

/** What the demo sets for its one n8n, and older ones do not start with. */
const FOR_ANY_VERSION = { N8N_DISABLED_MODULES: '', N8N_CONTENT_SECURITY_POLICY: '{}' };

/**
 * @typedef {object} N8nProcess a running n8n process: the editor's, or a worker
 * @property {string} url where it answers
 * @property {number} pid
 * @property {() => boolean} runs
 * @property {() => Promise<string>} log all that it has written
 * @property {(signal: NodeJS.Signals) => Promise<void>} end sends it the signal and waits until it is gone
 * @property {() => Promise<void>} stop ends it and everything it started
 */

/**
 * Starts an n8n process and waits until it is ready.
 *
 * @param {import('./hosts').InstalledHost} installed
 * @param {object} how
 * @param {string} how.folder n8n's user folder
 * @param {string[]} [how.command] n8n's: `start`, or `worker` with its flags
 * @param {number} [how.port] where it answers; a free one unless told
 * @param {string} [how.name] names its log, in the user folder
 * @param {Record<string, string>} [how.settings] more of n8n's environment variables
 * @returns {Promise<N8nProcess>}
 */
async function startProcess(installed, { folder, command = ['start'], port, name, settings }) {
	const { host, script, node } = installed;
	const [freePort, brokerPort] = await freePorts(2);
	const listens = port ?? freePort;
	const log = join(folder, `${name ?? command[0]}.log`);
	const { encryptionKey } = await secretsOf(folder);
	await mkdir(folder, { recursive: true });
	const child = launch([script, ...command], {
		cwd: folder,
		env: environment({
			folder,
			port: listens,
			brokerPort,
			encryptionKey,
			node,
			settings: { ...FOR_ANY_VERSION, ...host.settings, ...settings },
		}),
		log,
		node,
	});
	const runs = () => child.exitCode === null && child.signalCode === null;
	const n8n = {
		url: `http://${LOOPBACK}:${listens}`,
		pid: Number(child.pid),
		runs,
		log: () => readFile(log, 'utf8'),
		async end(/** @type {NodeJS.Signals} */ signal) {
			const ended = once(child, 'exit');
			if (runs()) process.kill(-n8n.pid, signal);
			if (runs()) await ended;
		},
		stop: () => Promise.resolve(stop(child)),
	};
	const asked = ['/healthz/readiness', ...(command[0] === 'start' ? ['/rest/settings'] : [])];
	try {
		await untilReady(n8n, asked);
	} catch (error) {
		await n8n.stop();
		throw error;
	}
	return n8n;
}

/**
 * @param {N8nProcess} n8n
 * @param {string[]} paths which answer 200 once it is ready
 */
async function untilReady(n8n, paths) {
	const ok = (/** @type {string} */ path) =>
		fetch(n8n.url + path).then(
			(answer) => answer.ok,
			() => false,
		);
	const deadline = Date.now() + START_DEADLINE;
	while (!(await Promise.all(paths.map(ok))).every(Boolean)) {
		if (!n8n.runs() || Date.now() > deadline) {
			throw new PlainError(`n8n did not start. It says:\n${(await n8n.log()).slice(-2_000)}`);
		}
		await pause(200);
	}
}

module.exports = { startProcess };
