import { checkMessage, split } from '../../nodes/WhatsAppSendContact/gateways/checks';
import { readChats, readSession } from '../../nodes/WhatsAppSendContact/gateways/questions';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import type { ContactMessage } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { vCard } from '../../nodes/WhatsAppSendContact/message/vCard';
import { problemOf } from '../problem';
import { lacks, rejects } from './tables';

const { waha } = gateways;

const REFERENCE = '0123456789abcdef01234567';
const MESSAGE = '3EB00123456789ABCDEF01';
const QUOTED = 'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F';

const message = (change: Partial<ContactMessage> = {}): ContactMessage => ({
	recipient: { by: 'phone', kind: 'person', chatId: '79995253422@c.us' },
	contacts: [
		{ phone: '79001111111' },
		{ phone: '79002222222', name: 'Boris', organization: 'Acme' },
	],
	sendAs: 'contact',
	...change,
});
const request = (change: Partial<ContactMessage> = {}) =>
	waha.request(message(change), 'default', REFERENCE);

describe('the request', () => {
	test('has cards that the node writes, and a key that every try has in common', () => {
		const contacts = [
			{ phone: '79001111111' },
			{ phone: '79002222222', name: 'Ivanova, Anna', email: 'anna@example.org' },
		];
		expect(request({ contacts })).toEqual({
			method: 'POST',
			path: '/api/sendContactVcard',
			body: {
				session: 'default',
				chatId: '79995253422@c.us',
				contacts: [{ vcard: vCard(contacts[0]) }, { vcard: vCard(contacts[1]) }],
				id: MESSAGE,
			},
		});
		expect(request({ contacts, sendAs: 'vCard' })).toEqual(request({ contacts }));
	});

	test.each([
		['group', '120363028392831234@g.us'],
		['group', '17680561234-1479621234@g.us'],
		['lid', '123456789012345@lid'],
		['newsletter', '120363028392831234@newsletter'],
	] as const)('goes to a %s, and quotes', (kind, chatId) => {
		const { body } = request({
			recipient: { by: 'chatId', kind, chatId },
			quotedMessageId: QUOTED,
		});
		expect(body).toMatchObject({ chatId, reply_to: QUOTED });
	});

	test('quotes by the whole ID only: an engine that does not find it would send without the quote', () => {
		problemOf(() => checkMessage(waha, message({ quotedMessageId: '3EB0C767D097B7C7C030' })));
	});

	test('has our own cards, several in one message and with a quote', () => {
		const change = { sendAs: 'vCard', quotedMessageId: QUOTED } as const;
		expect(split(waha, message(change))).toHaveLength(1);
		expect(request(change).body).toMatchObject({
			contacts: [
				{ vcard: expect.stringContaining('waid=79001111111:+79001111111') },
				{ vcard: expect.stringContaining('FN:Boris') },
			],
			reply_to: QUOTED,
		});
	});

	test('has the key in a header', () => {
		const { headers } = waha.authorize({ method: 'GET', path: '/', headers: { a: 'b' } }, 's3cret');
		expect(headers).toEqual({ a: 'b', 'X-Api-Key': 's3cret' });
	});
});

/** `src/core/exceptions.ts` of WAHA, but for the fault of an engine, which a user reported. */
const FORBIDDEN = { message: 'Forbidden resource', error: 'Forbidden', statusCode: 403 };
const ONLY_DEFAULT = {
	message: "WAHA Core support only 'default' session. You tried to access 'other' session",
	error: 'Unprocessable Entity',
	statusCode: 422,
};
const NOT_IMPLEMENTED = {
	message: 'The method is not implemented by the engine.',
	error: 'Unprocessable Entity',
	statusCode: 422,
};
const NOT_OF_WPP = {
	message: "The method is not implemented by 'WPP' engine. Check the docs and try another engine",
	error: 'Not Implemented',
	statusCode: 501,
};
const ENGINE_FAULT = {
	statusCode: 500,
	exception: { message: '2 UNKNOWN: server returned error 463', code: 2 },
	request: { path: '/api/sendContactVcard', method: 'POST', body: {}, query: {} },
	version: { version: '2026.5.1', engine: 'GOWS' },
};

