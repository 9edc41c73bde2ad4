// @ts-check
'use strict';

const { createServer } = require('node:http');

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */
/** @typedef {import('node:http').Server} Server */
/** @typedef {import('node:net').Socket} Socket */

/**
 * Counts connections and shows each one's bytes to `peek` before HTTP reads them.
 *
 * @param {Server} server
 * @param {(socket: Socket, bytes: Buffer) => void} peek
 */
function watchSockets(server, peek) {
	const count = { open: 0, peak: 0 };
	server.on('connection', (socket) => {
		count.open += 1;
		count.peak = Math.max(count.peak, count.open);
		socket.once('close', () => (count.open -= 1));
		socket.prependListener('data', (bytes) => peek(socket, bytes));
	});
	return count;
}

/**
 * @param {Server} server
 * @param {number} port
 * @returns {Promise<number>} the port; rejects with node's own error, e.g. EADDRINUSE
 */
function listen(server, port) {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			resolve(/** @type {import('node:net').AddressInfo} */ (server.address()).port);
		});
	});
}

/**
 * Opens an HTTP server that can be watched, cut and really closed.
 *
 * @param {object} options
 * @param {number} options.port 0 takes a free one
 * @param {(socket: Socket, bytes: Buffer) => void} options.peek may destroy the socket: nothing is read then
 * @param {(incoming: IncomingMessage, response: ServerResponse) => Promise<void>} options.answer
 * @param {(error: any) => void} options.onFailure told what `answer` rejects with
 */
async function openServer({ port, peek, answer, onFailure }) {
	const server = createServer((incoming, response) => {
		if (incoming.socket.destroyed) return; // by `peek`; HTTP reads what it has all the same
		answer(incoming, response).catch((error) => {
			onFailure(error);
			response.destroy();
		});
	});
	const sockets = watchSockets(server, peek);
	return {
		port: await listen(server, port),
		/** How many connections are open, and the most that ever were. */
		sockets,
		/** Ends every connection, also those in use. */
		close() {
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeAllConnections();
			return closed;
		},
	};
}

module.exports = { openServer };
