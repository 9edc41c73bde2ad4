// @ts-check
'use strict';

/**
 * Ready-made misbehaviours for `standIn.misbehave(…)`.
 *
 * Each happens once to any request, and no card is delivered, unless `more` says otherwise:
 * `serverError({ chat: '79995253422', accept: true })`.
 */

/** @typedef {import('./types').Fault} Fault */

/** @type {(more?: Fault) => Fault} 401 in the words Chat API and UltraMsg use (seen) */
const unauthorized = (more) => ({
	status: 401,
	body: { error: 'Wrong token. Please provide token as a GET parameter.' },
	...more,
});

/** @type {(more?: Fault) => Fault} 404; the real body is not known, so this one tells nothing */
const notFound = (more) => ({ status: 404, body: { error: 'Not found' }, ...more });

/**
 * 429; the real body is not known, so this one tells nothing.
 *
 * @param {number | Date} [retryAfter] seconds, or the moment; without it, no such header
 * @param {Fault} [more]
 * @returns {Fault}
 */
const tooManyRequests = (retryAfter, more) => ({
	status: 429,
	headers:
		retryAfter === undefined
			? {}
			: {
					'retry-after': retryAfter instanceof Date ? retryAfter.toUTCString() : String(retryAfter),
				},
	body: { error: 'Too many requests' },
	...more,
});

/** @type {(more?: Fault) => Fault} 500, again and again */
const serverError = (more) => ({ ...passingServerError(), times: Infinity, ...more });

/** @type {(more?: Fault) => Fault} 500, once */
const passingServerError = (more) => ({
	status: 500,
	body: { error: 'Internal Server Error' },
	...more,
});

/** @type {(more?: Fault) => Fault} a web page with status 200, as a proxy or a parked domain gives it */
const html = (more) => ({
	body: '<!doctype html><html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>',
	...more,
});

/** @type {(more?: Fault) => Fault} status 200, no body */
const empty = (more) => ({ body: '', ...more });

/** @type {(more?: Fault) => Fault} JSON that ends in the middle, though the HTTP answer is whole */
const brokenJson = (more) => ({ body: '{"sent":true,"message":"Sent to 7999', ...more });

/**
 * @param {number} bytes about so long
 * @param {Fault} [more]
 * @returns {Fault}
 */
const hugeAnswer = (bytes, more) => ({ body: { message: 'x'.repeat(bytes) }, ...more });

/**
 * An `error` of lists within lists.
 *
 * @param {number} levels
 * @param {Fault} [more]
 * @returns {Fault}
 */
const deeplyNested = (levels, more) => ({
	body: `{"error":${'['.repeat(levels)}"deep"${']'.repeat(levels)}}`,
	...more,
});

/** @type {(more?: Fault) => Fault} a refusal that claims, through the prototype, to be a success */
const protoPollution = (more) => ({
	body: '{"__proto__":{"sent":true,"id":"polluted","polluted":true},"constructor":{"prototype":{"polluted":true}},"message":"Refused"}',
	...more,
});

/** Every spelling of the token that could slip through a filter. */
const ECHO = 'token={{token}} {{encodedToken}} {{lowerCaseToken}} for {{url}}';

/** @type {Record<'body' | 'header' | 'html' | 'redirect', Fault>} */
const ECHOES = {
	body: { status: 500, body: { error: ECHO, request: '{{request}}' } },
	header: { status: 500, headers: { 'x-request': ECHO }, body: {} },
	html: {
		status: 500,
		body: `<html><body><h1>Error</h1><pre>${ECHO}\n{{request}}</pre></body></html>`,
	},
	redirect: { status: 302, headers: { location: 'http://127.0.0.1:9{{url}}' } },
};

/**
 * A server that repeats the whole request, query included: raw, encoded, and encoded in small letters.
 *
 * @param {'body' | 'header' | 'html' | 'redirect'} where
 * @param {Fault} [more]
 * @returns {Fault}
 */
const echoToken = (where, more) => ({ ...ECHOES[where], ...more });

/**
 * @param {string} to the whole address to go to
 * @param {Fault} [more] `{ status: 307 }` asks to send the POST again, body included
 * @returns {Fault}
 */
const redirect = (to, more) => ({ status: 302, headers: { location: to }, ...more });

/**
 * The request is handled at once and truly answered, but late: the card counts, unless
 * `{ accept: false }`.
 *
 * @param {number} ms
 * @param {Fault} [more]
 * @returns {Fault}
 */
const slow = (ms, more) => ({ delay: ms, ...more });

/**
 * The true answer, in eight pieces. The card counts, unless `{ accept: false }`.
 *
 * @param {number} ms between two pieces
 * @param {Fault} [more]
 * @returns {Fault}
 */
const dripping = (ms, more) => ({ drip: ms, ...more });

/** @type {(more?: Fault) => Fault} the connection is reset as soon as the first bytes arrive */
const cutBeforeReading = (more) => ({ cut: 'beforeReading', ...more });

/** @type {(more?: Fault) => Fault} the connection is closed once the headers are read */
const cutAfterHeaders = (more) => ({ cut: 'afterHeaders', ...more });

/** @type {(more?: Fault) => Fault} the connection is closed once the whole request is read */
const cutAfterReading = (more) => ({ cut: 'afterReading', ...more });

/**
 * The connection is closed once the whole request is read; the gateway is still at it, and takes the card a little later.
 *
 * @param {number} ms
 * @param {Fault} [more]
 * @returns {Fault}
 */
const cutAndAcceptedLater = (ms, more) => ({ cut: 'afterReading', acceptLater: ms, ...more });

/** @type {(more?: Fault) => Fault} the connection is closed in the middle of the answer's body */
const cutMidAnswer = (more) => ({ cut: 'midAnswer', ...more });

module.exports = {
	unauthorized,
	notFound,
	tooManyRequests,
	serverError,
	passingServerError,
	html,
	empty,
	brokenJson,
	hugeAnswer,
	deeplyNested,
	protoPollution,
	echoToken,
	redirect,
	slow,
	dripping,
	cutBeforeReading,
	cutAfterHeaders,
	cutAfterReading,
	cutAndAcceptedLater,
	cutMidAnswer,
};
