// @ts-check
import { drawAvatar, personOf, personOnCard } from './people.mjs';

/** @typedef {import('../types').Card} Card */

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/**
 * @param {string} id of a template whose only element is wanted
 * @returns {HTMLElement} a copy of it
 */
export function copyOf(id) {
	const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
	return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
}

/**
 * @param {ParentNode} parent
 * @param {string} selector of an element that is there
 * @returns {HTMLElement}
 */
export const part = (parent, selector) =>
	/** @type {HTMLElement} */ (parent.querySelector(selector));

/** @param {string} id of a chat */
export const linkTo = (id) => `#${encodeURIComponent(id)}`;

/**
 * @param {HTMLElement} element a <time>
 * @param {number} at milliseconds since 1970
 */
export function showTime(element, at) {
	element.textContent = CLOCK.format(at);
	element.setAttribute('datetime', new Date(at).toISOString());
}

/**
 * @param {Card} card
 * @returns {string} the card in one line
 */
export function summaryOf({ contacts }) {
	const [first = '', ...others] = contacts.map((contact) => personOnCard(contact).name);
	return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/**
 * Names the quoted message: its author is in its id, its text is not.
 *
 * @param {HTMLElement} strip
 * @param {string} id such as `false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F`
 */
function drawQuote(strip, id) {
	const [fromMe = '', chat = '', key = '', participant] = id.split('_');
	strip.hidden = false;
	part(strip, '.author').textContent =
		fromMe === 'true' ? 'You' : personOf(participant ?? chat).name;
	part(strip, '.text').textContent = `Message ${key}`;
}

/**
 * @param {import('../types').Contact} contact
 * @returns {HTMLElement}
 */
function drawContact(contact) {
	const row = copyOf('contact');
	const person = personOnCard(contact);
	drawAvatar(part(row, '.avatar'), person);
	part(row, '.name').textContent = person.name;
	part(row, '.detail').textContent = person.detail;
	const message = part(row, '.action');
	message.hidden = person.id === undefined;
	message.setAttribute('href', linkTo(person.id ?? ''));
	message.setAttribute('aria-label', `Message ${person.name}`);
	return row;
}

/**
 * @param {Card} card
 * @returns {HTMLElement} a bubble: the quoted message, the contacts, the time, what became of it
 */
export function drawCard(card) {
	const item = copyOf('message');
	item.id = card.id;
	item.dataset.state = card.queued ? 'queued' : card.state;
	if (card.quotedMessageId) drawQuote(part(item, '.quote'), card.quotedMessageId);
	part(item, '.contacts').append(...card.contacts.map(drawContact));
	part(item, '.count').textContent =
		card.contacts.length > 1 ? `${card.contacts.length} contacts` : '';
	showTime(part(item, '.time'), card.at);
	return item;
}
