// @ts-check
'use strict';

/** @typedef {import('../types').Answer} Answer */
/** @typedef {import('../types').Card} Card */
/** @typedef {import('../types').Gateway} Gateway */
/** @typedef {import('../types').GatewayRequest} GatewayRequest */

/** Only the substatus of a connected phone was captured. */
/** @type {Record<string, Record<string, string>>} */
const STATES = {
	authenticated: { status: 'authenticated', substatus: 'connected' },
	'got qr code': { status: 'qr' },
	loading: { status: 'loading' },
	init: { status: 'standby' },
};

/** What its field `ack` says; where acks are switched off in the instance, it is empty. */
/** @type {Partial<Record<import('../types').State, string>>} */
const ACKS = { pending: 'pending', sent: 'server', delivered: 'device', read: 'read' };

/** @param {string} chat */
const phoneOf = (chat) => chat.split('@')[0] ?? '';

/**
 * @param {Card} card
 * @param {Gateway} gateway
 */
function stateOf({ queued, chat, state }, { notOnWhatsApp }) {
	if (notOnWhatsApp.includes(phoneOf(chat))) return 'invalid';
	if (state === 'failed' || state === 'restricted') return 'unsent';
	return queued ? 'queue' : 'sent';
}

/** @type {Record<string, (query: Record<string, string>, gateway: Gateway) => unknown>} */
const BODIES = {
	status: (_, { session }) => ({ status: { accountStatus: STATES[session] } }),

	check: ({ chatId = '' }, { notOnWhatsApp }) => ({
		status: notOnWhatsApp.includes(phoneOf(chatId)) ? 'invalid' : 'valid',
		chatId,
	}),

	chats: (_, { people }) =>
		Object.entries(people).map(([id, name]) => ({ id, name, isGroup: id.endsWith('@g.us') })),

	messages: ({ referenceId, ...query }, gateway) =>
		listed((card) => card.reference === referenceId, query, gateway),

	track: ({ id, ...query }, gateway) => listed((card) => card.id === id, query, gateway),
};

/**
 * The fields are those of the vendor's SDK for Node.
 *
 * @param {(card: Card) => boolean} isWanted
 * @param {Record<string, string>} query
 * @param {Gateway} gateway
 */
function listed(isWanted, { limit = '100', page = '1' }, gateway) {
	const messages = gateway.cards.filter(isWanted).map((card) => ({
		id: Number(card.id),
		referenceId: card.reference,
		to: card.chat,
		type: typeof card.contacts[0] === 'string' ? 'contact' : 'vcard',
		status: stateOf(card, gateway),
		ack: ACKS[card.state] ?? '',
		created_at: Math.floor(card.at / 1000),
	}));
	return { total: messages.length, pages: 1, limit, page, messages };
}

/**
 * Everything that asks and does not send.
 *
 * @param {GatewayRequest} request with the right token and instance
 * @param {Gateway} gateway
 * @returns {Answer}
 */
function lookUp({ operation, query }, gateway) {
	return { status: 200, body: BODIES[operation]?.(query, gateway) };
}

module.exports = { lookUp };
