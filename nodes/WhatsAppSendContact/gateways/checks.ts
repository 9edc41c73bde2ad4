import type { ChatKind } from '../message/chatId';
import type { ContactMessage, SendAs } from '../message/contactMessage';
import { InvalidInput } from '../message/invalidInput';
import { shown } from '../message/plainText';
import { phoneOf, type Recipient } from '../message/recipient';
import type { Capabilities, CardMessage, Range } from './capabilities';

/** What a gateway can do, and what its sentences call it. */
interface Checked {
	displayName: string;
	can: Capabilities;
}

/** True for a phone (digits) that a range allows. */
export const fits = (phone: string, [least, most]: Range): boolean =>
	phone.length >= least && phone.length <= most;

/** The messages that say the same as this one, with as many contacts as the gateway takes in one. */
export function split(message: ContactMessage, can: Capabilities): ContactMessage[] {
	const most = can[message.sendAs]?.contacts ?? 1;
	if (message.contacts.length <= most) return [message];
	return message.contacts.map((contact) => ({ ...message, contacts: [contact] }));
}

/**
 * Looks for what the gateway can't do.
 *
 * @throws InvalidInput with the first thing that it can't send
 */
export function checkMessage(message: ContactMessage, gateway: Checked): void {
	checkChat(message.recipient, gateway);
	const form = gateway.can[message.sendAs];
	if (form === undefined) {
		throw new InvalidInput(
			`${gateway.displayName} takes no vCards: it writes the card itself`,
			"Set the option 'Send As' to 'Contact'.",
		);
	}
	if (message.quotedMessageId !== undefined) {
		checkQuote(message.quotedMessageId, form, message.sendAs, gateway);
	}
	for (const { phone } of message.contacts) {
		checkDigits(`The contact ${phone}`, phone, gateway.can.contactDigits, gateway, OTHER_CONTACT);
	}
}

const OTHER_CONTACT = 'Check the number, or remove the contact.';

/** What sentences call each kind of chat, and how its IDs end. */
export const KINDS: Record<ChatKind, { one: string; many: string; ending: string }> = {
	person: { one: 'a person', many: 'people', ending: '@c.us' },
	group: { one: 'a group', many: 'groups', ending: '@g.us' },
	lid: { one: 'a hidden ID', many: 'hidden IDs', ending: '@lid' },
	newsletter: { one: 'a channel', many: 'channels', ending: '@newsletter' },
};

function checkChat(recipient: Recipient, gateway: Checked) {
	const { by, kind, chatId } = recipient;
	const { chats, recipientDigits } = gateway.can;
	if (!chats.includes(kind)) {
		const told = (part: 'many' | 'ending', word: 'and' | 'or') =>
			listed(
				chats.map((each) => KINDS[each][part]),
				word,
			);
		throw new InvalidInput(
			`"${chatId}" is ${KINDS[kind].one}, and ${gateway.displayName} sends to ${told('many', 'and')} only`,
			`Enter a phone, or an ID that ends in ${told('ending', 'or')}.`,
		);
	}
	const phone = by === 'phone' ? phoneOf(recipient) : undefined;
	if (phone !== undefined) {
		checkDigits(`The recipient ${phone}`, phone, recipientDigits, gateway, OTHER_RECIPIENT);
	}
}

const OTHER_RECIPIENT = "Check the number. If it is right, set 'Recipient' to 'Chat ID'.";

function checkDigits(
	who: string,
	phone: string,
	digits: Range | undefined,
	{ displayName }: Checked,
	remedy: string,
) {
	if (digits === undefined || fits(phone, digits)) return;
	const [least, most] = digits;
	throw new InvalidInput(
		`${who} has ${phone.length} digits, and ${displayName} takes ${least} to ${most}`,
		remedy,
	);
}

/** The ID of a message as WhatsApp Web writes it: who sent it, in which chat, its key, and in groups its author. */
const WHOLE_ID = /^(true|false)_[\w.-]+@[\w.]+_[\w.-]+(@[\w.]+)?$/;

const QUOTED = {
	wholeId: {
		isOne: (id: string) => WHOLE_ID.test(id),
		example: 'the whole ID with its chat, e.g. false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F',
	},
	key: {
		isOne: (id: string) => !id.includes('@'),
		example: 'the key alone, e.g. 3EB0C767D097B7C7C030',
	},
};

function checkQuote(
	quotedMessageId: string,
	{ quote }: CardMessage,
	sendAs: SendAs,
	{ displayName, can }: Checked,
) {
	if (quote === undefined) {
		const otherwise =
			sendAs === 'vCard' && can.contact.quote ? ", or set the option 'Send As' to 'Contact'" : '';
		throw new InvalidInput(
			`${displayName} can't quote a message with a ${sendAs}`,
			`Leave 'Quoted Message ID' empty${otherwise}.`,
		);
	}
	const { isOne, example } = QUOTED[quote];
	if (isOne(quotedMessageId)) return;
	throw new InvalidInput(
		`${shown(quotedMessageId)} is not a message ID of ${displayName}`,
		`Enter ${example}, or leave 'Quoted Message ID' empty.`,
	);
}

/** Words as a sentence lists them: `people, groups, and channels`. */
export const listed = (words: string[], word: 'and' | 'or'): string =>
	new Intl.ListFormat('en-US', { type: word === 'and' ? 'conjunction' : 'disjunction' }).format(
		words,
	);
