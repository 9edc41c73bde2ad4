import { checkMessage, split } from '../../nodes/WhatsAppSendContact/gateways/checks';
import { readChats, readSession } from '../../nodes/WhatsAppSendContact/gateways/questions';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import type { ContactMessage } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { problemOf } from '../problem';
import { lacks, rejects } from './tables';

const { chatApi } = gateways;

const message = (change: Partial<ContactMessage> = {}): ContactMessage => ({
	recipient: { by: 'phone', kind: 'person', chatId: '79995253422@c.us' },
	contacts: [{ phone: '79001111111' }, { phone: '79002222222', name: 'Boris' }],
	sendAs: 'contact',
	...change,
});

describe('the request', () => {
	test('goes to a phone', () => {
		expect(split(chatApi, message())).toEqual([message()]);
		expect(chatApi.request(message(), '1150', '')).toEqual({
			method: 'POST',
			path: '/instance1150/sendContact',
			body: { phone: '79995253422', contactId: ['79001111111@c.us', '79002222222@c.us'] },
		});
	});

	test('goes to a chat, and quotes', () => {
		const request = chatApi.request(
			message({
				recipient: { by: 'chatId', kind: 'group', chatId: '17680561234-1479621234@g.us' },
				quotedMessageId: 'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F',
			}),
			'1150',
			'',
		);
		expect(request.body).toEqual({
			chatId: '17680561234-1479621234@g.us',
			contactId: ['79001111111@c.us', '79002222222@c.us'],
			quotedMsgId: 'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F',
		});
	});

	test.each([
		['12345678', 'has 8 digits, and Chat API takes 9 to 14'],
		['123456789012345', 'has 15 digits, and Chat API takes 9 to 14'],
	])('the phone %s is refused before it is sent: %s', (phone, reason) => {
		const recipient = { by: 'phone', kind: 'person', chatId: `${phone}@c.us` } as const;
		const { message: sentence } = problemOf(() => checkMessage(chatApi, message({ recipient })));
		expect(sentence).toContain(reason);
		const byId = chatApi.request(
			message({ recipient: { ...recipient, by: 'chatId' } }),
			'1150',
			'',
		);
		expect(byId.body).toMatchObject({ chatId: `${phone}@c.us` });
	});

	test.each(['BAE58DA6CBC941BC', '3964', 'maybe_17472822486@c.us_DF38', 'false_17472822486_DF38'])(
		'%s is not a message of this gateway',
		(quotedMessageId) => {
			problemOf(() => checkMessage(chatApi, message({ quotedMessageId })));
		},
	);

	test('a message of a group has its author at the end of its ID', () => {
		const quotedMessageId = 'false_17680561234-1479621234@g.us_3EB0C767D097B7_79995253422@c.us';
		expect(chatApi.request(message({ quotedMessageId }), '1', '').body).toMatchObject({
			quotedMsgId: quotedMessageId,
		});
	});

	test('a vCard is a message for each contact, and can’t quote', () => {
		const cards = split(chatApi, message({ sendAs: 'vCard' }));
		expect(cards.map(({ contacts }) => contacts.length)).toEqual([1, 1]);
		expect(chatApi.request(cards[1], '1150', '')).toEqual({
			method: 'POST',
			path: '/instance1150/sendVCard',
			body: {
				phone: '79995253422',
				vcard: expect.stringContaining('TEL;TYPE=CELL;waid=79002222222:+79002222222'),
			},
		});
		const quoting = { ...cards[0], quotedMessageId: 'true_1@c.us_A' };
		expect(problemOf(() => checkMessage(chatApi, quoting))).toMatchObject({
			message: "Chat API can't quote a message with a vCard",
			remedy: expect.stringContaining("set the option 'Send As' to 'Contact'"),
		});
	});

	test('the token goes into the query, beside what is there', () => {
		const request = { method: 'GET', path: '/x', query: { a: 'b' } } as const;
		expect(chatApi.authorize(request, 's3cret').query).toEqual({ a: 'b', token: 's3cret' });
	});
});