describe('the answer', () => {
	const reply = (status: number, body: unknown) => readReply(waha, { status, body });
	const GOWS = { id: `true_79995253422@c.us_${MESSAGE}`, _data: { Info: {} } };
	const STATE = {
		error: 'Session status is not as expected. Try again later or restart the session',
		session: 'default',
		status: 'SCAN_QR_CODE',
		expected: ['WORKING'],
	};

	test.each([
		['GOWS', GOWS, GOWS.id],
		[
			'WEBJS',
			{ id: { fromMe: true, _serialized: 'true_79995253422@c.us_3EB091474C1CE5341E8F3F' } },
			'true_79995253422@c.us_3EB091474C1CE5341E8F3F',
		],
		[
			'NOWEB',
			{
				key: {
					remoteJid: '79995253422@s.whatsapp.net',
					fromMe: true,
					id: '3EB08A6895830F110A5E4D',
				},
				status: 'PENDING',
			},
			'true_79995253422@c.us_3EB08A6895830F110A5E4D',
		],
		[
			'NOWEB in a group',
			{
				key: {
					remoteJid: '120363028392831234@g.us',
					fromMe: true,
					id: '3EB0',
					participant: '79001111111:12@s.whatsapp.net',
				},
			},
			'true_120363028392831234@g.us_3EB0_79001111111@c.us',
		],
		['an engine that gives no ID', { _data: {} }, null],
		['an engine that gives nothing', '', null],
		['an engine that gives null', null, null],
		[
			'NOWEB, by somebody else',
			{ key: { remoteJid: '79995253422@s.whatsapp.net', fromMe: false, id: '3EB0' } },
			'false_79995253422@c.us_3EB0',
		],
		['a key without an ID', { key: { remoteJid: '79995253422@s.whatsapp.net' } }, null],
		['an ID of another kind', { id: {}, _data: {} }, null],
		['a key without a chat', { key: { id: '3EB0' } }, null],
	])('of %s is sent', (_engine, body, id) => {
		expect(reply(201, body)).toEqual({ accepted: true, status: 'sent', id, message: 'Sent' });
	});

	test('with HTTP 200 is sent if it has an ID', () => {
		expect(reply(200, GOWS).accepted).toBe(true);
	});

	rejects(waha, [
		[
			'seen',
			401,
			{ message: 'Unauthorized', statusCode: 401 },
			'notSent',
			'unauthorized',
			'Unauthorized',
		],
		['source', 403, FORBIDDEN, 'notSent', 'unauthorized', 'Forbidden resource'],
		[
			'seen',
			404,
			{ message: "We didn't find a session" },
			'notSent',
			'instanceNotFound',
			'find a session',
		],
		['seen', 422, STATE, 'notSent', 'notConnected', 'restart the session (SCAN_QR_CODE)'],
		['source', 422, { ...STATE, status: 'FAILED' }, 'notSent', 'notConnected', '(FAILED)'],
		['source', 422, ONLY_DEFAULT, 'notSent', 'instanceNotFound', "only 'default' session"],
		['source', 422, NOT_IMPLEMENTED, 'notSent', 'refused', 'not implemented by the engine'],
		['source', 501, NOT_OF_WPP, 'notSent', 'refused', "not implemented by 'WPP' engine"],
		[
			'document',
			400,
			{ message: ['chatId must be a string'] },
			'notSent',
			'refused',
			'chatId must be a string',
		],
		['HTTP', 429, '', 'notSent', 'rateLimited', ''],
		['seen', 500, ENGINE_FAULT, 'unknown', 'serverError', '2 UNKNOWN: server returned error 463'],
		[
			'document',
			500,
			{ statusCode: 500, error: 'Evaluation failed' },
			'unknown',
			'serverError',
			'Evaluation',
		],
		[
			'HTTP',
			502,
			'<html><title>Bad Gateway</title></html>',
			'unknown',
			'serverError',
			'"Bad Gateway"',
		],
		['made up', 500, GOWS, 'unknown', 'serverError', GOWS.id],
		['made up', 422, GOWS, 'unknown', 'unreadableReply', GOWS.id],
		['made up', 501, GOWS, 'unknown', 'unreadableReply', GOWS.id],
		['made up', 403, { id: { _serialized: GOWS.id } }, 'unknown', 'unreadableReply', GOWS.id],
		['made up', 429, { key: { id: '3EB0' } }, 'unknown', 'unreadableReply', '3EB0'],
		['made up', 201, { status: 'error' }, 'unknown', 'unreadableReply', 'error'],
		['made up', 201, { ...GOWS, status: 'error' }, 'unknown', 'unreadableReply', 'error'],
		['made up', 201, { _data: {}, status: 'FAILED' }, 'unknown', 'unreadableReply', 'FAILED'],
		['made up', 201, { ...GOWS, error: 'but' }, 'unknown', 'unreadableReply', 'but'],
		['made up', 201, {}, 'unknown', 'unreadableReply', ''],
		['HTTP', 201, '<!doctype html><title>Hi</title>', 'unknown', 'unreadableReply', 'titled "Hi"'],
		['HTTP', 201, '{"id":"true_7', 'unknown', 'unreadableReply', '{"id":"true_7'],
		['made up', 201, [GOWS], 'unknown', 'unreadableReply', GOWS.id],
		['HTTP', 200, '', 'unknown', 'unreadableReply', ''],
		['made up', 200, { _data: {} }, 'unknown', 'unreadableReply', ''],
		['made up', 200, JSON.parse('{"__proto__":{"id":"x"}}'), 'unknown', 'unreadableReply', 'x'],
	]);

	test('a refusal without a state is not gatewayMessage to have one', () => {
		const { gatewayMessage } = reply(422, { ...STATE, status: undefined }) as {
			gatewayMessage: string;
		};
		expect(gatewayMessage).toBe(STATE.error);
	});

	test('a fault does not repeat the request in its words', () => {
		const { gatewayMessage } = reply(500, ENGINE_FAULT) as { gatewayMessage: string };
		expect(gatewayMessage).not.toContain('sendContactVcard');
	});
});

