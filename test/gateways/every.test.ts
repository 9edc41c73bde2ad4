import fc from 'fast-check';

import { checkMessage, split } from '../../nodes/WhatsAppSendContact/gateways/checks';
import type { Gateway, GatewayRequest } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import { readChats, readSession } from '../../nodes/WhatsAppSendContact/gateways/questions';
import { type GatewayName, gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import {
	type ContactForm,
	type ContactMessage,
	type MessageRules,
	messageReader,
} from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { type Contact, DETAILS } from '../../nodes/WhatsAppSendContact/message/contacts';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import type { Accepted } from '../../nodes/WhatsAppSendContact/outcome';
import { DIALECTS } from '../../stand-in/dialects';
import type { Gateway as Server, NewCard } from '../../stand-in/types';
import { anyForm } from '../message/anyForm';
import { runs } from '../property';
import {
	lacks,
	message,
	REFERENCE,
	type Rejection,
	rejects,
	type Source,
	WHOLE_ID,
} from './tables';

const HI = '<!doctype html><title>Hi</title>';
const THIS_GROUP = 'not authorized to send messages to this group';
const said = (words: string) => ({ message: words });

/** Signs that mean something in an address. */
const TOKEN = 's3/cr+?t';

interface Every {
	name: GatewayName;
	/** As the credential's reader hands it on. */
	instance: string;
	session: GatewayRequest;
	/** Left out where there is none. */
	check?: GatewayRequest;
	chats?: GatewayRequest;
	/** What became of a message, by its ID. */
	track?: GatewayRequest;
	/** A lost message, by the name that it was given. */
	lost?: GatewayRequest;
	/** The usual answer to a message that was taken. */
	taken: { status: number; body: object };
	/** What an answer must hold to count as sent. */
	isYes: (body: unknown, result: Accepted, status: number) => boolean;
	/** Its word for a session that is ready, and the answer with such a word. */
	ready: string;
	state: (word: string) => object;
}

const ID = 'true_79995253422@c.us_3EB0957AD66BAFF57D1D';
const hasId = (_body: unknown, { id }: Accepted): boolean => Boolean(id);
const saysSent = (body: unknown): boolean =>
	[true, 'true', 1, '1', 'queued'].includes((body as { sent: never }).sent);

const get = (path: string, query?: GatewayRequest['query']): GatewayRequest => ({
	method: 'GET',
	path,
	query,
});
const post = (path: string, body: GatewayRequest['body']): GatewayRequest => ({
	method: 'POST',
	path,
	body,
});

const EVERY: Every[] = [
	{
		name: 'chatApi',
		instance: '1150',
		session: get('/instance1150/status', { no_wakeup: 'true' }),
		check: get('/instance1150/checkPhone', { phone: '79995253422' }),
		chats: get('/instance1150/dialogs'),
		taken: { status: 200, body: { sent: true, message: 'Sent to 79995253422@c.us', id: ID } },
		isYes: saysSent,
		ready: 'authenticated',
		state: (accountStatus) => ({ accountStatus }),
	},
	{
		name: 'ultraMsg',
		instance: 'instance1150',
		session: get('/instance1150/instance/status'),
		check: get('/instance1150/contacts/check', { chatId: '79995253422@c.us' }),
		chats: get('/instance1150/chats'),
		// Whatever its state.
		track: get('/instance1150/messages', { id: ID, status: 'all' }),
		lost: get('/instance1150/messages', {
			referenceId: REFERENCE,
			status: 'all',
			sort: 'desc',
			page: '1',
			limit: '100',
		}),
		taken: { status: 200, body: { sent: 'true', message: 'ok', id: 3964 } },
		isYes: saysSent,
		ready: 'authenticated',
		state: (status) => ({ status: { accountStatus: { status, substatus: 'connected' } } }),
	},
	{
		name: 'greenApi',
		instance: '1150',
		session: get('/waInstance1150/getStateInstance'),
		check: post('/waInstance1150/checkWhatsapp', { phoneNumber: 79995253422 }),
		chats: get('/waInstance1150/getChats'),
		track: post('/waInstance1150/getMessage', { chatId: '79995253422@c.us', idMessage: ID }),
		taken: { status: 200, body: { idMessage: '3EB0C767D097B7C7C030' } },
		isYes: hasId,
		ready: 'authorized',
		state: (stateInstance) => ({ stateInstance }),
	},
	{
		name: 'waha',
		instance: 'default',
		session: get('/api/sessions/default'),
		check: get('/api/contacts/check-exists', { phone: '79995253422', session: 'default' }),
		chats: get('/api/default/chats'),
		track: get(`/api/default/chats/79995253422%40c.us/messages/${encodeURIComponent(ID)}`, {
			downloadMedia: 'false',
		}),
		// Among the last of its chat.
		lost: get('/api/default/chats/79995253422%40c.us/messages', {
			limit: '100',
			downloadMedia: 'false',
		}),
		taken: { status: 201, body: { id: ID, _data: { Info: {} } } },
		isYes: (_body, { id }, status) => id !== null || status === 201,
		ready: 'WORKING',
		state: (status) => ({ name: 'default', status }),
	},
	{
		name: 'evolutionApi',
		instance: 'shop',
		session: get('/instance/connectionState/shop'),
		check: post('/chat/whatsappNumbers/shop', { numbers: ['79995253422'] }),
		chats: post('/chat/findChats/shop', {}),
		// By the ID alone: a row may name a hidden ID as its chat.
		track: post('/chat/findStatusMessage/shop', { where: { id: ID }, page: 1, offset: 50 }),
		taken: { status: 201, body: { key: { id: 'BAE58DA6CBC941BC' }, status: 'PENDING' } },
		isYes: hasId,
		ready: 'open',
		state: (state) => ({ instance: { instanceName: 'shop', state } }),
	},
	{
		name: 'metaCloudApi',
		instance: '1150',
		session: get('/1150', { fields: 'display_phone_number,verified_name,status' }),
		taken: { status: 200, body: { messages: [{ id: 'wamid.HBgLNzk5OTUyNTM0MjI=' }] } },
		isYes: hasId,
		ready: 'CONNECTED',
		state: (status) => ({ id: '1150', status }),
	},
	{
		name: 'uazapi',
		instance: '',
		session: get('/instance/status'),
		check: post('/chat/check', { numbers: ['79995253422'] }),
		chats: post('/chat/find', { sort: '-wa_lastMsgTimestamp' }),
		// For the last messages of the chat: its search by ID takes another ID than a quote does.
		track: post('/message/find', { chatid: '79995253422@s.whatsapp.net', limit: 100 }),
		lost: post('/message/find', { track_id: REFERENCE }),
		taken: { status: 200, body: { messageid: '3EB0538DA65A59F6D8A251', status: 'pending' } },
		isYes: hasId,
		ready: 'connected',
		state: (status) => ({ instance: { id: 'r183e2ef9597845', status } }),
	},
	{
		name: 'whapi',
		instance: '',
		session: get('/health', { wakeup: 'false' }),
		check: post('/contacts', { blocking: 'wait', contacts: ['79995253422'] }),
		chats: get('/chats', { count: '500' }),
		track: get(`/messages/${encodeURIComponent(ID)}`),
		taken: { status: 200, body: { sent: true, message: { id: 'PsqXn5SAD5v7HRA-wHqB9tMeGQ' } } },
		isYes: (body, { id }) => saysSent(body) && Boolean(id),
		ready: 'AUTH',
		state: (text) => ({ status: { code: 4, text } }),
	},
];

/** A list with the shapes that gateways and their libraries give a chat, and the ID that each one has. */
const LISTED: Array<[shape: unknown, id: string, name: string]> = [
	[{ id: '79995253422@c.us', name: 'Maria', metadata: {} }, '79995253422@c.us', 'Maria'],
	[
		{ id: 'cm1', remoteJid: '79001111111@s.whatsapp.net', pushName: 'Anna', name: 'A' },
		'79001111111@c.us',
		'Anna',
	],
	[
		{ id: { server: 'g.us', _serialized: '120363028392831234@g.us' }, name: '' },
		'120363028392831234@g.us',
		'120363028392831234@g.us',
	],
	[
		{ id: 'r17', wa_chatid: '79002222222@s.whatsapp.net', name: 'Boris' },
		'79002222222@c.us',
		'Boris',
	],
	// Seen by users: without a name of its own.
	[
		{ wa_chatid: '79003333333@s.whatsapp.net', wa_contactName: 'Vera', wa_name: 'V' },
		'79003333333@c.us',
		'Vera',
	],
	[
		{ wa_chatid: '120363028392830000@g.us', name: '', wa_contactName: '', wa_name: 'Team' },
		'120363028392830000@g.us',
		'Team',
	],
	[{ id: '123456789012345@lid', pushName: '' }, '123456789012345@lid', '123456789012345@lid'],
	[{ id: '120363028392831234@newsletter', name: 'News' }, '120363028392831234@newsletter', 'News'],
	[{ id: 'status@broadcast', name: 'Status' }, '', ''],
	[{ id: { _serialized: {} } }, '', ''],
	[{ name: 'without an ID' }, '', ''],
	[null, '', ''],
];
const ENDINGS = { person: '@c.us', group: '@g.us', lid: '@lid', newsletter: '@newsletter' };

/** One with all that a contact can have, and one with a phone alone. */
const CONTACTS = [
	{
		id: '79001111111',
		name: 'Anna',
		organization: 'Acme',
		email: 'anna@acme.example',
		url: 'https://acme.example',
	},
	{ id: '79002222222' },
];
/** No message, and one by its ID in each form; a gateway takes one of them. */
const QUOTED = ['', WHOLE_ID, '3EB0C767D097B7C7C030', 'wamid.HBgL', 'PsqXn5SAD5v7HRA-wHqB9tMeGQ'];

/** The messages that a form is; none where it holds something that can't be sent. */
function messagesOf(gateway: Gateway, form: ContactForm, rules: MessageRules): ContactMessage[] {
	try {
		const messages = split(gateway, messageReader(rules)(form));
		for (const each of messages) checkMessage(gateway, each);
		return messages;
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidInput);
		return [];
	}
}

