import fc from 'fast-check';

import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import { checkMessage, split } from '../../nodes/WhatsAppSendContact/gateways/checks';
import { readChats, readSession } from '../../nodes/WhatsAppSendContact/gateways/questions';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import type { ContactMessage } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { anyText } from '../message/anyText';
import { problemOf } from '../problem';
import { readVcard } from '../../stand-in/vcard';
import { lacks, rejects } from './tables';
import { runs } from '../property';

const { evolutionApi } = gateways;

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

/** The card that the server writes, `whatsapp.baileys.service.ts`, as a phone reads it. */
function cardOfServer(contacts: unknown) {
	const [{ fullName, organization, email, url, wuid, phoneNumber }] = contacts as Array<
		Record<string, string>
	>;
	const card = [
		'BEGIN:VCARD',
		'VERSION:3.0',
		`N:${fullName}`,
		`FN:${fullName}`,
		`ORG:${organization};`,
		`EMAIL:${email}`,
		`URL:${url}`,
		`item1.TEL;waid=${wuid}:${phoneNumber}`,
		'item1.X-ABLabel:Celular',
		'END:VCARD',
	].join('\n');
	return readVcard(card);
}

describe('the request', () => {
	test('has cards with the ID that makes them tappable', () => {
		expect(request()).toEqual({
			method: 'POST',
			path: '/message/sendContact/shop',
			body: {
				number: '79995253422',
				contact: [
					{ fullName: '+79001111111', wuid: '79001111111', phoneNumber: '+79001111111' },
					{
						fullName: 'Boris',
						wuid: '79002222222',
						phoneNumber: '+79002222222',
						organization: 'Acme',
					},
				],
			},
		});
		expect(split(evolutionApi, message())).toEqual([message()]);
	});

	test('names are escaped, because the server writes them into the card as they are', () => {
		const contact = {
			phone: '79001111111',
			name: 'Ivanova, Anna',
			organization: 'Acme; Sons \\ Co',
			email: 'anna@example.org',
			url: 'https://example.org/a,b',
		};
		expect(cardOfServer(request({ contacts: [contact] }).body?.contact)).toEqual(contact);
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
			const { message: sentence, remedy } = problemOf(() =>
				checkMessage(evolutionApi, message(change)),
			);
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
		["Mom's shop (Berlin)!", "Mom's%20shop%20(Berlin)!"],
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
			runs(3_000),
		);
	});
});

const failure = (status: number, error: string, words: unknown) => ({
	status,
	error,
	response: { message: words },
});
const FORBIDDEN = failure(403, 'Forbidden', ['Missing global api key']);

