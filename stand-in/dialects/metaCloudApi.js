// @ts-check
'use strict';

const { contractOf, text, DIGITS, ONE_LINE } = require('../contract');
const { newKey } = require('../memory');
const { fieldsOf } = require('../request');

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

/**
 * What its reference of a contacts message allows, and `@kapso/whatsapp-cloud-api` sends. It lets a card pass that has no
 * `wa_id`, and invites to WhatsApp.
 */
const brokenRules = contractOf({
	type: 'object',
	required: ['messaging_product', 'to', 'type', 'contacts'],
	properties: {
		messaging_product: { const: 'whatsapp' },
		recipient_type: { const: 'individual' },
		to: DIGITS,
		type: { const: 'contacts' },
		contacts: {
			type: 'array',
			minItems: 1,
			maxItems: 257,
			items: {
				type: 'object',
				required: ['name', 'phones'],
				properties: {
					name: {
						type: 'object',
						required: ['formatted_name', 'first_name'],
						properties: { formatted_name: ONE_LINE, first_name: ONE_LINE },
						additionalProperties: false,
					},
					org: { type: 'object', properties: { company: ONE_LINE }, additionalProperties: false },
					phones: {
						type: 'array',
						minItems: 1,
						items: {
							type: 'object',
							required: ['phone', 'wa_id'],
							properties: { phone: text(/^\+[1-9]\d{6,14}$/), wa_id: DIGITS },
							additionalProperties: false,
						},
					},
					emails: { type: 'array', items: { type: 'object', properties: { email: ONE_LINE } } },
					urls: { type: 'array', items: { type: 'object', properties: { url: ONE_LINE } } },
				},
				additionalProperties: false,
			},
		},
		context: {
			type: 'object',
			required: ['message_id'],
			properties: { message_id: text(/^wamid\./) },
			additionalProperties: false,
		},
	},
	additionalProperties: false,
});

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

	secretsOf: ({ headers }) => [(headers.authorization ?? '').replace(/^Bearer /, '')],

	chatOf({ body }) {
		const { to } = fieldsOf(body);
		return to === undefined ? undefined : `${to}@c.us`;
	},

	answer(request, gateway) {
		const { operation, method, path, headers, body } = request;
		if (headers.authorization !== `Bearer ${gateway.token}`)
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
