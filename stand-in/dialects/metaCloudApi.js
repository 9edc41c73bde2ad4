// @ts-check
'use strict';

const { contractOf, object, text, DIGITS, ONE_LINE } = require('../contract');
const { newKey } = require('../memory');
const { bearerOf, chatIdOf } = require('../request');
const { dialectOf, ok } = require('./dialect');

/** @param {object} items */
const listOf = (items) => ({ type: 'array', minItems: 1, items });

/**
 * What its reference of a contacts message allows, and `@kapso/whatsapp-cloud-api` sends. It lets a card pass that has no
 * `wa_id`, and invites to WhatsApp.
 */
const card = object(
	{
		name: object({ formatted_name: ONE_LINE, first_name: ONE_LINE }),
		phones: listOf(object({ phone: text(/^\+[1-9]\d{6,14}$/), wa_id: DIGITS })),
		org: object({ company: ONE_LINE }),
		emails: listOf(object({ email: ONE_LINE })),
		urls: listOf(object({ url: ONE_LINE })),
	},
	['name', 'phones'],
);

/** @type {(contact: Record<string, any>) => import('../types').Contact} */
const shownOf = ({ name, org, phones, emails, urls }) => ({
	name: name.formatted_name,
	organization: org?.company,
	phone: phones[0].wa_id,
	email: emails?.[0].email,
	url: urls?.[0].url,
});

/** Meta's WhatsApp Cloud API. What becomes of a message, it tells by webhook only. */
const metaCloudApi = dialectOf({
	name: 'metaCloudApi',
	routes: [
		['POST', /\/(\d+)\/messages$/, 'send'],
		['GET', /\/(\d+)$/, 'status'],
	],
	contracts: {
		messages: contractOf(
			object(
				{
					messaging_product: { const: 'whatsapp' },
					recipient_type: { const: 'individual' },
					to: DIGITS,
					type: { const: 'contacts' },
					contacts: { ...listOf(card), maxItems: 257 },
					context: object({ message_id: text(/^wamid\./) }),
				},
				['messaging_product', 'to', 'type', 'contacts'],
			),
		),
	},

	tokenOf: bearerOf,

	chatOf: ({ fields }) => chatIdOf(fields.to),

	answers: {
		send({ fields: { to, contacts, context } }, { deliver }) {
			const { id } = deliver({
				id: `wamid.${Buffer.from(newKey()).toString('base64')}`,
				chat: `${to}@c.us`,
				contacts: contacts.map(shownOf),
				quotedMessageId: context?.message_id,
			});
			return ok({
				messaging_product: 'whatsapp',
				contacts: [{ input: to, wa_id: to }],
				messages: [{ id, message_status: 'accepted' }],
			});
		},

		status: (_, { instance: id }) => ok({ id, status: 'CONNECTED' }),
	},
});

module.exports = { metaCloudApi };
