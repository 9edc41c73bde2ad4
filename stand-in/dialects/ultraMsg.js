// @ts-check
'use strict';

const { randomInt } = require('node:crypto');
const { contractOf, object, text, MESSAGE_ID, VCARD } = require('../contract');
const { readVcard } = require('../vcard');
const { dialectOf, ok } = require('./dialect');

/** @typedef {import('../types').Card} Card */
/** @typedef {import('../types').Gateway} Gateway */

/** Seen, each with status 200. */
const SENTENCES = {
	wrongToken: 'Wrong token. Please provide token as a GET parameter.',
	noInstance: 'Instance not found',
};

/** Only the substatus of a connected phone was captured. */
/** @type {Record<string, Record<string, string>>} */
const STATES = {
	authenticated: { status: 'authenticated', substatus: 'connected' },
	'got qr code': { status: 'qr' },
	init: { status: 'standby' },
};

/** What its field `ack` says; where acks are switched off in the instance, it is empty. */
/** @type {Partial<Record<import('../types').State, string>>} */
const ACKS = { pending: 'pending', sent: 'server', delivered: 'device', read: 'read' };

/** @type {(chat: string) => string | undefined} */
const phoneOf = (chat) => chat.split('@')[0];

/** @type {(card: Card, gateway: Gateway) => string} */
function stateOf({ queued, chat, state }, { notOnWhatsApp }) {
	if (notOnWhatsApp.includes(phoneOf(chat) ?? '')) return 'invalid';
	if (state === 'failed' || state === 'restricted') return 'unsent';
	return queued ? 'queue' : 'sent';
}

/**
 * @param {string} name of the field with the contacts
 * @param {object} schema of that field
 */
const methodOf = (name, schema) =>
	contractOf(
		object(
			{
				to: text(/^(\+[1-9]\d{6,14}|[1-9]\d{6,14}@c\.us|\d+(-\d+)?@g\.us)$/),
				msgId: MESSAGE_ID,
				referenceId: text(/^\S+$/),
				// It may stand in the body.
				token: text(/^\S+$/),
				[name]: schema,
			},
			['to', name],
		),
	);

/** UltraMsg. It answers everything with status 200, and `sent` is a text. */
const ultraMsg = dialectOf({
	name: 'ultraMsg',
	title: 'UltraMsg',
	routes: [
		['POST', /\/instance([^/]+)\/messages\/(?:contact|vcard)$/, 'send'],
		['GET', /\/instance([^/]+)\/messages$/, 'messages'],
		['GET', /\/instance([^/]+)\/instance\/status$/, 'status'],
		['GET', /\/instance([^/]+)\/contacts\/check$/, 'check'],
		['GET', /\/instance([^/]+)\/chats$/, 'chats'],
	],
	contracts: {
		contact: methodOf('contact', {
			...text(/^[1-9]\d{6,14}@c\.us(,[1-9]\d{6,14}@c\.us)*$/),
			maxLength: 300,
			// Nobody twice.
			not: text(/(^|,)([^,]+),(.*,)?\2(,|$)/),
		}),
		vcard: methodOf('vcard', { ...VCARD, maxLength: 4096 }),
	},

	tokenOf: ({ query, fields }) => fields.token ?? query.token,

	chatOf({ method, query, fields: { to } }) {
		if (method === 'GET') return query.chatId;
		if (typeof to !== 'string') return undefined;
		return to.startsWith('+') ? `${to.slice(1)}@c.us` : to;
	},

	refusal({ parts: [instance], query, fields }, gateway) {
		if (instance !== gateway.instance) return ok({ error: SENTENCES.noInstance });
		const token = fields.token ?? query.token;
		return token === gateway.token ? undefined : ok({ error: SENTENCES.wrongToken });
	},

	invalid: ([rule]) => ok({ sent: 'false', message: `Contract violation: ${rule}` }),

	answers: {
		send({ fields, chat = '' }, gateway) {
			const id = randomInt(1, 2 ** 31);
			const { queued } = gateway.deliver({
				id: String(id),
				chat,
				contacts: fields.vcard ? [readVcard(fields.vcard)] : fields.contact.split(','),
				quotedMessageId: fields.msgId,
				reference: fields.referenceId,
			});
			return ok({ sent: queued ? 'queued' : 'true', message: 'ok', id });
		},

		status: (_, { session }) => ok({ status: { accountStatus: STATES[session] } }),

		check({ query: { chatId = '' } }, { notOnWhatsApp }) {
			const isThere = !notOnWhatsApp.includes(phoneOf(chatId) ?? '');
			return ok({ status: isThere ? 'valid' : 'invalid', chatId });
		},

		chats: (_, { people }) =>
			ok(Object.entries(people).map(([id, name]) => ({ id, name, isGroup: id.endsWith('@g.us') }))),

		/** The fields are those of the vendor's SDK for Node. */
		messages({ query: { id: wanted, referenceId, limit = '100', page = '1' } }, gateway) {
			const found = gateway.cards.filter(({ id, reference }) =>
				wanted === undefined ? reference === referenceId : id === wanted,
			);
			const messages = found.map((card) => ({
				id: Number(card.id),
				referenceId: card.reference,
				to: card.chat,
				type: typeof card.contacts[0] === 'string' ? 'contact' : 'vcard',
				status: stateOf(card, gateway),
				ack: ACKS[card.state] ?? '',
				created_at: Math.floor(card.at / 1000),
			}));
			return ok({ total: messages.length, pages: 1, limit, page, messages });
		},
	},
});

module.exports = { ultraMsg };
