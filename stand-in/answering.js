// @ts-check
'use strict';

const { setTimeout: pause } = require('node:timers/promises');
const { replacesAnswer, accepts } = require('./misbehaviour');

/** @typedef {import('./types').Answer} Answer */
/** @typedef {import('./types').Fault} Fault */
/** @typedef {import('./types').GatewayRequest} GatewayRequest */

const PIECES = 8;

/**
 * What a fault makes of the true answer.
 *
 * @param {Answer} answer
 * @param {Fault} fault
 * @returns {Answer}
 */
function spoilt(answer, fault) {
	const base = replacesAnswer(fault)
		? { status: fault.status ?? 200, body: fault.body ?? '' }
		: answer;
	return { ...base, headers: { ...answer.headers, ...fault.headers } };
}

/**
 * A gateway that did not accept a card, and has no other answer to give, has nothing true to say.
 *
 * @param {Fault} fault
 * @returns {import('./types').Cut | undefined}
 */
const cutOf = (fault) =>
	fault.cut ?? (accepts(fault) || replacesAnswer(fault) ? undefined : 'afterReading');

/**
 * Puts what the client sent in the place of the `{{names}}` in a text.
 *
 * @param {string} text
 * @param {GatewayRequest & { token: string, url: string }} request with its token, decoded; path and query as they arrived
 */
function echo(text, { method, headers, rawBody, token, url }) {
	/** @type {Record<string, string>} */
	const words = {
		token,
		encodedToken: encodeURIComponent(token),
		url,
		request: `${method} ${url}\n${JSON.stringify(headers)}\n${rawBody}`,
	};
	return text.replace(/\{\{(\w+)\}\}/g, (whole, name) => words[name] ?? whole);
}

/**
 * @param {unknown} value text, or JSON
 * @param {(text: string) => string} change applied to every text in it
 * @returns {any}
 */
function mapTexts(value, change) {
	if (typeof value === 'string') return change(value);
	if (Array.isArray(value)) return value.map((inner) => mapTexts(inner, change));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [name, mapTexts(inner, change)]),
	);
}

/** @param {string} text */
const contentType = (text) =>
	text.trimStart().startsWith('<') ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';

/**
 * Writes an answer, as well as the fault lets it.
 *
 * @param {import('node:http').ServerResponse} response
 * @param {Answer} answer
 * @param {Pick<Fault, 'cut' | 'drip'>} [fault]
 * @param {AbortSignal} [signal] ends the pauses when the server closes
 */
async function write(response, { status, headers = {}, body }, { cut, drip } = {}, signal) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const bytes = Buffer.from(text);
	response.writeHead(status, {
		'content-type': contentType(text),
		'content-length': bytes.length,
		...headers,
	});
	if (cut === 'midAnswer') {
		response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
		return;
	}
	if (drip === undefined) {
		response.end(bytes);
		return;
	}
	const size = Math.ceil(bytes.length / PIECES);
	for (let sent = 0; sent < bytes.length; sent += size) {
		response.write(bytes.subarray(sent, sent + size));
		await pause(drip, undefined, { signal });
	}
	response.end();
}

module.exports = { spoilt, cutOf, echo, mapTexts, write };
