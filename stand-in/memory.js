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

/** The states that a card goes through to its fate. */
/** @type {Partial<Record<import('./types').State, import('./types').State[]>>} */
const WAYS = { delivered: ['sent', 'delivered'], read: ['sent', 'delivered', 'read'] };

/**
 * Everything the stand-in knows of the past.
 *
 * Emits `card` (a new one, one that left the queue, or one with another state) and `reset`.
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
	/** @type {(card: Card) => import('./types').State} */
	#fateOf = () => 'delivered';
	#step = 0;

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
		const at = Date.now();
		return { ...card, dialect, queueNumber: this.#queueNumber, queued, state: 'pending', at };
	}

	/**
	 * @param {Card} card
	 * @returns {Card} the same
	 */
	accept(card) {
		this.#count('accepted', card.chat);
		if (this.#keep) this.cards.push(card);
		if (!card.queued) this.#goOn(card);
		this.emit('card', card);
		return card;
	}

	/** @param {import('./types').Session} session */
	setSession(session) {
		this.session = session;
		if (session !== 'authenticated') return;
		for (const card of this.cards.filter(({ queued }) => queued)) {
			card.queued = false;
			this.#goOn(card);
			this.emit('card', card);
		}
	}

	/**
	 * @param {import('./types').State | ((card: Card) => import('./types').State)} fate
	 * @param {number} [step]
	 */
	decide(fate, step = 0) {
		this.#fateOf = typeof fate === 'function' ? fate : () => fate;
		this.#step = step;
	}

	/** @param {Card} card one that has left the gateway's queue */
	#goOn(card) {
		const fate = this.#fateOf(card);
		const way = WAYS[fate] ?? [fate];
		if (this.#step === 0) {
			card.state = fate;
			return;
		}
		for (const [index, state] of way.entries()) {
			const arrive = () => {
				card.state = state;
				if (this.cards.includes(card)) this.emit('card', card);
			};
			setTimeout(arrive, this.#step * (index + 1)).unref();
		}
	}

	reset() {
		this.decide('delivered');
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
