'use strict';

const { mkdir, readFile, rename, rm, stat, utimes, writeFile } = require('node:fs/promises');
const { dirname } = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');

const HEARTBEAT = 2_000;
/** Longer than a busy machine lets a heartbeat wait. */
const DEAD_AFTER = 30_000;

/** @param {string} pid */
function isAlive(pid) {
	try {
		process.kill(Number(pid), 0);
		return true;
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
	}
}

/**
 * @param {string} path the lock's file
 * @returns {Promise<string | undefined>} the process that left the lock behind when it was killed
 */
async function deadOwner(path) {
	try {
		const [owner, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
		const silent = Date.now() - mtimeMs > DEAD_AFTER;
		// An empty file is an owner between creating it and writing its name: give it time.
		if (owner === '') return silent ? owner : undefined;
		// The process id may belong to somebody else by now, so a silent heart counts as well.
		return silent || !isAlive(owner) ? owner : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Takes a dead owner's lock away. Another process may have done that a moment ago and hold the lock now:
 * then its lock is put back.
 *
 * @param {string} path the lock's file
 * @param {string} owner whose lock it was when it was looked at
 */
async function clear(path, owner) {
	const aside = `${path}.${process.pid}`;
	await rename(path, aside).catch(() => undefined);
	const taken = await readFile(aside, 'utf8').catch(() => owner);
	if (taken === owner) await rm(aside, { force: true });
	else await rename(aside, path);
}

/**
 * @param {string} path a file that stands for the thing only one process may use
 * @returns {Promise<(() => Promise<void>) | undefined>} how to give it back; nothing when somebody has it
 */
async function tryLock(path) {
	await mkdir(dirname(path), { recursive: true });
	const dead = await deadOwner(path);
	if (dead !== undefined) await clear(path, dead);
	try {
		await writeFile(path, String(process.pid), { flag: 'wx' });
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return undefined;
		throw error;
	}
	const beat = () => utimes(path, new Date(), new Date()).catch(() => undefined);
	const beating = setInterval(() => void beat(), HEARTBEAT);
	beating.unref();
	return async () => {
		clearInterval(beating);
		await rm(path, { force: true });
	};
}

/**
 * Does something that two processes must not do at the same time; the second waits.
 *
 * @template T
 * @param {string} path the lock's file
 * @param {() => Promise<T>} work what to do
 * @returns {Promise<T>} what the work gave back
 */
async function withLock(path, work) {
	let release = await tryLock(path);
	while (!release) {
		await pause(250);
		release = await tryLock(path);
	}
	try {
		return await work();
	} finally {
		await release();
	}
}

module.exports = { tryLock, withLock };
