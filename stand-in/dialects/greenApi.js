// @ts-check
'use strict';

const { contractOf, object, text, ONE_LINE } = require('../contract');
const { newKey } = require('../memory');
const { dialectOf, ok } = require('./dialect');

/** Its `statusMessage`; without the notifications about them, it stays at `sent`. */
/** @type {Record<string, string>} */
const STATUSES = { restricted: 'yellowCard', untold: 'sent' };

/** A name is one of four fields in its documents, and this the one that the node gives. */
const contact = object(
	{
		// 11 or 12 digits.
		phoneContact: { type: 'integer', minimum: 1e10, maximum: 1e12 - 1 },
		firstName: ONE_LINE,
		company: ONE_LINE,
	},
	['phoneContact', 'firstName'],
);

/** GREEN-API. */
const greenApi = dialectOf({
	name: 'greenApi',
	routes: [
		['POST', /\/waInstance([^/]+)\/sendContact\/([^/]+)$/, 'send'],
		['GET', /\/waInstance([^/]+)\/getStateInstance\/([^/]+)$/, 'status'],
		['POST', /\/waInstance([^/]+)\/checkWhatsapp\/([^/]+)$/, 'check'],
		['GET', /\/waInstance([^/]+)\/getChats\/([^/]+)$/, 'chats'],
		['POST', /\/waInstance([^/]+)\/getMessage\/([^/]+)$/, 'track'],
	],
	contracts: {
		sendContact: contractOf(
			object(
				{
					chatId: text(/^(\d{7,15}@c\.us|\d+(-\d+)?@g\.us|\d+@lid)$/),
					contact,
					quotedMessageId: text(/^[\w.:=+/-]+$/),
				},
				['chatId', 'contact'],
			),
		),
	},

	tokenOf: ({ parts: [, token] }) => token,

	chatOf: ({ operation, fields: { chatId, phoneNumber } }) =>
		operation === 'check' ? `${phoneNumber}@c.us` : chatId,

	answers: {
		send({ fields: { contact: shown, quotedMessageId }, chat = '' }, gateway) {
			const { firstName: name, company: organization, phoneContact } = shown;
			const contacts = [{ name, organization, phone: String(phoneContact) }];
			const { id } = gateway.deliver({ id: newKey(), chat, contacts, quotedMessageId });
			return ok({ idMessage: id });
		},

		status: () => ok({ stateInstance: 'authorized' }),

		/** True also for a number that starts with 8 in place of 7. */
		check: ({ fields: { phoneNumber } }, { notOnWhatsApp }) =>
			ok({ existsWhatsapp: !notOnWhatsApp.includes(String(phoneNumber)) }),

		/** The body of what it does not find was not captured. */
		track({ fields: { chatId, idMessage } }, { cards }) {
			const card = cards.find(({ id, chat }) => id === idMessage && chat === chatId);
			if (card === undefined) return { status: 400, body: '' };
			return ok({ idMessage, chatId, statusMessage: STATUSES[card.state] ?? card.state });
		},

		chats: (_, { people }) => ok(Object.entries(people).map(([id, name]) => ({ id, name }))),
	},
});

module.exports = { greenApi };
