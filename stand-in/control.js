// @ts-check
'use strict';

const { text: textOf } = require('node:stream/consumers');
const { write } = require('./answering');

/**
 * The stand-in's own routes, for a stand-in that runs in a process of its own. What a function takes in
 * process is the JSON body here; what a property holds there is the JSON answer here.
 *
 *     GET  /stand-in/received, /lookups, /cards, /violations, /counts
 *     POST /stand-in/misbehave   a fault, or a list of faults
 *     POST /stand-in/session     {"state": "got qr code"}
 *     POST /stand-in/reset
 *
 * A POST answers 200 with `{}`, or 400 with `{"error": "…"}` that says what is wrong with its body.
 */

/** @typedef {import('./types').StandIn} StandIn */

const PREFIX = '/stand-in/';

/** @type {Record<string, (standIn: StandIn) => unknown>} */
const SHOW = {
	received: ({ received }) => received,
	lookups: ({ lookups }) => lookups,
	cards: ({ cards }) => cards,
	violations: ({ violations }) => violations,
	counts: ({ counts }) => ({ ...counts, perChat: Object.fromEntries(counts.perChat) }),
};

/** @type {Record<string, (standIn: StandIn, body: any) => void>} */
const DO = {
	misbehave: (standIn, faults) => standIn.misbehave(faults),
	session: (standIn, { state }) => standIn.setSession(state),
	reset: (standIn) => standIn.reset(),
};

/**
 * @param {StandIn} standIn
 * @param {string} name the last part of the route
 * @param {string} text the body
 * @returns {import('./types').Answer}
 */
function act(standIn, name, text) {
	try {
		DO[name]?.(standIn, JSON.parse(text || '{}'));
		return { status: 200, body: {} };
	} catch (error) {
		return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
	}
}

/**
 * @param {StandIn} standIn
 * @param {import('node:http').IncomingMessage} incoming
 * @param {import('node:http').ServerResponse} response
 * @returns {Promise<boolean>} false: not one of these routes, nothing is read or written
 */
async function control(standIn, incoming, response) {
	const { method, url = '' } = incoming;
	if (!url.startsWith(PREFIX)) return false;
	const name = url.slice(PREFIX.length);
	if (method === 'GET' && Object.hasOwn(SHOW, name)) {
		await write(response, { status: 200, body: SHOW[name]?.(standIn) });
	} else if (method === 'POST' && Object.hasOwn(DO, name)) {
		await write(response, act(standIn, name, await textOf(incoming)));
	} else {
		await write(response, { status: 404, body: { error: `There is no ${method} ${url}` } });
	}
	return true;
}

module.exports = { control };
