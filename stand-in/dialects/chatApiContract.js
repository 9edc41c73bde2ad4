// @ts-check
'use strict';

const { contractOf, text, MESSAGE_ID } = require('../contract');

/** What a wrong phone or chat is answered was captured: the contract asks only that there is something to answer. */
const RECIPIENT = {
	phone: { type: ['string', 'number'], minLength: 1 },
	chatId: { type: 'string', minLength: 1 },
};

/** A bare number of 16 digits or more is a group that lost its suffix. */
const PERSON = text(/^(\d{7,15}(@c\.us)?|\d+@lid)$/);

/**
 * @param {string} required
 * @param {Record<string, object>} properties
 */
const methodOf = (required, properties) =>
	contractOf({
		type: 'object',
		required: [required],
		properties: { ...RECIPIENT, ...properties },
		additionalProperties: false,
		not: { required: ['phone', 'chatId'] },
	});

const METHODS = {
	sendContact: methodOf('contactId', {
		contactId: {
			if: { type: 'array' },
			then: { type: 'array', items: PERSON, minItems: 1 },
			else: PERSON,
		},
		quotedMsgId: MESSAGE_ID,
	}),
	sendVCard: methodOf('vcard', { vcard: { type: 'string', format: 'vcard' } }),
};

/**
 * What the contract forbids and a real server might let pass.
 *
 * @param {string} method `sendContact` or `sendVCard`
 * @param {any} body
 * @returns {string[]} a sentence for each broken rule
 */
function brokenRules(method, body) {
	const broken = METHODS[/** @type {keyof typeof METHODS} */ (method)](body);
	if (broken.length > 0) return broken;
	const persons = [body.contactId].flat().map((id) => String(id).replace(/@c\.us$/, ''));
	return new Set(persons).size < persons.length ? ['contactId names somebody twice'] : [];
}

module.exports = { brokenRules };