describe('the answer', () => {
	const SENT = {
		sent: true,
		message: 'Sent to 5548999290820@c.us',
		id: 'true_554899290820@c.us_3EB0957AD66BAFF57D1D',
		queueNumber: 2223,
	};
	const QUEUED = {
		sent: true,
		message:
			'Status of the account not equals authenticated. Message to  5548999290820@c.us will be sent after successful auth.',
		id: 'true_5548999290820@c.us_3EB0',
		queueNumber: 11,
	};
	const WRONG_TOKEN = { error: 'Wrong token. Please provide token as a GET parameter.' };
	const STOPPED =
		'Your instance has been Stopped due to non-payment. you can activate this instance by extending your subscription.';
	const WRONG_CHAT = {
		sent: false,
		message: 'Wrong chatId format. Please use phone parameter or chatId from message history.',
	};
	const NOT_AUTHENTICATED = { sent: false, message: 'Account not equals authenticated' };
	const NO_TOKEN = { status: false, err: 'Wrong token authentication' };
	const NO_NAME = { status: false, err: "Parameter 'workPhone' and 'firstName' are mandatory" };
	const LONG = 'no '.repeat(200);
	const BAD_GATEWAY = '<html><title>Bad Gateway</title></html>';
	const reply = (status: number, body: unknown) => readReply(chatApi, { status, body });

	test('sent', () => {
		expect(reply(200, SENT)).toEqual({
			accepted: true,
			status: 'sent',
			id: SENT.id,
			message: SENT.message,
			queueNumber: 2223,
		});
	});

	test('a queue number that is none is left out', () => {
		expect(reply(200, { ...SENT, queueNumber: 'soon' })).not.toHaveProperty('queueNumber');
	});

	test('queued', () => {
		expect(reply(200, QUEUED)).toMatchObject({ accepted: true, status: 'queued', id: QUEUED.id });
	});

	rejects(chatApi, [
		['seen', 200, WRONG_CHAT, 'notSent', 'refused', 'Wrong chatId format'],
		['client', 200, { ...WRONG_CHAT, sent: 'false' }, 'notSent', 'refused', 'Wrong chatId format'],
		['made up', 200, { sent: 0, message: 'no' }, 'notSent', 'refused', 'no'],
		['made up', 200, { sent: '0', message: 'no' }, 'notSent', 'refused', 'no'],
		['seen', 200, WRONG_TOKEN, 'notSent', 'unauthorized', 'Wrong token'],
		['seen', 401, WRONG_TOKEN, 'notSent', 'unauthorized', 'Wrong token'],
		['source: whats2api', 200, NO_TOKEN, 'notSent', 'unauthorized', 'Wrong token authentication'],
		['source: whats2api', 200, NO_NAME, 'notSent', 'refused', "'firstName' are mandatory"],
		['made up', 200, { status: false }, 'notSent', 'refused', 'status: false'],
		['made up', 200, { status: true }, 'unknown', 'unreadableReply', 'status: true'],
		['HTTP', 401, '', 'notSent', 'unauthorized', ''],
		['HTTP', 404, { error: 'Not found' }, 'notSent', 'instanceNotFound', 'Not found'],
		['HTTP', 402, {}, 'notSent', 'notPaid', ''],
		['HTTP', 429, '', 'notSent', 'rateLimited', ''],
		['HTTP', 400, { error: 'Bad field' }, 'notSent', 'refused', 'Bad field'],
		['HTTP', 403, 'Forbidden', 'notSent', 'refused', 'Forbidden'],
		['HTTP', 301, '', 'notSent', 'refused', 'the address that it redirects to'],
		['HTTP', 308, '', 'notSent', 'refused', 'the address that it redirects to'],
		['HTTP', 302, '', 'unknown', 'unreadableReply', 'the address that it redirects to'],
		['HTTP', 303, '', 'unknown', 'unreadableReply', 'the address that it redirects to'],
		['HTTP', 500, { error: 'Internal' }, 'unknown', 'serverError', 'Internal'],
		['HTTP', 502, BAD_GATEWAY, 'unknown', 'serverError', '"Bad Gateway"'],
		['made up', 429, SENT, 'unknown', 'unreadableReply', 'Sent to'],
		['made up', 400, SENT, 'unknown', 'unreadableReply', 'Sent to'],
		['made up', 500, SENT, 'unknown', 'serverError', 'Sent to'],
		['made up', 400, { status: true }, 'unknown', 'unreadableReply', 'true'],
		['made up', 400, [{}, { id: 'A' }], 'unknown', 'unreadableReply', 'A'],
		['made up', 400, { data: [{ message: { id: 'A' } }] }, 'unknown', 'unreadableReply', 'A'],
		['made up', 409, { sent: false, message: 'no' }, 'unknown', 'serverError', 'no'],
		['seen', 200, { ...QUEUED, sent: 'false' }, 'unknown', 'notConnected', 'will be sent after'],
		['made up', 400, { error: 'It will be sent' }, 'unknown', 'notConnected', 'will be sent'],
		['made up', 200, { message: 'no', error: 'It will be sent' }, 'unknown', 'notConnected', 'no'],
		['made up', 200, { message: 'no', err: 'in progress' }, 'unknown', 'unreadableReply', 'no'],
		['made up', 200, { message: LONG, err: 'in progress' }, 'unknown', 'unreadableReply', 'no'],
		['made up', 400, { error: false, text: 'in progress' }, 'unknown', 'unreadableReply', 'text'],
		[
			'made up',
			200,
			{ sent: false, message: 'Message is being processed' },
			'unknown',
			'unreadableReply',
			'e',
		],
		['made up', 200, { error: 'Sending in progress' }, 'unknown', 'unreadableReply', 'e'],
		['made up', 200, { error: 'Request accepted' }, 'unknown', 'unreadableReply', 'e'],
		['made up', 200, { sent: false, message: 'Message queued' }, 'unknown', 'unreadableReply', 'q'],
		['made up', 429, { error: 'Busy, message queued' }, 'unknown', 'unreadableReply', 'q'],
		['made up', 200, { sent: false, status: 'queued' }, 'unknown', 'unreadableReply', 'queued'],
		['made up', 200, { error: 'Message not queued' }, 'notSent', 'refused', 'not queued'],
		['made up', 200, { error: 0, message: 'Sent' }, 'unknown', 'unreadableReply', 'Sent'],
		['made up', 200, { error: '0', result: 'ok' }, 'unknown', 'unreadableReply', '0'],
		['made up', 200, { error: [], status: 'success' }, 'unknown', 'unreadableReply', 'success'],
		['made up', 200, { error: {}, message: 'Sent' }, 'unknown', 'unreadableReply', 'Sent'],
		['made up', 429, { error: 'Previous send in progress' }, 'unknown', 'unreadableReply', 'e'],
		['made up', 200, { error: 'Number not accepted' }, 'notSent', 'refused', 'not accepted'],
		['made up', 200, NOT_AUTHENTICATED, 'notSent', 'notConnected', 'not equals'],
		[
			'client',
			400,
			{ error: 'WhatsApp not connected' },
			'notSent',
			'notConnected',
			'not connected',
		],
		[
			'client',
			200,
			{ error: 'WhatsApp not connected' },
			'notSent',
			'notConnected',
			'not connected',
		],
		['made up', 200, { error: { code: 5, text: 'no' } }, 'notSent', 'refused', 'code: 5; text: no'],
		['seen: UltraMsg', 200, { error: [{ to: 'is required' }] }, 'notSent', 'refused', 'to: is'],
		[
			'seen: UltraMsg',
			200,
			{ error: 'Instance not found' },
			'notSent',
			'instanceNotFound',
			'not found',
		],
		['seen: UltraMsg', 200, { error: STOPPED }, 'notSent', 'notPaid', 'non-payment'],
		[
			'made up',
			200,
			{ sent: false, message: 'Channel subscription required' },
			'notSent',
			'refused',
			'subscription',
		],
		[
			'made up',
			200,
			{ error: 'Contact "Wrong token Ltd" rejected' },
			'notSent',
			'refused',
			'rejected',
		],
		['made up', 200, { ...SENT, error: 'but' }, 'unknown', 'unreadableReply', 'but'],
		[
			'made up',
			200,
			{ sent: false, message: 'no', id: SENT.id },
			'unknown',
			'unreadableReply',
			'no',
		],
		[
			'HTTP',
			200,
			'<!DOCTYPE html><title>Hi</title>',
			'unknown',
			'unreadableReply',
			'web page titled "Hi"',
		],
		['HTTP', 200, '', 'unknown', 'unreadableReply', ''],
		['HTTP', 200, '{"sent":tr', 'unknown', 'unreadableReply', '{"sent":tr'],
		['made up', 200, null, 'unknown', 'unreadableReply', ''],
		['made up', 200, [], 'unknown', 'unreadableReply', ''],
		['made up', 200, [SENT], 'unknown', 'unreadableReply', 'Sent to'],
		['made up', 200, {}, 'unknown', 'unreadableReply', ''],
		['made up', 200, { sent: {} }, 'unknown', 'unreadableReply', ''],
		['made up', 200, { message: 'ok', id: '1' }, 'unknown', 'unreadableReply', 'ok'],
		[
			'made up',
			200,
			JSON.parse('{"__proto__":{"sent":true}}'),
			'unknown',
			'unreadableReply',
			'sent: true',
		],
	]);

	test.each([true, 'true', 1, '1'])('sent: %j is a yes', (sent) => {
		expect(reply(200, { ...SENT, sent }).accepted).toBe(true);
	});

	test.each([null, undefined, '', false])('an error of %j is none', (error) => {
		expect(reply(200, { ...SENT, error }).accepted).toBe(true);
	});

	test.each([
		[{ id: 3964 }, '3964'],
		[{ id: '' }, null],
		[{ id: {} }, null],
		[{}, null],
	])('an id in %j is %j', (fields, id) => {
		expect(reply(200, { sent: true, message: 'ok', ...fields })).toMatchObject({ id });
	});
});

