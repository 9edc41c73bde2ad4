import { personChatId, readChatId } from './chatId';
import { InvalidInput } from './invalidInput';
import type { LeadingEight } from './phone';
import { isBlank, isScalar, shown } from './plainText';

/** One person whose card is sent. */
export interface Contact {
	/** Digits, country code first. */
	phone: string;
	name?: string;
	organization?: string;
	email?: string;
	url?: string;
}

/** What a card may say of a person beside the phone, and what a sentence calls it. */
const DETAILS = { name: 'name', organization: 'organization', email: 'e-mail', url: 'URL' };
type Detail = keyof typeof DETAILS;

/**
 * One row of the collection as the form or an expression gives it: `id` in any of the shapes that {@link readContacts}
 * takes, or a `phone` where rows have one.
 */
export type ContactEntry = { [field in Detail | 'id' | 'phone']?: unknown };

const FILL_IN =
	'Enter a phone with its country code or an ID such as 79001111111@c.us, or remove the entry.';
const LIST_SEPARATOR = /[,;\r\n]+/;
/** Deep enough for an array of arrays from an expression; a hostile input can't exhaust the stack. */
const DEEPEST = 4;

/** The id of a contact as WhatsApp knows it, e.g. `79001111111@c.us`. */
export const contactId = (contact: Contact): string => personChatId(contact.phone);

/**
 * Reads the contact collection. The `id` of an entry may be one id, a list (comma, semicolon, line break),
 * JSON text, or an array from an expression, of ids or of rows, `{ id or phone, name, organization, email, url }`.
 *
 * @returns the contacts in their order, each person once
 * @throws InvalidInput naming the contact by its text, or an empty one by its number, counted over all entries
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
		const contact = readContact(row, index + 1, leadingEight);
		people.set(contact.phone, { ...contact, ...people.get(contact.phone) });
	});
	return [...people.values()];
}

function expand(value: unknown, outer: ContactEntry = {}, depth = 0): ContactEntry[] {
	if (depth > DEEPEST) throw new InvalidInput('The contacts are nested too deeply', FILL_IN);
	if (Array.isArray(value)) {
		if (value.length === 0) return [outer];
		return value.flatMap((inner: unknown) => expand(inner, outer, depth + 1));
	}
	if (isEntry(value)) {
		const { id, phone, ...details } = { ...outer, ...value };
		if (isBlank(phone)) return expand(id, details, depth + 1);
		return isBlank(id) ? expand(phone, details, depth + 1) : [{ ...details, id, phone }];
	}
	if (typeof value !== 'string') return [{ ...outer, id: value }];
	const text = value.trim();
	if (/^[[{"]/.test(text)) return expand(parse(text), outer, depth + 1);
	const ids = text.split(LIST_SEPARATOR).filter((id) => !isBlank(id));
	return ids.length > 0 ? ids.map((id) => ({ ...outer, id })) : [outer];
}

const isEntry = (value: unknown): value is ContactEntry =>
	typeof value === 'object' &&
	value !== null &&
	(Object.hasOwn(value, 'id') || Object.hasOwn(value, 'phone'));

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

function readContact(row: ContactEntry, position: number, leadingEight: LeadingEight): Contact {
	const { id, phone } = row;
	if (isBlank(id)) throw new InvalidInput(`Entry ${position} of Contacts is empty`, FILL_IN);
	const read = (value: unknown) => readPerson(value, position, leadingEight);
	const contact: Contact = { phone: read(phone ?? id) };
	if (phone !== undefined && !isPhone(contact.phone, () => read(id))) {
		throw new InvalidInput(
			`The contact ${shown(phone)} has the ID ${shown(id)}, which is not this person`,
			'Give the row only one of the two, or the same person in both.',
		);
	}
	for (const detail of Object.keys(DETAILS) as Detail[]) {
		const text = readDetail(row[detail], DETAILS[detail], phone ?? id);
		if (text) contact[detail] = text;
	}
	return contact;
}

function isPhone(phone: string, read: () => string): boolean {
	try {
		return read() === phone;
	} catch {
		return false;
	}
}

/** @returns the phone of a person who is named by it or by an id */
function readPerson(value: unknown, position: number, leadingEight: LeadingEight): string {
	if (!isScalar(value)) {
		throw new InvalidInput(
			`Entry ${position} of Contacts is of the type ${typeof value}, not an ID`,
			FILL_IN,
		);
	}
	const { kind, id } = readContactId(value, leadingEight);
	if (kind === 'person') return id.slice(0, id.indexOf('@'));
	throw new InvalidInput(
		`The contact ${shown(value)} is ${KINDS[kind]}`,
		'A contact card shows a person: enter a phone or an ID such as 79001111111@c.us.',
	);
}

const KINDS = {
	group: 'a group, and only people can be sent as contacts',
	lid: 'a hidden ID, and a card needs the phone',
	newsletter: 'a channel, and only people can be sent as contacts',
};

function readContactId(value: string | number, leadingEight: LeadingEight) {
	try {
		return readChatId(value, leadingEight);
	} catch (error) {
		return asContact(error);
	}
}

/** The sentences of a chat id start with its text: now they say what it is here. */
function asContact(error: unknown): never {
	if (!(error instanceof InvalidInput)) throw error;
	throw new InvalidInput(`The contact ${error.message}`, error.remedy);
}

/** A detail as it was given, in one line: a card's fields end at the line break. Empty where nothing of it shows. */
function readDetail(value: unknown, what: string, of: unknown): string {
	if (value === undefined || value === null) return '';
	if (!isScalar(value)) {
		throw new InvalidInput(
			`The ${what} of the contact ${shown(of)} is of the type ${typeof value}, not text`,
			'Check the expression, or leave the field empty.',
		);
	}
	const line = String(value)
		.normalize('NFC')
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	return isBlank(line) ? '' : line;
}
