// @ts-check
'use strict';

const { contractOf, text, MESSAGE_ID, VCARD } = require('../contract');
const { newKey } = require('../memory');
const { readVcard } = require('../vcard');
const { dialectOf, ok } = require('./dialect');

/**
 * @param {string} required
 * @param {Record<string, object>} properties
 */
const methodOf = (required, properties) =>
	contractOf({
		type: 'object',
		required: [required],
		properties: {
			phone: text(/^\d{9,14}$/),
			chatId: text(/^(\d+@c\.us|\d+(-\d+)?@g\.us|\d+@lid|\d+@newsletter)$/),
			...properties,
		},
		additionalProperties: false,
		oneOf: [{ required: ['phone'] }, { required: ['chatId'] }],
	});

/**
 * Chat API, the dialect of chat-api.com, which closed in 2023, and of the servers compatible with it.
 * Every sentence it says was seen.
 */
const chatApi = dialectOf({
	name: 'chatApi',
	routes: [
		['POST', /\/instance([^/]+)\/(?:sendContact|sendVCard)$/, 'send'],
		['GET', /\/instance([^/]+)\/status$/, 'status'],
		['GET', /\/instance([^/]+)\/checkPhone$/, 'check'],
		['GET', /\/instance([^/]+)\/dialogs$/, 'chats'],
	],
	contracts: {
		sendContact: methodOf('contactId', {
			contactId: {
				type: 'array',
				items: text(/^\d{7,15}@c\.us$/),
				minItems: 1,
				uniqueItems: true,
			},
			quotedMsgId: MESSAGE_ID,
		}),
		sendVCard: methodOf('vcard', { vcard: VCARD }),
	},

	tokenOf: ({ query }) => query.token,

	chatOf({ method, query, fields }) {
		const { phone, chatId } = method === 'GET' ? query : fields;
		return phone === undefined ? chatId : `${phone}@c.us`;
	},

	answers: {
		send({ fields, chat = '' }, gateway) {
			const { id, queued, queueNumber } = gateway.deliver({
				id: `true_${chat}_${newKey()}`,
				chat,
				contacts: fields.vcard ? [readVcard(fields.vcard)] : fields.contactId,
				quotedMessageId: fields.quotedMsgId,
			});
			// Both seen, the two spaces before the number included.
			const message = queued
				? `Status of the account not equals authenticated. Message to  ${chat} will be sent after successful auth.`
				: `Sent to ${chat}`;
			return ok({ sent: true, message, id, queueNumber });
		},

		status: (_, { session }) => ok({ accountStatus: session }),

		/** The word for a number that is not there was not captured; only `exists` was. */
		check: ({ query: { phone = '' } }, { notOnWhatsApp }) =>
			ok({ result: notOnWhatsApp.includes(phone) ? 'not exists' : 'exists' }),

		chats: (_, { people }) =>
			ok({ dialogs: Object.entries(people).map(([id, name]) => ({ id, name })) }),
	},
});

module.exports = { chatApi };
