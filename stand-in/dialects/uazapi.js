// @ts-check
'use strict';

const { contractOf, object, text, ONE_LINE, DIGITS } = require('../contract');
const { newKey } = require('../memory');
const { chatIdOf, jidOf } = require('../request');
const { dialectOf, ok } = require('./dialect');

/** @typedef {import('../types').Answer} Answer */

/** @type {Record<import('../types').Session, string>} */
const STATES = {
	authenticated: 'connected',
	'got qr code': 'connecting',
	init: 'disconnected',
};

/** What users got for a message while the phone was not connected. */
const DISCONNECTED = 'WhatsApp disconnected: session is not reconnectable';

/** @type {(status: number, error: string) => Answer} */
const failure = (status, error) => ({ status, body: { error } });

/** @type {(card: import('../types').Card, state?: import('../types').State) => object} */
const messageOf = ({ id, chat, reference = '', state }, told = state) => ({
	id: `5511999999999:${id}`,
	messageid: id,
	chatid: jidOf(chat),
	fromMe: true,
	track_id: reference,
	status: told === 'restricted' ? 'failed' : told,
});

/** uazapi. */
const uazapi = dialectOf({
	name: 'uazapi',
	title: 'uazapi',
	routes: [
		['POST', /\/send\/contact$/, 'send'],
		['GET', /\/instance\/status$/, 'status'],
		['POST', /\/chat\/check$/, 'check'],
		['POST', /\/chat\/find$/, 'chats'],
		['POST', /\/message\/find$/, 'messages'],
	],
	// As in its OpenAPI document; a comma in `phoneNumber` would give the person one phone more.
	contracts: {
		contact: contractOf(
			object(
				{
					number: text(/^(\d{7,15}|\d+(-\d+)?@g\.us|\d+@lid)$/),
					fullName: ONE_LINE,
					phoneNumber: DIGITS,
					organization: ONE_LINE,
					email: ONE_LINE,
					url: ONE_LINE,
					replyid: text(/^[^@:]+$/),
					track_id: text(/^\S+$/),
				},
				['number', 'fullName', 'phoneNumber'],
			),
		),
	},

	tokenOf: ({ headers }) => headers.token,

	chatOf: ({ operation, fields: { number, numbers } }) =>
		chatIdOf(operation === 'check' ? numbers?.[0] : number),

	refusal({ operation, headers }, { token, session }) {
		if (headers.token !== token) return failure(401, 'Invalid token');
		if (session === 'authenticated' || operation === 'status') return undefined;
		if (operation === 'check') return failure(401, 'No active session');
		return { status: 503, body: { error: true, message: DISCONNECTED } };
	},

	invalid: ([rule]) => failure(400, `Contract violation: ${rule}`),

	answers: {
		send({ fields, chat = '' }, { deliver }) {
			const { fullName: name, phoneNumber: phone, organization, email, url } = fields;
			const card = deliver({
				id: newKey(),
				chat,
				contacts: [{ name, phone, organization, email, url }],
				quotedMessageId: fields.replyid,
				reference: fields.track_id,
			});
			const response = { status: 'success', message: 'Contact card sent successfully' };
			return ok({ ...messageOf(card, 'pending'), response });
		},

		status: (_, { session }) => ok({ instance: { name: 'shop', status: STATES[session] } }),

		check: ({ fields }, { notOnWhatsApp }) =>
			ok(
				fields.numbers.map((/** @type {string} */ query) => ({
					query,
					jid: `${query}@s.whatsapp.net`,
					isInWhatsapp: !notOnWhatsApp.includes(query),
				})),
			),

		chats: (_, { people }) =>
			ok({
				chats: Object.entries(people).map(([chat, name], index) => ({
					id: `r${index}`,
					wa_chatid: jidOf(chat),
					wa_isGroup: chat.endsWith('@g.us'),
					name,
				})),
			}),

		messages({ fields: { track_id: trackId, chatid, limit = 100 } }, { cards }) {
			const found = cards.filter(
				({ reference, chat, state }) =>
					state !== 'untold' &&
					(trackId === undefined || reference === trackId) &&
					(chatid === undefined || jidOf(chat) === chatid),
			);
			const newest = found.reverse().slice(0, limit);
			return ok({ messages: newest.map((card) => messageOf(card)) });
		},
	},
});

module.exports = { uazapi };
