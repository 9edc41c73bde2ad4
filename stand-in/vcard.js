// @ts-check
'use strict';

/** @type {typeof import('ical.js').default} */
const ICAL = /** @type {any} */ (require('ical.js'));

/** @typedef {import('./types').Contact} Contact */

/**
 * Reads what a phone would show of a vCard.
 *
 * @param {string} vcard version 3.0
 * @returns {Exclude<Contact, string> | undefined} undefined if it is none; `phone` is the id that makes a card tappable,
 *   `waid`: without it, WhatsApp offers no chat
 */
function readVcard(vcard) {
	const card = parsed(vcard.trim());
	if (card?.name !== 'vcard' || card.getFirstPropertyValue('version') !== '3.0') return undefined;
	// Where a value has no parts, ical.js leaves a `;` escaped.
	const valueOf = (/** @type {string} */ name) =>
		String([card.getFirstPropertyValue(name)].flat()[0] ?? '').replace(/\\;/g, ';');
	const contact = {
		name: valueOf('fn'),
		organization: valueOf('org'),
		phone: card.getFirstProperty('tel')?.getFirstParameter('waid'),
		email: valueOf('email'),
		url: valueOf('url'),
	};
	return Object.fromEntries(Object.entries(contact).filter(([, value]) => value));
}

/** @param {string} vcard */
function parsed(vcard) {
	try {
		return new ICAL.Component(ICAL.parse(vcard));
	} catch {
		return undefined;
	}
}

module.exports = { readVcard };