describe('the session', () => {
	const state = (status: number, body: unknown) => readSession(waha, { status, body });

	test('is ready', () => {
		expect(state(200, { name: 'default', status: 'WORKING' })).toBeUndefined();
	});

	lacks(waha, [
		['document', 200, { status: 'SCAN_QR_CODE' }, 'scan the QR code'],
		['document', 200, { status: 'STARTING' }, 'still starting'],
		['document', 200, { status: 'STOPPED' }, 'is stopped'],
		['document', 200, { status: 'FAILED' }, 'has failed'],
		['source', 200, { status: 'PASSKEY_REQUIRED' }, 'passkey'],
		['source', 200, { status: 'PASSKEY_CONFIRMATION_REQUIRED' }, 'confirm its passkey'],
		['made up', 200, { status: 'SLEEPING' }, 'reports "SLEEPING"'],
		['made up', 200, { status: 'toString' }, 'reports "toString"'],
		['seen', 401, { message: 'Unauthorized', statusCode: 401 }, 'The gateway said: Unauthorized'],
		['seen', 404, { message: 'Session not found' }, 'does not know this instance'],
		['source', 422, ONLY_DEFAULT, "only 'default' session"],
		['HTTP', 200, '<!doctype html><title>Welcome</title>', 'not a gateway'],
		['made up', 200, {}, 'no session state'],
		['seen', 500, ENGINE_FAULT, 'server returned error 463'],
	]);
});

