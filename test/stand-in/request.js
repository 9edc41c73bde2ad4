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
 * @param {import('node:http').IncomingMessage} incoming
 * @returns {Promise<string>} the whole body; rejects if the client goes away before its end
 */
async function textOf(incoming) {
	/** @type {Buffer[]} */
	const pieces = [];
	for await (const piece of incoming) pieces.push(piece);
	return Buffer.concat(pieces).toString('utf8');
}

/**
 * Reads form fields; `name=a&name=b` and `name[]=a` are lists.
 *
 * @param {string} text
 * @returns {Record<string, string | string[]>}
 */
function formFields(text) {
	const form = new URLSearchParams(text);
	return Object.fromEntries(
		[...new Set(form.keys())].map((key) => {
			const values = form.getAll(key);
			const isList = values.length > 1 || key.endsWith('[]');
			return [key.replace(/\[\]$/, ''), isList ? values : values[0]];
		}),
	);
}

/**
 * @param {string} text
 * @param {string} [contentType]
 * @returns {unknown} the value of JSON, the fields of a form, or the text itself if it is neither
 */
function parseBody(text, contentType = '') {
	if (contentType.includes('x-www-form-urlencoded')) return formFields(text);
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

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

module.exports = { headOf, textOf, parseBody, decode, cleaner, withoutSecrets };
