// @ts-check
'use strict';

const { contractOf, text, ONE_LINE } = require('../contract');

const NAMES = ['firstName', 'middleName', 'lastName', 'company'];

const contact = {
	type: 'object',
	required: ['phoneContact'],
	properties: {
		// 11 or 12 digits.
		phoneContact: { type: 'integer', minimum: 1e10, maximum: 1e12 - 1 },
		...Object.fromEntries(NAMES.map((name) => [name, ONE_LINE])),
	},
	additionalProperties: false,
	anyOf: NAMES.map((name) => ({ required: [name] })),
};

/** What the contract forbids and the real server might let pass. */
const brokenRules = contractOf({
	type: 'object',
	required: ['contact'],
	properties: {
		chatId: text(/^(\d{7,15}@c\.us|\d+(-\d+)?@g\.us|\d+@lid)$/),
		contact,
		quotedMessageId: text(/^[\w.:=+/-]+$/),
		typingTime: { type: 'integer', minimum: 1000, maximum: 20000 },
	},
	additionalProperties: false,
});

module.exports = { brokenRules };
