// @ts-check
'use strict';

const { contractOf, object, text, ONE_LINE } = require('../contract');
const { newKey } = require('../memory');
const { bearerOf, chatIdOf, decode, fieldsOf, jidOf } = require('../request');
const { cardOf } = require('../vcard');

/** @typedef {import('../types').Answer} Answer */
/** @typedef {import('../types').Gateway} Gateway */
/** @typedef {import('../types').GatewayRequest} GatewayRequest */

/** @type {Array<[string, RegExp, import('../types').Operation]>} */
const ROUTES = [
	['POST', /\/messages\/contact(_list)?$/, 'send'],
	['GET', /\/health$/, 'status'],
	['POST', /\/contacts$/, 'check'],
	['GET', /\/chats$/, 'chats'],
	['GET', /\/messages\/([^/]+)$/, 'track'],
];

/** @type {Record<import('../types').Session, string>} */
const STATES = {
	authenticated: 'AUTH',
	'got qr code': 'QR',
	loading: 'LAUNCH',
	init: 'NOT_INIT',
	not_paid: 'AUTH',
};

const vcard = { name: ONE_LINE, vcard: { type: 'string', format: 'vcard' } };

/** @param {Record<string, object>} content */
const messageOf = (content) =>
	contractOf(
		object(
			{
				// Its document wants 9 signs at least, and there are shorter phones: to refuse them is left to it.
				to: text(/^(\d{7,15}|\d+(-\d+)?@g\.us|\d+@newsletter)$/),
				quoted: text(/^[\w.]{4,30}-[\w.]{4,14}(-[\w.]{4,10})?(-[\w.]{2,10})?$/),
				...content,
			},
			['to', ...Object.keys(content)],
		),
	);

/**
 * `SenderContact` and `SenderContactList` in its OpenAPI document, version 1.8.7.
 *
 * @type {Record<string, (body: unknown) => string[]>}
 */
const brokenRules = {
	contact: messageOf(vcard),
	contact_list: messageOf({ list: { type: 'array', minItems: 2, items: object(vcard) } }),
};

/** @type {(code: number, message: string, details?: string) => Answer} */
const failure = (code, message, details) => ({
	status: code,
	body: { error: { code, message, ...(details && { details }) } },
});

/** @type {(request: GatewayRequest, gateway: Gateway) => Answer} */
function send({ path, body, chat = '' }, gateway) {
	const broken = brokenRules[path.split('/').pop() ?? ''](body);
	for (const rule of broken) gateway.violation(`Whapi.Cloud: ${rule}`);
	if (broken[0]) return failure(400, 'Wrong request parameters', broken[0]);
	const fields = fieldsOf(body);
	const cards = fields.list ?? [fields];
	const { id } = gateway.deliver({
		id: `${newKey()}-wHqB9tMeGQ`,
		chat,
		...cardOf(cards.map((/** @type {{ vcard: string }} */ each) => each.vcard)),
		...(fields.quoted !== undefined && { quotedMessageId: fields.quoted }),
	});
	const message = { id, chat_id: jidOf(chat), from_me: true, status: 'pending' };
	return { status: 200, body: { sent: true, message } };
}

/** @type {Record<string, (request: GatewayRequest, gateway: Gateway) => Answer>} */
const ANSWERS = {
	send,

	check({ body }, { notOnWhatsApp }) {
		const contacts = fieldsOf(body).contacts.map((/** @type {string} */ input) =>
			notOnWhatsApp.includes(input)
				? { input, status: 'invalid' }
				: { input, status: 'valid', wa_id: `${input}@s.whatsapp.net` },
		);
		return { status: 200, body: { contacts } };
	},

	chats(_, { people }) {
		const chats = Object.entries(people).map(([id, name]) => ({
			id: jidOf(id),
			name,
			type: id.endsWith('@g.us') ? 'group' : 'contact',
		}));
		return { status: 200, body: { chats, count: chats.length, total: chats.length, offset: 0 } };
	},

	track({ path }, { cards }) {
		const id = decode(path.split('/').pop() ?? '');
		const card = cards.find((each) => each.id === id);
		if (card === undefined || card.state === 'untold')
			return failure(404, 'Specified message not found');
		const status = card.state === 'restricted' ? 'failed' : card.state;
		return { status: 200, body: { id, chat_id: jidOf(card.chat), from_me: true, status } };
	},
};

/**
 * Whapi.Cloud. What it says of a wrong token was not captured: here it tells nothing a client could lean on.
 *
 * @type {import('../types').Dialect}
 */
const whapi = {
	name: 'whapi',

	match: ({ method, path }) =>
		ROUTES.find(([verb, route]) => verb === method && route.test(path))?.[2],

	secretsOf: (request) => [bearerOf(request)],

	chatOf({ operation, body }) {
		const { to, contacts } = fieldsOf(body);
		return chatIdOf(operation === 'check' ? contacts?.[0] : to);
	},

	answer(request, gateway) {
		const { operation } = request;
		if (bearerOf(request) !== gateway.token) return failure(401, '');
		if (operation === 'status')
			return { status: 200, body: { status: { code: 4, text: STATES[gateway.session] } } };
		if (gateway.session === 'not_paid') return failure(402, 'Trial version limit exceeded');
		if (gateway.session !== 'authenticated')
			return failure(401, 'need channel authorization for send message');
		return ANSWERS[operation](request, gateway);
	},
};

module.exports = { whapi, brokenRules };
