'use strict';

const { mkdir, readFile } = require('node:fs/promises');
const { join } = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');
const { N8N } = require('../paths');
const { PlainError } = require('../tools/plainError');
const { LOOPBACK } = require('../tools/ports');
const { kill, launch, stop } = require('../tools/processes');
const { N8nApi } = require('./api');
const { secretsOf } = require('./secrets');
const { environment } = require('./settings');
const { installTarball } = require('./tarball');

/** The first start also makes the database; a busy machine takes its time for that. */
const START_DEADLINE = 180_000;

/**
 * @typedef {object} Wanted
 * @property {string} folder keeps everything this n8n remembers; two running ones need two folders
 * @property {number} port where the editor listens
 * @property {number} brokerPort where n8n talks to its own task runner
 * @property {import('./install').Runtime} runtime the Node it runs in
 * @property {string} tarball our packed package
 * @property {Record<string, string>} [settings] more of n8n's environment variables
 */
/**
 * @typedef {object} PrivateN8n a running n8n with the package in it, signed in
 * @property {string} url the editor's address
 * @property {string} folder keeps everything it remembers, its log included
 * @property {N8nApi} api how to use it
 * @property {import('./secrets').Secrets} secrets its login and keys
 * @property {import('../tools/processes').ChildProcess} process
 * @property {() => Promise<void>} stop ends it and everything it started
 * @property {() => Promise<void>} kill ends it the hard way (kill -9)
 */

/**
 * @param {string} url an address that answers 200 once n8n is ready
 * @returns {Promise<boolean>} whether it does
 */
const answers = (url) =>
	fetch(url).then(
		({ ok }) => ok,
		() => false,
	);

/**
 * @param {import('../tools/processes').ChildProcess} n8n
 * @param {string} url its address
 * @param {string} log the file that collects what it writes
 */
async function untilReady(n8n, url, log) {
	const deadline = Date.now() + START_DEADLINE;
	while (!(await answers(`${url}/healthz/readiness`)) || !(await answers(`${url}/rest/settings`))) {
		const ended = n8n.exitCode !== null || n8n.signalCode !== null;
		if (ended || Date.now() > deadline) {
			const words = (await readFile(log, 'utf8')).trimEnd().split('\n').slice(-8).join('\n');
			throw new PlainError(
				`n8n ${ended ? 'did not start' : 'does not answer'}. It says:\n${words}`,
			);
		}
		await pause(200);
	}
}

/**
 * Starts a private n8n that has our packed package installed, and signs in.
 *
 * @param {Wanted} wanted
 * @returns {Promise<PrivateN8n>}
 */
async function startN8n({ folder, port, brokerPort, runtime, tarball, settings }) {
	const secrets = await secretsOf(folder);
	await mkdir(folder, { recursive: true });
	await installTarball(tarball, folder);
	const { encryptionKey } = secrets;
	const node = runtime.binary;
	const log = join(folder, 'n8n.log');
	const n8n = launch([join(N8N, 'node_modules', 'n8n', 'bin', 'n8n'), 'start'], {
		cwd: folder,
		env: environment({ folder, port, brokerPort, encryptionKey, node, settings }),
		log,
		node,
	});
	const url = `http://${LOOPBACK}:${port}`;
	const api = new N8nApi(url);
	try {
		await untilReady(n8n, url, log);
		await api.signIn(secrets);
	} catch (error) {
		await stop(n8n);
		throw error;
	}
	return {
		url,
		folder,
		api,
		secrets,
		process: n8n,
		stop: () => stop(n8n),
		kill: () => kill(n8n),
	};
}

module.exports = { startN8n };
