// @ts-check
'use strict';

const { randomBytes } = require('node:crypto');
const { EventEmitter } = require('node:events');

/** @typedef {import('./types').Card} Card */
/** @typedef {import('./types').NewCard} NewCard */
/** @typedef {import('./types').Received} Received */

/**
 * The key of a message as WhatsApp Web writes it, e.g. `3EB0957AD66BAFF57D1D`; gateways build their ids
 * around it.
 *
 * @returns {string}
 */
const newKey = () => `3EB0${randomBytes(8).toString('hex').toUpperCase()}`;

const SESSIONS = new Set(['authenticated', 'got qr code', 'loading', 'init', 'not_paid']);

/**
 * Everything the stand-in knows of the past.
 *
 * Emits `card` (a new one, or one that left the queue) and `reset`.
 */
class Memory extends EventEmitter {
	/** @type {Received[]} */
	received = [];
	/** @type {Received[]} */
	lookups = [];
	/** @type {Card[]} */
	cards = [];
	/** @type {string[]} */
	violations = [];
	/** @type {import('./types').Counts} */
	counts = { received: 0, accepted: 0, perChat: new Map() };
	/** @type {import('./types').Session} */
	session = 'authenticated';
	#queueNumber = 0;
	#keep;

	/** @param {{ keep: boolean }} options keep: false counts requests and cards without storing them */
	constructor({ keep }) {
		super();
		this.setMaxListeners(0); // one per open phone page
		this.#keep = keep;
	}

	/** @param {Received} request already without its secrets */
	receive(request) {
		if (request.operation === 'send') this.#count('received', request.chat);
		if (!this.#keep) return;
		(request.operation === 'send' ? this.received : this.lookups).push(request);
	}

	/**
	 * Numbers a card and says what would become of it, without accepting it.
	 *
	 * @param {NewCard} card
	 * @param {string} dialect
	 * @returns {Card}
	 */
	prepare(card, dialect) {
		this.#queueNumber += 1;
		const queued = this.session !== 'authenticated';
		return { ...card, dialect, queueNumber: this.#queueNumber, queued, at: Date.now() };
	}

	/**
	 * @param {Card} card
	 * @returns {Card} the same
	 */
	accept(card) {
		this.#count('accepted', card.chat);
		if (this.#keep) this.cards.push(card);
		this.emit('card', card);
		return card;
	}

	/**
	 * @param {import('./types').Session} session
	 * @throws a TypeError if there is no such state
	 */
	setSession(session) {
		if (!SESSIONS.has(session)) throw new TypeError(`There is no session state "${session}"`);
		this.session = session;
		if (session !== 'authenticated') return;
		for (const card of this.cards.filter(({ queued }) => queued)) {
			card.queued = false;
			this.emit('card', card);
		}
	}

	reset() {
		for (const list of [this.received, this.lookups, this.cards, this.violations]) list.length = 0;
		Object.assign(this.counts, { received: 0, accepted: 0 });
		this.counts.perChat.clear();
		this.#queueNumber = 0;
		this.session = 'authenticated';
		this.emit('reset');
	}

	/**
	 * @param {'received' | 'accepted'} what
	 * @param {string} [chat]
	 */
	#count(what, chat) {
		this.counts[what] += 1;
		if (chat === undefined) return;
		const counts = this.counts.perChat.get(chat) ?? { received: 0, accepted: 0 };
		counts[what] += 1;
		this.counts.perChat.set(chat, counts);
	}
}

module.exports = { Memory, newKey };
