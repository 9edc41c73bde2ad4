'use strict';

const getPort = require('get-port');
const { PlainError } = require('./plainError');

/* By hand around get-port, for one address and one sentence. */

/** Everything the demo and its tests open listens here and nowhere else. */
const LOOPBACK = '127.0.0.1';

/**
 * @param {number} count how many
 * @returns {Promise<number[]>} that many different ports nobody listens on
 */
const freePorts = (count) =>
	Promise.all(Array.from({ length: count }, () => getPort({ host: LOOPBACK })));

/**
 * Fails in one sentence when the port cannot be had.
 *
 * @param {number} port the port wanted
 * @param {string} purpose what it is wanted for, as in "for n8n's editor"
 * @param {string} flag the flag that chooses another one
 */
async function requireFreePort(port, purpose, flag) {
	if ((await getPort({ port, host: LOOPBACK })) === port) return;
	throw new PlainError(
		`Port ${port}, wanted ${purpose}, is already in use: stop the program that listens there, ` +
			`or choose another one with ${flag} <port>.`,
	);
}

module.exports = { LOOPBACK, freePorts, requireFreePort };
