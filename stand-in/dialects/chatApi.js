// @ts-check
'use strict';

const { contractOf, text, MESSAGE_ID, VCARD } = require('../contract');
const { newKey } = require('../memory');
const { readVcard } = require('../vcard');
const { dialectOf, ok } = require('./dialect');

/** Seen, as users of chat-api.com captured them. */
const SENTENCES = {
	wrongToken: 'Wrong token. Please provide token as a GET parameter.',
	wrongChatId:
		'Wrong chatId format. Please use phone parameter or chatId from message history. chatId has format 5511990283745@c.us or 5511990283745-5511990283745@g.us',
	wrongPhone:
		'phone parameter should contain only numbers, start from country code and be 9-14 characters long',
};

/** `@lid` and `@newsletter` are newer than the captured sentence. */
const CHAT_ID = /^(\d+@c\.us|\d+(-\d+)?@g\.us|\d+@lid|\d+@newsletter)$/;
const PHONE = /^\d{9,14}$/;

/**
 * @param {Record<string, unknown>} fields
 * @returns {string | undefined} the sentence that refuses the recipient
 */
function refusalOf({ phone, chatId }) {
	if (phone !== undefined) return PHONE.test(String(phone)) ? undefined : SENTENCES.wrongPhone;
	return CHAT_ID.test(String(chatId)) ? undefined : SENTENCES.wrongChatId;
}

/**
 * What a wrong phone or chat is answered was captured: the contract asks only that there is something to answer.
 *
 * @param {string} required
 * @param {Record<string, object>} properties
 */
const methodOf = (required, properties) =>
	contractOf({
		type: 'object',
		required: [required],
		properties: {
			phone: { type: ['string', 'number'], minLength: 1 },
			chatId: { type: 'string', minLength: 1 },
			...properties,
		},
		additionalProperties: false,
		not: { required: ['phone', 'chatId'] },
	});

/**
 * Chat API, the dialect of chat-api.com, which closed in 2023, and of the servers compatible with it.
 * Every sentence it says was seen, apart from the one about a contract violation.
 */
const chatApi = dialectOf({
	name: 'chatApi',
	title: 'Chat API',
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
		if (typeof chatId === 'string') return chatId;
		return typeof phone === 'string' || typeof phone === 'number' ? `${phone}@c.us` : undefined;
	},

	refusal({ parts: [instance], query }, gateway) {
		// The body for an unknown instance is not known: this one tells nothing a client could lean on.
		if (instance !== gateway.instance) return { status: 404, body: { error: 'Not found' } };
		return query.token === gateway.token ? undefined : ok({ error: SENTENCES.wrongToken });
	},

	invalid: ([rule]) => ok({ sent: false, message: `Contract violation: ${rule}` }),

	answers: {
		send({ fields, chat = '' }, gateway) {
			const refusal = refusalOf(fields);
			if (refusal) return ok({ sent: false, message: refusal });
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
		check({ query: { phone = '' } }, { session, notOnWhatsApp }) {
			if (session !== 'authenticated')
				return ok({ error: 'Status of the account not equals authenticated' });
			return ok({ result: notOnWhatsApp.includes(phone) ? 'not exists' : 'exists' });
		},

		chats: (_, { people }) =>
			ok({
				dialogs: Object.entries(people).map(([id, name]) => ({
					id,
					name,
					image: '',
					metadata: { isGroup: id.endsWith('@g.us') },
				})),
			}),
	},
});

module.exports = { chatApi };
