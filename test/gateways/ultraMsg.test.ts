import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import { checkMessage, split } from '../../nodes/WhatsAppSendContact/gateways/checks';
import { readChats, readSession } from '../../nodes/WhatsAppSendContact/gateways/questions';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import type { ContactMessage } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { problemOf } from '../problem';
import { lacks, rejects } from './tables';

const { ultraMsg } = gateways;

const ID = 'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F';
const QR = 'not authorized: scan the QR code';
const NOT_PAID = {
	error:
		'Your instance has been Stopped due to non-payment. you can activate this instance by extending your subscription. Payment information updates every 5 minutes.',
};
const WRONG_TOKEN = { error: 'Wrong token. Please provide token as a GET parameter.' };

const message = (change: Partial<ContactMessage> = {}): ContactMessage => ({
	recipient: { by: 'phone', kind: 'person', chatId: '79995253422@c.us' },
	contacts: [{ phone: '79001111111' }, { phone: '79002222222', name: 'Boris' }],
	sendAs: 'contact',
	...change,
});
const many = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ phone: String(79_000_000_000 + index) }));

describe('the credential', () => {
	const account = (change: object) =>
		readAccount({ gateway: 'ultraMsg', instance: 'instance1150', token: 's3cr3t', ...change });

	test.each([
		[undefined, 'https://api.ultramsg.com'],
		['', 'https://api.ultramsg.com'],
		['https://api.ultramsg.com/instance1150/', 'https://api.ultramsg.com'],
		['https://gateway.example.org/wa/', 'https://gateway.example.org/wa'],
	])('the server %j is %s', (server, expected) => {
		expect(account({ server }).server).toBe(expected);
	});

	test.each([
		['1150', 'instance1150'],
		['instance1150', 'instance1150'],
		['Instance1150', 'instance1150'],
		['my-instance7', 'instancemy-instance7'],
	])('the instance %s is %s', (instance, expected) => {
		expect(account({ instance }).instance).toBe(expected);
	});
});

