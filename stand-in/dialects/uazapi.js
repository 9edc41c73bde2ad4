// @ts-check
'use strict';

const { contractOf, object, text, ONE_LINE, DIGITS } = require('../contract');
const { newKey } = require('../memory');
const { chatIdOf, fieldsOf, jidOf } = require('../request');

/** @typedef {import('../types').Answer} Answer */
/** @typedef {import('../types').Card} Card */
/** @typedef {import('../types').Gateway} Gateway */
/** @typedef {import('../types').GatewayRequest} GatewayRequest */

/** @type {Record<string, import('../types').Operation>} */
const OPERATIONS = {
	'POST send/contact': 'send',
	'GET instance/status': 'status',
	'POST chat/check': 'check',
	'POST chat/find': 'chats',
	'POST message/find': 'messages',
};

/** @type {Record<import('../types').Session, string>} */
const STATES = {
	authenticated: 'connected',
	'got qr code': 'connecting',
	loading: 'connecting',
	init: 'disconnected',
	not_paid: 'disconnected',
};

/** `/send/contact` in its OpenAPI document; a comma in `phoneNumber` would give the person one phone more. */
const brokenRules = contractOf(
	object(
		{
			number: text(/^(\d{7,15}|\d+(-\d+)?@g\.us|\d+@lid)$/),
			fullName: ONE_LINE,
			phoneNumber: DIGITS,
			organization: ONE_LINE,
			email: ONE_LINE,
			url: ONE_LINE,
			replyid: text(/^[^@:]+$/),
			track_id: text(/^\S+$/),
		},
		['number', 'fullName', 'phoneNumber'],
	),
);

/** What users got for a message while the phone was not connected. */
const DISCONNECTED = 'WhatsApp disconnected: session is not reconnectable';

/** @type {(status: number, error: string) => Answer} */
const failure = (status, error) => ({ status, body: { error } });

/** @type {(card: Card, state?: import('../types').State) => object} */
const messageOf = ({ id, chat, reference = '', state }, told = state) => ({
	id: `5511999999999:${id}`,
	messageid: id,
	chatid: jidOf(chat),
	fromMe: true,
	track_id: reference,
	status: told === 'restricted' ? 'failed' : told,
});

/** @type {Record<string, (request: GatewayRequest, gateway: Gateway) => unknown>} */
const ANSWERS = {
	send({ body, chat = '' }, gateway) {
		const { fullName, phoneNumber, organization, email, url, ...fields } = fieldsOf(body);
		const card = gateway.deliver({
			id: newKey(),
			chat,
			contacts: [{ name: fullName, phone: phoneNumber, organization, email, url }],
			...(fields.replyid !== undefined && { quotedMessageId: fields.replyid }),
			...(fields.track_id !== undefined && { reference: fields.track_id }),
		});
		const response = { status: 'success', message: 'Contact card sent successfully' };
		return { ...messageOf(card, 'pending'), response };
	},

	check: ({ body }, { notOnWhatsApp }) =>
		fieldsOf(body).numbers.map((/** @type {string} */ query) => ({
			query,
			jid: `${query}@s.whatsapp.net`,
			isInWhatsapp: !notOnWhatsApp.includes(query),
		})),

	chats: (_, { people }) => ({
		chats: Object.entries(people).map(([chat, name], index) => ({
			id: `r${index}`,
			wa_chatid: jidOf(chat),
			wa_isGroup: chat.endsWith('@g.us'),
			name,
		})),
	}),

	messages({ body }, { cards }) {
		const { track_id: trackId, chatid, limit = 100 } = fieldsOf(body);
		const found = cards.filter(
			({ reference, chat, state }) =>
				state !== 'untold' &&
				(trackId === undefined || reference === trackId) &&
				(chatid === undefined || jidOf(chat) === chatid),
		);
		return {
			messages: found
				.reverse()
				.slice(0, limit)
				.map((card) => messageOf(card)),
		};
	},
};

/** @param {string} path */
const methodOf = (path) => path.split('/').slice(-2).join('/');

/**
 * uazapi.
 *
 * @type {import('../types').Dialect}
 */
const uazapi = {
	name: 'uazapi',

	match: ({ method, path }) => OPERATIONS[`${method} ${methodOf(path)}`],

	secretsOf: ({ headers }) => [headers.token ?? ''],

	chatOf({ operation, body }) {
		const { number, numbers } = fieldsOf(body);
		return chatIdOf(operation === 'check' ? numbers?.[0] : number);
	},

	answer(request, gateway) {
		const { operation, headers, body } = request;
		if (headers.token !== gateway.token) return failure(401, 'Invalid token');
		const { session } = gateway;
		if (operation === 'status')
			return { status: 200, body: { instance: { name: 'shop', status: STATES[session] } } };
		const broken = operation === 'send' ? brokenRules(body) : [];
		for (const rule of broken) gateway.violation(`uazapi: ${rule}`);
		if (broken[0]) return failure(400, `Contract violation: ${broken[0]}`);
		if (session !== 'authenticated' && operation === 'check')
			return failure(401, 'No active session');
		if (session !== 'authenticated')
			return { status: 503, body: { error: true, message: DISCONNECTED } };
		return { status: 200, body: ANSWERS[operation](request, gateway) };
	},
};

module.exports = { uazapi, brokenRules };
