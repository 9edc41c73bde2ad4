// @ts-check
'use strict';

const { contractOf, object, text, ONE_LINE, VCARD } = require('../contract');
const { newKey } = require('../memory');
const { bearerOf, chatIdOf, jidOf } = require('../request');
const { readVcard } = require('../vcard');
const { dialectOf, ok } = require('./dialect');

const card = { name: ONE_LINE, vcard: VCARD };

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

/** Whapi.Cloud. */
const whapi = dialectOf({
	name: 'whapi',
	routes: [
		['POST', /\/messages\/contact(?:_list)?$/, 'send'],
		['GET', /\/health$/, 'status'],
		['POST', /\/contacts$/, 'check'],
		['GET', /\/chats$/, 'chats'],
		['GET', /\/messages\/([^/]+)$/, 'track'],
	],
	// `SenderContact` and `SenderContactList` in its OpenAPI document, version 1.8.7.
	contracts: {
		contact: messageOf(card),
		contact_list: messageOf({ list: { type: 'array', minItems: 2, items: object(card) } }),
	},

	tokenOf: bearerOf,

	instanceOf: false,

	chatOf: ({ operation, fields: { to, contacts } }) =>
		chatIdOf(operation === 'check' ? contacts?.[0] : to),

	answers: {
		send({ fields, chat = '' }, { deliver }) {
			const cards = fields.list ?? [fields];
			const { id } = deliver({
				id: `${newKey()}-wHqB9tMeGQ`,
				chat,
				contacts: cards.map((/** @type {{ vcard: string }} */ { vcard }) => readVcard(vcard)),
				quotedMessageId: fields.quoted,
			});
			const message = { id, chat_id: jidOf(chat), from_me: true, status: 'pending' };
			return ok({ sent: true, message });
		},

		status: () => ok({ status: { code: 4, text: 'AUTH' } }),

		check: ({ fields }, { notOnWhatsApp }) =>
			ok({
				contacts: fields.contacts.map((/** @type {string} */ input) =>
					notOnWhatsApp.includes(input)
						? { input, status: 'invalid' }
						: { input, status: 'valid', wa_id: `${input}@s.whatsapp.net` },
				),
			}),

		chats: (_, { people }) =>
			ok({ chats: Object.entries(people).map(([id, name]) => ({ id: jidOf(id), name })) }),

		track({ parts: [id] }, { cards }) {
			const found = cards.find((each) => each.id === id);
			if (found === undefined || found.state === 'untold') return { status: 404, body: '' };
			const status = found.state === 'restricted' ? 'failed' : found.state;
			return ok({ id, chat_id: jidOf(found.chat), from_me: true, status });
		},
	},
});

module.exports = { whapi };
