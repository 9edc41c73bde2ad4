// @ts-check
'use strict';

const { request } = require('node:http');

/**
 * A client as plain as can be, for tests: a connection of its own per request, no redirect followed,
 * nothing repeated, no status an error.
 *
 * @param {string} url
 * @param {object} [options]
 * @param {string} [options.method] POST where there is a body, else GET
 * @param {unknown} [options.body] an object is sent as JSON, a text as a form
 * @returns {Promise<{ status: number, headers: import('node:http').IncomingHttpHeaders, text: string, json: any }>}
 *   `json` is undefined where the text is none; rejects with node's own error, `code` included
 */
function call(url, { body, method = body === undefined ? 'GET' : 'POST' } = {}) {
	const isForm = typeof body === 'string';
	const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
	return new Promise((resolve, reject) => {
		const outgoing = request(url, { method, agent: false, headers: { 'content-type': type } });
		outgoing.on('error', reject);
		outgoing.on('response', (incoming) => {
			let text = '';
			incoming.setEncoding('utf8');
			incoming.on('data', (piece) => (text += piece));
			incoming.on('error', reject);
			incoming.on('end', () => {
				const { statusCode = 0, headers } = incoming;
				resolve({ status: statusCode, headers, text, json: parsed(text) });
			});
		});
		outgoing.end(isForm ? body : JSON.stringify(body));
	});
}

/** @param {string} text */
function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

module.exports = { call };
