/**
 * What the parts of the stand-in gateway say to each other. Types only: nothing here exists when it runs.
 */

/** What a request is for; a gateway may know fewer. Every way of sending a card is `send`. */
export type Operation = 'send' | 'status' | 'check' | 'chats' | 'messages' | 'track';

/** The phone's session, in the words of Chat API's `accountStatus`; but for UltraMsg, the others know only the first. */
export type Session = 'authenticated' | 'got qr code' | 'init';

/**
 * How far a card has come: a clock, one tick, two, two blue ones; or it failed after it was taken, because WhatsApp
 * restricts the number or not. `untold`: the gateway has heard nothing, because it keeps no states, has them switched
 * off, or has lost this one.
 */
export type State = 'pending' | 'sent' | 'delivered' | 'read' | 'failed' | 'restricted' | 'untold';

/** What is known of a request before its body is read. */
export interface Head {
	method: string;
	/** The path as it arrived, still encoded, without the query. */
	path: string;
	query: Record<string, string>;
	/** Names in lower case. */
	headers: Record<string, string>;
}

/** A whole request, secrets included: what a dialect gets to see. */
export interface GatewayRequest extends Head {
	dialect: string;
	operation: Operation;
	/** The chat it is about, as a chat id, where the request names one. */
	chat?: string;
	/** Parsed JSON or form fields, the text itself where it is neither, undefined where none was read. */
	body: unknown;
	rawBody: string;
	/** When it arrived, in milliseconds since 1970. */
	at: number;
}

/** A request as it is remembered and shown: the same, with every secret taken out. */
export type Received = GatewayRequest;

/** A contact as the phone shows it: an id, or what stands in its vCard. */
export type Contact =
	| string
	| { name?: string; organization?: string; phone?: string; email?: string; url?: string };

/** What a dialect delivers. */
export interface NewCard {
	/** The message's id, in the gateway's own form. */
	id: string;
	chat: string;
	contacts: Contact[];
	quotedMessageId?: string;
	/** The client's own name for the message, in gateways that find it by that. */
	reference?: string;
}

/** One message with contacts that the gateway took responsibility for. */
export interface Card extends NewCard {
	dialect: string;
	/** Counts up from 1. */
	queueNumber: number;
	/** True while it waits for the session to come back. */
	queued: boolean;
	state: State;
	/** When it was accepted, in milliseconds since 1970. */
	at: number;
}

export interface Answer {
	status: number;
	headers?: Record<string, string>;
	/** An object is sent as JSON, a text as it is. */
	body: unknown;
}

/** What a dialect finds behind itself: the account, the phone's session, and what was accepted so far. */
export interface Gateway {
	readonly instance: string;
	readonly token: string;
	readonly session: Session;
	/** Chat ids with their names, people and groups. */
	readonly people: Readonly<Record<string, string>>;
	/** Phones, in digits, that the gateway's own check does not find. */
	readonly notOnWhatsApp: readonly string[];
	readonly cards: readonly Card[];
	/** Accepts a card: from here on it counts as delivered, or as queued while nobody is logged in. */
	deliver(card: NewCard): Card;
	/** Remembers that a request broke the contract, in one sentence without secrets. */
	violation(sentence: string): void;
}

/** A request as its dialect takes it apart. */
export interface Asked extends GatewayRequest {
	/** What the groups of its route match in the path, decoded. */
	parts: string[];
	/** The fields of the body; none where it is no object. */
	fields: ReturnType<typeof import('./request').fieldsOf>;
}

/**
 * The language of one kind of gateway: one file in `dialects/`, one line in its registry.
 *
 * Several dialects listen on one port, so `match` must be sure of its own requests; the first that
 * matches answers.
 */
export interface Dialect {
	/** The gateway's name in the credential. */
	name: string;
	/** Whose request is this, and what for? Undefined: not mine. Whatever prefix the path has is ignored. */
	match(head: Head): Operation | undefined;
	/** What the contract forbids and a real server might let pass: a sentence for each rule that a message breaks. */
	brokenRules(path: string, body: unknown): string[];
	/** The secret that the client presented, decoded: it is taken out of what is remembered. */
	tokenOf(request: GatewayRequest): string;
	/** The chat id the request is about, before anything is checked; undefined if it names none. */
	chatOf(request: GatewayRequest): string | undefined;
	/** Checks instance, token and body as the contract says, delivers, answers. Never throws on bad input. */
	answer(request: GatewayRequest, gateway: Gateway): Answer;
}

