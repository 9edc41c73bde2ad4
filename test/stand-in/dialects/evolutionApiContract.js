// @ts-check
'use strict';

/** @param {RegExp} form */
const text = (form) => (/** @type {unknown} */ value) =>
	typeof value === 'string' && form.test(value);

const LONG_ENOUGH = text(/^[1-9]\d{9,14}$/);

/** @type {Record<string, (value: unknown) => boolean>} */
const CONTACT_FIELDS = {
	fullName: text(/\S/),
	wuid: LONG_ENOUGH,
	phoneNumber: LONG_ENOUGH,
	organization: text(/\S/),
};

/** Without `wuid` the server writes a broken one. */
const REQUIRED = ['fullName', 'wuid', 'phoneNumber'];

/** @param {any} contact */
const brokenByContact = (contact) => [
	...REQUIRED.filter((name) => contact?.[name] === undefined).map(
		(name) => `contact[0] requires property "${name}"`,
	),
	...Object.keys({ ...contact })
		.filter((name) => !CONTACT_FIELDS[name]?.(contact[name]))
		.map((name) => `contact has an unknown or wrong ${name}`),
];

/** @param {any[]} contacts */
const isUnique = (contacts) =>
	new Set(contacts.map((contact) => JSON.stringify(contact))).size === contacts.length;

/**
 * What the contract forbids; some of it the real server would let pass, or ignore.
 *
 * @param {unknown} body of sendContact
 * @returns {string[]} a sentence for each broken rule
 */
function brokenRules(body) {
	const { number, contact, ...others } = /** @type {Record<string, any>} */ ({
		.../** @type {any} */ (body),
	});
	const contacts = Array.isArray(contact) ? contact : [];
	return [
		...Object.keys(others).map((name) => `sendContact ignores ${name}`),
		...(text(/^([1-9]\d{6,14}|\d+(-\d+)?@g\.us|\d+@lid)$/)(number) ? [] : ['number is wrong']),
		...(contacts.length > 0 ? [] : ['contact is missing or empty']),
		...(isUnique(contacts) ? [] : ['contact contains duplicate item']),
		...contacts.flatMap(brokenByContact),
	];
}

module.exports = { brokenRules };
