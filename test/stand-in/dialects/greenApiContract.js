// @ts-check
'use strict';

/** @param {RegExp} form */
const text = (form) => (/** @type {unknown} */ value) =>
	typeof value === 'string' && form.test(value);

const NAMES = ['firstName', 'middleName', 'lastName', 'company'];

/** @type {Record<string, (value: any) => boolean>} */
const CONTACT_FIELDS = {
	phoneContact: (value) => Number.isInteger(value) && /^\d{11,12}$/.test(String(value)),
	...Object.fromEntries(NAMES.map((name) => [name, text(/\S/)])),
};

/** @type {Record<string, (value: any) => boolean>} */
const FIELDS = {
	chatId: text(/^(\d{7,15}@c\.us|\d+(-\d+)?@g\.us|\d+@lid)$/),
	contact: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
	quotedMessageId: text(/^[\w.:=+/-]+$/),
	typingTime: (value) => Number.isInteger(value) && value >= 1000 && value <= 20000,
};

/**
 * @param {Record<string, unknown>} fields
 * @param {typeof FIELDS} rules
 */
const brokenBy = (fields, rules) =>
	Object.keys(fields)
		.filter((name) => !rules[name]?.(fields[name]))
		.map((name) => `'${name}' is unknown or wrong`);

/**
 * What the contract forbids and the real server might let pass.
 *
 * @param {Record<string, any>} fields of sendContact
 * @returns {string[]} a sentence for each broken rule
 */
function brokenRules(fields) {
	const contact = { ...fields.contact };
	return [
		...(fields.contact === undefined ? ["'contact' is required"] : []),
		...brokenBy(fields, FIELDS),
		...(contact.phoneContact === undefined ? ["'phoneContact' is required"] : []),
		...(NAMES.some((name) => name in contact)
			? []
			: ["'contact' has neither a name nor a company"]),
		...brokenBy(contact, CONTACT_FIELDS),
	];
}

module.exports = { brokenRules };
