// @ts-check
'use strict';

const { mkdtemp, rm } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const execa = require('execa');
const { LOOPBACK, freePorts } = require('../../demo/tools/ports');

/**
 * @typedef {object} Redis
 * @property {number} port
 * @property {() => Promise<void>} stop asks it to end, and waits until it has
 * @property {() => void} start starts it again, with its data and port; n8n waits for it
 * @property {() => Promise<void>} close stops it and forgets its data
 */

/** @returns {Promise<Redis>} a Redis that writes down each job: it knows them again after a restart */
async function startRedis() {
	const folder = await mkdtemp(join(tmpdir(), 'queue-redis-'));
	const [port] = await freePorts(1);
	const persistent = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
	const args = ['--port', String(port), '--bind', LOOPBACK, '--dir', folder, ...persistent];
	const launch = () => execa('redis-server', args, { stdio: 'ignore', reject: false });
	let child = launch();
	const redis = {
		port,
		start: () => void (child = launch()),
		async stop() {
			child.kill('SIGTERM');
			await child;
		},
		async close() {
			await redis.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
	return redis;
}

module.exports = { startRedis };
