// @ts-check
'use strict';

const { contractOf, object, text, ONE_LINE, DIGITS } = require('../contract');
const { newKey } = require('../memory');
const { chatIdOf, jidOf } = require('../request');
const { dialectOf, ok } = require('./dialect');

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

	instanceOf: false,

	chatOf: ({ operation, fields: { number, numbers } }) =>
		chatIdOf(operation === 'check' ? numbers?.[0] : number),

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

		status: () => ok({ instance: { name: 'shop', status: 'connected' } }),

		check: ({ fields }, { notOnWhatsApp }) =>
			ok(
				fields.numbers.map((/** @type {string} */ query) => ({
					query,
					isInWhatsapp: !notOnWhatsApp.includes(query),
				})),
			),

		chats: (_, { people }) =>
			ok({
				chats: Object.entries(people).map(([id, name]) => ({ wa_chatid: jidOf(id), name })),
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
