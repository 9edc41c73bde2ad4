import fc from 'fast-check';

import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import { evolutionApi } from '../../nodes/WhatsAppSendContact/gateways/evolutionApi';
import type { ContactMessage } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { anyText } from '../message/anyText';
import { problemOf } from '../problem';
import { failed } from '../stand-in/dialects/evolutionApiAnswers';
import { lacks, rejects } from './tables';

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
	evolutionApi.request(message(change), 'shop', '');

describe('the request', () => {
	test('has cards with the ID that makes them tappable', () => {
		expect(request()).toEqual({
			method: 'POST',
			path: '/message/sendContact/shop',
			body: {
				number: '79995253422',
				contact: [
					{ fullName: '+79001111111', wuid: '79001111111', phoneNumber: '79001111111' },
					{
						fullName: 'Boris',
						wuid: '79002222222',
						phoneNumber: '79002222222',
						organization: 'Acme',
					},
				],
			},
		});
		expect(evolutionApi.split(message())).toEqual([message()]);
	});

	test.each([
		['person', '79995253422@c.us', '79995253422'],
		['group', '120363028392831234@g.us', '120363028392831234@g.us'],
		['group', '17680561234-1479621234@g.us', '17680561234-1479621234@g.us'],
		['lid', '123456789012345@lid', '123456789012345@lid'],
	] as const)('goes to a %s: %s', (kind, chatId, number) => {
		expect(request({ recipient: { by: 'chatId', kind, chatId } }).body).toMatchObject({ number });
	});

	test.each([
		['a channel', { recipient: { by: 'chatId', kind: 'newsletter', chatId: '1@newsletter' } }],
		['a quote', { quotedMessageId: 'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F' }],
		['a quote', { quotedMessageId: 'BAE58DA6CBC941BC' }],
		['vCard', { sendAs: 'vCard' }],
		['9 digits', { contacts: [{ phone: '79001111111' }, { phone: '496912345' }] }],
	] as Array<[string, Partial<ContactMessage>]>)(
		'with %s is refused, with a remedy',
		(_, change) => {
			const { message: sentence, remedy } = problemOf(() => request(change));
			expect(sentence).toContain('Evolution API');
			expect(remedy).toMatch(/\.$/);
		},
	);

	test('has the key in a header', () => {
		const bare = { method: 'GET', path: '/', headers: { a: 'b' } } as const;
		expect(evolutionApi.authorize(bare, 's3cret').headers).toEqual({ a: 'b', apikey: 's3cret' });
	});
});

describe('the name of the instance', () => {
	const fields = {
		gateway: 'evolutionApi',
		server: 'https://evolution.example.org',
		token: 's3cr3t',
	};
	const instance = (name: unknown) => readAccount({ ...fields, instance: name }).instance;

	test.each([
		['shop', 'shop'],
		['my-shop_2.a~b', 'my-shop_2.a~b'],
		['CHL Store', 'CHL%20Store'],
		["Mom's shop (Berlin)!", 'Mom%27s%20shop%20%28Berlin%29%21'],
		['Магазин', '%D0%9C%D0%B0%D0%B3%D0%B0%D0%B7%D0%B8%D0%BD'],
		['🛒', '%F0%9F%9B%92'],
		['a+b&c=d', 'a%2Bb%26c%3Dd'],
	])('%s goes into the path as %s', (name, expected) => {
		expect(instance(name)).toBe(expected);
		expect(decodeURIComponent(expected)).toBe(name);
	});

	test.each(['a/b', '..', '.', '../x', 'a\\b', 'a?b', 'a#b', 'a%2Fb', 'a%20b', '1\n2', '\ud800'])(
		'%j is refused',
		(name) => {
			problemOf(() => instance(name));
		},
	);

	test('can never leave its place in the path', () => {
		fc.assert(
			fc.property(anyText({ minLength: 1 }), (name) => {
				try {
					const url = new URL(`https://x.example/message/sendContact/${instance(name)}`);
					expect(url.pathname.split('/')).toHaveLength(4);
					expect(url.search + url.hash).toBe('');
				} catch (error) {
					expect(error).toBeInstanceOf(InvalidInput);
				}
			}),
			{ numRuns: 3_000 },
		);
	});
});

