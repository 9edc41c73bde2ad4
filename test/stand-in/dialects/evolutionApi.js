// @ts-check
'use strict';

const { newKey } = require('../memory');
const { decode } = require('../request');
const { brokenRules } = require('./evolutionApiContract');

/** @typedef {import('../types').Answer} Answer */
/** @typedef {import('../types').Gateway} Gateway */
/** @typedef {import('../types').GatewayRequest} GatewayRequest */
/** @typedef {import('../types').Operation} Operation */

const ROUTE = /\/(\w+\/\w+)\/([^/]+)$/;

/** @type {Record<string, Operation>} */
const OPERATIONS = {
	'POST message/sendContact': 'send',
	'GET instance/connectionState': 'status',
	'POST chat/whatsappNumbers': 'check',
	'POST chat/findChats': 'chats',
};

/** @type {Record<import('../types').Session, string>} */
const STATES = {
	authenticated: 'open',
	'got qr code': 'connecting',
	loading: 'connecting',
	init: 'close',
	not_paid: 'close',
};

/** @param {string} path */
function partsOf(path) {
	const [, method = '', instance = ''] = ROUTE.exec(path) ?? [];
	return { method, instance: decode(instance) };
}

/**
 * @param {unknown} body
 * @returns {Record<string, any>}
 */
const fieldsOf = (body) =>
	typeof body === 'object' && body !== null ? /** @type {any} */ (body) : {};

/** @type {(status: number, error: string, message: unknown) => Answer} */
const failure = (status, error, message) => ({
	status,
	body: { status, error, response: { message } },
});

/** @type {(id: string) => string} */
const jidOf = (id) =>
	id.includes('@') ? id.replace('@c.us', '@s.whatsapp.net') : `${id}@s.whatsapp.net`;

/** @type {(number: string, gateway: Gateway) => { exists: boolean, jid: string, number: string }} */
const lookUp = (number, { notOnWhatsApp }) => ({
	exists: !notOnWhatsApp.includes(number),
	jid: jidOf(number),
	number,
});

/**
 * @param {GatewayRequest} request
 * @param {Gateway} gateway
 * @returns {Answer}
 */
function send({ body, chat = '' }, gateway) {
	const broken = brokenRules(body);
	for (const rule of broken) gateway.violation(`Evolution API: ${rule}`);
	if (broken.length > 0) return failure(400, 'Bad Request', broken);
	// The server looks every recipient up before it sends, which fails first without a connection.
	if (gateway.session !== 'authenticated') return connectionClosed();
	const { number, contact } = fieldsOf(body);
	const found = lookUp(number, gateway);
	if (!found.exists) return failure(400, 'Bad Request', [found]);
	const { id, at } = gateway.deliver({
		id: newKey(),
		chat,
		contacts: contact.map((/** @type {any} */ { fullName, organization, wuid }) => ({
			name: fullName,
			...(organization && { organization }),
			phone: wuid,
		})),
	});
	const key = { remoteJid: found.jid, fromMe: true, id };
	const messageTimestamp = Math.floor(at / 1000);
	return { status: 201, body: { key, message: {}, messageTimestamp, status: 'PENDING' } };
}

/** Captured: here, the message is a text and not a list. */
const connectionClosed = () => failure(500, 'Internal Server Error', 'Connection Closed');

/**
 * Evolution API 2.
 *
 * @type {import('../types').Dialect}
 */
const evolutionApi = {
	name: 'evolutionApi',

	match: ({ method, path }) => OPERATIONS[`${method} ${partsOf(path).method}`],

	secretsOf: ({ headers: { apikey } }) => (apikey === undefined ? [] : [apikey]),

	chatOf({ operation, body }) {
		const number = operation === 'check' ? fieldsOf(body).numbers?.[0] : fieldsOf(body).number;
		if (typeof number !== 'string') return undefined;
		return number.includes('@') ? number : `${number}@c.us`;
	},

	answer(request, gateway) {
		const { operation, path, headers, body } = request;
		const { instance: instanceName } = partsOf(path);
		if (headers.apikey !== gateway.token) return failure(401, 'Unauthorized', 'Unauthorized');
		if (instanceName !== gateway.instance) {
			return failure(404, 'Not Found', [`The "${instanceName}" instance does not exist`]);
		}
		if (operation === 'send') return send(request, gateway);
		if (operation === 'status') {
			const state = STATES[gateway.session];
			return { status: 200, body: { instance: { instanceName, state } } };
		}
		if (operation === 'check') {
			if (gateway.session !== 'authenticated') return connectionClosed();
			const { numbers } = fieldsOf(body);
			return { status: 200, body: [numbers].flat().map((number) => lookUp(number, gateway)) };
		}
		const chats = Object.entries(gateway.people).map(([id, pushName], index) => ({
			id: `chat${index}`,
			remoteJid: jidOf(id),
			pushName,
		}));
		return { status: 200, body: chats };
	},
};

module.exports = { evolutionApi };
