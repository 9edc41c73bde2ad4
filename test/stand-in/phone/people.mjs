// @ts-check
import { international } from './numbers.mjs';

/**
 * Who somebody is, as the page shows it.
 *
 * @typedef {object} Person
 * @property {string} name the name, or what stands in its place
 * @property {string} detail the number or kind beneath it; empty if there is nothing to add
 * @property {'person' | 'hidden' | 'group' | 'channel'} kind hidden: WhatsApp keeps the number secret
 */

/** What the server knows of names, by chat id. */
let known = /** @type {Record<string, string>} */ ({});

/** @param {Record<string, string>} people chat ids with their names */
export function learn(people) {
	known = people;
}

/**
 * @param {string} id a chat id, or bare digits
 * @returns {Person}
 */
export function personOf(id) {
	const [user = '', server = 'c.us'] = id.split('@');
	const name = known[`${user}@${server}`];
	if (server === 'g.us')
		return { name: name ?? 'Group', detail: name ? 'Group' : user, kind: 'group' };
	if (server === 'newsletter') return { name: name ?? 'Channel', detail: user, kind: 'channel' };
	if (server === 'lid') return { name: name ?? 'Hidden number', detail: '', kind: 'hidden' };
	const number = international(user);
	return { name: name ?? number, detail: name ? number : '', kind: 'person' };
}

/**
 * @param {string | { name?: string, organization?: string, phone?: string }} contact as a card carries it
 * @returns {Person}
 */
export function personOnCard(contact) {
	if (typeof contact === 'string') return personOf(contact);
	const { phone = '', organization = '' } = contact;
	const number = /^\d+$/.test(phone) ? international(phone) : phone;
	const name = contact.name || organization || number || 'Contact';
	const detail = [organization, number].filter((part) => part && part !== name).join(' · ');
	return { name, detail, kind: 'person' };
}

/** The letters of a name that fit into a circle. */
const initialsOf = (/** @type {string} */ name) =>
	name
		.split(/\s+/)
		.map((word) => /^\p{L}/u.exec(word)?.[0] ?? '')
		.slice(0, 2)
		.join('')
		.toUpperCase();

/** One of the colours of the style sheet, always the same for the same name. */
const colourOf = (/** @type {string} */ name) =>
	String([...name].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 997, 7) % 6);

/**
 * Draws somebody into a circle: initials, or the silhouette of a person, a group or a channel.
 *
 * @param {HTMLElement} circle
 * @param {Person} person
 */
export function drawAvatar(circle, { name, kind }) {
	const initials = kind === 'person' ? initialsOf(name) : '';
	circle.textContent = initials;
	circle.dataset.kind = initials ? 'initials' : kind;
	circle.dataset.colour = colourOf(name);
}