describe('the answer', () => {
	const reply = (status: number, body: unknown) => readReply(evolutionApi, { status, body });
	const SENT = {
		key: { remoteJid: '553198296801@s.whatsapp.net', fromMe: true, id: 'BAE58DA6CBC941BC' },
		message: { contactMessage: { displayName: 'Guilherme Gomes' } },
		messageTimestamp: '1717780437',
		status: 'PENDING',
	};
	const NOT_THERE = { exists: false, jid: '33997329091@s.whatsapp.net', number: '33997329091' };

	const broken = (words: string) => failure(500, 'Internal Server Error', words);
	const NO_SOCKET = "Cannot read properties of undefined (reading 'onWhatsApp')";
	const NOT_LOADED = "Cannot read properties of undefined (reading 'contactMessage')";
	const NESTED = failure(400, 'Bad Request', [['instance requires property "contact"']]);
	const NO_NAME = failure(400, 'Bad Request', ['contact[0] requires property "fullName"']);
	const UNCONNECTED = failure(400, 'Bad Request', ['The "shop" instance is not connected']);
	const NO_INSTANCE = failure(404, 'Not Found', ['The "shop" instance does not exist']);
	const CLOSED = failure(400, 'Bad Request', ['Error: Connection Closed']);
	const NOT_SAVED = failure(400, 'Bad Request', [
		'PrismaClientKnownRequestError: Invalid create()',
	]);

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
		['seen', 400, failure(400, 'Bad Request', [NOT_THERE]), 'notSent', 'notOnWhatsApp', ''],
		['seen', 400, NESTED, 'notSent', 'refused', 'instance requires property "contact"'],
		['document', 400, NO_NAME, 'notSent', 'refused', 'requires property "fullName"'],
		['source: guards', 400, UNCONNECTED, 'notSent', 'notConnected', 'is not connected'],
		['seen', 400, CLOSED, 'unknown', 'serverError', 'Error: Connection Closed'],
		['seen', 400, NOT_SAVED, 'unknown', 'serverError', 'PrismaClientKnownRequestError'],
		[
			'seen',
			400,
			failure(400, 'Bad Request', ['[object Object]']),
			'notSent',
			'refused',
			'the group is unknown',
		],
		[
			'seen',
			401,
			failure(401, 'Unauthorized', 'Unauthorized'),
			'notSent',
			'unauthorized',
			'Unauthorized',
		],
		[
			'document',
			401,
			{ status: 401, error: 'Unauthorized' },
			'notSent',
			'unauthorized',
			'Unauthorized',
		],
		['source: guards', 403, FORBIDDEN, 'notSent', 'unauthorized', 'Missing global api key'],
		['seen', 404, NO_INSTANCE, 'notSent', 'instanceNotFound', 'The "shop" instance does not exist'],
		[
			'seen',
			404,
			failure(404, 'Not Found', ['Cannot POST /x']),
			'notSent',
			'instanceNotFound',
			'Cannot POST',
		],
		['seen', 500, broken('Connection Closed'), 'notSent', 'notConnected', 'Connection Closed'],
		['seen', 500, broken(NO_SOCKET), 'notSent', 'notConnected', 'onWhatsApp'],
		['seen', 500, broken(NOT_LOADED), 'notSent', 'notConnected', 'contactMessage'],
		[
			'made up',
			500,
			broken("Cannot read properties of undefined (reading 'id')"),
			'unknown',
			'serverError',
			"'id'",
		],
		[
			'made up',
			500,
			broken('Error: Connection Closed'),
			'unknown',
			'serverError',
			'Connection Closed',
		],
		[
			'made up',
			500,
			broken('Connection Closed by the phone'),
			'unknown',
			'serverError',
			'by the phone',
		],
		['made up', 500, 'Connection Closed', 'unknown', 'serverError', 'Connection Closed'],
		['made up', 500, { error: 'Connection Closed' }, 'unknown', 'serverError', 'Closed'],
		['made up', 503, broken('Connection Closed'), 'unknown', 'serverError', 'Connection Closed'],
		[
			'made up',
			500,
			{ ...broken('Connection Closed'), key: SENT.key },
			'unknown',
			'unreadableReply',
			'Closed',
		],
		[
			'made up',
			500,
			failure(500, 'Bad Request', [NOT_THERE]),
			'unknown',
			'serverError',
			'exists: false',
		],
		[
			'made up',
			500,
			failure(500, 'x', ['[object Object]']),
			'unknown',
			'serverError',
			'[object Object]',
		],
		[
			'source',
			404,
			failure(404, 'Not Found', ['Group not found']),
			'notSent',
			'refused',
			'Group not',
		],
		['made up', 500, failure(500, 'x', ['Group not found']), 'unknown', 'serverError', 'Group not'],
		['made up', 404, CLOSED, 'notSent', 'instanceNotFound', 'Connection Closed'],
		[
			'made up',
			400,
			failure(400, 'Bad Request', [{ exists: true }, NOT_THERE]),
			'notSent',
			'notOnWhatsApp',
			'',
		],
		['HTTP', 429, '', 'notSent', 'rateLimited', ''],
		['made up', 429, SENT, 'unknown', 'unreadableReply', 'Guilherme Gomes'],
		['made up', 500, SENT, 'unknown', 'serverError', 'Guilherme Gomes'],
		[
			'HTTP',
			504,
			'<html><title>Gateway Time-out</title>',
			'unknown',
			'serverError',
			'"Gateway Time-out"',
		],
		['HTTP', 201, '', 'unknown', 'unreadableReply', ''],
		['made up', 201, {}, 'unknown', 'unreadableReply', ''],
		['made up', 201, { key: {} }, 'unknown', 'unreadableReply', ''],
		['made up', 201, { error: true, message: 'no' }, 'unknown', 'unreadableReply', 'no'],
		['made up', 201, { ...SENT, error: 'but' }, 'unknown', 'unreadableReply', 'but'],
		['source: Baileys', 201, { ...SENT, status: 'ERROR' }, 'unknown', 'unreadableReply', 'ERROR'],
		['HTTP', 200, '<!doctype html><title>Hi</title>', 'unknown', 'unreadableReply', 'titled "Hi"'],
		['made up', 201, [SENT], 'unknown', 'unreadableReply', 'Guilherme Gomes'],
		[
			'made up',
			201,
			JSON.parse('{"__proto__":{"key":{"id":"x"}}}'),
			'unknown',
			'unreadableReply',
			'__proto__: key: id: x',
		],
	]);
});

describe('the session', () => {
	const state = (status: number, body: unknown) => readSession(evolutionApi, { status, body });

	test('is ready', () => {
		const instance = { instanceName: 'shop', state: 'open' };
		expect(state(200, { instance })).toBeUndefined();
	});

	lacks(evolutionApi, [
		[
			'document',
			200,
			{ instance: { instanceName: 'shop', state: 'connecting' } },
			'scan the QR code',
		],
		[
			'document',
			200,
			{ instance: { instanceName: 'shop', state: 'close' } },
			'connect this instance',
		],
		[
			'source',
			200,
			{ instance: { instanceName: 'shop', state: 'refused' } },
			'refused the connection',
		],
		['source', 200, { instance: { instanceName: 'shop' } }, 'not running'],
		['made up', 200, { instance: { state: 'valueOf' } }, 'reports "valueOf"'],
		['seen', 401, { status: 401, error: 'Unauthorized' }, 'refused the token'],
		['source: guards', 403, FORBIDDEN, 'The gateway said: Missing global api key'],
		[
			'seen',
			404,
			{ response: { message: ['The "shop" instance does not exist'] } },
			'The "shop" instance does not exist',
		],
		['HTTP', 200, '<!doctype html><title>Welcome</title>', 'not a gateway'],
		['made up', 200, {}, 'no session state'],
	]);
});

describe('what is looked up', () => {
	test.each([
		[
			[{ exists: true, jid: '79995253422@s.whatsapp.net', number: '79995253422' }],
			{ exists: true },
		],
		[
			[{ exists: false, jid: '79995253422@s.whatsapp.net', number: '79995253422' }],
			{ exists: false },
		],
		[[], undefined],
		[[{ exists: 'yes' }], undefined],
		[{}, undefined],
		[{ status: 500, error: 'Internal Server Error' }, undefined],
		['', undefined],
	])('a number: %j is %s', (body, expected) => {
		expect(evolutionApi.check?.('79995253422', 'shop')?.read({ status: 200, body })).toEqual(
			expected,
		);
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
		expect(readChats(evolutionApi, body)).toEqual([
			{ id: '79995253422@c.us', name: 'Maria', isGroup: false },
			{ id: '120363028392831234@g.us', name: 'Club', isGroup: true },
			{ id: '123456789012345@lid', name: '123456789012345@lid', isGroup: false },
		]);
		expect(readChats(evolutionApi, {})).toBeUndefined();
	});
});
