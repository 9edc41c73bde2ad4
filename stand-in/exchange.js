// @ts-check
'use strict';

const { text: textOf } = require('node:stream/consumers');
const { setTimeout: pause } = require('node:timers/promises');
const { spoilt, cutOf, echo, mapTexts, write } = require('./answering');
const { accepts } = require('./misbehaviour');
const { headOf, parseBody, cleaner, withoutSecrets } = require('./request');

/** @typedef {import('./types').Answer} Answer */
/** @typedef {import('./types').Dialect} Dialect */
/** @typedef {import('./types').Fault} Fault */
/** @typedef {import('./types').Gateway} Gateway */
/** @typedef {import('./types').GatewayRequest} GatewayRequest */
/** @typedef {import('./types').Head} Head */

/** The account and whatever the dialects may know about it. */
/** @typedef {Pick<Gateway, 'instance' | 'token' | 'people' | 'notOnWhatsApp'>} Account */

/** The line that opens a request, at the start of what a socket brings. */
const FIRST_LINE = /^([A-Z]+) (\S+) HTTP\/1/;

/** One request after the other, from its first byte to its answer, with the misbehaviour it meets. */
class Exchange {
	#parts;

	/**
	 * @param {object} parts
	 * @param {Dialect[]} parts.dialects
	 * @param {Account} parts.account
	 * @param {import('./memory').Memory} parts.memory
	 * @param {import('./misbehaviour').Misbehaviour} parts.misbehaviour
	 * @param {AbortSignal} parts.signal ends every pause
	 */
	constructor(parts) {
		this.#parts = parts;
	}

	/**
	 * Looks at the bytes before anything reads them, and resets the connection if a fault says so.
	 *
	 * @param {import('node:net').Socket} socket
	 * @param {Buffer} bytes
	 */
	peek(socket, bytes) {
		const [, method, target] = FIRST_LINE.exec(bytes.toString('latin1', 0, 4096)) ?? [];
		if (!method || !target) return;
		const known = this.#recognise(headOf(method, target));
		if (!known) return;
		const request = this.#clean(known.request, known.dialect);
		if (!this.#parts.misbehaviour.take('bytes', request)) return;
		this.#parts.memory.receive(request);
		socket.resetAndDestroy();
	}

	/**
	 * @param {import('node:http').IncomingMessage} incoming
	 * @param {import('node:http').ServerResponse} response
	 */
	async handle(incoming, response) {
		const head = headOf(incoming.method ?? '', incoming.url ?? '', incoming.headers);
		const known = this.#recognise(head);
		if (!known) return this.#unknown(head, response);
		const unread = this.#clean(known.request, known.dialect);
		const early = this.#parts.misbehaviour.take('head', unread);
		if (early) {
			this.#parts.memory.receive(unread);
			await this.#pause(early);
			incoming.socket.destroy();
			return;
		}
		const rawBody = await textOf(incoming);
		const body = parseBody(rawBody, incoming.headers['content-type']);
		const read = { ...known.request, rawBody, body };
		const request = { ...read, chat: known.dialect.chatOf(read) };
		const received = this.#clean(request, known.dialect);
		this.#parts.memory.receive(received);
		const fault = this.#parts.misbehaviour.take('body', received) ?? {};
		const answer = known.dialect.answer(request, this.#gateway(request, accepts(fault)));
		await this.#pause(fault);
		const token = known.dialect.tokenOf(request);
		await this.#answer(response, answer, fault, { ...request, token });
		if (fault.acceptLater === undefined) return;
		await pause(fault.acceptLater, undefined, { signal: this.#parts.signal });
		known.dialect.answer(request, this.#gateway(request, true));
	}

	/**
	 * @param {Head} head
	 * @returns {{ dialect: Dialect, request: GatewayRequest } | undefined} the request without its body
	 */
	#recognise(head) {
		for (const dialect of this.#parts.dialects) {
			const operation = dialect.match(head);
			if (operation !== undefined) {
				const request = { ...head, dialect: dialect.name, operation, rawBody: '' };
				return { dialect, request: { ...request, body: undefined, at: Date.now() } };
			}
		}
		return undefined;
	}

	/**
	 * @param {Head} head
	 * @param {import('node:http').ServerResponse} response
	 */
	async #unknown(head, response) {
		const clean = cleaner([this.#parts.account.token]);
		this.#parts.memory.violations.push(clean(`No dialect knows ${head.method} ${head.path}`));
		await write(response, { status: 404, body: { error: 'Not found' } });
	}

	/**
	 * @param {GatewayRequest} request
	 * @param {Dialect} dialect
	 */
	#clean(request, dialect) {
		return withoutSecrets(request, [this.#parts.account.token, dialect.tokenOf(request)]);
	}

	/**
	 * @param {GatewayRequest} request
	 * @param {boolean} accepting false: everything as ever, but no card is delivered
	 * @returns {Gateway}
	 */
	#gateway({ dialect }, accepting) {
		const memory = this.#parts.memory;
		return {
			...this.#parts.account,
			session: memory.session,
			cards: memory.cards,
			deliver(card) {
				const prepared = memory.prepare(card, dialect);
				return accepting ? memory.accept(prepared) : prepared;
			},
			violation: (sentence) => memory.violations.push(sentence),
		};
	}

	/** @param {Fault} fault */
	async #pause({ delay }) {
		if (delay) await pause(delay, undefined, { signal: this.#parts.signal });
	}

	/**
	 * @param {import('node:http').ServerResponse} response
	 * @param {Answer} answer
	 * @param {Fault} fault
	 * @param {GatewayRequest & { token: string }} request
	 */
	async #answer(response, answer, fault, request) {
		const cut = cutOf(fault);
		if (cut !== undefined && cut !== 'midAnswer') {
			response.destroy();
			return;
		}
		const url = response.req.url ?? '';
		const echoing = mapTexts(fault, (text) => echo(text, { ...request, url }));
		await write(response, spoilt(answer, echoing), { cut, drip: fault.drip }, this.#parts.signal);
	}
}

module.exports = { Exchange };
