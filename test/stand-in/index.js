// @ts-check
'use strict';

const { createServer } = require('node:http');
const { dialectsNamed } = require('./dialects');
const { Exchange } = require('./exchange');
const { Memory } = require('./memory');
const { Misbehaviour } = require('./misbehaviour');

/** @typedef {import('./types').StandIn} StandIn */
/** @typedef {import('./types').StandInOptions} StandInOptions */

/** A secret nobody uses; its signs are written differently once they are encoded for an address. */
const TOKEN = 'stand-in+token/for=tests';

/** Who is in the phone's address book, apart from everybody else. All numbers are invented. */
const PEOPLE = {
	'79995253422@c.us': 'Maria Petrova',
	'79001111111@c.us': 'Anna Ivanova',
	'79002222222@c.us': 'Boris Orlov',
	'17680561234-1479621234@g.us': 'Book club',
	'120363025246125486@g.us': 'Neighbours',
};

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @param {string} host
 * @returns {Promise<import('node:net').AddressInfo>} rejects with node's own error, e.g. EADDRINUSE
 */
function listen(server, port, host) {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			resolve(/** @type {import('node:net').AddressInfo} */ (server.address()));
		});
	});
}

/**
 * Counts connections and shows each one's bytes to `peek` before HTTP reads them.
 *
 * @param {import('node:http').Server} server
 * @param {(socket: import('node:net').Socket, bytes: Buffer) => void} peek
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
 * Starts a gateway to talk to.
 *
 * @param {StandInOptions} [options]
 * @returns {Promise<StandIn>} once it listens
 */
async function startStandIn(options = {}) {
	const { port = 0, host = '127.0.0.1', instance = '1150', token = TOKEN } = options;
	const { wrongTokenStatus = 200, people = PEOPLE, notOnWhatsApp = [] } = options;
	const memory = new Memory({ keep: options.keepReceived ?? true });
	const misbehaviour = new Misbehaviour();
	const closing = new AbortController();
	const exchange = new Exchange({
		dialects: dialectsNamed(options.dialects),
		account: { instance, token, wrongTokenStatus, people, notOnWhatsApp },
		memory,
		misbehaviour,
		signal: closing.signal,
	});
	const server = createServer((incoming, response) => {
		if (incoming.socket.destroyed) return; // `peek` has cut it, and HTTP read on
		exchange.handle(incoming, response).catch((error) => {
			// A client that went away and a server that closes are no fault of the stand-in.
			const isExpected = ['ECONNRESET', 'ABORT_ERR'].includes(error.code);
			if (!isExpected) memory.violations.push(`The stand-in failed: ${error}`);
			response.destroy();
		});
	});
	const sockets = watchSockets(server, (socket, bytes) => exchange.peek(socket, bytes));
	const address = await listen(server, port, host);
	return {
		url: `http://${host}:${address.port}`,
		port: address.port,
		token,
		instance,
		received: memory.received,
		lookups: memory.lookups,
		cards: memory.cards,
		violations: memory.violations,
		counts: memory.counts,
		get sockets() {
			return sockets.open;
		},
		get peakSockets() {
			return sockets.peak;
		},
		get session() {
			return memory.session;
		},
		setSession: (state) => memory.setSession(state),
		misbehave: (faults) => misbehaviour.add(faults),
		reset() {
			memory.reset();
			misbehaviour.clear();
			sockets.peak = sockets.open;
		},
		close() {
			closing.abort();
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}

module.exports = { startStandIn };
