'use strict';

const { mkdir } = require('node:fs/promises');
const { lock } = require('proper-lockfile');

/* By hand around proper-lockfile, which knows no folder that is yet to be made, and no work to be done under a lock. */

/** Waits as long as it takes. A lock whose owner was killed opens by itself after ten seconds. */
const PATIENT = { forever: true, minTimeout: 250, maxTimeout: 1_000 };

/**
 * @param {string} folder what only one process may use; it is made when it is not there
 * @param {import('proper-lockfile').LockOptions['retries']} [retries] how to wait; not at all unless told
 * @returns {Promise<() => Promise<void>>} how to give it back
 */
async function takeLock(folder, retries = 0) {
	await mkdir(folder, { recursive: true });
	// A person may delete the folder, lock and all, while it is in use: no reason to fall over.
	return await lock(folder, { retries, onCompromised: () => undefined });
}

/**
 * @param {string} folder what only one process may use
 * @returns {Promise<(() => Promise<void>) | undefined>} how to give it back; nothing when somebody has it
 */
const tryLock = (folder) =>
	takeLock(folder).catch((error) => {
		if (error.code === 'ELOCKED') return undefined;
		throw error;
	});

/**
 * Does something that two processes must not do at the same time; the second waits.
 *
 * @template T
 * @param {string} folder what only one process may use
 * @param {() => Promise<T>} work what to do
 * @returns {Promise<T>} what the work gave back
 */
async function withLock(folder, work) {
	const release = await takeLock(folder, PATIENT);
	try {
		return await work();
	} finally {
		await release();
	}
}

module.exports = { tryLock, withLock };