describe('the answer', () => {
	const reply = (status: number, body: unknown) => evolutionApi.reply({ status, body });
	const failure = (status: number, error: string, words: unknown) => ({
		status,
		error,
		response: { message: words },
	});
	const SENT = {
		key: { remoteJid: '553198296801@s.whatsapp.net', fromMe: true, id: 'BAE58DA6CBC941BC' },
		message: { contactMessage: { displayName: 'Guilherme Gomes' } },
		messageTimestamp: '1717780437',
		status: 'PENDING',
	};
	const NOT_THERE = { exists: false, jid: '33997329091@s.whatsapp.net', number: '33997329091' };

	test('sent', () => {
		const { key } = SENT;
		expect(reply(201, SENT)).toEqual({
			accepted: true,
			status: 'sent',
			id: key.id,
			message: 'PENDING',
		});
		expect(reply(200, { key })).toMatchObject({ accepted: true, message: 'Sent' });
	});

	rejects(evolutionApi, [
		[400, failure(400, 'Bad Request', [NOT_THERE]), 'notSent', 'notOnWhatsApp', ''],
		[
			400,
			failure(400, 'Bad Request', ['contact[0] requires property "fullName"']),
			'notSent',
			'refused',
			'requires property "fullName"',
		],
		[
			400,
			failure(400, 'Bad Request', ['The "shop" instance is not connected']),
			'notSent',
			'notConnected',
			'is not connected',
		],
		[400, failed.closedWhileSending.body, 'unknown', 'serverError', 'Error: Connection Closed'],
		[400, failed.savedBadly.body, 'unknown', 'serverError', 'PrismaClientKnownRequestError'],
		[401, failure(401, 'Unauthorized', 'Unauthorized'), 'notSent', 'unauthorized', 'Unauthorized'],
		[401, { status: 401, error: 'Unauthorized' }, 'notSent', 'unauthorized', 'Unauthorized'],
		[403, failed.forbidden.body, 'notSent', 'unauthorized', 'Missing global api key'],
		[
			404,
			failure(404, 'Not Found', ['The "shop" instance does not exist']),
			'notSent',
			'instanceNotFound',
			'The "shop" instance does not exist',
		],
		[404, failed.groupNotFound.body, 'notSent', 'refused', 'Group not found'],
		[500, failed.groupNotFound.body, 'unknown', 'serverError', 'Group not found'],
		[500, failure(500, 'Bad Request', [NOT_THERE]), 'unknown', 'serverError', 'exists: false'],
		[404, failed.closedWhileSending.body, 'notSent', 'instanceNotFound', 'Connection Closed'],
		[
			400,
			failure(400, 'Bad Request', [{ exists: true }, NOT_THERE]),
			'notSent',
			'notOnWhatsApp',
			'',
		],
		[429, '', 'notSent', 'rateLimited', ''],
		[
			500,
			failure(500, 'Internal Server Error', 'Connection Closed'),
			'unknown',
			'serverError',
			'Connection Closed',
		],
		[500, failed.notStarted.body, 'unknown', 'serverError', 'Cannot read properties'],
		[500, SENT, 'unknown', 'serverError', 'Guilherme Gomes'],
		[504, '<html><title>Gateway Time-out</title>', 'unknown', 'serverError', '"Gateway Time-out"'],
		[201, '', 'unknown', 'unreadableReply', ''],
		[201, {}, 'unknown', 'unreadableReply', ''],
		[201, { key: {} }, 'unknown', 'unreadableReply', ''],
		[201, { error: true, message: 'no' }, 'unknown', 'unreadableReply', 'no'],
		[200, '<!doctype html><title>Hi</title>', 'unknown', 'unreadableReply', 'titled "Hi"'],
		[201, [SENT], 'unknown', 'unreadableReply', 'Guilherme Gomes'],
		[201, JSON.parse('{"__proto__":{"key":{"id":"x"}}}'), 'unknown', 'unreadableReply', ''],
	]);
});

describe('the session', () => {
	const state = (status: number, body: unknown) =>
		evolutionApi.session('shop').read({ status, body });

	test('is ready', () => {
		const instance = { instanceName: 'shop', state: 'open' };
		expect(state(200, { instance })).toEqual({ ready: true });
	});

	lacks(evolutionApi, 'shop', [
		[200, { instance: { instanceName: 'shop', state: 'connecting' } }, 'scan the QR code'],
		[200, { instance: { instanceName: 'shop', state: 'close' } }, 'connect this instance'],
		[200, { instance: { instanceName: 'shop', state: 'refused' } }, 'refused the connection'],
		[200, { instance: { instanceName: 'shop' } }, 'not running'],
		[200, { instance: { state: 'valueOf' } }, 'reports "valueOf"'],
		[401, { status: 401, error: 'Unauthorized' }, 'refused the token'],
		[403, failed.forbidden.body, 'The gateway said: Missing global api key'],
		[
			404,
			{ response: { message: ['The "shop" instance does not exist'] } },
			'The "shop" instance does not exist',
		],
		[200, '<!doctype html><title>Welcome</title>', 'not a gateway'],
		[200, {}, 'no session state'],
	]);
});

describe('what is looked up', () => {
	test.each([
		[[{ exists: true, jid: '79995253422@s.whatsapp.net', number: '79995253422' }], true],
		[[{ exists: false, jid: '79995253422@s.whatsapp.net', number: '79995253422' }], false],
		[[], undefined],
		[[{ exists: 'yes' }], undefined],
		[{ status: 500, error: 'Internal Server Error' }, undefined],
		['', undefined],
	])('a number: %j is %s', (body, expected) => {
		expect(evolutionApi.check?.('79995253422', 'shop').read({ status: 200, body })).toBe(expected);
	});

	test('the chats, people and groups told apart', () => {
		const body = [
			{ id: 'cm1', remoteJid: '79995253422@s.whatsapp.net', pushName: 'Maria' },
			{ id: 'cm2', remoteJid: '120363028392831234@g.us', name: 'Club' },
			{ id: '123456789012345@lid', pushName: '' },
			{ id: 'cm3', remoteJid: 'status@broadcast' },
			{ id: 'cm4', remoteJid: '120363028392831234@newsletter' },
			{ pushName: 'without an ID' },
			null,
		];
		expect(evolutionApi.chats?.('shop').read({ status: 200, body })).toEqual([
			{ id: '79995253422@c.us', name: 'Maria', isGroup: false },
			{ id: '120363028392831234@g.us', name: 'Club', isGroup: true },
			{ id: '123456789012345@lid', name: '123456789012345@lid', isGroup: false },
		]);
		expect(evolutionApi.chats?.('shop').read({ status: 404, body: {} })).toBeUndefined();
	});
});
