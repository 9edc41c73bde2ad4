// @ts-check
'use strict';

const { newKey } = require('../memory');
const { decode, fieldsOf } = require('../request');
const { cardOf } = require('../vcard');
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
	'POST chat/findStatusMessage': 'track',
};

/** @type {Record<import('../types').Session, string>} */
const STATES = {
	authenticated: 'open',
	'got qr code': 'connecting',
	loading: 'connecting',
	init: 'close',
	not_paid: 'close',
};

/** The rows that its database has by then; of one tick it keeps none. */
/** @type {Partial<Record<import('../types').State, string[]>>} */
const ROWS = {
	delivered: ['DELIVERY_ACK'],
	read: ['DELIVERY_ACK', 'READ'],
	failed: ['ERROR'],
	restricted: ['ERROR'],
};

/** @param {string} path */
function partsOf(path) {
	const [, method = '', instance = ''] = ROUTE.exec(path) ?? [];
	return { method, instance: decode(instance) };
}

/** The shape of every error, in its source and as seen. */
/** @type {(status: number, error: string, message: unknown) => Answer} */
const failure = (status, error, message) => ({
	status,
	body: { status, error, response: { message } },
});

/** Seen: words of the client go through its validator, whose errors come as a list in a list. */
/** @type {(broken: string[]) => Answer} */
const invalid = (broken) => failure(400, 'Bad Request', [broken]);

/** @type {(chatId: string) => string} */
const jidOf = (chatId) => chatId.replace('@c.us', '@s.whatsapp.net');

/**
 * `createJid` in its source rewrites the recipients of Mexico and Argentina, and those of Brazil whose ninth digit
 * WhatsApp may not know; the digits on a card stay.
 *
 * @param {string} number digits, or a chat id
 */
const addressOf = (number) =>
	number.includes('@')
		? number
		: `${number
				.replace(/^(52|54)\d(\d{10})$/, '$1$2')
				.replace(/^55(3[1-9]|[4-9]\d)\d([7-9]\d{7})$/, '55$1$2')}@c.us`;

/** @type {(number: string, gateway: Gateway) => { exists: boolean, jid: string, number: string }} */
const lookUp = (number, { notOnWhatsApp }) => ({
	exists: !notOnWhatsApp.includes(number),
	jid: jidOf(addressOf(number)),
	number,
});

/**
 * As `contactMessage` in its source writes it: nothing is escaped.
 *
 * @param {Record<string, string | undefined>} contact
 */
const vcardOf = ({ fullName, organization, email, url, wuid, phoneNumber }) =>
	[
		'BEGIN:VCARD',
		'VERSION:3.0',
		`N:${fullName}`,
		`FN:${fullName}`,
		...(organization ? [`ORG:${organization};`] : []),
		...(email ? [`EMAIL:${email}`] : []),
		...(url ? [`URL:${url}`] : []),
		`item1.TEL;waid=${wuid}:${phoneNumber}`,
		'item1.X-ABLabel:Celular',
		'END:VCARD',
	].join('\n');

/**
 * Seen: the server asks WhatsApp about every recipient before it sends, and that fails in two ways.
 *
 * @param {string} number
 * @param {Gateway} gateway
 * @returns {Answer | undefined} undefined: it may be sent
 */
function refusalOf(number, gateway) {
	const connected = gateway.session === 'authenticated';
	if (number.endsWith('@g.us')) {
		const known = connected && Object.hasOwn(gateway.people, number);
		return known ? undefined : failure(400, 'Bad Request', ['[object Object]']);
	}
	if (!connected) return failure(500, 'Internal Server Error', 'Connection Closed');
	const found = lookUp(number, gateway);
	return found.exists ? undefined : failure(400, 'Bad Request', [found]);
}

/**
 * @param {GatewayRequest} request
 * @param {Gateway} gateway
 * @returns {Answer}
 */
function send({ body }, gateway) {
	const broken = brokenRules(body);
	for (const rule of broken) gateway.violation(`Evolution API: ${rule}`);
	if (broken.length > 0) return invalid(broken);
	const { number, contact } = fieldsOf(body);
	const refusal = refusalOf(number, gateway);
	if (refusal) return refusal;
	const chat = addressOf(number);
	const { id, at } = gateway.deliver({ id: newKey(), chat, ...cardOf(contact.map(vcardOf)) });
	const key = { remoteJid: jidOf(chat), fromMe: true, id };
	const messageTimestamp = Math.floor(at / 1000);
	return { status: 201, body: { key, message: {}, messageTimestamp, status: 'PENDING' } };
}

/** @type {Record<string, (body: Record<string, any>, gateway: Gateway) => Answer>} */
const LOOK_UPS = {
	status: (_, { instance: instanceName, session }) => ({
		status: 200,
		body: { instance: { instanceName, state: STATES[session] } },
	}),

	check({ numbers }, gateway) {
		// Seen: it tells nothing.
		if (gateway.session !== 'authenticated') return { status: 400, body: {} };
		return {
			status: 200,
			body: numbers.map((/** @type {string} */ number) => lookUp(number, gateway)),
		};
	},

	/** Nothing of groups, and nothing of what it does not know. */
	track({ where }, { cards }) {
		const card = cards.find(({ id, chat }) => id === where?.id && !chat.endsWith('@g.us'));
		const rows = (card && ROWS[card.state]) ?? [];
		const body = rows.map((status, index) => ({
			id: `row${index}`,
			keyId: card?.id,
			remoteJid: jidOf(card?.chat ?? ''),
			fromMe: true,
			status,
		}));
		return { status: 200, body };
	},

	chats: (_, { people }) => ({
		status: 200,
		body: Object.entries(people).map(([id, pushName], index) => ({
			id: `chat${index}`,
			remoteJid: jidOf(id),
			pushName,
		})),
	}),
};

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

	/** Seen: the instance is looked up first, so an unknown one is a 404 whatever the key. */
	answer(request, gateway) {
		const { operation, path, headers, body } = request;
		const { instance } = partsOf(path);
		if (instance !== gateway.instance) {
			return failure(404, 'Not Found', [`The "${instance}" instance does not exist`]);
		}
		if (headers.apikey !== gateway.token) return failure(401, 'Unauthorized', 'Unauthorized');
		if (operation === 'send') return send(request, gateway);
		return LOOK_UPS[operation]?.(fieldsOf(body), gateway) ?? failure(404, 'Not Found', []);
	},
};

module.exports = { evolutionApi };
