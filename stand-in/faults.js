// @ts-check
'use strict';

/** @typedef {import('./types').Fault} Fault */

/** @type {(fault: Fault) => (more?: Fault) => Fault} */
const faultOf = (fault) => (more) => ({ ...fault, ...more });

/** @type {Fault} the real body of a 429 is not known, so this one tells nothing */
const TOO_MANY = { status: 429, body: { error: 'Too many requests' } };

/** @type {Fault} */
const INTERNAL = { status: 500, body: { error: 'Internal Server Error' } };

const ECHO = 'token={{token}} {{encodedToken}} for {{url}}';

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
 * Ready-made misbehaviours for `standIn.misbehave(…)`.
 *
 * Each happens once to any request, and no card is delivered, unless the last argument says otherwise:
 * `serverError({ chat: '79995253422', accept: true })`.
 */
module.exports = {
	/** 401 in the words Chat API and UltraMsg use (seen). */
	unauthorized: faultOf({
		status: 401,
		body: { error: 'Wrong token. Please provide token as a GET parameter.' },
	}),
	/** 404; the real body is not known, so this one tells nothing. */
	notFound: faultOf({ status: 404, body: { error: 'Not found' } }),
	/** 500, again and again. */
	serverError: faultOf({ ...INTERNAL, times: Infinity }),
	/** 500, once. */
	passingServerError: faultOf(INTERNAL),
	/** A web page with status 200, as a proxy or a parked domain gives it. */
	html: faultOf({
		body: '<!doctype html><html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>',
	}),
	/** Status 200, no body. */
	empty: faultOf({ body: '' }),
	/** JSON that ends in the middle, though the HTTP answer is whole. */
	brokenJson: faultOf({ body: '{"sent":true,"message":"Sent to 7999' }),
	/** A refusal that claims, through the prototype, to be a success. */
	protoPollution: faultOf({
		body: '{"__proto__":{"sent":true,"id":"polluted","polluted":true},"constructor":{"prototype":{"polluted":true}},"message":"Refused"}',
	}),
	/** The connection is reset as soon as the first bytes arrive. */
	cutBeforeReading: faultOf({ cut: 'beforeReading' }),
	/** It is closed once the headers are read. */
	cutAfterHeaders: faultOf({ cut: 'afterHeaders' }),
	/** It is closed once the whole request is read. */
	cutAfterReading: faultOf({ cut: 'afterReading' }),
	/** It is closed in the middle of the answer's body. */
	cutMidAnswer: faultOf({ cut: 'midAnswer' }),

	/** @type {(ms: number, more?: Fault) => Fault} cut once it is read; the card is taken so much later all the same */
	cutAndAcceptedLater: (ms, more) => ({ cut: 'afterReading', acceptLater: ms, ...more }),
	/** @type {(ms: number, more?: Fault) => Fault} truly answered, but late: the card counts, unless `{ accept: false }` */
	slow: (ms, more) => ({ delay: ms, ...more }),
	/** @type {(ms: number, more?: Fault) => Fault} the true answer in eight pieces, so far apart; the card counts, too */
	dripping: (ms, more) => ({ drip: ms, ...more }),
	/** @type {(retryAfter?: number | Date, more?: Fault) => Fault} seconds, or the moment; without it, no such header */
	tooManyRequests: (retryAfter, more) => {
		const when = retryAfter instanceof Date ? retryAfter.toUTCString() : retryAfter;
		return {
			...TOO_MANY,
			headers: when === undefined ? {} : { 'retry-after': `${when}` },
			...more,
		};
	},
	/** @type {(bytes: number, more?: Fault) => Fault} an answer about so long */
	hugeAnswer: (bytes, more) => ({ body: { message: 'x'.repeat(bytes) }, ...more }),
	/** @type {(levels: number, more?: Fault) => Fault} an `error` of lists within lists */
	deeplyNested: (levels, more) => ({
		body: `{"error":${'['.repeat(levels)}"deep"${']'.repeat(levels)}}`,
		...more,
	}),
	/** @type {(where: keyof typeof ECHOES, more?: Fault) => Fault} a server that repeats the whole request, query included */
	echoToken: (where, more) => ({ ...ECHOES[where], ...more }),
	/** @type {(to: string, more?: Fault) => Fault} the whole address; `{ status: 307 }` asks to send the POST again, body included */
	redirect: (to, more) => ({ status: 302, headers: { location: to }, ...more }),
};