describe('the request', () => {
	const signed = (each: ContactMessage) =>
		ultraMsg.authorize(ultraMsg.request(each, 'instance1150', 'ref'), 's3cr3t');

	test('goes to a phone, all contacts in one message', () => {
		expect(split(ultraMsg, message())).toEqual([message()]);
		expect(ultraMsg.request(message(), 'instance1150', 'ref')).toEqual({
			method: 'POST',
			path: '/instance1150/messages/contact',
			body: {
				to: '+79995253422',
				contact: '79001111111@c.us,79002222222@c.us',
				referenceId: 'ref',
			},
			form: true,
		});
	});

	test.each([
		['person', '79995253422@c.us'],
		['group', '17680561234-1479621234@g.us'],
	] as const)('goes to a %s by ID, and quotes', (kind, chatId) => {
		const recipient = { by: 'chatId', kind, chatId } as const;
		expect(signed(message({ recipient, quotedMessageId: ID })).body).toMatchObject({
			to: chatId,
			msgId: ID,
		});
	});

	test.each([
		['lid', '123456789012345@lid'],
		['newsletter', '120363028392831234@newsletter'],
	] as const)('a %s is refused before it is sent', (kind, chatId) => {
		const { message: sentence } = problemOf(() =>
			checkMessage(ultraMsg, message({ recipient: { by: 'chatId', kind, chatId } })),
		);
		expect(sentence).toContain('UltraMsg sends to people and groups only');
		expect(sentence).toContain(chatId);
	});

	test('takes 300 characters of contacts: 17 of 11 digits, and says so for more', () => {
		expect(String(signed(message({ contacts: many(17) })).body?.contact)).toHaveLength(288);
		const { message: sentence, remedy } = problemOf(() =>
			checkMessage(ultraMsg, message({ contacts: many(18) })),
		);
		expect(sentence).toContain('The 18 contacts are too many');
		expect(remedy).toContain('at most 14 contacts');
	});

	test('takes 14 contacts, however long their numbers', () => {
		const contacts = many(14).map(({ phone }) => ({ phone: `${phone}0000` }));
		checkMessage(ultraMsg, message({ contacts }));
		expect(String(signed(message({ contacts })).body?.contact)).toHaveLength(293);
	});

	test.each([
		[5, 300, true],
		[4, 301, false],
	])('with %i contacts of 10 digits, 18 have %i characters: taken is %s', (short, length, fits) => {
		const contacts = many(18).map(({ phone }, index) => ({
			phone: index < short ? phone.slice(0, 10) : phone,
		}));
		const check = () => checkMessage(ultraMsg, message({ contacts }));
		expect(String(signed(message({ contacts })).body?.contact)).toHaveLength(length);
		if (fits) check();
		else expect(problemOf(check).message).toContain('The 18 contacts are too many');
	});

	test.each(['3964', 'DF38E6A25B42CC8CCE57EC40F'])('%s is no message of a chat', (id) => {
		problemOf(() => checkMessage(ultraMsg, message({ quotedMessageId: id })));
	});

	test('a vCard is a message for each contact', () => {
		const cards = split(ultraMsg, message({ sendAs: 'vCard', quotedMessageId: ID }));
		expect(cards.map(({ contacts }) => contacts.length)).toEqual([1, 1]);
		expect(ultraMsg.request(cards[1], 'instance1150', 'ref')).toEqual({
			method: 'POST',
			path: '/instance1150/messages/vcard',
			body: {
				to: '+79995253422',
				vcard: expect.stringContaining('FN:Boris\r\nTEL;TYPE=CELL;waid=79002222222'),
				msgId: ID,
				referenceId: 'ref',
			},
			form: true,
		});
	});

	test('a vCard may be longer than the contacts of a message', () => {
		const contacts = [{ phone: '79001111111', name: 'A'.repeat(400) }];
		checkMessage(ultraMsg, message({ sendAs: 'vCard', contacts }));
	});

	test('the token stands in the body of a POST, and in the query of a GET', () => {
		const post = { method: 'POST', path: '/x', body: { to: '+1' } } as const;
		expect(ultraMsg.authorize(post, 's3cr3t')).toEqual({
			...post,
			body: { to: '+1', token: 's3cr3t' },
		});
		const get = { method: 'GET', path: '/x', query: { a: 'b' } } as const;
		expect(ultraMsg.authorize(get, 's3cr3t')).toEqual({
			...get,
			query: { a: 'b', token: 's3cr3t' },
		});
	});
});

describe('the answer', () => {
	const reply = (status: number, body: unknown) => readReply(ultraMsg, { status, body });

	test.each([
		[{ sent: 'true', message: 'ok', id: 3964 }, 'sent'],
		[{ sent: 'queued', message: 'ok', id: 3964 }, 'queued'],
	])('%j is %s', (body, status) => {
		expect(reply(200, body)).toEqual({ accepted: true, status, id: '3964', message: 'ok' });
	});

	rejects(ultraMsg, [
		['seen', 200, { sent: 'false', message: 'no' }, 'notSent', 'refused', 'no'],
		['seen', 200, WRONG_TOKEN, 'notSent', 'unauthorized', 'Wrong token'],
		['made up', 401, WRONG_TOKEN, 'notSent', 'unauthorized', 'Wrong token'],
		[
			'seen',
			200,
			{ error: 'Instance not found' },
			'notSent',
			'instanceNotFound',
			'Instance not found',
		],
		['source: the PHP SDK', 404, '', 'notSent', 'instanceNotFound', ''],
		['seen', 200, NOT_PAID, 'notSent', 'notPaid', 'non-payment'],
		[
			'client',
			200,
			{ error: 'WhatsApp not connected' },
			'notSent',
			'notConnected',
			'not connected',
		],
		[
			'seen',
			200,
			{ error: [{ to: 'is required' }, { body: 'is required' }] },
			'notSent',
			'refused',
			'to: is required; body: is required',
		],
		['made up', 200, { error: { to: 'is required' } }, 'notSent', 'refused', 'to: is required'],
		['HTTP', 429, '', 'notSent', 'rateLimited', ''],
		['made up', 500, { sent: 'true', message: 'ok', id: 1 }, 'unknown', 'serverError', 'ok'],
		['made up', 429, { sent: 'true', message: 'ok', id: 1 }, 'unknown', 'unreadableReply', 'ok'],
		['made up', 200, { sent: 'true', id: 1, error: 'but' }, 'unknown', 'unreadableReply', 'but'],
		['made up', 200, { sent: 'maybe', message: 'ok' }, 'unknown', 'unreadableReply', 'ok'],
		['HTTP', 200, '', 'unknown', 'unreadableReply', ''],
		['HTTP', 200, '<html><title>Hi</title>', 'unknown', 'unreadableReply', '"Hi"'],
	]);
});

