import type { ChatKind } from '../message/chatId';
import type { ContactMessage, SendAs } from '../message/contactMessage';
import { InvalidInput } from '../message/invalidInput';
import { shown } from '../message/plainText';
import { phoneOf, type Recipient } from '../message/recipient';
import type { Gateway } from './gateway';

/** What sentences call each kind of chat, and how its IDs end. */
export const KINDS: Record<ChatKind, { one: string; many: string; ending: string }> = {
	person: { one: 'a person', many: 'people', ending: '@c.us' },
	group: { one: 'a group', many: 'groups', ending: '@g.us' },
	lid: { one: 'a hidden ID', many: 'hidden IDs', ending: '@lid' },
	newsletter: { one: 'a channel', many: 'channels', ending: '@newsletter' },
};

/** The IDs of messages that are quoted. */
const QUOTED = {
	// As WhatsApp Web writes it: who sent it, in which chat, its key, and in groups its author.
	wholeId: {
		form: /^(true|false)_[\w.-]+@[\w.]+_[\w.-]+(@[\w.]+)?$/,
		example: 'the whole ID with its chat, e.g. false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F',
	},
	key: { form: /^[^@]*$/, example: 'the key alone, e.g. 3EB0C767D097B7C7C030' },
	wamid: { form: /^wamid\./, example: "Meta's ID of it, e.g. wamid.HBgLNzk5OTUyNTM0MjI=" },
	// `MessageID` in its OpenAPI document.
	whapiId: {
		form: /^[\w.]{4,30}-[\w.]{4,14}(-[\w.]{2,10}){0,2}$/,
		example: "Whapi's ID of it, e.g. PsqXn5SAD5v7HRA-wHqB9tMeGQ",
	},
};

/** The phone of a recipient who was named by it; undefined for one who was named by a chat ID. */
export const enteredPhone = (recipient: Recipient): string | undefined =>
	recipient.by === 'phone' ? phoneOf(recipient) : undefined;

/** The messages that say the same as this one, each with as many contacts as the gateway takes in one. */
export function split({ can }: Gateway, message: ContactMessage): ContactMessage[] {
	const most = can[message.sendAs]?.contacts ?? 1;
	const { contacts } = message;
	if (contacts.length <= most) return [message];
	return Array.from({ length: Math.ceil(contacts.length / most) }, (_, part) => ({
		...message,
		contacts: contacts.slice(part * most, (part + 1) * most),
	}));
}

/** @throws InvalidInput with the first thing that the gateway can't send */
export function checkMessage(gateway: Gateway, message: ContactMessage): void {
	const { recipient, contacts, sendAs, quotedMessageId } = message;
	const { displayName, can } = gateway;
	checkKind(recipient, gateway);
	const phone = enteredPhone(recipient);
	const byChatId = "Check the number. If it is right, set 'Recipient' to 'Chat ID'.";
	if (phone !== undefined) checkDigits('recipient', phone, gateway, byChatId);
	if (can[sendAs] === undefined) {
		throw new InvalidInput(
			`${displayName} takes no vCards: it writes the card itself`,
			"Set the option 'Send As' to 'Contact'.",
		);
	}
	if (quotedMessageId !== undefined) checkQuote(quotedMessageId, sendAs, gateway);
	const without = 'Check the number, or remove the contact.';
	for (const contact of contacts) checkDigits('contact', contact.phone, gateway, without);
}

function checkDigits(
	whose: 'recipient' | 'contact',
	phone: string,
	{ displayName, can }: Gateway,
	remedy: string,
): void {
	const [least, most] = can.digits?.[whose] ?? [0, Infinity];
	if (phone.length >= least && phone.length <= most) return;
	throw new InvalidInput(
		`The ${whose} ${phone} has ${phone.length} digits, and ${displayName} takes ${least} to ${most}`,
		remedy,
	);
}

function checkKind({ kind, chatId }: Recipient, { displayName, can }: Gateway): void {
	if (can.chats.includes(kind)) return;
	const kinds = can.chats.map((each) => KINDS[each]);
	const people = kinds.map(({ many }) => many);
	const endings = kinds.map(({ ending }) => ending);
	throw new InvalidInput(
		`"${chatId}" is ${KINDS[kind].one}, and ${displayName} sends to ${inWords(people, 'and')} only`,
		`Enter a phone, or an ID that ends in ${inWords(endings, 'or')}.`,
	);
}

function checkQuote(id: string, sendAs: SendAs, { displayName, can }: Gateway): void {
	const quote = can[sendAs]?.quote;
	if (quote === undefined) {
		const otherwise = can.contact.quote ? ", or set the option 'Send As' to 'Contact'" : '';
		throw new InvalidInput(
			`${displayName} can't quote a message with a ${sendAs}`,
			`Leave 'Quoted Message ID' empty${otherwise}.`,
		);
	}
	const { form, example } = QUOTED[quote];
	if (form.test(id)) return;
	throw new InvalidInput(
		`${shown(id)} is not a message ID of ${displayName}`,
		`Enter ${example}, or leave 'Quoted Message ID' empty.`,
	);
}

/** Words as a sentence lists them: `people, groups, and channels`. */
export const inWords = (words: string[], word: 'and' | 'or'): string =>
	(word === 'and' ? AND : OR).format(words);

const AND = new Intl.ListFormat('en-US', { type: 'conjunction' });
const OR = new Intl.ListFormat('en-US', { type: 'disjunction' });
