// @ts-check
'use strict';

const { readVcard } = require('../vcard');

/** @typedef {Record<string, (value: any) => boolean>} Rules what is right, by the name of a field */

/** @param {RegExp} form */
const text = (form) => (/** @type {unknown} */ value) =>
	typeof value === 'string' && form.test(value);

/** No plus sign and no ending: digits. */
const DIGITS = text(/^[1-9]\d{6,14}$/);

/** @type {Rules} */
const FIELDS = {
	session: text(/^[\w-]{1,54}$/),
	chatId: text(/^(\d{7,15}@c\.us|\d+(-\d+)?@g\.us|\d+@lid|\d+@newsletter)$/),
	contacts: (contacts) => Array.isArray(contacts) && contacts.length > 0,
	reply_to: text(/^(true|false)_[^_\s]+@[^_\s]+_\S+$/),
	id: text(/^[0-9A-F]{16,32}$/),
};

/** @type {Rules} */
const CARD_FIELDS = {
	fullName: text(/\S/),
	organization: text(/\S/),
	phoneNumber: DIGITS,
	whatsappId: DIGITS,
};

/** @type {Rules} */
const OWN_CARD = { vcard: (vcard) => readVcard(String(vcard)) !== undefined };

/**
 * @param {Record<string, unknown>} fields
 * @param {Rules} rules
 * @param {string[]} required
 * @returns {string[]} broken rules
 */
const brokenBy = (fields, rules, required) => [
	...required.filter((name) => fields[name] === undefined).map((name) => `${name} is missing`),
	...Object.keys(fields)
		.filter((name) => !rules[name]?.(fields[name]))
		.map((name) => `${name} is unknown or wrong`),
];

/** @param {any} contact */
function brokenByContact(contact) {
	const fields = { ...contact };
	const [rules, required] =
		fields.vcard === undefined
			? [CARD_FIELDS, ['fullName', 'phoneNumber', 'whatsappId']]
			: [OWN_CARD, []];
	return brokenBy(fields, rules, required).map((rule) => `in a contact, ${rule}`);
}

/**
 * What the contract forbids; the real server lets much of it pass. A card without `whatsappId` is let pass by
 * the server, and shows no button.
 *
 * @param {unknown} body of sendContactVcard
 * @returns {string[]} a sentence for each broken rule
 */
function brokenRules(body) {
	const fields = /** @type {Record<string, any>} */ ({ .../** @type {any} */ (body) });
	const broken = brokenBy(fields, FIELDS, ['session', 'chatId', 'contacts']);
	const contacts = Array.isArray(fields.contacts) ? fields.contacts : [];
	return [...broken, ...contacts.flatMap(brokenByContact)];
}

module.exports = { brokenRules };
