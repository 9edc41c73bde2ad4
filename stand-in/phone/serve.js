// @ts-check
'use strict';

const { readFile } = require('node:fs/promises');
const { readdirSync } = require('node:fs');
const { extname, join } = require('node:path');

/**
 * The phone page's side of the server: its files, and what happens, live.
 *
 *     GET /phone           the page
 *     GET /phone/<file>    what it is made of
 *     GET /phone/events    Server-Sent Events: `snapshot` {cards, people} at the start and after a reset,
 *                          `card` {…} for each card that arrives or leaves the queue
 */

/** @typedef {import('../memory').Memory} Memory */
/** @typedef {import('node:http').ServerResponse} ServerResponse */

/** @type {Record<string, string>} */
const TYPES = {
	'.html': 'text/html; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.mjs': 'text/javascript; charset=utf-8',
	'.svg': 'image/svg+xml',
};

/** The page may load its own files and nothing else, whatever a card says. */
const HEADERS = {
	'content-security-policy':
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'",
	'x-content-type-options': 'nosniff',
	'cache-control': 'no-store',
};

const FILES = new Set(readdirSync(__dirname).filter((name) => extname(name) in TYPES));

/**
 * @param {ServerResponse} response
 * @param {string} name one of FILES
 */
async function sendFile(response, name) {
	const content = await readFile(join(__dirname, name));
	response.writeHead(200, { ...HEADERS, 'content-type': TYPES[extname(name)] }).end(content);
}

/**
 * @param {ServerResponse} response
 * @param {Memory} memory
 * @param {Readonly<Record<string, string>>} people chat ids with their names
 */
function sendEvents(response, memory, people) {
	/** @type {(event: string, data: unknown) => void} */
	const send = (event, data) => {
		response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
	};
	/** @param {import('../types').Card} card */
	const onCard = (card) => send('card', card);
	const onReset = () => send('snapshot', { cards: memory.cards, people });
	response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
	response.write('retry: 1000\n\n');
	onReset();
	memory.on('card', onCard).on('reset', onReset);
	response.on('close', () => memory.off('card', onCard).off('reset', onReset));
}

/**
 * @param {{ memory: Memory, people: Readonly<Record<string, string>> }} shown
 * @param {import('node:http').IncomingMessage} incoming
 * @param {ServerResponse} response
 * @returns {Promise<boolean>} false: nothing of the phone was asked for, nothing is written
 */
async function phone({ memory, people }, { method, url = '' }, response) {
	const name = url === '/phone' ? 'index.html' : url.replace(/^\/phone\//, '');
	if (method !== 'GET') return false;
	if (url === '/') response.writeHead(302, { location: '/phone' }).end();
	else if (url === '/phone/events') sendEvents(response, memory, people);
	else if (url.startsWith('/phone') && FILES.has(name)) await sendFile(response, name);
	else return false;
	return true;
}

module.exports = { phone };
