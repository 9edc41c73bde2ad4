// @ts-check
'use strict';

const { contractOf, object, text, DIGITS, ONE_LINE } = require('../contract');
const { newKey } = require('../memory');
const { bearerOf, chatIdOf } = require('../request');
const { dialectOf, ok } = require('./dialect');

/** @typedef {import('../types').Answer} Answer */

/** @type {Record<import('../types').Session, string>} */
const STATES = {
	authenticated: 'CONNECTED',
	'got qr code': 'PENDING',
	init: 'DISCONNECTED',
};

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

/** @type {(status: number, code: number, message: string, more?: object) => Answer} */
const failure = (status, code, message, more) => ({
	status,
	body: { error: { message, type: 'OAuthException', code, ...more, fbtrace_id: 'AbCdEf' } },
});

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
	title: 'Meta Cloud API',
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

	refusal(asked, gateway) {
		const { method, parts } = asked;
		if (bearerOf(asked) !== gateway.token)
			return failure(401, 190, 'Invalid OAuth access token - Cannot parse access token');
		if (parts[0] === gateway.instance) return undefined;
		const told = `Unsupported ${method.toLowerCase()} request. Object with ID '${parts[0]}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`;
		return failure(400, 100, told, { type: 'GraphMethodException', error_subcode: 33 });
	},

	invalid: ([rule]) => failure(400, 100, '(#100) Invalid parameter', { error_data: rule }),

	answers: {
		send({ fields: { to, contacts, context } }, { session, deliver }) {
			if (session !== 'authenticated')
				return failure(400, 133010, '(#133010) Account not registered');
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

		status: (_, { instance: id, session }) => ok({ id, status: STATES[session] }),
	},
});

module.exports = { metaCloudApi };
