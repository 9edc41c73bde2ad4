import Ajv from 'ajv';
import fc from 'fast-check';

import { checkMessage, split } from '../../nodes/WhatsAppSendContact/gateways/checks';
import { readChats, readSession } from '../../nodes/WhatsAppSendContact/gateways/questions';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import type { GatewayRequest } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import { gatewayOf, gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import type { Accepted } from '../../nodes/WhatsAppSendContact/outcome';
import {
	type MessageRules,
	readContactMessage,
} from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { anyForm } from '../message/anyForm';
import chatApiContract from './contracts/chatApi.schema.json';
import evolutionApiContract from './contracts/evolutionApi.schema.json';
import greenApiContract from './contracts/greenApi.schema.json';
import ultraMsgContract from './contracts/ultraMsg.schema.json';
import wahaContract from './contracts/waha.schema.json';

const { greenApi, ultraMsg } = gateways;
const REFERENCE = '0123456789abcdef01234567';

interface Every {
	name: string;
	/** As the credential's reader hands it on. */
	instance: string;
	contract: object;
	/** The part of a request that the contract describes. */
	described: (request: GatewayRequest) => unknown;
	/** The forms whose requests the contract describes. */
	forms: Array<MessageRules['sendAs']>;
	session: GatewayRequest;
	check: GatewayRequest;
	chats: GatewayRequest;
	/** What an answer must hold to count as sent. */
	isYes: (body: unknown, result: Accepted, status: number) => boolean;
}

const hasId = (_body: unknown, { id }: Accepted): boolean => Boolean(id);
const saysSent = (body: unknown): boolean =>
	[true, 'true', 1, '1', 'queued'].includes((body as { sent: never }).sent);

const EVERY: Every[] = [
	{
		name: 'chatApi',
		instance: '1150',
		contract: chatApiContract,
		described: ({ body }) => body,
		forms: ['contact'],
		session: { method: 'GET', path: '/instance1150/status', query: { no_wakeup: 'true' } },
		check: { method: 'GET', path: '/instance1150/checkPhone', query: { phone: '79995253422' } },
		chats: { method: 'GET', path: '/instance1150/dialogs' },
		isYes: saysSent,
	},
	{
		name: 'ultraMsg',
		instance: 'instance1150',
		contract: ultraMsgContract,
		described: (request) => ultraMsg.authorize(request, 's3cr3t'),
		forms: ['contact', 'vCard'],
		session: { method: 'GET', path: '/instance1150/instance/status' },
		check: {
			method: 'GET',
			path: '/instance1150/contacts/check',
			query: { chatId: '79995253422@c.us' },
		},
		chats: { method: 'GET', path: '/instance1150/chats' },
		isYes: saysSent,
	},
	{
		name: 'greenApi',
		instance: '1150',
		contract: greenApiContract,
		described: (request) => greenApi.authorize(request, 's3cr3t'),
		forms: ['contact', 'vCard'],
		session: { method: 'GET', path: '/waInstance1150/getStateInstance' },
		check: {
			method: 'POST',
			path: '/waInstance1150/checkWhatsapp',
			body: { phoneNumber: 79995253422 },
		},
		chats: { method: 'GET', path: '/waInstance1150/getChats' },
		isYes: hasId,
	},
	{
		name: 'waha',
		instance: 'default',
		contract: wahaContract,
		described: (request) => request,
		forms: ['contact', 'vCard'],
		session: { method: 'GET', path: '/api/sessions/default' },
		check: {
			method: 'GET',
			path: '/api/contacts/check-exists',
			query: { phone: '79995253422', session: 'default' },
		},
		chats: { method: 'GET', path: '/api/default/chats' },
		isYes: (_body, { id }, status) => id !== null || status === 201,
	},
	{
		name: 'evolutionApi',
		instance: 'shop',
		contract: evolutionApiContract,
		described: (request) => request,
		forms: ['contact', 'vCard'],
		session: { method: 'GET', path: '/instance/connectionState/shop' },
		check: {
			method: 'POST',
			path: '/chat/whatsappNumbers/shop',
			body: { numbers: ['79995253422'] },
		},
		chats: { method: 'POST', path: '/chat/findChats/shop', body: {} },
		isYes: hasId,
	},
];

const anyStatus = fc.oneof(
	fc.integer({ min: 0, max: 999 }),
	fc.constantFrom(200, 201, 400, 401, 402, 403, 404, 408, 409, 422, 429, 466, 499, 500, 501, 503),
);
const anyFields = fc.oneof(
	fc.dictionary(fc.string(), fc.anything()),
	fc.record(
		{
			sent: fc.constantFrom(false, 'false', 0),
			error: fc.constantFrom('Wrong token', 'Instance not found', { to: 'is required' }),
			message: fc.constantFrom('Connection Closed', 'not authorized', ['[object Object]']),
			response: fc.constantFrom({ message: 'Connection Closed' }, { message: [{ exists: false }] }),
			status: fc.constantFrom(400, 500, 'error', 'SCAN_QR_CODE', false),
			expected: fc.constant(['WORKING']),
		},
		{ requiredKeys: [] },
	),
);
const anyId = fc.oneof(fc.string({ minLength: 1 }), fc.integer());
const anyMessage = fc.oneof(
	fc.record({ id: anyId }),
	fc.record({ idMessage: anyId }),
	fc.record({ id: fc.record({ _serialized: anyId }) }),
	fc.record({ key: fc.record({ id: anyId }) }),
	fc.record({ data: fc.record({ id: anyId }) }),
	fc.record({ sent: fc.constantFrom(true, 'true', 1, '1', 'queued') }),
);
/** Answers after which the message may have left, whatever else they say. */
const anyDoubtful = fc.oneof(
	fc.record({
		status: anyStatus,
		body: fc
			.tuple(anyFields, anyMessage, fc.boolean())
			.map(([fields, message, listed]) =>
				listed ? [{ ...fields, ...message }] : { ...fields, ...message },
			),
	}),
	fc.record({
		status: fc.integer({ min: 200, max: 299 }),
		body: fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.anything())),
	}),
	fc.record({
		status: fc.oneof(
			fc.integer({ min: 0, max: 199 }),
			fc.integer({ min: 600, max: 999 }),
			fc.constantFrom(302, 303, 408, 409, 460, 499, 500, 502, 503, 504),
		),
		body: fc.string(),
	}),
);

