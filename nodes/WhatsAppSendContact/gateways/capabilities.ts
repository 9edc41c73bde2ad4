import type { ChatKind } from '../message/chatId';
import type { Contact } from '../message/contacts';

/** The least and the most of something, both included. */
export type Range = readonly [least: number, most: number];

/** A field of a contact that a card may show beside the phone. */
export type Shown = Exclude<keyof Contact, 'phone'>;

/** What one form of message can do: the gateway's own contact message, or a vCard that the node writes. */
export interface CardMessage {
	/** The most contacts in one message; where it is 1, several become as many messages. */
	contacts: number;
	/** How a message that is quoted is named: by its whole ID with the chat in it, or by its key alone. Absent: not at all. */
	quote?: 'wholeId' | 'key';
	/** What of a contact the card shows; what is left out, the gateway looks up itself or does not show. */
	shows: readonly Shown[];
	/** The most characters of the contacts, in the gateway's own spelling of them. */
	longest?: number;
}

/** What a gateway can do. Checks, texts of the form and the README's matrix are made from this. */
export interface Capabilities {
	/** The kinds of chats that it sends to. */
	chats: readonly ChatKind[];
	/** The gateway's own contact message. */
	contact: CardMessage;
	/** Messages with a vCard of our own, where there are any. */
	vCard?: CardMessage;
	/** The digits of a recipient that is entered as a phone, where fewer or more are refused. */
	recipientDigits?: Range;
	/** The digits of a contact's phone, where fewer or more are refused. */
	contactDigits?: Range;
}

const EVERY_CHAT: ChatKind[] = ['person', 'group', 'lid', 'newsletter'];
const MANY = Infinity;
const NAMES: Shown[] = ['name', 'organization'];
const ALL: Shown[] = [...NAMES, 'email', 'url'];

/** What each gateway can do, by its name in the credential. */
export const capabilities = {
	chatApi: {
		chats: EVERY_CHAT,
		contact: { contacts: MANY, quote: 'wholeId', shows: [] },
		vCard: { contacts: 1, shows: ALL },
		// "phone parameter should contain only numbers, start from country code and be 9-14 characters long"
		recipientDigits: [9, 14],
	},
	evolutionApi: {
		chats: ['person', 'group', 'lid'],
		contact: { contacts: MANY, shows: ALL },
		contactDigits: [10, 15],
	},
	greenApi: {
		chats: ['person', 'group', 'lid'],
		contact: { contacts: 1, quote: 'key', shows: NAMES },
		// "contact phone number in international format (no +) 11 or 12 digits"
		contactDigits: [11, 12],
	},
	ultraMsg: {
		chats: ['person', 'group'],
		// "Max length : 300 char , almost 15 contacts", says the vendor's SDK.
		contact: { contacts: MANY, quote: 'wholeId', shows: [], longest: 300 },
		vCard: { contacts: 1, quote: 'wholeId', shows: ALL },
	},
	waha: {
		chats: EVERY_CHAT,
		contact: { contacts: MANY, quote: 'wholeId', shows: ALL },
		vCard: { contacts: MANY, quote: 'wholeId', shows: ALL },
	},
} satisfies Record<string, Capabilities>;

/** A gateway's name in the credential. */
export type GatewayName = keyof typeof capabilities;
