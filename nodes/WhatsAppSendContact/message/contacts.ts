import { personChatId, readChatId } from './chatId';
import { InvalidInput } from './invalidInput';
import type { LeadingEight } from './phone';
import { called, isBlank, isScalar, shown } from './plainText';
import { phoneOf } from './recipient';

/** What a card may say of a person beside the phone. */
export const DETAILS = ['name', 'organization', 'email', 'url'] as const;
export type Detail = (typeof DETAILS)[number];

/** One person whose card is sent. */
export interface Contact extends Partial<Record<Detail, string>> {
	/** Digits, country code first. */
	phone: string;
}

/** One row of the collection as the form or an expression gives it, its fields unchecked. */
type Row = Record<string, unknown>;

const LIST_SEPARATOR = /[,;\r\n]+/;

/** The id of a contact as WhatsApp knows it, e.g. `79001111111@c.us`. */
export const contactId = (contact: Contact): string => personChatId(contact.phone);

/**
 * Reads the contact collection. The `id` of an entry may be one id, a list (comma, semicolon, line break),
 * JSON text, or an array from an expression, of ids or of rows, `{ id or phone, name, organization, email, url }`.
 *
 * @returns the contacts in their order, each person once
 * @throws InvalidInput naming the contact by its text, or an empty one by its number, counted from 0 over all entries
 */
export function readContacts(entries: unknown, leadingEight: LeadingEight): Contact[] {
	const rows = Array.isArray(entries) ? entries.flatMap((entry: unknown) => rowsOf(entry)) : [];
	if (rows.length === 0) {
		throw new InvalidInput(
			'There is no contact to send',
			"Add at least one entry to 'Contacts'. If it is an expression, check that this item has the field.",
		);
	}
	const people = new Map<string, Contact>();
	rows.forEach((row, index) => {
		const contact = readContact(row, index, leadingEight);
		const known = people.get(contact.phone);
		people.set(contact.phone, known ? { ...contact, ...known } : contact);
	});
	return [...people.values()];
}

/** Far more than lists of rows with lists in them need, and far less than what the machine can follow. */
const DEEPEST = 50;

/** The rows that a value holds, one for each id. They take what they lack from the row around them. */
function rowsOf(value: unknown, outer: Row = {}, depth = 0): Row[] {
	if (depth > DEEPEST) {
		throw new InvalidInput(
			'The contacts are nested too deeply',
			'Give a list of IDs, or of rows with an ID in each.',
		);
	}
	if (Array.isArray(value)) {
		if (value.length === 0) return [outer];
		return value.flatMap((inner: unknown) => rowsOf(inner, outer, depth + 1));
	}
	if (isRow(value)) {
		const { id, phone, ...details } = { ...outer, ...value };
		if (isBlank(id)) return rowsOf(phone, details, depth + 1);
		if (isBlank(phone)) return rowsOf(id, details, depth + 1);
		throw new InvalidInput(
			`A row of Contacts has the ID ${shown(id)} and the phone ${shown(phone)}`,
			'Give it only one of the two.',
		);
	}
	if (typeof value !== 'string') return [{ ...outer, id: value }];
	const text = value.trim();
	if (/^[[{"]/.test(text)) return rowsOf(parse(text), outer, depth + 1);
	const ids = text.split(LIST_SEPARATOR).filter((id) => !isBlank(id));
	return ids.length > 0 ? ids.map((id) => ({ ...outer, id })) : [outer];
}

const isRow = (value: unknown): value is Row =>
	typeof value === 'object' && value !== null && ('id' in value || 'phone' in value);

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// Its own words tell nothing to a person.
	}
	throw new InvalidInput(
		`The contacts look like JSON but can't be read: ${shown(text)}`,
		'Check the brackets and quotes, e.g. ["79001111111", "79002222222@c.us"]. An expression that gives rows has to stand alone in the field.',
	);
}

function readContact(row: Row, position: number, leadingEight: LeadingEight): Contact {
	const { id } = row;
	if (isBlank(id) || !isScalar(id)) {
		throw new InvalidInput(
			`Entry ${position} of Contacts is ${called(id)}`,
			'Enter a phone with its country code or an ID such as 79001111111@c.us (in a row, as "phone" or "id"), or remove the entry. If it is an expression, check what it finds in this item.',
		);
	}
	const contact: Contact = { phone: readPerson(id, leadingEight) };
	for (const detail of DETAILS) {
		const text = readDetail(row[detail] ?? '', detail, id);
		if (text) contact[detail] = text;
	}
	return contact;
}

/** The phone of a person who is named by it or by an id. */
function readPerson(id: string | number, leadingEight: LeadingEight): string {
	try {
		const phone = phoneOf(readChatId(id, leadingEight));
		if (phone !== undefined) return phone;
		throw new InvalidInput(
			`${shown(id)} has no phone`,
			'A contact card shows a person: enter a phone or an ID such as 79001111111@c.us.',
		);
	} catch (error) {
		throw asContact(error as InvalidInput);
	}
}

/** The sentences of a chat id start with its text: now they say what it is here. */
const asContact = ({ message, remedy }: InvalidInput) =>
	new InvalidInput(`The contact ${message}`, remedy);

/** A detail as it was given, in one line: a card's fields end at the line break. Empty where nothing of it shows. */
function readDetail(value: unknown, detail: string, of: unknown): string {
	if (!isScalar(value)) {
		throw new InvalidInput(
			`The ${detail} of the contact ${shown(of)} is ${called(value)}`,
			'Check the expression, or leave the field empty.',
		);
	}
	const line = String(value)
		.normalize('NFC')
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	return isBlank(line) ? '' : line;
}
