// @ts-check
'use strict';

const { contractOf, object, text, ONE_LINE, VCARD } = require('../contract');
const { newKey } = require('../memory');
const { bearerOf, chatIdOf, jidOf } = require('../request');
const { readVcard } = require('../vcard');
const { dialectOf, ok } = require('./dialect');

/** @typedef {import('../types').Answer} Answer */

/** @type {Record<import('../types').Session, string>} */
const STATES = {
	authenticated: 'AUTH',
	'got qr code': 'QR',
	init: 'NOT_INIT',
};

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

/** @type {(code: number, message: string, details?: string) => Answer} */
const failure = (code, message, details) => ({
	status: code,
	body: { error: { code, message, details } },
});

/** Whapi.Cloud. What it says of a wrong token was not captured: here it tells nothing a client could lean on. */
const whapi = dialectOf({
	name: 'whapi',
	title: 'Whapi.Cloud',
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

	chatOf: ({ operation, fields: { to, contacts } }) =>
		chatIdOf(operation === 'check' ? contacts?.[0] : to),

	refusal(asked, { token, session }) {
		if (bearerOf(asked) !== token) return failure(401, '');
		if (asked.operation === 'status' || session === 'authenticated') return undefined;
		return failure(401, 'need channel authorization for send message');
	},

	invalid: ([rule]) => failure(400, 'Wrong request parameters', rule),

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

		status: (_, { session }) => ok({ status: { code: 4, text: STATES[session] } }),

		check: ({ fields }, { notOnWhatsApp }) =>
			ok({
				contacts: fields.contacts.map((/** @type {string} */ input) =>
					notOnWhatsApp.includes(input)
						? { input, status: 'invalid' }
						: { input, status: 'valid', wa_id: `${input}@s.whatsapp.net` },
				),
			}),

		chats(_, { people }) {
			const chats = Object.entries(people).map(([id, name]) => ({
				id: jidOf(id),
				name,
				type: id.endsWith('@g.us') ? 'group' : 'contact',
			}));
			return ok({ chats, count: chats.length, total: chats.length, offset: 0 });
		},

		track({ parts: [id] }, { cards }) {
			const found = cards.find((each) => each.id === id);
			if (found === undefined || found.state === 'untold')
				return failure(404, 'Specified message not found');
			const status = found.state === 'restricted' ? 'failed' : found.state;
			return ok({ id, chat_id: jidOf(found.chat), from_me: true, status });
		},
	},
});

module.exports = { whapi };
