// @ts-check
'use strict';

const { contractOf, object, text, ONE_LINE } = require('../contract');
const { newKey } = require('../memory');
const { dialectOf, ok } = require('./dialect');

/** @typedef {import('../types').Answer} Answer */

/** @type {Record<string, string>} */
const STATES = {
	authenticated: 'authorized',
	'got qr code': 'notAuthorized',
	init: 'sleepMode',
};

/** From the list of what refuses every message; a phone that sleeps gets its messages later. */
const NOT_AUTHORIZED = 'instance is starting or not authorized';

/** Its `statusMessage`; without the notifications about them, it stays at `sent`. */
/** @type {Record<string, string>} */
const STATUSES = { restricted: 'yellowCard', untold: 'sent' };

/** @type {(message: string) => Answer} */
const badRequest = (message) => ({ status: 400, body: { message } });

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

/** GREEN-API. The bodies of its 401 and 403 were not captured: these tell nothing a client could lean on. */
const greenApi = dialectOf({
	name: 'greenApi',
	title: 'GREEN-API',
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

	refusal({ parts: [instance, token] }, gateway) {
		if (instance !== gateway.instance) return { status: 403, body: '' };
		return token === gateway.token ? undefined : { status: 401, body: '' };
	},

	invalid: ([rule]) => badRequest(`Validation failed. Details: ${rule}`),

	answers: {
		send({ fields: { contact: shown, quotedMessageId }, chat = '' }, gateway) {
			if (gateway.session === 'got qr code') return badRequest(NOT_AUTHORIZED);
			const { firstName: name, company: organization, phoneContact } = shown;
			const contacts = [{ name, organization, phone: String(phoneContact) }];
			const { id } = gateway.deliver({ id: newKey(), chat, contacts, quotedMessageId });
			return ok({ idMessage: id });
		},

		status: (_, { session }) => ok({ stateInstance: STATES[session] }),

		/** True also for a number that starts with 8 in place of 7. */
		check: ({ fields: { phoneNumber } }, { notOnWhatsApp }) =>
			ok({ existsWhatsapp: !notOnWhatsApp.includes(String(phoneNumber)) }),

		/** The body of what it does not find was not captured. */
		track({ fields: { chatId, idMessage } }, { cards }) {
			const card = cards.find(({ id, chat }) => id === idMessage && chat === chatId);
			if (card === undefined) return { status: 400, body: '' };
			const statusMessage = STATUSES[card.state] ?? card.state;
			const typeMessage = 'contactMessage';
			return ok({ type: 'outgoing', idMessage, chatId, typeMessage, statusMessage });
		},

		chats: (_, { people }) =>
			ok(
				Object.entries(people).map(([id, name]) => ({
					archive: false,
					id,
					ephemeralExpiration: 0,
					ephemeralSettingTimestamp: 0,
					name,
					type: id.endsWith('@g.us') ? 'group' : 'user',
				})),
			),
	},
});

module.exports = { greenApi };
