// @ts-check
'use strict';

const { contractOf, text, ONE_LINE } = require('../contract');

const contact = {
	type: 'object',
	// The server does without `wuid`, and then writes a card that can't be tapped.
	required: ['fullName', 'wuid', 'phoneNumber'],
	properties: {
		fullName: ONE_LINE,
		wuid: text(/^[1-9]\d{9,14}$/),
		// Shown as it is given.
		phoneNumber: text(/^\+?\d[\d ()-]{9,}$/),
		organization: ONE_LINE,
		email: ONE_LINE,
		url: ONE_LINE,
	},
	additionalProperties: false,
};

/** What the contract forbids; some of it the real server would let pass, or ignore, as it does `quoted`. */
const brokenRules = contractOf({
	type: 'object',
	required: ['number', 'contact'],
	properties: {
		number: text(/^([1-9]\d{6,14}|\d+(-\d+)?@g\.us|\d+@lid)$/),
		contact: { type: 'array', items: contact, minItems: 1, uniqueItems: true },
	},
	additionalProperties: false,
});

module.exports = { brokenRules };
