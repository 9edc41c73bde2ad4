// @ts-check
'use strict';

const { contractOf, text, MESSAGE_ID } = require('../contract');

/**
 * @param {string} name of the field with the contacts
 * @param {object} schema of that field
 */
const methodOf = (name, schema) =>
	contractOf({
		type: 'object',
		required: ['to', name],
		properties: {
			to: text(/^(\+[1-9]\d{6,14}|[1-9]\d{6,14}@c\.us|\d+(-\d+)?@g\.us)$/),
			msgId: MESSAGE_ID,
			referenceId: text(/^\S+$/),
			// It may stand in the body.
			token: text(/^\S+$/),
			[name]: schema,
		},
		additionalProperties: false,
	});

/**
 * What the contract forbids and the real server might let pass, by the method.
 *
 * @type {Record<string, (body: unknown) => string[]>}
 */
const brokenRules = {
	'messages/contact': methodOf('contact', {
		...text(/^[1-9]\d{6,14}@c\.us(,[1-9]\d{6,14}@c\.us)*$/),
		maxLength: 300,
		// Nobody twice.
		not: text(/(^|,)([^,]+),(.*,)?\2(,|$)/),
	}),
	'messages/vcard': methodOf('vcard', { type: 'string', maxLength: 4096, format: 'vcard' }),
};

module.exports = { brokenRules };