describe('the session', () => {
	const state = (status: number, body: unknown) => readSession(chatApi, { status, body });

	test('is ready', () => {
		expect(state(200, { accountStatus: 'authenticated' })).toBeUndefined();
	});

	lacks(chatApi, [
		['document', 200, { accountStatus: 'got qr code', qrCode: 'data:' }, 'scan the QR code'],
		['document', 200, { accountStatus: 'loading' }, 'still loading'],
		['document', 200, { accountStatus: 'init' }, 'asleep'],
		['document', 200, { accountStatus: 'not_paid' }, 'not been paid'],
		['made up', 200, { accountStatus: 'constructor' }, 'reports "constructor"'],
		['made up', 200, { accountStatus: {} }, 'no session state'],
		[
			'seen',
			200,
			{ error: 'Wrong token. Please provide token as a GET parameter.' },
			'refused the token',
		],
		['HTTP', 401, '', 'refused the token'],
		['HTTP', 403, '', 'refused the token'],
		['HTTP', 404, { error: 'Not found' }, 'does not know this instance'],
		['HTTP', 404, '<html></html>', 'not a gateway'],
		[
			'HTTP',
			200,
			'<!doctype html><title>Welcome</title>',
			'a web page titled "Welcome", so it is not',
		],
		['HTTP', 302, '', 'redirects'],
		['HTTP', 500, '', 'no session state (HTTP 500)'],
		['made up', 500, { accountStatus: 'authenticated' }, 'no session state (HTTP 500)'],
		['made up', 300, { accountStatus: 'authenticated' }, 'redirects'],
		['made up', 199, { accountStatus: 'authenticated' }, 'no session state (HTTP 199)'],
		['HTTP', 399, '', 'redirects'],
		['HTTP', 400, '', 'no session state (HTTP 400)'],
		['HTTP', 429, { error: 'Too many requests' }, 'no session state (HTTP 429)'],
		['made up', 200, { error: 'Something else' }, 'Something else'],
		['HTTP', 200, '', 'no session state'],
	]);
});

