// @ts-check
'use strict';

const { readVcard } = require('../vcard');

/** @param {RegExp} form */
const text = (form) => (/** @type {unknown} */ value) =>
	typeof value === 'string' && form.test(value);

const PERSON = /^[1-9]\d{6,14}@c\.us$/;

/** @param {unknown} value */
function isContactList(value) {
	if (typeof value !== 'string' || value.length > 300) return false;
	const ids = value.split(',');
	return ids.every((id) => PERSON.test(id)) && new Set(ids).size === ids.length;
}

/** What is right in every message; the token may stand in the body. */
/** @type {Record<string, (value: unknown) => boolean>} */
const SHARED = {
	to: text(/^(\+[1-9]\d{6,14}|[1-9]\d{6,14}@c\.us|\d+(-\d+)?@g\.us)$/),
	msgId: text(/^(true|false)_[^_\s]+@[^_\s]+_\S+$/),
	referenceId: text(/^\S+$/),
	token: text(/^\S+$/),
};

/** @type {Record<string, Record<string, (value: unknown) => boolean>>} */
const FIELDS = {
	'messages/contact': { ...SHARED, contact: isContactList },
	'messages/vcard': {
		...SHARED,
		vcard: (value) =>
			typeof value === 'string' && value.length <= 4096 && readVcard(value) !== undefined,
	},
};

/**
 * What the contract forbids and the real server might let pass.
 *
 * @param {string} method
 * @param {Record<string, unknown>} fields
 * @returns {string[]} a sentence for each broken rule
 */
function brokenRules(method, fields) {
	const rules = FIELDS[method] ?? {};
	return Object.keys(fields)
		.filter((name) => !rules[name]?.(fields[name]))
		.map((name) => `${name} is unknown or wrong`);
}

module.exports = { brokenRules };
