// @ts-check
'use strict';

const { contractOf, object, text, DIGITS, ONE_LINE } = require('../contract');
const { newKey } = require('../memory');
const { bearerOf, chatIdOf, fieldsOf } = require('../request');

/** @typedef {import('../types').Answer} Answer */

const MESSAGES = /\/(\d+)\/messages$/;
const NUMBER = /\/(\d+)$/;

/** @type {Record<import('../types').Session, string>} */
const STATES = {
	authenticated: 'CONNECTED',
	'got qr code': 'PENDING',
	loading: 'PENDING',
	init: 'DISCONNECTED',
	not_paid: 'CONNECTED',
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

const brokenRules = contractOf(
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
);

/** @type {(status: number, code: number, message: string, more?: object) => Answer} */
const failure = (status, code, message, more) => ({
	status,
	body: { error: { message, type: 'OAuthException', code, ...more, fbtrace_id: 'AbCdEf' } },
});

/** @type {(contact: Record<string, any>) => import('../types').Contact} */
const shownOf = ({ name, org, phones, emails, urls }) => ({
	name: name.formatted_name,
	...(org && { organization: org.company }),
	phone: phones[0].wa_id,
	...(emails && { email: emails[0].email }),
	...(urls && { url: urls[0].url }),
});

/** @type {(body: unknown, gateway: import('../types').Gateway) => Answer} */
function send(body, gateway) {
	const broken = brokenRules(body);
	for (const rule of broken) gateway.violation(`Meta Cloud API: ${rule}`);
	if (broken[0]) return failure(400, 100, '(#100) Invalid parameter', { error_data: broken[0] });
	if (gateway.session === 'not_paid') return failure(400, 131042, '(#131042) Payment issue');
	if (gateway.session !== 'authenticated')
		return failure(400, 133010, '(#133010) Account not registered');
	const { to, contacts, context } = fieldsOf(body);
	const { id } = gateway.deliver({
		id: `wamid.${Buffer.from(newKey()).toString('base64')}`,
		chat: `${to}@c.us`,
		contacts: contacts.map(shownOf),
		...(context && { quotedMessageId: context.message_id }),
	});
	return {
		status: 200,
		body: {
			messaging_product: 'whatsapp',
			contacts: [{ input: to, wa_id: to }],
			messages: [{ id, message_status: 'accepted' }],
		},
	};
}

/**
 * Meta's WhatsApp Cloud API. What becomes of a message, it tells by webhook only.
 *
 * @type {import('../types').Dialect}
 */
const metaCloudApi = {
	name: 'metaCloudApi',

	match({ method, path, query }) {
		if (method === 'POST') return MESSAGES.test(path) ? 'send' : undefined;
		return NUMBER.test(path) && query.fields !== undefined ? 'status' : undefined;
	},

	secretsOf: (request) => [bearerOf(request)],

	chatOf: ({ body }) => chatIdOf(fieldsOf(body).to),

	answer(request, gateway) {
		const { operation, method, path, body } = request;
		if (bearerOf(request) !== gateway.token)
			return failure(401, 190, 'Invalid OAuth access token - Cannot parse access token');
		const id = (operation === 'send' ? MESSAGES : NUMBER).exec(path)?.[1];
		if (id !== gateway.instance) {
			const told = `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`;
			return failure(400, 100, told, { type: 'GraphMethodException', error_subcode: 33 });
		}
		if (operation === 'send') return send(body, gateway);
		return { status: 200, body: { id, status: STATES[gateway.session] } };
	},
};

module.exports = { metaCloudApi, brokenRules };
