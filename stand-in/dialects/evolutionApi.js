// @ts-check
'use strict';

const { contractOf, object, text, ONE_LINE } = require('../contract');
const { newKey } = require('../memory');
const { chatIdOf, jidOf } = require('../request');
const { readVcard } = require('../vcard');
const { dialectOf, ok } = require('./dialect');

/** The rows that its database has by then; of one tick it keeps none. */
/** @type {Partial<Record<import('../types').State, string[]>>} */
const ROWS = {
	delivered: ['DELIVERY_ACK'],
	read: ['DELIVERY_ACK', 'READ'],
	failed: ['ERROR'],
	restricted: ['ERROR'],
};

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

	answers: {
		send({ fields }, gateway) {
			const chat = addressOf(fields.number);
			const contacts = fields.contact.map(vcardOf).map(readVcard);
			const { id } = gateway.deliver({ id: newKey(), chat, contacts });
			const key = { remoteJid: jidOf(chat), fromMe: true, id };
			return { status: 201, body: { key, message: {}, status: 'PENDING' } };
		},

		status: (_, { instance }) => ok({ instance: { instanceName: instance, state: 'open' } }),

		check: ({ fields: { numbers } }, { notOnWhatsApp }) =>
			ok(
				numbers.map((/** @type {string} */ number) => ({
					exists: !notOnWhatsApp.includes(number),
					jid: jidOf(addressOf(number)),
					number,
				})),
			),

		/** Nothing of groups, and nothing of what it does not know. */
		track({ fields: { where } }, { cards }) {
			const card = cards.find(({ id, chat }) => id === where?.id && !chat.endsWith('@g.us'));
			const rows = (card && ROWS[card.state]) ?? [];
			return ok(rows.map((status) => ({ keyId: card?.id, fromMe: true, status })));
		},

		chats: (_, { people }) =>
			ok(Object.entries(people).map(([id, pushName]) => ({ remoteJid: jidOf(id), pushName }))),
	},
});

module.exports = { evolutionApi };
