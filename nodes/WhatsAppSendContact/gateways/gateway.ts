import type { ContactMessage } from '../message/contactMessage';
import type { Capabilities } from './capabilities';
import type { Accepted, SendResult, SessionState } from './sendResult';

/** A JSON value as it goes out. */
export type Json = string | number | boolean | Json[] | { [key: string]: Json };

/** One HTTP request below the gateway's server, without the token. */
export interface GatewayRequest {
	method: 'GET' | 'POST';
	/** Starts with a slash; every part that is not fixed is URL-encoded. */
	path: string;
	query?: Record<string, string>;
	headers?: Record<string, string>;
	body?: { [key: string]: Json };
	/** True where the body goes out as a form (application/x-www-form-urlencoded) and not as JSON. */
	form?: true;
}

/** What a gateway answered. */
export interface Answer {
	status: number;
	/** Parsed JSON; the text itself where it is no JSON; '' where there is none. */
	body: unknown;
	/** How long the gateway asked to wait, in milliseconds, where it did. */
	retryAfter?: number;
}

/** A request, and how to read what comes back. */
export interface Question<T> {
	request: GatewayRequest;
	read(answer: Answer): T;
}

/** What a gateway's check says of a phone. */
export interface RecipientCheck {
	/** Whether it is on WhatsApp. */
	exists: boolean;
	/** The chat that messages to it must go to, where the gateway names one; it may have other digits (Brazil). */
	chatId?: string;
}

/** A chat as the list shows it. */
export interface Chat {
	id: string;
	name: string;
	isGroup: boolean;
}

/**
 * One dialect of WhatsApp gateways. Pure: it turns a message into a request and an answer into a result, and knows
 * nothing of n8n or of HTTP libraries. `instance` is the one of the credential, in the spelling of {@link instance}.
 */
export interface Dialect {
	displayName: string;
	/** The server to use where the credential names none, or in a form of the gateway's own; a base URL stays as it is. */
	server(text: string): string;
	/** The instance in the spelling that the paths use. */
	instance(text: string): string;
	/** The request with the token in the place where this gateway wants it. */
	authorize(request: GatewayRequest, token: string): GatewayRequest;
	/**
	 * The request that sends a message, one that its row in the table of capabilities allows.
	 *
	 * @param idempotencyKey 24 hex digits that name this message, the same in every try, for gateways that can find it
	 *   again; empty where the message is only checked
	 * @throws InvalidInput when this gateway can't send it
	 */
	request(message: ContactMessage, instance: string, idempotencyKey: string): GatewayRequest;
	/** What the answer to a send means. */
	reply(answer: Answer): SendResult;
	/** Asks for the state of the session, for the credential test. */
	session(instance: string): Question<SessionState>;
	/**
	 * Asks whether a phone (digits) is on WhatsApp; undefined for one that can't be asked for, and when the answer does
	 * not tell.
	 */
	check?(phone: string, instance: string): Question<RecipientCheck | undefined> | undefined;
	/** Asks for the chats to pick a recipient from; undefined when the answer is no list of chats. */
	chats?(instance: string): Question<Chat[] | undefined>;
	/**
	 * Asks after a message in doubt, by the name that its request carried. Only for gateways that keep such a name.
	 *
	 * @returns the message when it was sent or is queued; undefined tells nothing, for it may still be on its way
	 */
	findSent?(
		message: ContactMessage,
		instance: string,
		idempotencyKey: string,
	): Question<Accepted | undefined>;
}

/** A dialect that is kept to what its gateway can do: what can't be sent is refused, what may have been sent is unknown. */
export interface Gateway extends Dialect {
	can: Capabilities;
	/** The messages that say the same as this one, where the gateway takes fewer contacts per message. */
	split(message: ContactMessage): ContactMessage[];
}
