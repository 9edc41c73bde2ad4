// @ts-check
'use strict';

const { readVcard } = require('../vcard');

/** The fields each method documents, required ones marked with true; the recipient has two spellings. */
/** @type {Record<string, Record<string, boolean>>} */
const FIELDS = {
	sendContact: { phone: false, chatId: false, contactId: true, quotedMsgId: false },
	sendVCard: { phone: false, chatId: false, vcard: true },
};

/** A bare number of 16 digits or more is a group that lost its suffix. */
const PERSON = /^(\d{7,15}(@c\.us)?|\d+@lid)$/;
const MESSAGE_ID = /^(true|false)_[^_\s]+@[^_\s]+_\S+$/;

/** @param {unknown} value */
const isEmpty = (value) =>
	value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** @type {(value: unknown) => value is string} */
const isText = (value) => typeof value === 'string';

/**
 * @param {unknown} contactId
 * @returns {string[]} broken rules
 */
function brokenByContacts(contactId) {
	const ids = [contactId].flat();
	const persons = ids.filter(isText).map((id) => id.replace(/@c\.us$/, ''));
	return [
		...ids
			.filter((id) => !isText(id) || !PERSON.test(id))
			.map((id) => `contactId ${JSON.stringify(id)} is not the id of a person`),
		...persons
			.filter((person, index) => persons.indexOf(person) !== index)
			.map((person) => `contactId names ${person} twice`),
	];
}

/**
 * @param {string} method
 * @param {Record<string, unknown>} fields
 * @returns {string[]} broken rules about which fields there are
 */
function brokenByNames(method, fields) {
	const known = FIELDS[method] ?? {};
	return [
		...Object.keys(fields)
			.filter((name) => !Object.hasOwn(known, name))
			.map((name) => `${method} has no field ${name}`),
		...Object.keys(fields)
			.filter((name) => isEmpty(fields[name]))
			.map((name) => `${name} is empty`),
		...Object.keys(known)
			.filter((name) => known[name] && fields[name] === undefined)
			.map((name) => `${name} is missing`),
	];
}

/**
 * What the contract forbids and a real server might let pass, so that a test can see it. What a real
 * server is known to refuse (a wrong phone, a wrong chat id, no recipient) is not in it.
 *
 * @param {string} method `sendContact` or `sendVCard`
 * @param {unknown} body
 * @returns {string[]} a sentence for each broken rule
 */
function brokenRules(method, body) {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		return ['the body is neither a JSON object nor a form'];
	}
	const { phone, chatId, contactId, quotedMsgId, vcard } = /** @type {Record<string, unknown>} */ (
		body
	);
	const rules = brokenByNames(method, { ...body });
	if (phone !== undefined && chatId !== undefined) rules.push('both phone and chatId are given');
	if (phone !== undefined && !isText(phone) && typeof phone !== 'number')
		rules.push('phone is neither text nor a number');
	if (chatId !== undefined && !isText(chatId)) rules.push('chatId is not text');
	if (contactId !== undefined && !isEmpty(contactId)) rules.push(...brokenByContacts(contactId));
	if (quotedMsgId !== undefined && !(isText(quotedMsgId) && MESSAGE_ID.test(quotedMsgId)))
		rules.push('quotedMsgId is not a message id');
	if (vcard !== undefined && !(isText(vcard) && readVcard(vcard)))
		rules.push('vcard is not a vCard 3.0');
	return rules;
}

module.exports = { brokenRules };
