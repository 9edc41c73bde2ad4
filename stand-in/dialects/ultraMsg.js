// @ts-check
'use strict';

const { randomInt } = require('node:crypto');
const { contractOf, object, text, MESSAGE_ID, VCARD } = require('../contract');
const { readVcard } = require('../vcard');
const { dialectOf, ok } = require('./dialect');

/** What its field `ack` says; where acks are switched off in the instance, it is empty. */
/** @type {Partial<Record<import('../types').State, string>>} */
const ACKS = { pending: 'pending', sent: 'server', delivered: 'device', read: 'read' };

/** @param {import('../types').Card} card */
function stateOf({ queued, state }) {
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
		return typeof to === 'string' ? to.replace(/^\+(.*)/, '$1@c.us') : undefined;
	},

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

		status(_, { session }) {
			const status = session === 'authenticated' ? session : 'standby';
			return ok({ status: { accountStatus: { status } } });
		},

		check({ query: { chatId = '' } }, { notOnWhatsApp }) {
			const isThere = !notOnWhatsApp.includes(chatId.replace('@c.us', ''));
			return ok({ status: isThere ? 'valid' : 'invalid', chatId });
		},

		chats: (_, { people }) => ok(Object.entries(people).map(([id, name]) => ({ id, name }))),

		/** The fields are those of the vendor's SDK for Node. */
		messages({ query: { id: wanted, referenceId } }, { cards }) {
			const found = cards.filter(({ id, reference }) =>
				wanted === undefined ? reference === referenceId : id === wanted,
			);
			const messages = found.map((card) => ({
				id: Number(card.id),
				referenceId: card.reference,
				to: card.chat,
				status: stateOf(card),
				ack: ACKS[card.state] ?? '',
			}));
			return ok({ total: messages.length, messages });
		},
	},
});

module.exports = { ultraMsg };