describe('the session', () => {
	const state = (status: number, body: unknown) => readSession(ultraMsg, { status, body });
	const account = (status: string, substatus?: string) => ({
		status: { accountStatus: { status, substatus } },
	});

	test('is ready', () => {
		expect(state(200, account('authenticated', 'connected'))).toBeUndefined();
	});

	lacks(ultraMsg, [
		['document', 200, account('qr'), QR],
		['document', 200, account('standby'), 'on standby'],
		['client', 200, account('loading'), 'still loading'],
		['made up', 200, account('other'), 'reports "other"'],
		['seen', 200, WRONG_TOKEN, 'refused the token'],
		['seen', 200, { error: 'Instance not found' }, 'does not know this instance'],
		['seen', 200, NOT_PAID, 'not been paid'],
		['made up', 200, { status: 'authenticated' }, 'no session state'],
		['HTTP', 200, '', 'no session state'],
	]);
});

describe('what is looked up', () => {
	test.each([
		[{ status: 'valid', chatId: '79995253422@c.us' }, { exists: true }],
		[{ status: 'invalid', chatId: '79995253422@c.us' }, { exists: false }],
		[{ error: 'WhatsApp not connected' }, undefined],
		['', undefined],
	])('a number: %j is %s', (body, expected) => {
		const question = ultraMsg.check?.('79995253422', 'instance1150');
		expect(question?.request).toMatchObject({ query: { chatId: '79995253422@c.us' } });
		expect(question?.read({ status: 200, body })).toEqual(expected);
	});

	test('the chats, people and groups told apart, broadcasts left out', () => {
		const body = [
			{ id: '79995253422@c.us', name: 'Maria' },
			{ id: '120363028392831234@g.us', name: '' },
			{ id: 'status@broadcast', name: 'Status' },
			{ id: '123456789012345@lid', name: 'Not reached' },
			{ name: 'without an id' },
			null,
		];
		expect(readChats(ultraMsg, body)).toEqual([
			{ id: '79995253422@c.us', name: 'Maria', isGroup: false },
			{ id: '120363028392831234@g.us', name: '120363028392831234@g.us', isGroup: true },
		]);
		expect(readChats(ultraMsg, { error: 'no' })).toBeUndefined();
	});
});

describe('a lost message', () => {
	const question = () => ultraMsg.findSent?.(message(), 'instance1150', 'ref');
	const read = (messages: unknown, status = 200) =>
		question()?.read({ status, body: { messages } });
	const ours = { id: 3964, referenceId: 'ref', status: 'sent' };

	test('is asked for by its reference', () => {
		expect(question()?.request).toEqual({
			method: 'GET',
			path: '/instance1150/messages',
			query: { referenceId: 'ref', status: 'all', sort: 'desc', page: '1', limit: '100' },
		});
	});

	test.each([
		['sent', 'sent'],
		['queue', 'queued'],
	])('%s is %s', (state, status) => {
		expect(
			read([
				{ ...ours, referenceId: 'other' },
				{ ...ours, status: state },
			]),
		).toEqual({
			accepted: true,
			status,
			id: '3964',
			message: expect.stringContaining('after its answer was lost'),
		});
	});

	test.each([
		[[]],
		[[{ ...ours, status: 'invalid' }]],
		[[{ ...ours, status: 'unsent' }]],
		[[{ ...ours, status: 'expired' }]],
		[[{ ...ours, referenceId: 'other' }]],
		[[null]],
		[undefined],
	])('%j tells nothing: it may still be on its way', (messages) => {
		expect(read(messages)).toBeUndefined();
	});

	test('a list that could not be had tells nothing', () => {
		expect(read([ours], 500)).toBeUndefined();
	});
});
