// @ts-check
'use strict';

const { setMaxListeners } = require('node:events');

const { DIALECTS } = require('./dialects');
const { Exchange } = require('./exchange');
const { Memory } = require('./memory');
const { Misbehaviour } = require('./misbehaviour');
const { phone } = require('./phone/serve');
const { openServer } = require('./server');

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
	'120363025246125486@g.us': 'Neighbors',
};

/** A client that went away and a server that closes are no fault of the stand-in. */
const EXPECTED_ERRORS = new Set(['ECONNRESET', 'ABORT_ERR']);

/**
 * What a test holds in its hands.
 *
 * @param {object} parts
 * @param {Memory} parts.memory
 * @param {Misbehaviour} parts.misbehaviour
 * @param {{ open: number, peak: number }} parts.sockets
 * @param {Pick<StandIn, 'url' | 'port' | 'token' | 'instance' | 'close'>} parts.fixed
 * @returns {StandIn}
 */
function handleOf({ memory, misbehaviour, sockets, fixed }) {
	return {
		...fixed,
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
		setSession: (state) => memory.setSession(state),
		decide: (fate, step) => memory.decide(fate, step),
		misbehave: (faults) => misbehaviour.add(faults),
		reset() {
			memory.reset();
			misbehaviour.clear();
			sockets.peak = sockets.open;
		},
	};
}

/**
 * Starts a gateway to talk to.
 *
 * @param {StandInOptions} [options]
 * @returns {Promise<StandIn>} once it listens; rejects with node's own error, e.g. EADDRINUSE
 */
async function startStandIn(options = {}) {
	const {
		port = 0,
		instance = '1150',
		token = TOKEN,
		people = PEOPLE,
		notOnWhatsApp = [],
	} = options;
	const memory = new Memory({ keep: options.keepReceived ?? true });
	const misbehaviour = new Misbehaviour();
	const closing = new AbortController();
	// Every delayed answer listens to it.
	setMaxListeners(0, closing.signal);
	const exchange = new Exchange({
		dialects: Object.values(DIALECTS),
		account: { instance, token, people, notOnWhatsApp },
		memory,
		misbehaviour,
		signal: closing.signal,
	});
	const server = await openServer({
		port,
		peek: (socket, bytes) => exchange.peek(socket, bytes),
		async answer(incoming, response) {
			if (await phone({ memory, people }, incoming, response)) return;
			await exchange.handle(incoming, response);
		},
		onFailure(error) {
			if (!EXPECTED_ERRORS.has(error.code)) memory.violations.push(`The stand-in failed: ${error}`);
		},
	});
	const url = `http://127.0.0.1:${server.port}`;
	const close = async () => {
		closing.abort();
		await server.close();
	};
	const fixed = { url, port: server.port, token, instance, close };
	return handleOf({ memory, misbehaviour, sockets: server.sockets, fixed });
}

module.exports = { startStandIn };