/** What the stand-in, which knows the contract, makes of the request that leaves for a message. */
function arrived(name: GatewayName, instance: string, each: ContactMessage) {
	const gateway = gateways[name];
	const {
		method,
		path,
		query = {},
		headers = {},
		body: written,
	} = gateway.authorize(gateway.request(each, instance, REFERENCE), TOKEN);
	// As the client writes it.
	const body = JSON.parse(JSON.stringify(written)) as object;
	const lowerCase = Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value]);
	const head = { method, path, query, headers: Object.fromEntries(lowerCase) };
	const dialect = DIALECTS[name];
	const operation = dialect.match(head) ?? 'status';
	const request = { ...head, dialect: name, operation, body, rawBody: '', at: 0 };
	const violations: string[] = [];
	const cards: NewCard[] = [];
	const server: Server = {
		instance: instance.replace(/^instance/, ''),
		token: TOKEN,
		session: 'authenticated',
		people: { [each.recipient.chatId]: 'somebody' },
		notOnWhatsApp: [],
		cards: [],
		deliver(card) {
			cards.push(card);
			return { ...card, dialect: name, queueNumber: 1, queued: false, state: 'sent', at: 0 };
		},
		violation: (sentence) => violations.push(sentence),
	};
	const answer = dialect.answer({ ...request, chat: dialect.chatOf(request) }, server);
	expect([violations, readReply(gateway, answer).accepted]).toEqual([[], true]);
	return cards.map(({ chat, contacts, quotedMessageId }) => ({ chat, contacts, quotedMessageId }));
}

