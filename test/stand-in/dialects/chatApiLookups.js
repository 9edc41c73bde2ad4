// @ts-check
'use strict';

/** @typedef {import('../types').Answer} Answer */
/** @typedef {import('../types').Card} Card */
/** @typedef {import('../types').Gateway} Gateway */
/** @typedef {import('../types').GatewayRequest} GatewayRequest */

/** @param {Card} card */
const typeOf = ({ contacts }) => (contacts.length === 1 ? 'vcard' : 'multi_vcard');

/**
 * The text of a message with contacts. What the real server puts here was not captured; WhatsApp itself
 * keeps the vCards in this place.
 *
 * @param {Card} card
 * @returns {string}
 */
const bodyOf = ({ contacts }) =>
	contacts
		.map((contact) => {
			const { name, phone = '' } =
				typeof contact === 'string' ? { name: undefined, phone: contact.split('@')[0] } : contact;
			return `BEGIN:VCARD\nVERSION:3.0\nFN:${name ?? `+${phone}`}\nTEL;waid=${phone}:+${phone}\nEND:VCARD`;
		})
		.join('\n');

/** @param {string} chatId */
const greetingOf = (chatId) => ({
	id: `false_${chatId}_3EB0000000000000000000`,
	body: 'Hello',
	type: 'chat',
	fromMe: false,
	chatId,
	time: 1_700_000_000,
	messageNumber: 0,
});

/** @type {Record<string, (query: Record<string, string>, gateway: Gateway) => unknown>} */
const BODIES = {
	status({ no_wakeup: noWakeup }, gateway) {
		const { session } = gateway;
		if (session === 'init' && noWakeup !== 'true') gateway.wake();
		return { accountStatus: session };
	},

	/** The word for a number that is not there was not captured; only `exists` was. */
	check({ phone }, { session, notOnWhatsApp }) {
		if (session !== 'authenticated') {
			return { error: 'Status of the account not equals authenticated' };
		}
		return { result: notOnWhatsApp.includes(phone ?? '') ? 'not exists' : 'exists' };
	},

	chats(_, { people }) {
		const dialogs = Object.entries(people).map(([id, name]) => ({
			id,
			name,
			image: '',
			metadata: { isGroup: id.endsWith('@g.us') },
		}));
		return { dialogs };
	},

	queue(_, { cards }) {
		const waiting = cards.filter(({ queued }) => queued);
		const first100 = waiting.slice(0, 100).map((card) => ({
			id: card.id,
			body: bodyOf(card),
			type: typeOf(card),
			last_try: 0,
			metadata: {},
		}));
		return { totalMessages: waiting.length, first100 };
	},

	/** `last` asks for the newest hundred. Everyone in the address book has written once, long ago. */
	messages({ chatId, last }, { cards, people }) {
		const inChat = (/** @type {string} */ chat) => !chatId || chat === chatId;
		const greetings = Object.keys(people).filter(inChat).map(greetingOf);
		const delivered = cards
			.filter((card) => !card.queued && inChat(card.chat))
			.map((card) => ({
				id: card.id,
				body: bodyOf(card),
				type: typeOf(card),
				fromMe: true,
				chatId: card.chat,
				time: Math.floor(card.at / 1000),
				messageNumber: card.queueNumber,
			}));
		return { messages: [...greetings, ...delivered].slice(last === '1' ? -100 : 0) };
	},
};

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