describe.each(EVERY)('$name', (every) => {
	const { name, instance, contract, described, forms, isYes, ...asked } = every;
	const gateway = gatewayOf(name);
	const conforms = new Ajv().compile(contract);
	const anyRules = fc.record<MessageRules>({
		leadingEight: fc.constantFrom('refuse', 'replace'),
		sendAs: fc.constantFrom(...forms),
	});

	test('its request is never one that its contract forbids, whatever the form holds', () => {
		fc.assert(
			fc.property(anyForm, anyRules, (form, rules) => {
				try {
					for (const each of split(gateway, readContactMessage(form, rules))) {
						checkMessage(gateway, each);
						conforms(described(gateway.request(each, instance, REFERENCE)));
						expect(conforms.errors).toBeNull();
					}
				} catch (error) {
					expect(error).toBeInstanceOf(InvalidInput);
				}
			}),
			{ numRuns: 3_000 },
		);
	});

	test('is asked for the session, a number, and the chats', () => {
		expect({
			session: gateway.session.request(instance),
			check: gateway.check?.('79995253422', instance)?.request,
			chats: gateway.chats(instance),
		}).toEqual(asked);
	});

	test('no answer whatsoever crashes it, or counts as sent without a clear yes', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 999 }), fc.anything(), (status, body) => {
				const result = readReply(gateway, { status, body });
				if (!result.accepted) return;
				expect(Math.floor(status / 100)).toBe(2);
				expect(isYes(body, result, status)).toBe(true);
			}),
			{ numRuns: 2_000 },
		);
	});

	test('what has an ID, a yes or nothing readable is never taken for not sent', () => {
		fc.assert(
			fc.property(anyDoubtful, (answer) => {
				const result = readReply(gateway, answer);
				expect(result.accepted || result.certainty).not.toBe('notSent');
			}),
			{ numRuns: 10_000 },
		);
	});

	test('no answer whatsoever to a question crashes it', () => {
		const form = {
			recipient: '79995253422',
			contacts: [{ id: '79001111111' }],
			quotedMessageId: '',
		};
		const message = readContactMessage(form, { leadingEight: 'refuse', sendAs: 'contact' });
		const questions = [
			gateway.check?.('79995253422', instance),
			gateway.findSent?.(message, instance, REFERENCE),
		];
		fc.assert(
			fc.property(fc.integer({ min: 100, max: 599 }), fc.anything(), (status, body) => {
				for (const question of questions) question?.read({ status, body });
				readSession(gateway, { status, body });
				readChats(gateway, body);
			}),
			{ numRuns: 500 },
		);
	});
});