describe('what is looked up', () => {
	test.each([
		[{ result: 'exists' }, { exists: true }],
		[{ result: 'not exists' }, { exists: false }],
		[{ error: 'Status of the account not equals authenticated' }, undefined],
		['', undefined],
	])('a number: %j is %s', (body, expected) => {
		expect(chatApi.check?.('79995253422', '1')?.read({ status: 200, body })).toEqual(expected);
	});

	test('the chats, people and groups told apart', () => {
		const dialogs = [
			{ id: '79995253422@c.us', name: 'Maria', metadata: { isGroup: false } },
			{ id: '120363028392831234@g.us', metadata: { isGroup: true } },
			{ id: 'status@broadcast', name: 'Status' },
			{ id: { server: 'c.us', _serialized: '79001111111@c.us' }, name: 'Anna' },
			{ id: { _serialized: {} }, name: 'an ID of another kind' },
			{ name: 'without an id' },
			null,
		];
		expect(readChats(chatApi, { dialogs })).toEqual([
			{ id: '79995253422@c.us', name: 'Maria', isGroup: false },
			{ id: '120363028392831234@g.us', name: '120363028392831234@g.us', isGroup: true },
			{ id: '79001111111@c.us', name: 'Anna', isGroup: false },
		]);
		expect(readChats(chatApi, { error: 'no' })).toBeUndefined();
	});

	test('a lost message can’t be asked for: it carries no name of ours', () => {
		expect(chatApi.findSent).toBeUndefined();
	});
});
