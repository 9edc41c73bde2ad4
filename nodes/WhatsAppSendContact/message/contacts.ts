import { personChatId, readChatId } from './chatId';
import { InvalidInput } from './invalidInput';
import type { LeadingEight } from './phone';
import { isScalar, shown } from './plainText';

/** One person whose card is sent. */
export interface Contact {
	/** Digits, country code first. */
	phone: string;
	name?: string;
	organization?: string;
}

/** One row of the collection as the form gives it: `id` in any of the shapes that {@link readContacts} takes. */
export interface ContactEntry {
	id?: unknown;
	name?: unknown;
	organization?: unknown;
}

const FILL_IN =
	'Enter a phone with its country code or an ID such as 79001111111@c.us, or remove the entry.';
const LIST_SEPARATOR = /[,;\r\n]+/;
/** Deep enough for an array of arrays from an expression; a hostile input can't exhaust the stack. */
const DEEPEST = 4;

/** The id of a contact as WhatsApp knows it, e.g. `79001111111@c.us`. */
export const contactId = (contact: Contact): string => personChatId(contact.phone);

/**
 * Reads the contact collection. The `id` of an entry may be one id, a list (comma, semicolon, line break),
 * JSON text, or an array from an expression, of ids or of `{ id, name, organization }`.
 *
 * @returns the contacts in their order, each person once
 * @throws InvalidInput naming the contact by its number, counted over all entries
 */
export function readContacts(entries: unknown, leadingEight: LeadingEight): Contact[] {
	const rows = Array.isArray(entries) ? entries.flatMap((entry: unknown) => expand(entry)) : [];
	if (rows.length === 0) {
		throw new InvalidInput(
			'There is no contact to send',
			"Add at least one entry to 'Contacts'. If it is an expression, check that this item has the field.",
		);
	}
	const people = new Map<string, Contact>();
	rows.forEach((row, index) => {
		const contact = numbered(index + 1, () => readContact(row, leadingEight));
		people.set(contact.phone, { ...contact, ...people.get(contact.phone) });
	});
	return [...people.values()];
}

function expand(value: unknown, outer: ContactEntry = {}, depth = 0): ContactEntry[] {
	if (depth > DEEPEST) throw new InvalidInput('The contacts are nested too deeply', FILL_IN);
	if (Array.isArray(value)) {
		return value.flatMap((inner: unknown) => expand(inner, outer, depth + 1));
	}
	if (isEntry(value)) {
		const { name = outer.name, organization = outer.organization } = value;
		return expand(value.id, { name, organization }, depth + 1);
	}
	if (typeof value !== 'string') return [{ ...outer, id: value }];
	const text = value.trim();
	if (/^[[{"]/.test(text)) return expand(parse(text), outer, depth + 1);
	const ids = text.split(LIST_SEPARATOR).filter((id) => id.trim() !== '');
	return ids.length > 0 ? ids.map((id) => ({ ...outer, id })) : [outer];
}

const isEntry = (value: unknown): value is ContactEntry =>
	typeof value === 'object' && value !== null && Object.hasOwn(value, 'id');

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return unreadableJson(text);
	}
}

function unreadableJson(text: string): never {
	throw new InvalidInput(
		`The contacts look like JSON but can't be read: ${shown(text)}`,
		'Check the brackets and quotes, e.g. ["79001111111", "79002222222@c.us"].',
	);
}

function readContact(
	{ id, name, organization }: ContactEntry,
	leadingEight: LeadingEight,
): Contact {
	if (id === undefined || id === null || id === '') throw new InvalidInput('it is empty', FILL_IN);
	if (!isScalar(id)) throw new InvalidInput(`it is of the type ${typeof id}, not an ID`, FILL_IN);
	const chat = readChatId(id, leadingEight);
	if (chat.kind !== 'person') {
		throw new InvalidInput(
			`${shown(id)} is ${KINDS[chat.kind]}`,
			'A contact card shows a person: enter a phone or an ID such as 79001111111@c.us.',
		);
	}
	const contact: Contact = { phone: chat.id.slice(0, chat.id.indexOf('@')) };
	const label = readLabel(name, 'name');
	const company = readLabel(organization, 'organization');
	if (label) contact.name = label;
	if (company) contact.organization = company;
	return contact;
}

const KINDS = {
	group: 'a group, and only people can be sent as contacts',
	lid: 'a hidden ID, and a card needs the phone',
	newsletter: 'a channel, and only people can be sent as contacts',
};

/** A name as it was given, in one line: a card's fields end at the line break. */
function readLabel(value: unknown, what: string): string {
	if (value === undefined || value === null) return '';
	if (isScalar(value))
		return String(value)
			.normalize('NFC')
			.replace(/[\s\p{Cc}]+/gu, ' ')
			.trim();
	throw new InvalidInput(
		`its ${what} is of the type ${typeof value}, not text`,
		'Check the expression, or leave the field empty.',
	);
}

function numbered<T>(number: number, read: () => T): T {
	try {
		return read();
	} catch (error) {
		return nameContact(number, error);
	}
}

function nameContact(number: number, error: unknown): never {
	if (!(error instanceof InvalidInput)) throw error;
	throw new InvalidInput(`Contact ${number}: ${error.message}`, error.remedy);
}
