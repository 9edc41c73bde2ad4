// @ts-check
'use strict';

const { contractOf, text, DIGITS, MESSAGE_ID, ONE_LINE } = require('../contract');

/** The server lets a card pass that has no `whatsappId`, and it shows no button. */
const fields = {
	required: ['fullName', 'phoneNumber', 'whatsappId'],
	properties: {
		fullName: ONE_LINE,
		organization: ONE_LINE,
		// Shown as it is given.
		phoneNumber: text(/^\+?\d[\d ()-]{6,}$/),
		whatsappId: DIGITS,
	},
	additionalProperties: false,
};

const ownCard = {
	properties: { vcard: { type: 'string', format: 'vcard' } },
	additionalProperties: false,
};

/** What the contract forbids; the real server lets much of it pass. */
const brokenRules = contractOf({
	type: 'object',
	required: ['session', 'chatId', 'contacts'],
	properties: {
		session: text(/^[\w-]{1,54}$/),
		chatId: text(/^(\d{7,15}@c\.us|\d+(-\d+)?@g\.us|\d+@lid|\d+@newsletter)$/),
		contacts: {
			type: 'array',
			items: { type: 'object', if: { required: ['vcard'] }, then: ownCard, else: fields },
			minItems: 1,
		},
		reply_to: MESSAGE_ID,
		id: text(/^[0-9A-F]{16,32}$/),
	},
	additionalProperties: false,
});

module.exports = { brokenRules };
