// @ts-check
'use strict';

const { contractOf, object, text, MESSAGE_ID, VCARD } = require('../contract');
const { newKey } = require('../memory');
const { readVcard } = require('../vcard');
const { dialectOf, ok } = require('./dialect');

/** Its acks; NOWEB may stay at the first one. */
/** @type {Record<import('../types').State, [ack: number, ackName: string]>} */
const ACKS = {
	pending: [0, 'PENDING'],
	sent: [1, 'SERVER'],
	delivered: [2, 'DEVICE'],
	read: [3, 'READ'],
	failed: [-1, 'ERROR'],
	restricted: [-1, 'ERROR'],
	untold: [0, 'PENDING'],
};

/** @param {import('../types').Card} card */
const messageOf = ({ id, chat, state }) => {
	const [ack, ackName] = ACKS[state];
	return { id, fromMe: true, to: chat, ack, ackName };
};

/**
 * In Brazil, accounts of most area codes are known without the ninth digit: its documents say to ask, and to send to
 * the `chatId` of the answer.
 *
 * @param {string} phone
 */
const knownAs = (phone) => phone.replace(/^55(3[1-9]|[4-9]\d)9(\d{8})$/, '55$1$2');

/** WAHA with its engine GOWS. */
const waha = dialectOf({
	name: 'waha',
	// The first part of a path, if there is one, is the session.
	routes: [
		['POST', /\/api\/sendContactVcard$/, 'send'],
		['GET', /\/api\/sessions\/([^/]+)$/, 'status'],
		['GET', /\/api\/contacts\/check-exists$/, 'check'],
		['GET', /\/api\/([^/]+)\/chats$/, 'chats'],
		['GET', /\/api\/([^/]+)\/chats\/([^/]+)\/messages$/, 'messages'],
		['GET', /\/api\/([^/]+)\/chats\/([^/]+)\/messages\/([^/]+)$/, 'track'],
	],
	contracts: {
		sendContactVcard: contractOf(
			object(
				{
					session: text(/^[\w-]{1,54}$/),
					chatId: text(/^(\d{7,15}@c\.us|\d+(-\d+)?@g\.us|\d+@lid|\d+@newsletter)$/),
					contacts: { type: 'array', minItems: 1, items: object({ vcard: VCARD }) },
					reply_to: MESSAGE_ID,
					id: text(/^[0-9A-F]{16,32}$/),
				},
				['session', 'chatId', 'contacts'],
			),
		),
	},

	tokenOf: ({ headers }) => headers['x-api-key'],

	instanceOf({ operation, query, fields, parts }) {
		if (operation === 'send') return fields.session;
		return operation === 'check' ? query.session : parts[0];
	},

	chatOf({ operation, query, fields, parts }) {
		if (operation === 'send') return fields.chatId;
		return operation === 'check' ? `${query.phone}@c.us` : parts[1];
	},

	answers: {
		/** It hands the client's id on, and the phones show a key once: the second message with it is no second card. */
		send({ fields }, { cards, deliver }) {
			const { chatId: chat, contacts, reply_to: quotedMessageId, id: key = newKey() } = fields;
			const id = `true_${chat}_${key}`;
			const isKnown = cards.some((card) => card.id === id);
			const vcards = contacts.map((/** @type {{ vcard: string }} */ { vcard }) => vcard);
			if (!isKnown) deliver({ id, chat, contacts: vcards.map(readVcard), quotedMessageId });
			return { status: 201, body: { id, _data: {} } };
		},

		status: (_, { instance: name }) => ok({ name, status: 'WORKING', engine: { engine: 'GOWS' } }),

		check({ query: { phone = '' } }, { notOnWhatsApp }) {
			const numberExists = !notOnWhatsApp.includes(phone);
			return ok({ numberExists, ...(numberExists && { chatId: `${knownAs(phone)}@c.us` }) });
		},

		chats: (_, { people }) => ok(Object.entries(people).map(([id, name]) => ({ id, name }))),

		messages({ parts: [, chat], query: { limit = 100 } }, { cards }) {
			const sent = cards.filter((card) => card.chat === chat).reverse();
			return ok(sent.slice(0, Number(limit)).map(messageOf));
		},

		track({ parts: [, chat, id] }, { cards }) {
			const card = cards.find((each) => each.chat === chat && each.id === id);
			return card ? ok(messageOf(card)) : { status: 404, body: '' };
		},
	},
});

module.exports = { waha };
