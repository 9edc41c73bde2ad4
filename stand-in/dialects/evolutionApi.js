// @ts-check
'use strict';

const { contractOf, object, text, ONE_LINE } = require('../contract');
const { newKey } = require('../memory');
const { chatIdOf, jidOf } = require('../request');
const { readVcard } = require('../vcard');
const { dialectOf, ok } = require('./dialect');

/** @typedef {import('../types').Answer} Answer */
/** @typedef {import('../types').Gateway} Gateway */

/** @type {Record<import('../types').Session, string>} */
const STATES = {
	authenticated: 'open',
	'got qr code': 'connecting',
	init: 'close',
};

/** The rows that its database has by then; of one tick it keeps none. */
/** @type {Partial<Record<import('../types').State, string[]>>} */
const ROWS = {
	delivered: ['DELIVERY_ACK'],
	read: ['DELIVERY_ACK', 'READ'],
	failed: ['ERROR'],
	restricted: ['ERROR'],
};

/** The shape of every error, in its source and as seen. */
/** @type {(status: number, error: string, message: unknown) => Answer} */
const failure = (status, error, message) => ({
	status,
	body: { status, error, response: { message } },
});

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

/** The server does without `wuid`, and then writes a card that can't be tapped. */
const contact = object(
	{
		fullName: ONE_LINE,
		wuid: text(/^[1-9]\d{9,14}$/),
		// Shown as it is given.
		phoneNumber: text(/^\+?\d[\d ()-]{9,}$/),
		organization: ONE_LINE,
		email: ONE_LINE,
		url: ONE_LINE,
	},
	['fullName', 'wuid', 'phoneNumber'],
);

/** Evolution API 2. */
const evolutionApi = dialectOf({
	name: 'evolutionApi',
	title: 'Evolution API',
	routes: [
		['POST', /\/message\/sendContact\/([^/]+)$/, 'send'],
		['GET', /\/instance\/connectionState\/([^/]+)$/, 'status'],
		['POST', /\/chat\/whatsappNumbers\/([^/]+)$/, 'check'],
		['POST', /\/chat\/findChats\/([^/]+)$/, 'chats'],
		['POST', /\/chat\/findStatusMessage\/([^/]+)$/, 'track'],
	],
	// Some of what it forbids the real server would let pass, or ignore, as it does `quoted`.
	contracts: {
		sendContact: contractOf(
			object({
				number: text(/^([1-9]\d{6,14}|\d+(-\d+)?@g\.us|\d+@lid)$/),
				contact: { type: 'array', items: contact, minItems: 1, uniqueItems: true },
			}),
		),
	},

	tokenOf: ({ headers: { apikey } }) => apikey,

	chatOf: ({ operation, fields: { numbers, number } }) =>
		chatIdOf(operation === 'check' ? numbers?.[0] : number),

	/** Seen: the instance is looked up first, so an unknown one is a 404 whatever the key. */
	refusal({ parts: [instance], headers }, gateway) {
		if (instance !== gateway.instance)
			return failure(404, 'Not Found', [`The "${instance}" instance does not exist`]);
		if (headers.apikey === gateway.token) return undefined;
		return failure(401, 'Unauthorized', 'Unauthorized');
	},

	/** Seen: words of the client go through its validator, whose errors come as a list in a list. */
	invalid: (broken) => failure(400, 'Bad Request', [broken]),

	answers: {
		send({ fields }, gateway) {
			const refusal = refusalOf(fields.number, gateway);
			if (refusal) return refusal;
			const chat = addressOf(fields.number);
			const contacts = fields.contact.map(vcardOf).map(readVcard);
			const { id, at } = gateway.deliver({ id: newKey(), chat, contacts });
			const key = { remoteJid: jidOf(chat), fromMe: true, id };
			const messageTimestamp = Math.floor(at / 1000);
			return { status: 201, body: { key, message: {}, messageTimestamp, status: 'PENDING' } };
		},

		status: (_, { instance: instanceName, session }) =>
			ok({ instance: { instanceName, state: STATES[session] } }),

		check({ fields }, gateway) {
			// Seen: it tells nothing.
			if (gateway.session !== 'authenticated') return { status: 400, body: {} };
			return ok(fields.numbers.map((/** @type {string} */ number) => lookUp(number, gateway)));
		},

		/** Nothing of groups, and nothing of what it does not know. Before 2.3.0 it fails without a page. */
		track({ fields: { where, page } }, { cards }) {
			if (page === undefined) return failure(500, 'Internal Server Error', 'page');
			const card = cards.find(({ id, chat }) => id === where?.id && !chat.endsWith('@g.us'));
			const rows = (card && ROWS[card.state]) ?? [];
			return ok(
				rows.map((status, index) => ({
					id: `row${index}`,
					keyId: card?.id,
					remoteJid: jidOf(card?.chat ?? ''),
					fromMe: true,
					status,
				})),
			);
		},

		chats: (_, { people }) =>
			ok(
				Object.entries(people).map(([id, pushName], index) => ({
					id: `chat${index}`,
					remoteJid: jidOf(id),
					pushName,
				})),
			),
	},
});

module.exports = { evolutionApi };
