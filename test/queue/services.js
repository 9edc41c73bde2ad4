// @ts-check
'use strict';

const { chownSync, existsSync, mkdirSync, readdirSync } = require('node:fs');
const { createConnection } = require('node:net');
const { join } = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');
const execa = require('execa');
const { PlainError } = require('../../demo/tools/plainError');
const { LOOPBACK, freePorts } = require('../../demo/tools/ports');

const DEADLINE = 60_000;
/** Debian keeps PostgreSQL's programs off the PATH, in a folder per version. */
const DEBIAN = '/usr/lib/postgresql';

/**
 * @typedef {object} Service a running Redis or PostgreSQL
 * @property {number} port
 * @property {() => Promise<void>} stop asks it to end, and waits until it has
 * @property {() => Promise<void>} start starts it again, with its data and port
 */

/** @param {number} port @returns {Promise<boolean>} whether somebody listens there */
const isOpen = (port) =>
	new Promise((resolve) => {
		const socket = createConnection(port, LOOPBACK);
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});

/**
 * @param {number} port where it will listen
 * @param {NodeJS.Signals} signal asks it to end at once, but in order
 * @param {() => execa.ExecaChildProcess} launch
 * @returns {Promise<Service>} once it listens
 */
async function service(port, signal, launch) {
	/** @type {execa.ExecaChildProcess} */
	let child;
	const start = async () => {
		child = launch();
		const deadline = Date.now() + DEADLINE;
		while (!(await isOpen(port))) {
			if (child.exitCode !== null || Date.now() > deadline) {
				throw new PlainError(`${child.spawnfile} did not start:\n${(await child).all}`);
			}
			await pause(100);
		}
	};
	const stop = async () => {
		child.kill(signal);
		await child;
	};
	await start();
	return { port, start, stop };
}

/** Ends with the test, also when that is interrupted; its end is no failure. */
const HOW = { all: true, reject: false, stdin: /** @type {const} */ ('ignore') };

/**
 * @param {string} folder keeps its data
 * @returns {Promise<Service>} a Redis that writes down each job: it knows them again after a restart
 */
async function startRedis(folder) {
	mkdirSync(folder, { recursive: true });
	const [port] = await freePorts(1);
	const persistent = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
	const args = ['--port', String(port), '--bind', LOOPBACK, '--dir', folder, ...persistent];
	return await service(port, 'SIGTERM', () => execa('redis-server', args, HOW));
}

/** @returns {string | undefined} the folder of the newest PostgreSQL's programs */
function postgresHome() {
	const debian = existsSync(DEBIAN)
		? readdirSync(DEBIAN)
				.sort((one, other) => Number(other) - Number(one))
				.map((version) => join(DEBIAN, version, 'bin'))
		: [];
	const folders = [...(process.env.PATH ?? '').split(':'), ...debian];
	return folders.find((folder) => existsSync(join(folder, 'initdb')));
}

/** @returns {{ uid?: number, gid?: number }} PostgreSQL refuses to run as root: who it runs as then */
function account() {
	if (process.getuid?.() !== 0) return {};
	const idOf = (/** @type {string} */ flag) => Number(execa.sync('id', [flag, 'postgres']).stdout);
	return { uid: idOf('-u'), gid: idOf('-g') };
}

/**
 * @param {string} folder keeps its data
 * @returns {Promise<Service>} a PostgreSQL whose user `n8n` needs no password, with the database `postgres`
 */
async function startPostgres(folder) {
	const home = postgresHome() ?? '';
	const [port] = await freePorts(1);
	const owner = account();
	mkdirSync(folder, { recursive: true });
	if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
	const how = { ...HOW, ...owner, cwd: folder };
	const data = ['-D', join(folder, 'data')];
	const made = await execa(join(home, 'initdb'), [...data, '-U', 'n8n', '--auth=trust'], how);
	if (made.failed) throw new PlainError(`PostgreSQL's data could not be made:\n${made.all}`);
	const set = (/** @type {string[]} */ ...settings) => settings.flatMap((one) => ['-c', one]);
	const args = [
		...data,
		...['-p', String(port)],
		...set(`listen_addresses=${LOOPBACK}`, 'unix_socket_directories=', 'fsync=off'),
	];
	return await service(port, 'SIGINT', () => execa(join(home, 'postgres'), args, how));
}

/** @throws PlainError in one sentence, if the system lacks Redis or PostgreSQL */
function requireServices() {
	const redis = execa.sync('redis-server', ['--version'], { reject: false });
	const missing = [redis.failed && 'Redis', !postgresHome() && 'PostgreSQL'].filter(Boolean);
	if (missing.length === 0) return;
	throw new PlainError(
		`This test runs n8n in queue mode, and this machine has no ${missing.join(' and no ')}: install it ` +
			'(Debian and Ubuntu: apt-get install redis-server postgresql) and try again.',
	);
}

module.exports = { requireServices, startPostgres, startRedis };
