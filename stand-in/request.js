// @ts-check
'use strict';

/** @typedef {import('./types').Head} Head */
/** @typedef {import('./types').GatewayRequest} GatewayRequest */

/** Header and field names whose values are secrets in one gateway or another. */
const SECRET_NAME = /^(token|apikey|x-api-key|authorization|cookie)$/i;

/** What stands in the place of a secret. */
const REMOVED = '***';

/** Shorter ones are only removed by the name of their field: elsewhere that would tear numbers apart. */
const LEAST_SECRET = 6;

/**
 * Takes the line `POST /path?query` apart.
 *
 * @param {string} method
 * @param {string} target path and query as they arrived; not normalised, so that a path that tries to
 *   break out of its instance is seen as it is
 * @param {NodeJS.Dict<string | string[]>} [headers]
 * @returns {Head}
 */
function headOf(method, target, headers = {}) {
	const [path = '', ...search] = target.split('?');
	return {
		method,
		path,
		query: Object.fromEntries(new URLSearchParams(search.join('?'))),
		headers: Object.fromEntries(
			Object.entries(headers).map(([name, value]) => [name, String(value)]),
		),
	};
}

/**
 * @param {string} text
 * @param {string} [contentType]
 * @returns {unknown} the value of JSON, the fields of a form, or the text itself if it is neither
 */
function parseBody(text, contentType = '') {
	if (contentType.includes('x-www-form-urlencoded')) {
		return Object.fromEntries(new URLSearchParams(text));
	}
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/**
 * @param {unknown} body
 * @returns {Record<string, any>} its fields; none where it is no object
 */
const fieldsOf = (body) =>
	typeof body === 'object' && body !== null ? /** @type {any} */ (body) : {};

/** @type {(chat: unknown) => string | undefined} the chat ID where a gateway takes digits, or an ID that is no person's */
const chatIdOf = (chat) =>
	typeof chat !== 'string' || chat.includes('@') ? /** @type {any} */ (chat) : `${chat}@c.us`;

/** @type {(chat: string) => string} the spelling of WhatsApp's libraries */
const jidOf = (chat) => chat.replace('@c.us', '@s.whatsapp.net');

/** @type {(head: Head) => string} the token in `Authorization: Bearer …` */
const bearerOf = ({ headers }) => (headers.authorization ?? '').replace(/^Bearer /, '');

/**
 * @param {string} text one part of a path
 * @returns {string} the text decoded, or as it is where its encoding is broken
 */
function decode(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/**
 * @param {string[]} secrets values to remove wherever they stand, raw or encoded
 * @returns {(value: any) => any} a copy of JSON without fields named like a secret and without the secrets
 */
const cleaner = (secrets) => {
	const spellings = secrets
		.filter(({ length }) => length >= LEAST_SECRET)
		.flatMap((secret) => [secret, encodeURIComponent(secret)]);
	/** @type {(value: any) => any} */
	const clean = (value) => {
		if (typeof value === 'string')
			return spellings.reduce((text, secret) => text.split(secret).join(REMOVED), value);
		if (Array.isArray(value)) return value.map(clean);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value)
				.filter(([name]) => !SECRET_NAME.test(name))
				.map(([name, inner]) => [name, clean(inner)]),
		);
	};
	return clean;
};

/**
 * A copy of a request that may be remembered, shown and printed.
 *
 * @param {GatewayRequest} request
 * @param {string[]} secrets
 * @returns {GatewayRequest}
 */
function withoutSecrets(request, secrets) {
	const clean = cleaner(secrets);
	const { path, query, headers, body, rawBody } = request;
	return { ...request, ...clean({ path, query, headers, body, rawBody }) };
}

module.exports = {
	headOf,
	parseBody,
	fieldsOf,
	chatIdOf,
	jidOf,
	bearerOf,
	decode,
	cleaner,
	withoutSecrets,
};