describe('what is looked up', () => {
	test.each([
		[
			{ numberExists: true, chatId: '79995253422@c.us' },
			{ exists: true, chatId: '79995253422@c.us' },
		],
		[
			{ numberExists: true, chatId: '553188887777@c.us' },
			{ exists: true, chatId: '553188887777@c.us' },
		],
		[
			{ numberExists: true, chatId: '553188887777@s.whatsapp.net' },
			{ exists: true, chatId: '553188887777@c.us' },
		],
		[{ numberExists: true, chatId: '123456789012345@lid' }, { exists: true }],
		[{ numberExists: true, chatId: '120363028392831234@g.us' }, { exists: true }],
		[{ numberExists: true, chatId: 'x79995253422@c.us' }, { exists: true }],
		[{ numberExists: true, chatId: {} }, { exists: true }],
		[{ numberExists: true }, { exists: true }],
		[{ numberExists: false, chatId: '79995253422@c.us' }, { exists: false }],
		[{ numberExists: false }, { exists: false }],
		[{ numberExists: 'yes' }, undefined],
		[{ error: 'Session status is not as expected' }, undefined],
		['', undefined],
	])('a number: %j is %s', (body, expected) => {
		expect(waha.check?.('79995253422', 'default')?.read({ status: 200, body })).toEqual(expected);
	});

	test('the chats, as each engine lists them', () => {
		const body = [
			{ id: '79995253422@c.us', name: 'Maria' },
			{ id: { _serialized: '120363028392831234@g.us' }, name: 'Club' },
			{ id: '79001111111@s.whatsapp.net', name: null },
			{ id: 'status@broadcast' },
			{ name: 'without an ID' },
			null,
		];
		expect(readChats(waha, body)).toEqual([
			{ id: '79995253422@c.us', name: 'Maria', isGroup: false },
			{ id: '120363028392831234@g.us', name: 'Club', isGroup: true },
			{ id: '79001111111@c.us', name: '79001111111@c.us', isGroup: false },
		]);
		expect(readChats(waha, { error: 'no' })).toBeUndefined();
	});

	describe('a lost message', () => {
		const ours = { id: `true_79995253422@c.us_${MESSAGE}`, ack: 1 };
		const question = () => waha.findSent?.(message(), 'default', REFERENCE);
		const read = (body: unknown, status = 200) => question()?.read({ status, body });

		test('is asked for among the last of its chat', () => {
			expect(question()?.request).toEqual({
				method: 'GET',
				path: '/api/default/chats/79995253422%40c.us/messages',
				query: { limit: '100', downloadMedia: 'false' },
			});
		});

		test.each([
			[[{ id: 'true_79995253422@c.us_OTHER' }, ours], ours.id],
			[[{ id: `${ours.id}_79001111111@c.us` }], `${ours.id}_79001111111@c.us`],
			[[{ id: { _serialized: ours.id } }], ours.id],
			[[{ id: `true_123456789012345@lid_${MESSAGE}` }], `true_123456789012345@lid_${MESSAGE}`],
		])('is found in %j', (body, id) => {
			expect(read(body)).toMatchObject({ accepted: true, status: 'sent', id });
		});

		test('and says so', () => {
			expect(read([ours])).toMatchObject({ message: expect.stringContaining('by its ID') });
		});

		test.each([
			[[]],
			[[{}, null]],
			[[{ id: 'true_79995253422@c.us_OTHER' }]],
			[[{ id: `${ours.id}0` }]],
			[[{ id: `un${ours.id}` }]],
			[[{ id: `false_79995253422@c.us_${MESSAGE}` }]],
			[[{ ...ours, ack: -1 }]],
			[{ error: 'no' }],
			[''],
		])('in %j tells nothing: it may still be on its way', (body) => {
			expect(read(body)).toBeUndefined();
		});

		test('is not looked for in an error', () => {
			expect(read([ours], 500)).toBeUndefined();
		});
	});
});
