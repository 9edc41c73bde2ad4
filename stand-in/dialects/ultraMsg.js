// @ts-check
'use strict';

const { randomInt } = require('node:crypto');
const { decode, fieldsOf } = require('../request');
const { cardOf } = require('../vcard');
const { brokenRules } = require('./ultraMsgContract');
const { lookUp } = require('./ultraMsgLookups');

/** @typedef {import('../types').Answer} Answer */
/** @typedef {import('../types').Gateway} Gateway */
/** @typedef {import('../types').GatewayRequest} GatewayRequest */
/** @typedef {import('../types').Operation} Operation */

const ROUTE =
	/\/instance([^/]+)\/(messages\/contact|messages\/vcard|messages|instance\/status|contacts\/check|chats)$/;

/** @type {Record<string, Operation>} */
const OPERATIONS = {
	'POST messages/contact': 'send',
	'POST messages/vcard': 'send',
	'GET messages': 'messages',
	'GET instance/status': 'status',
	'GET contacts/check': 'check',
	'GET chats': 'chats',
};

/** Seen, each with status 200; `notConnected` is reported by a user. */
const SENTENCES = {
	wrongToken: 'Wrong token. Please provide token as a GET parameter.',
	noInstance: 'Instance not found',
	notPaid:
		'Your instance has been Stopped due to non-payment. you can activate this instance by extending your subscription. Payment information updates every 5 minutes.',
	notConnected: 'WhatsApp not connected',
};

/** @param {string} path */
function partsOf(path) {
	const [, instance = '', method = ''] = ROUTE.exec(path) ?? [];
	return { instance: decode(instance), method };
}

/** @type {(error: unknown) => Answer} */
const failure = (error) => ({ status: 200, body: { error } });

/** @param {string} to a phone with its plus, or a chat id */
const chatIdOf = (to) => (to.startsWith('+') ? `${to.slice(1)}@c.us` : to);

/** @param {Record<string, unknown>} fields known to keep the contract */
const contactsOf = ({ contact, vcard }) =>
	typeof vcard === 'string' ? cardOf([vcard]) : { contacts: String(contact).split(',') };

/**
 * @param {GatewayRequest} request
 * @param {Gateway} gateway
 * @returns {Answer}
 */
function send({ path, body, chat = '' }, gateway) {
	const { method } = partsOf(path);
	const fields = fieldsOf(body);
	const broken = brokenRules[method]?.(fields) ?? [];
	for (const rule of broken) gateway.violation(`UltraMsg: ${rule}`);
	if (broken[0]) {
		return { status: 200, body: { sent: 'false', message: `Contract violation: ${broken[0]}` } };
	}
	if (gateway.session === 'loading') return failure(SENTENCES.notConnected);
	const number = randomInt(1, 2 ** 31);
	const { queued } = gateway.deliver({
		id: String(number),
		chat,
		...contactsOf(fields),
		...(fields.msgId !== undefined && { quotedMessageId: String(fields.msgId) }),
		...(fields.referenceId !== undefined && { reference: String(fields.referenceId) }),
	});
	return { status: 200, body: { sent: queued ? 'queued' : 'true', message: 'ok', id: number } };
}

/**
 * UltraMsg. It answers everything with status 200, and `sent` is a text.
 *
 * @type {import('../types').Dialect}
 */
const ultraMsg = {
	name: 'ultraMsg',

	match({ method, path, query }) {
		const operation = OPERATIONS[`${method} ${partsOf(path).method}`];
		return operation === 'messages' && query.id !== undefined ? 'track' : operation;
	},

	secretsOf({ query, body }) {
		return [query.token, fieldsOf(body).token].filter((token) => typeof token === 'string');
	},

	chatOf({ method, query, body }) {
		if (method === 'GET') return query.chatId;
		const { to } = fieldsOf(body);
		return typeof to === 'string' ? chatIdOf(to) : undefined;
	},

	answer(request, gateway) {
		const { path, query, body, operation } = request;
		if (partsOf(path).instance !== gateway.instance) return failure(SENTENCES.noInstance);
		const token = fieldsOf(body).token ?? query.token;
		if (token !== gateway.token) return failure(SENTENCES.wrongToken);
		if (gateway.session === 'not_paid') return failure(SENTENCES.notPaid);
		return operation === 'send' ? send(request, gateway) : lookUp(request, gateway);
	},
};

module.exports = { ultraMsg };
