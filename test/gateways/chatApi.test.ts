import { chatApi } from '../../nodes/WhatsAppSendContact/gateways/chatApi';
import type { Answer } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import type { ContactMessage } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { problemOf } from '../problem';
import { lacks, rejects } from './tables';

const message = (change: Partial<ContactMessage> = {}): ContactMessage => ({
	recipient: { by: 'phone', kind: 'person', chatId: '79995253422@c.us' },
	contacts: [{ phone: '79001111111' }, { phone: '79002222222', name: 'Boris' }],
	sendAs: 'contact',
	...change,
});

describe('the request', () => {
	test('goes to a phone', () => {
		expect(chatApi.split(message())).toEqual([message()]);
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
		['12345678', 'has 8 digits'],
		['123456789012345', 'has 15 digits'],
	])('the phone %s is refused before it is sent: %s', (phone, reason) => {
		const recipient = { by: 'phone', kind: 'person', chatId: `${phone}@c.us` } as const;
		const { message: sentence } = problemOf(() =>
			chatApi.request(message({ recipient }), '1150', ''),
		);
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
			problemOf(() => chatApi.request(message({ quotedMessageId }), '1150', ''));
		},
	);

	test('a message of a group has its author at the end of its ID', () => {
		const quotedMessageId = 'false_17680561234-1479621234@g.us_3EB0C767D097B7_79995253422@c.us';
		expect(chatApi.request(message({ quotedMessageId }), '1', '').body).toMatchObject({
			quotedMsgId: quotedMessageId,
		});
	});

	test('a vCard is a message for each contact, and can’t quote', () => {
		const cards = chatApi.split(message({ sendAs: 'vCard' }));
		expect(cards.map(({ contacts }) => contacts.length)).toEqual([1, 1]);
		expect(chatApi.request(cards[1], '1150', '')).toEqual({
			method: 'POST',
			path: '/instance1150/sendVCard',
			body: {
				phone: '79995253422',
				vcard: expect.stringContaining('TEL;TYPE=CELL;waid=79002222222:+79002222222'),
			},
		});
		problemOf(() => chatApi.request({ ...cards[0], quotedMessageId: 'true_1@c.us_A' }, '1', ''));
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
	const reply = (status: number, body: unknown) => chatApi.reply({ status, body });

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
		[200, WRONG_CHAT, 'notSent', 'refused', 'Wrong chatId format'],
		[200, { ...WRONG_CHAT, sent: 'false' }, 'notSent', 'refused', 'Wrong chatId format'],
		[200, { sent: 0, message: 'no' }, 'notSent', 'refused', 'no'],
		[200, WRONG_TOKEN, 'notSent', 'unauthorized', 'Wrong token'],
		[401, WRONG_TOKEN, 'notSent', 'unauthorized', 'Wrong token'],
		[401, '', 'notSent', 'unauthorized', ''],
		[404, { error: 'Not found' }, 'notSent', 'instanceNotFound', 'Not found'],
		[402, {}, 'notSent', 'notPaid', ''],
		[429, '', 'notSent', 'rateLimited', ''],
		[429, SENT, 'unknown', 'unreadableReply', 'Sent to'],
		[400, SENT, 'unknown', 'unreadableReply', 'Sent to'],
		[200, { ...QUEUED, sent: 'false' }, 'unknown', 'notConnected', 'will be sent after'],
		[
			200,
			{ sent: false, message: 'Account not equals authenticated' },
			'notSent',
			'notConnected',
			'not equals',
		],
		[400, { error: 'Bad field' }, 'notSent', 'refused', 'Bad field'],
		[400, { error: 'WhatsApp not connected' }, 'notSent', 'notConnected', 'not connected'],
		[403, 'Forbidden', 'notSent', 'refused', 'Forbidden'],
		[301, '', 'notSent', 'refused', 'redirects to another address'],
		[308, '', 'notSent', 'refused', 'redirects to another address'],
		[302, '', 'unknown', 'unreadableReply', 'redirects to another address'],
		[303, '', 'unknown', 'unreadableReply', 'redirects to another address'],
		[200, { error: { code: 5, text: 'no' } }, 'notSent', 'refused', 'code: 5; text: no'],
		[200, { error: [{ to: 'is required' }] }, 'notSent', 'refused', 'to: is required'],
		[200, { error: 'Instance not found' }, 'notSent', 'instanceNotFound', 'Instance not found'],
		[200, { error: STOPPED }, 'notSent', 'notPaid', 'non-payment'],
		[
			200,
			{ sent: false, message: 'Channel subscription required' },
			'notSent',
			'refused',
			'subscription',
		],
		[200, { error: 'Contact "Wrong token Ltd" rejected' }, 'notSent', 'refused', 'rejected'],
		[200, { error: 'WhatsApp not connected' }, 'notSent', 'notConnected', 'not connected'],
		[500, { error: 'Internal' }, 'unknown', 'serverError', 'Internal'],
		[502, '<html><title>Bad Gateway</title></html>', 'unknown', 'serverError', '"Bad Gateway"'],
		[500, SENT, 'unknown', 'serverError', 'Sent to'],
		[200, { ...SENT, error: 'but' }, 'unknown', 'unreadableReply', 'but'],
		[200, '<!DOCTYPE html><title>Hi</title>', 'unknown', 'unreadableReply', 'web page titled "Hi"'],
		[200, '', 'unknown', 'unreadableReply', ''],
		[200, '{"sent":tr', 'unknown', 'unreadableReply', '{"sent":tr'],
		[200, null, 'unknown', 'unreadableReply', ''],
		[200, [], 'unknown', 'unreadableReply', ''],
		[200, [SENT], 'unknown', 'unreadableReply', 'Sent to'],
		[200, {}, 'unknown', 'unreadableReply', ''],
		[200, { sent: {} }, 'unknown', 'unreadableReply', ''],
		[200, { message: 'ok', id: '1' }, 'unknown', 'unreadableReply', 'ok'],
		[200, JSON.parse('{"__proto__":{"sent":true}}'), 'unknown', 'unreadableReply', 'sent: true'],
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
	const state = (status: number, body: unknown) => chatApi.session('1150').read({ status, body });

	test('is ready', () => {
		expect(state(200, { accountStatus: 'authenticated' })).toEqual({ ready: true });
	});

	lacks(chatApi, '1150', [
		[200, { accountStatus: 'got qr code', qrCode: 'data:' }, 'scan the QR code'],
		[200, { accountStatus: 'loading' }, 'still loading'],
		[200, { accountStatus: 'init' }, 'asleep'],
		[200, { accountStatus: 'not_paid' }, 'not paid'],
		[200, { accountStatus: 'constructor' }, 'reports "constructor"'],
		[200, { accountStatus: {} }, 'no session state'],
		[200, { error: 'Wrong token. Please provide token as a GET parameter.' }, 'refused the token'],
		[401, '', 'refused the token'],
		[403, '', 'refused the token'],
		[404, { error: 'Not found' }, 'does not know this instance'],
		[404, '<html></html>', 'not a gateway'],
		[200, '<!doctype html><title>Welcome</title>', 'a web page titled "Welcome", so it is not'],
		[302, '', 'redirects'],
		[500, '', 'no session state (HTTP 500)'],
		[500, { accountStatus: 'authenticated' }, 'no session state (HTTP 500)'],
		[300, { accountStatus: 'authenticated' }, 'redirects'],
		[199, { accountStatus: 'authenticated' }, 'no session state (HTTP 199)'],
		[399, '', 'redirects'],
		[400, '', 'no session state (HTTP 400)'],
		[429, { error: 'Too many requests' }, 'no session state (HTTP 429)'],
		[200, { error: 'Something else' }, 'Something else'],
		[200, '', 'no session state'],
	]);
});

describe('what is looked up', () => {
	test.each([
		[{ result: 'exists' }, true],
		[{ result: 'not exists' }, false],
		[{ error: 'Status of the account not equals authenticated' }, undefined],
		['', undefined],
	])('a number: %j is %s', (body, expected) => {
		expect(chatApi.check?.('79995253422', '1').read({ status: 200, body })).toBe(expected);
	});

	test('the chats, people and groups told apart', () => {
		const dialogs = [
			{ id: '79995253422@c.us', name: 'Maria', metadata: { isGroup: false } },
			{ id: '120363028392831234@g.us', metadata: { isGroup: true } },
			{ id: 'status@broadcast', name: 'Status' },
			{ name: 'without an id' },
			null,
		];
		expect(chatApi.chats?.('1').read({ status: 200, body: { dialogs } })).toEqual([
			{ id: '79995253422@c.us', name: 'Maria', isGroup: false },
			{ id: '120363028392831234@g.us', name: '120363028392831234@g.us', isGroup: true },
		]);
		expect(chatApi.chats?.('1').read({ status: 200, body: { error: 'no' } })).toBeUndefined();
	});

	describe('a lost message', () => {
		const since = 1_700_000_000_000;
		const ours = {
			id: 'true_79995253422@c.us_A',
			type: 'vcard',
			fromMe: true,
			chatId: '79995253422@c.us',
			time: 1_700_000_001,
		};
		const ANNAS = 'BEGIN:VCARD\nTEL:+7 (900) 111-11-11\nEND:VCARD';
		const BORISS = 'BEGIN:VCARD\nTEL;waid=79002222222:+79002222222\nEND:VCARD';
		const older = { ...ours, time: 1_600_000_000, fromMe: false, type: 'chat' };
		const lost = { reference: '', since, until: since + 30_000 };
		const others = { ids: new Set(['true_79995253422@c.us_KNOWN']), isComplete: true };
		const questions = () => chatApi.find?.(message(), '1', lost, others) ?? [];
		const readQueue = (answer: Answer) => questions()[0].read(answer);
		const readChat = (answer: Answer) => questions()[1].read(answer);

		test('is asked for in the queue, then in the chat', () => {
			expect(questions().map(({ request }) => request)).toEqual([
				{ method: 'GET', path: '/instance1/showMessagesQueue' },
				{
					method: 'GET',
					path: '/instance1/messages',
					query: { chatId: '79995253422@c.us', last: '1' },
				},
			]);
		});

		test.each([
			[
				[ours],
				{ accepted: true, status: 'sent', id: ours.id, message: expect.stringContaining('Found') },
			],
			[[ours, { ...ours, id: 'second' }], { id: 'second' }],
			[[{ ...ours, id: {} }], { id: null }],
			[[older, { ...ours, type: 'multi_vcard' }], { accepted: true }],
			[[{ ...ours, time: 1_699_999_999 }], { accepted: true }],
			[[{ ...ours, time: 1_699_999_998.5 }], { accepted: true }],
			[[{ ...ours, time: 1_700_000_060 }], { accepted: true }],
			[
				[ours, { ...ours, time: 1_700_000_002, id: 'true_79995253422@c.us_KNOWN' }],
				{ id: ours.id },
			],
			[[{ ...ours, body: `${ANNAS}\n${BORISS}` }], { id: ours.id }],
			[[{ ...ours, body: '79009999999' }], { id: ours.id }],
			[[ours, { ...ours, time: 1_700_000_061, id: 'later' }], { id: ours.id }],
			[[{ ...ours, time: ours.time - 1, id: 'earlier' }, ours], { id: ours.id }],
			[[ours, { ...ours, time: ours.time - 1, id: 'earlier' }], { id: ours.id }],
		])('%j is it', (messages, found) => {
			expect(readChat({ status: 200, body: { messages } })).toMatchObject(found);
		});

		test.each([
			[[], 'unknown'],
			[[{ ...ours, time: [[1]] }], 'unknown'],
			[[older], 'absent'],
			[[{ ...ours, time: 1_699_900_000 }], 'absent'],
			[[older, { ...ours, body: ANNAS }], 'unknown'],
			[[older, { ...ours, body: `${ANNAS}\n${BORISS}\n${ANNAS}` }], 'unknown'],
			[
				[older, { ...ours, body: `${ANNAS}\nBEGIN:VCARD\nTEL;waid=79009999999:+79009999999` }],
				'unknown',
			],
			[[older, { ...ours, chatId: '554899290820@c.us' }], 'unknown'],
			[[older, { ...ours, type: 'contact' }], 'unknown'],
			[[older, { ...ours, fromMe: undefined }], 'unknown'],
			[[older, { ...ours, type: 'chat' }], 'absent'],
			[[older, { ...ours, fromMe: false }], 'absent'],
			[[older, { ...ours, id: 'true_554899290820@c.us_KNOWN' }], 'absent'],
			[[older, { ...ours, time: 1_699_999_998 }], 'unknown'],
			[[{ ...older, time: 1_699_999_998.5 }], 'unknown'],
			[[{ ...older, time: 1_699_999_998.4 }], 'absent'],
			[[older, { ...ours, time: 1_699_913_600 }], 'unknown'],
			[[older, { ...ours, time: 1_699_913_601 }], 'unknown'],
			[[older, { ...ours, id: undefined, time: 'soon' }], 'unknown'],
			[[older, { ...ours, time: 1_699_913_599 }], 'absent'],
			[[older, { ...ours, time: 1_700_000_061 }], 'unknown'],
			[[older, { ...ours, time: 'soon' }], 'unknown'],
			[[older, { ...ours, id: 'true_79995253422@c.us_KNOWN' }], 'absent'],
			[[{ ...ours, type: 'chat' }], 'unknown'],
			[[{ ...ours, fromMe: false }], 'unknown'],
			[[{ ...ours, chatId: '1@c.us' }], 'unknown'],
			[undefined, 'unknown'],
			['x', 'unknown'],
		])('%j: %s', (messages, found) => {
			expect(readChat({ status: 200, body: { messages } })).toBe(found);
		});

		test('nothing is asked when it could be one of several', () => {
			expect(chatApi.find?.(message(), '1', lost, { ...others, isComplete: false })).toEqual([]);
		});

		test('a list that could not be had tells nothing', () => {
			expect(readChat({ status: 500, body: { messages: [older] } })).toBe('unknown');
		});

		test.each([
			[{ totalMessages: 0 }, 200, 'absent'],
			[{ totalMessages: 1 }, 200, 'unknown'],
			[{ totalMessages: 0 }, 500, 'unknown'],
			[{}, 200, 'unknown'],
		])('a queue of %j (%i): %s', (body, status, found) => {
			expect(readQueue({ status, body })).toBe(found);
		});
	});
});