/** The same message as the phone has to show it. */
function shown(
	name: GatewayName,
	{ recipient, contacts, quotedMessageId, sendAs }: ContactMessage,
) {
	const hides: readonly string[] = gateways[name].can[sendAs]?.hides ?? [];
	const card = ({ phone, name: own = `+${phone}`, ...details }: Contact) => {
		if (hides === DETAILS) return `${phone}@c.us`;
		const others = Object.entries(details).filter(([key]) => !hides.includes(key));
		return { phone, name: own, ...Object.fromEntries(others) };
	};
	return [{ chat: recipient.chatId, contacts: contacts.map(card), quotedMessageId }];
}

/** Without what a vCard escapes: ical.js does not always take that back. How it is escaped stands in its own tests. */
const plain = (cards: unknown): unknown => JSON.parse(JSON.stringify(cards).replace(/\\\\|;/g, ''));

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
			code: fc.constant('LICENSE_REQUIRED'),
			exception: fc.constant({ message: 'server returned error 463' }),
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
			.map(([fields, each, listed]) =>
				listed ? [{ ...fields, ...each }] : { ...fields, ...each },
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

test('every gateway is here', () => {
	expect(EVERY.map(({ name }) => name).sort()).toEqual(Object.keys(gateways).sort());
});

describe.each(EVERY)('$name', (every) => {
	const { name, instance, taken, isYes, ready, state, ...asked } = every;
	const gateway = gateways[name];
	const { status: ok, body: yes } = taken;

	test('takes every request that leaves for it, whatever the form holds', () => {
		const anyRules = fc.record<MessageRules>({
			leadingEight: fc.constantFrom('refuse', 'replace'),
			sendAs: fc.constantFrom('contact', gateway.can.vCard ? 'vCard' : 'contact'),
		});
		// Whatever else is tried: a form with all that it can have.
		const recipient = { mode: 'phone', value: '79995253422' };
		const full = QUOTED.flatMap(
			(quotedMessageId): Array<[ContactForm, MessageRules]> => [
				[
					{ recipient, contacts: CONTACTS, quotedMessageId },
					{ leadingEight: 'refuse', sendAs: 'contact' },
				],
				[
					{ recipient, contacts: [{ id: '79001111111', email: '\\n' }], quotedMessageId },
					{ leadingEight: 'refuse', sendAs: 'contact' },
				],
				[
					{ recipient, contacts: CONTACTS.slice(0, 1), quotedMessageId },
					{ leadingEight: 'refuse', sendAs: 'vCard' },
				],
			],
		);
		fc.assert(
			fc.property(anyForm, anyRules, (form, rules) => {
				for (const each of messagesOf(gateway, form, rules))
					expect(plain(arrived(name, instance, each))).toEqual(plain(shown(name, each)));
			}),
			{ ...runs(), examples: full },
		);
	});

	test('is asked for what it can tell, and for nothing else', () => {
		expect({
			session: gateway.session.request(instance),
			check: gateway.check?.('79995253422', instance)?.request,
			chats: gateway.chats?.(instance),
			track: gateway.track?.(message(), instance, ID)?.request,
			lost: gateway.findSent?.(message(), instance, REFERENCE)?.request,
		}).toEqual(asked);
	});

	test('is given the name of a message that it is asked for by it', () => {
		const written = JSON.stringify(gateway.request(message(), instance, REFERENCE)).toLowerCase();
		expect(written.includes(REFERENCE.slice(0, 18))).toBe(gateway.findSent !== undefined);
	});

	describe('an answer', () => {
		const inherited = JSON.parse(`{"__proto__":${JSON.stringify(yes)}}`) as unknown;
		/** One that takes the message, and says with more that it failed. */
		function failed(source: Source, more: object, words: string): Rejection {
			return [source, ok, { ...yes, ...more }, 'unknown', 'notDelivered', words];
		}

		test('that takes a message', () => {
			expect(readReply(gateway, taken)).toMatchObject({ accepted: true, status: 'sent' });
			// Nothing in it, in the words of JSON.
			for (const error of [null, undefined, '', false, 0, [], {}])
				expect(readReply(gateway, { status: ok, body: { ...yes, error } }).accepted).toBe(true);
		});

		rejects(gateway, [
			['HTTP', 401, '', 'notSent', 'unauthorized', ''],
			['HTTP', 402, {}, 'notSent', 'notPaid', ''],
			['HTTP', 404, '', 'notSent', 'instanceNotFound', ''],
			['HTTP', 429, '', 'notSent', 'rateLimited', ''],
			['HTTP', 308, '', 'notSent', 'refused', 'the address that it redirects to'],
			['HTTP', 302, '', 'unknown', 'unreadableReply', 'the address that it redirects to'],
			['HTTP', 500, { error: 'Internal' }, 'unknown', 'serverError', 'Internal'],
			['HTTP', 502, '<html><title>Bad Gateway</title>', 'unknown', 'serverError', '"Bad Gateway"'],
			['HTTP', 200, HI, 'unknown', 'unreadableReply', '"Hi", so this is not a gateway'],
			['HTTP', 201, '<html>', 'unknown', 'unreadableReply', 'a web page, so this is not a gateway'],
			['HTTP', 200, '', 'unknown', 'unreadableReply', ''],
			['HTTP', 200, '{"id":"true_7', 'unknown', 'unreadableReply', '{"id":"true_7'],
			['made up', 200, null, 'unknown', 'unreadableReply', ''],
			['made up', 200, [], 'unknown', 'unreadableReply', ''],
			['made up', 201, {}, 'unknown', 'unreadableReply', ''],
			['made up', ok, [yes], 'unknown', 'unreadableReply'],
			['made up', ok, inherited, 'unknown', 'unreadableReply'],
			['made up', 400, yes, 'unknown', 'unreadableReply'],
			['made up', 429, yes, 'unknown', 'unreadableReply'],
			['made up', 500, yes, 'unknown', 'serverError'],
			failed('made up', { error: 'but' }, 'but'),
			failed('made up', { err: 'but' }, 'but'),
			failed('seen: whatsapp-web.js', { ack: -1 }, 'ack: -1'),
			failed('seen: whatsapp-web.js', { _data: { ack: -1 } }, 'ack: -1'),
			failed('seen: wppconnect', { isSendFailure: true }, 'isSendFailure'),
			failed('source: Baileys', { status: 0 }, 'status: 0'),
			failed('source: Baileys', { status: 'ERROR' }, 'status: ERROR'),
			failed('source: Baileys', { _data: { status: 0 } }, 'status: 0'),
			failed('document: UltraMsg', { status: 'invalid' }, 'status: invalid'),
			['source: GOWA', 429, said('WA_REACHOUT_TIMELOCK'), 'notSent', 'restricted', 'TIMELOCK'],
			['seen', 400, said(THIS_GROUP), 'notSent', 'refused', 'this group'],
		]);

		test('counts as sent only with a clear yes, and none crashes it', () => {
			fc.assert(
				fc.property(fc.integer({ min: 0, max: 999 }), fc.anything(), (status, body) => {
					const result = readReply(gateway, { status, body });
					if (!result.accepted) return;
					expect(Math.floor(status / 100)).toBe(2);
					expect(isYes(body, result, status)).toBe(true);
				}),
				runs(2_000),
			);
		});

		test('with an ID, a yes or nothing readable is never taken for not sent', () => {
			fc.assert(
				fc.property(anyDoubtful, (answer) => {
					const result = readReply(gateway, answer);
					expect(result.accepted || result.certainty).not.toBe('notSent');
				}),
				runs(3_000),
			);
		});
	});

	describe('the session', () => {
		test('is ready', () => {
			expect(readSession(gateway, { status: 200, body: state(ready) })).toBeUndefined();
		});

		lacks(gateway, [
			['made up', 200, state('constructor'), 'reports "constructor"'],
			['made up', 200, {}, 'no session state (HTTP 200)'],
			['HTTP', 200, '', 'no session state (HTTP 200)'],
			['made up', 200, { error: 'Something else' }, 'The gateway said: Something else'],
			['made up', 199, state(ready), 'no session state (HTTP 199)'],
			['made up', 300, state(ready), 'redirects'],
			['made up', 500, state(ready), 'reports an internal error'],
			['HTTP', 500, '<html><title>Bad Gateway</title>', 'reports an internal error'],
			['HTTP', 401, '', 'refused the token'],
			['made up', 401, said('not connected'), 'refused the token'],
			['made up', 199, said('not connected'), 'scan the QR code'],
			['HTTP', 404, { error: 'Not found' }, 'does not know this account'],
			['HTTP', 404, '<html></html>', 'not a gateway'],
			['HTTP', 200, HI, 'a web page titled "Hi", so it is not'],
			['HTTP', 429, { error: 'Too many requests' }, 'gets too many requests'],
		]);
	});

	test('lists the chats that it sends to, people and groups told apart', () => {
		const endings = gateway.can.chats.map((kind) => ENDINGS[kind]);
		const expected = LISTED.filter(([, id]) => endings.some((ending) => id.endsWith(ending)));
		const shapes = LISTED.map(([shape]) => shape);
		for (const body of [shapes, { dialogs: shapes }, { chats: shapes }])
			expect(readChats(gateway, body)).toEqual(
				expected.map(([, id, called]) => ({ id, name: called, isGroup: id.endsWith('@g.us') })),
			);
		for (const body of [{ error: 'no' }, '', null])
			expect(readChats(gateway, body)).toBeUndefined();
	});

	test('no answer whatsoever to a question crashes it', () => {
		const questions = [
			gateway.check?.('79995253422', instance),
			gateway.findSent?.(message(), instance, REFERENCE),
			gateway.track?.(message(), instance, ID),
		];
		fc.assert(
			fc.property(fc.integer({ min: 100, max: 599 }), fc.anything(), (status, body) => {
				for (const question of questions) question?.read(body);
				readSession(gateway, { status, body });
				readChats(gateway, body);
			}),
			runs(500),
		);
	});
});
