// @ts-check
'use strict';

const { newKey } = require('../memory');
const { decode, fieldsOf } = require('../request');
const { cardOf } = require('../vcard');
const { brokenRules } = require('./chatApiContract');
const { lookUp } = require('./chatApiLookups');

/** @typedef {import('../types').Answer} Answer */
/** @typedef {import('../types').Gateway} Gateway */
/** @typedef {import('../types').Operation} Operation */

const ROUTE = /\/instance([^/]+)\/(\w+)$/;

/** @type {Record<string, Operation>} */
const OPERATIONS = {
	'POST sendContact': 'send',
	'POST sendVCard': 'send',
	'GET status': 'status',
	'GET checkPhone': 'check',
	'GET dialogs': 'chats',
};

/** Seen, as users of chat-api.com captured them. */
const SENTENCES = {
	wrongToken: 'Wrong token. Please provide token as a GET parameter.',
	wrongChatId:
		'Wrong chatId format. Please use phone parameter or chatId from message history. chatId has format 5511990283745@c.us or 5511990283745-5511990283745@g.us',
	wrongPhone:
		'phone parameter should contain only numbers, start from country code and be 9-14 characters long',
};

/** `@lid` and `@newsletter` are newer than the captured sentence. */
const CHAT_ID = /^(\d+@c\.us|\d+(-\d+)?@g\.us|\d+@lid|\d+@newsletter)$/;
const PHONE = /^\d{9,14}$/;

/** @param {string} path */
function partsOf(path) {
	const [, instance = '', method = ''] = ROUTE.exec(path) ?? [];
	return { instance: decode(instance), method };
}

/**
 * @param {Record<string, unknown>} fields
 * @returns {string | undefined} the sentence that refuses the recipient
 */
function refusalOf({ phone, chatId }) {
	if (phone !== undefined) return PHONE.test(String(phone)) ? undefined : SENTENCES.wrongPhone;
	return CHAT_ID.test(String(chatId)) ? undefined : SENTENCES.wrongChatId;
}

/** @param {Record<string, unknown>} fields of sendContact or sendVCard, known to keep the contract */
const contactsOf = ({ contactId, vcard }) =>
	typeof vcard === 'string' ? cardOf([vcard]) : { contacts: [contactId].flat().map(String) };

/**
 * @param {import('../types').GatewayRequest} request to sendContact or sendVCard
 * @param {Gateway} gateway
 * @returns {Answer}
 */
function send({ path, body, chat }, gateway) {
	const fields = fieldsOf(body);
	const broken = brokenRules(partsOf(path).method, body);
	for (const rule of broken) gateway.violation(`Chat API: ${rule}`);
	const refusal = broken[0] ? `Contract violation: ${broken[0]}` : refusalOf(fields);
	if (refusal || chat === undefined) {
		return { status: 200, body: { sent: false, message: refusal ?? SENTENCES.wrongChatId } };
	}
	const { id, queued, queueNumber } = gateway.deliver({
		id: `true_${chat}_${newKey()}`,
		chat,
		...contactsOf(fields),
		...(fields.quotedMsgId !== undefined && { quotedMessageId: String(fields.quotedMsgId) }),
	});
	// Both seen, the two spaces before the number included.
	const message = queued
		? `Status of the account not equals authenticated. Message to  ${chat} will be sent after successful auth.`
		: `Sent to ${chat}`;
	return { status: 200, body: { sent: true, message, id, queueNumber } };
}

/**
 * Chat API, the dialect of chat-api.com, which closed in 2023, and of the servers compatible with it.
 * Every sentence it says was seen, apart from the one about a contract violation.
 *
 * @type {import('../types').Dialect}
 */
const chatApi = {
	name: 'chatApi',

	match({ method, path }) {
		return OPERATIONS[`${method} ${partsOf(path).method}`];
	},

	secretsOf({ query }) {
		return query.token === undefined ? [] : [query.token];
	},

	chatOf({ method, query, body }) {
		const { phone, chatId } = method === 'GET' ? query : fieldsOf(body);
		if (typeof chatId === 'string') return chatId;
		return typeof phone === 'string' || typeof phone === 'number' ? `${phone}@c.us` : undefined;
	},

	answer(request, gateway) {
		// The body for an unknown instance is not known: this one tells nothing a client could lean on.
		if (partsOf(request.path).instance !== gateway.instance) {
			return { status: 404, body: { error: 'Not found' } };
		}
		if (request.query.token !== gateway.token) {
			return { status: 200, body: { error: SENTENCES.wrongToken } };
		}
		return request.operation === 'send' ? send(request, gateway) : lookUp(request, gateway);
	},
};

module.exports = { chatApi };
