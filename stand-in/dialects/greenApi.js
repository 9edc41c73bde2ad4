// @ts-check
'use strict';

const { newKey } = require('../memory');
const { decode, fieldsOf } = require('../request');
const { brokenRules } = require('./greenApiContract');

/** @typedef {import('../types').Answer} Answer */
/** @typedef {import('../types').Gateway} Gateway */
/** @typedef {import('../types').GatewayRequest} GatewayRequest */
/** @typedef {import('../types').Operation} Operation */

const ROUTE = /\/waInstance([^/]+)\/(\w+)\/([^/]+)$/;

/** @type {Record<string, Operation>} */
const OPERATIONS = {
	'POST sendContact': 'send',
	'GET getStateInstance': 'status',
	'POST checkWhatsapp': 'check',
	'GET getChats': 'chats',
	'POST getMessage': 'track',
};

/** An unpaid instance has no state: it answers nothing but that. */
/** @type {Record<string, string>} */
const STATES = {
	authenticated: 'authorized',
	'got qr code': 'notAuthorized',
	loading: 'starting',
	init: 'sleepMode',
};

/** What refuses every message, as its documents list it; a phone that sleeps gets its messages later. */
/** @type {Record<string, string>} */
const REFUSALS = {
	'got qr code': 'instance is starting or not authorized',
	loading: 'instance in starting process try later',
};

/** From the same list. */
const EXPIRED = 'Instance account is expired. Renew your instance from personal area';

/** Its `statusMessage`; without the notifications about them, it stays at `sent`. */
/** @type {Record<import('../types').State, string>} */
const STATUSES = {
	pending: 'pending',
	sent: 'sent',
	delivered: 'delivered',
	read: 'read',
	failed: 'failed',
	restricted: 'yellowCard',
	untold: 'sent',
};

/** @param {string} path */
function partsOf(path) {
	const [instance = '', method = '', token = ''] = (ROUTE.exec(path) ?? []).slice(1).map(decode);
	return { instance, method, token };
}

/** @type {(message: string) => Answer} */
const badRequest = (message) => ({ status: 400, body: { message } });

/** @param {Record<string, any>} contact */
const shownOf = ({ phoneContact, firstName, middleName, lastName, company }) => ({
	name: [firstName, middleName, lastName].filter(Boolean).join(' '),
	...(company && { organization: company }),
	phone: String(phoneContact),
});

/**
 * @param {GatewayRequest} request
 * @param {Gateway} gateway
 * @returns {Answer}
 */
function send({ body, chat }, gateway) {
	const fields = fieldsOf(body);
	if (chat === undefined) return badRequest("Validation failed. Details: 'chatId' is required");
	const broken = brokenRules(fields);
	for (const rule of broken) gateway.violation(`GREEN-API: ${rule}`);
	if (broken[0]) return badRequest(`Validation failed. Details: ${broken[0]}`);
	const refusal = REFUSALS[gateway.session];
	if (refusal) return badRequest(refusal);
	const { id } = gateway.deliver({
		id: newKey(),
		chat,
		contacts: [shownOf(fields.contact)],
		...(fields.quotedMessageId !== undefined && { quotedMessageId: fields.quotedMessageId }),
	});
	return { status: 200, body: { idMessage: id } };
}

/** @type {Record<string, (body: Record<string, any>, gateway: Gateway) => Answer>} */
const LOOK_UPS = {
	status: (_, { session }) => ({ status: 200, body: { stateInstance: STATES[session] } }),

	/** True also for a number that starts with 8 in place of 7. */
	check: ({ phoneNumber }, { notOnWhatsApp }) => ({
		status: 200,
		body: { existsWhatsapp: !notOnWhatsApp.includes(String(phoneNumber)) },
	}),

	/** The body of what it does not find was not captured. */
	track({ chatId, idMessage }, { cards }) {
		const card = cards.find(({ id, chat }) => id === idMessage && chat === chatId);
		if (card === undefined) return { status: 400, body: '' };
		const typeMessage = 'contactMessage';
		const statusMessage = STATUSES[card.state];
		return {
			status: 200,
			body: { type: 'outgoing', idMessage, chatId, typeMessage, statusMessage },
		};
	},

	chats: (_, { people }) => ({
		status: 200,
		body: Object.entries(people).map(([id, name]) => ({
			archive: false,
			id,
			ephemeralExpiration: 0,
			ephemeralSettingTimestamp: 0,
			name,
			type: id.endsWith('@g.us') ? 'group' : 'user',
		})),
	}),
};

/**
 * GREEN-API. The bodies of its 401 and 403 were not captured: these tell nothing a client could lean on.
 *
 * @type {import('../types').Dialect}
 */
const greenApi = {
	name: 'greenApi',

	match({ method, path }) {
		return OPERATIONS[`${method} ${partsOf(path).method}`];
	},

	secretsOf({ path }) {
		return [partsOf(path).token];
	},

	chatOf({ operation, body }) {
		const { chatId, phoneNumber } = fieldsOf(body);
		if (operation === 'check') return `${phoneNumber}@c.us`;
		return typeof chatId === 'string' && chatId !== '' ? chatId : undefined;
	},

	answer(request, gateway) {
		const { instance, token } = partsOf(request.path);
		if (instance !== gateway.instance) return { status: 403, body: '' };
		if (token !== gateway.token) return { status: 401, body: '' };
		if (gateway.session === 'not_paid') return badRequest(EXPIRED);
		if (request.operation === 'send') return send(request, gateway);
		const answer = LOOK_UPS[request.operation]?.(fieldsOf(request.body), gateway);
		return answer ?? { status: 404, body: '' };
	},
};

module.exports = { greenApi };