/** Where a connection is cut. A body is only read by the last two. */
export type Cut = 'beforeReading' | 'afterHeaders' | 'afterReading' | 'midAnswer';

/**
 * One misbehaviour. Ready-made ones are in `faults.js`.
 *
 * In the texts of `body` and `headers`, `{{token}}`, `{{encodedToken}}`, `{{url}}` and `{{request}}` stand for
 * what the client sent.
 */
export interface Fault {
	/** Only for this chat: digits or a chat id. Without it, any. */
	chat?: string;
	/** Only for this kind of request. Without it, any. */
	operation?: Operation;
	/** How often, 1 unless told; `Infinity` for ever. */
	times?: number;
	/** Milliseconds from the request to the answer, or to the cut. */
	delay?: number;
	/**
	 * Does the card count as delivered? Unless told: no, where the answer is replaced or cut, else yes.
	 * A fault that says no and brings no answer of its own is cut after reading: no true answer exists.
	 */
	accept?: boolean;
	/** Milliseconds after the answer, or the cut, at which the card is accepted all the same. */
	acceptLater?: number;
	/** Replaces the answer, with an empty body unless `body` is given. */
	status?: number;
	/** Added to the answer. */
	headers?: Record<string, string>;
	/** Replaces the answer, with status 200 unless `status` is given. */
	body?: unknown;
	/** Milliseconds between the eight pieces in which the answer then comes. */
	drip?: number;
	/**
	 * Cuts the connection. Who asks for a chat or for `accept` needs the body, so it is read even where
	 * the cut is an earlier one; the client cannot tell.
	 */
	cut?: Cut;
}

/** Decides for each request, its body read; stays until `reset`. */
export type FaultFunction = (request: Received) => Fault | undefined;

/** Numbers that are kept even where requests are not. */
export interface Counts {
	/** Send requests. */
	received: number;
	/** Cards accepted. */
	accepted: number;
	/** The same for each chat id. */
	perChat: Map<string, { received: number; accepted: number }>;
}

export interface StandInOptions {
	/** 0, the default, takes a free one. */
	port?: number;
	instance?: string;
	token?: string;
	/** False keeps numbers only, so that a hundred thousand requests cost no memory. */
	keepReceived?: boolean;
	people?: Record<string, string>;
	notOnWhatsApp?: string[];
}

/** A running stand-in gateway. Its lists are live and the same for its whole life. */
export interface StandIn {
	/** `http://127.0.0.1:port`, without a slash at the end. */
	readonly url: string;
	readonly port: number;
	readonly token: string;
	readonly instance: string;
	/** Every request to send that arrived, in order, also those that were cut; one that was cut before it was read has no headers. */
	readonly received: readonly Received[];
	/** Every other gateway request: status, check, chats, messages, track. */
	readonly lookups: readonly Received[];
	/** Every card really accepted. */
	readonly cards: readonly Card[];
	/** Sentences about requests that the contract forbids. */
	readonly violations: readonly string[];
	readonly counts: Counts;
	/** Connections open now, those of the phone page included. */
	readonly sockets: number;
	/** The most that were open at once since the start or the last `reset`. */
	readonly peakSockets: number;
	/** Back to `authenticated` delivers what was queued. */
	setSession(state: Session): void;
	/**
	 * Says what becomes of the cards that come from now on, all of them or each: `delivered` unless told.
	 *
	 * @param step milliseconds between one state and the next; 0, the default: it is there at once
	 */
	decide(fate: State | ((card: Card) => State), step?: number): void;
	/** Adds misbehaviours; of those that fit a request, the oldest is used. */
	misbehave(fault: Fault | Fault[] | FaultFunction): void;
	/** Forgets requests, cards, violations, misbehaviours and fates; the session is authenticated again. */
	reset(): void;
	/** Closes the server and every connection; nothing keeps the process alive afterwards. */
	close(): Promise<void>;
}
