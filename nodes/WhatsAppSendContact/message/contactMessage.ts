import { createHash } from 'node:crypto';

import { type Contact, DETAILS, readContacts } from './contacts';
import { InvalidInput } from './invalidInput';
import type { LeadingEight } from './phone';
import { isBlank, isScalar, plainText, shown } from './plainText';
import { type Recipient, readRecipient } from './recipient';

/** How a person is shown: looked up by the gateway, or a card that the node writes itself. */
export type SendAs = 'contact' | 'vCard';

/** One message: the cards of one or more people, to one chat. */
export interface ContactMessage {
	recipient: Recipient;
	/** At least one, each person once. */
	contacts: Contact[];
	quotedMessageId?: string;
	sendAs: SendAs;
}

/** The form's fields for one item, expressions resolved, nothing checked. */
export interface ContactForm {
	/** A resource locator, `{ mode, value }`; a bare value where the whole field is an expression. */
	recipient: unknown;
	contacts: unknown;
	quotedMessageId: unknown;
}

/** The choices that hold for every message of a run. */
export interface MessageRules {
	leadingEight: LeadingEight;
	sendAs: SendAs;
}

/**
 * Makes the function that reads an item's message, and throws an InvalidInput with the first thing that is wrong. Contacts
 * that are the same for all items are read once, and a hundred thousand messages keep one list of them.
 */
export function messageReader({ leadingEight, sendAs }: MessageRules) {
	let latest: { rows: unknown; contacts: Contact[] } | undefined;
	const contactsOf = (rows: unknown): Contact[] => {
		if (latest === undefined || latest.rows !== rows)
			latest = { rows, contacts: readContacts(rows, leadingEight) };
		return latest.contacts;
	};
	return (form: ContactForm): ContactMessage => ({
		recipient: readRecipient(form.recipient, leadingEight),
		contacts: contactsOf(form.contacts),
		quotedMessageId: readQuotedMessageId(form.quotedMessageId),
		sendAs,
	});
}

/** Every gateway's message ids are of these characters. */
const MESSAGE_ID = /^[\w@.:=+/-]{1,200}$/;

/** The id of the message to quote; undefined when none is. */
function readQuotedMessageId(value: unknown): string | undefined {
	if (isBlank(value)) return undefined;
	const id = isScalar(value) ? plainText(value) : '';
	if (!MESSAGE_ID.test(id)) {
		throw new InvalidInput(
			`${shown(value)} is not a message ID`,
			"Enter the ID as the gateway gives it, e.g. false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F, or leave 'Quoted Message ID' empty.",
		);
	}
	return id;
}

/** 16 characters that two messages share only if they bring the same people to the same chat, in whatever form. */
export const fingerprint = ({ recipient, contacts, quotedMessageId }: ContactMessage): string =>
	createHash('sha1')
		.update(JSON.stringify([recipient.chatId, contacts, quotedMessageId], ['phone', ...DETAILS]))
		.digest()
		.toString('base64', 0, 12);
