'use strict';

const { createServer } = require('node:net');
const { PlainError } = require('./plainError');

/** Everything the demo and its tests open listens here and nowhere else. */
const LOOPBACK = '127.0.0.1';

/**
 * Opens a port for a moment to see whether it can be had.
 *
 * @param {number} port 0 lets the system choose one
 * @returns {Promise<number>} the port that was open
 */
function tryPort(port) {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
			const address = server.address();
			server.close(() => resolve(address && typeof address === 'object' ? address.port : port));
		});
	});
}

/**
 * @param {number} count how many
 * @returns {Promise<number[]>} that many different ports nobody listens on
 */
async function freePorts(count) {
	const ports = new Set();
	while (ports.size < count) ports.add(await tryPort(0));
	return [...ports];
}

/**
 * Fails in one sentence when somebody else already listens on the port.
 *
 * @param {number} port the port wanted
 * @param {string} purpose what it is wanted for, as in "for n8n's editor"
 * @param {string} flag the flag that chooses another one
 */
async function requireFreePort(port, purpose, flag) {
	try {
		await tryPort(port);
	} catch (error) {
		const code = /** @type {NodeJS.ErrnoException} */ (error).code;
		const why = code === 'EADDRINUSE' ? 'is already in use' : `cannot be opened (${code})`;
		throw new PlainError(
			`Port ${port}, wanted ${purpose}, ${why}: ` +
				`stop the program that listens there, or choose another one with ${flag} <port>.`,
		);
	}
}

module.exports = { LOOPBACK, freePorts, requireFreePort };
