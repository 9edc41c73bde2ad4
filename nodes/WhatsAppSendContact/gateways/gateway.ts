import type { ContactMessage } from '../message/contactMessage';
import type { Capabilities } from './capabilities';
import type { Accepted, Delivery, Failure, Reason } from '../outcome';

/** One HTTP request below the gateway's server, without the token. */
export interface GatewayRequest {
	method: 'GET' | 'POST';
	/** Starts with a slash; every part that is not fixed is URL-encoded. */
	path: string;
	query?: Record<string, string>;
	headers?: Record<string, string>;
	body?: Record<string, unknown>;
}

/** A question that stands in the address. */
export function get(path: string, query?: Record<string, string>): GatewayRequest {
	return { method: 'GET', path, query };
}

/** A request with a body: JSON, unless its headers say otherwise, which leaves out what is undefined. */
export function post(path: string, body: Record<string, unknown>): GatewayRequest {
	return { method: 'POST', path, body };
}

/** The request with one header more. */
export const withHeader = (
	request: GatewayRequest,
	name: string,
	value: string,
): GatewayRequest => ({ ...request, headers: { ...request.headers, [name]: value } });

/** What a gateway answered. */
export interface Answer {
	/** Tells an answer from a `Failure` that stands in its place where none came. */
	accepted?: undefined;
	status: number;
	/** Parsed JSON; the text itself where it is no JSON; '' where there is none. */
	body: unknown;
	/** How long the gateway asked to wait, in milliseconds, where it did. */
	retryAfter?: number;
}

/** True for a status of 2xx, where only the body can tell what became of a message. */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** Something to ask a gateway. */
export interface Question<T> {
	request: GatewayRequest;
	/** What the body of an answer of 2xx tells; undefined for nothing, which proves nothing either. */
	read(body: unknown): T | undefined;
}

/** What a gateway's check says of a phone. */
export interface RecipientCheck {
	/** Whether it is on WhatsApp. */
	exists: boolean;
	/** The chat that messages to it must go to, where the gateway names one; it may have other digits (Brazil). */
	chatId?: string;
}

/** A chat as the list shows it. */
export interface ListedChat {
	id: string;
	name: string;
	isGroup: boolean;
}

/**
 * A kind of WhatsApp gateway. Pure: it says how a message becomes a request and where an answer has what, and knows
 * nothing of n8n or of HTTP libraries. What is asked of every gateway alike are functions over it: `checkMessage`,
 * `split`, `readReply`, `readSession`, `readChats`. `instance` is the one of the credential, in the spelling of
 * {@link instance}.
 */
export interface Gateway {
	displayName: string;
	/** What tells whether a message has left that nobody knows of; goes on a sentence. */
	whereToLook: string;
	/** WhatsApp's own: no phone is linked that could be banned for its speed. */
	official?: true;
	/** What it can do. */
	can: Capabilities;
	/** The server to use where the credential names none; left out: it must name one. */
	usualServer?: string;
	/** The server in a form that the paths go on from; left out: as it is. */
	server?(text: string): string;
	/** The instance in the spelling that the paths use; left out: as it is; false where the token alone names the session. */
	instance?: false | ((text: string) => string);
	/** The request with the token in the place where this gateway wants it. */
	authorize(request: GatewayRequest, token: string): GatewayRequest;
	/**
	 * The request that sends a message, one that {@link can} allows.
	 *
	 * @param idempotencyKey 24 hex digits that name this message in every try, for gateways that can find it again
	 */
	request(message: ContactMessage, instance: string, idempotencyKey: string): GatewayRequest;
	/** The statuses that mean something of its own at this gateway, and that it answers only before it has sent anything. */
	statuses?: Partial<Record<number, Reason>>;
	/** The refusal in an answer to a send, where its body or `said`, the gateway's own words in it, tells one. */
	rejects(answer: Answer, said: string): Failure | undefined;
	/** The message that an answer of 2xx has taken; undefined where it is no clear yes. */
	accepts(answer: Answer, said: string): Accepted | undefined;
	/** The question for the state of the session, for the credential's test. */
	session: {
		request(instance: string): GatewayRequest;
		/** The gateway's word for the state, undefined where the answer holds none. */
		state(body: unknown): string | undefined;
		/** The engine behind the gateway, undefined where the answer names none. Left out where there is but one. */
		engine?(body: unknown): string | undefined;
		/** Its words: undefined for the one that is ready, for each of the others what is missing and what to do. */
		states: Record<string, string | undefined>;
	};
	/** Asks whether a phone (digits) is on WhatsApp. */
	check?(phone: string, instance: string): Question<RecipientCheck>;
	/** The question for the chats to pick a recipient from. Left out where there is no list. */
	chats?(instance: string): GatewayRequest;
	/** Asks after a message in doubt by its idempotency key; the answer is the message that was sent or is queued. */
	findSent?(message: ContactMessage, instance: string, idempotencyKey: string): Question<Accepted>;
	/**
	 * Asks what became of a message that the gateway took, in the chat that it went to, by the ID that {@link accepts} has
	 * read; undefined where the gateway never tells. `deliveryOf` reads its words.
	 */
	track?(message: ContactMessage, instance: string, id: string): Question<Delivery> | undefined;
}
