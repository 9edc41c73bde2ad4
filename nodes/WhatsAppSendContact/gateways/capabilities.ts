import type { ChatKind } from '../message/chatId';
import type { Detail } from '../message/contacts';

/** What an engine behind the gateway leaves out of a message without a word. */
export interface Losses {
	details?: readonly Detail[];
	/** The quote: always, or where its store does not hold the quoted message. */
	quote?: 'always' | 'unlessStored';
	/** The key that the node gives the message, so that it can't be found again by it. */
	key?: true;
}

/** What one form of message can do: the gateway's own contact message, or a vCard that the node writes. */
export interface CardMessage {
	/** The most contacts in one message, `Infinity` for any; where it is 1, several become as many messages. */
	contacts: number;
	/**
	 * How a message that is quoted is named: by its whole ID with the chat in it, by its key alone, or by an ID of Meta's or
	 * Whapi's own. Absent: not at all.
	 */
	quote?: 'wholeId' | 'key' | 'wamid' | 'whapiId';
	/** What of a contact the card does not show, or the gateway looks up itself. */
	hides?: readonly Detail[];
}

/** A gateway's row in the table of capabilities: checks, texts of the form and the README's matrix are made from it. */
export interface Capabilities {
	/** The kinds of chats that it sends to. */
	chats: readonly ChatKind[];
	/** The gateway's own contact message. */
	contact: CardMessage;
	/** Messages with a vCard of our own, where there are any. */
	vCard?: CardMessage;
	/** Where the server has several engines: what each of them leaves out. */
	engines?: Record<string, Losses>;
	/** The digits of a recipient that is entered as a phone, and of a contact's, where fewer or more are refused. */
	digits?: Partial<Record<'recipient' | 'contact', readonly [least: number, most: number]>>;
	/** The most questions a second after messages that it took, for all of an account; left out: the node's own limit. */
	questions?: number;
}
