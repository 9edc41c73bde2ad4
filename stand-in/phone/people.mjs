// @ts-check
import { international } from './numbers.mjs';

/**
 * Who somebody is, as the page shows it.
 *
 * @typedef {object} Person
 * @property {string} [id] the chat with this one; none where a card has no number
 * @property {string} name the name, or what stands in its place
 * @property {string} detail the number or kind beneath it, a line each; empty if there is nothing to add
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
	const chat = `${user}@${server}`;
	const name = known[chat];
	if (server === 'g.us')
		return { id: chat, name: name ?? 'Group', detail: name ? 'Group' : user, kind: 'group' };
	if (server === 'newsletter')
		return { id: chat, name: name ?? 'Channel', detail: user, kind: 'channel' };
	if (server === 'lid')
		return { id: chat, name: name ?? 'Hidden number', detail: '', kind: 'hidden' };
	const number = international(user);
	return { id: chat, name: name ?? number, detail: name ? number : '', kind: 'person' };
}

/**
 * @param {import('../types').Contact} contact as a card carries it
 * @returns {Person}
 */
export function personOnCard(contact) {
	if (typeof contact === 'string') return personOf(contact);
	const { phone, organization, email, url } = contact;
	const number = phone && international(phone);
	const name = contact.name || organization || number || 'Contact';
	const unbroken = number?.replace(/ /g, '\u00a0');
	const line = [organization, name === number ? '' : unbroken]
		.filter((part) => part && part !== name)
		.join(' · ');
	const detail = [line, email, url].filter(Boolean).join('\n');
	return { id: phone && `${phone}@c.us`, name, detail, kind: 'person' };
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
