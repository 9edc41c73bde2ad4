import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import { checkMessage, split } from '../../nodes/WhatsAppSendContact/gateways/checks';
import { readChats, readSession } from '../../nodes/WhatsAppSendContact/gateways/questions';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import type { ContactMessage } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { problemOf } from '../problem';
import { lacks, rejects } from './tables';

const { greenApi } = gateways;

const ID_MESSAGE = '3EB0C767D097B7C7C030';
const QUOTA = {
	invokeStatus: {
		method: 'sendmessage',
		used: 100,
		total: 100,
		status: 'QUOTE_EXCEEDED',
		description: 'Monthly quota has been exceeded. Change the tariff to business',
	},
	correspondentsStatus: { method: 'correspondents', used: 1, total: 3, status: 'QUOTE_ALLOWED' },
};
const PEOPLE_QUOTA = {
	invokeStatus: { method: 'sendmessage', used: 67, total: 0, status: 'QUOTE_ALLOWED' },
	correspondentsStatus: {
		method: 'correspondents',
		used: 3,
		total: 3,
		status: 'CORRESPONDENTS_QUOTE_EXCEEDED',
		description: 'You can only send or receive messages from these numbers: 12345678901@c.us',
	},
};
const EXPIRED = {
	message: 'Instance account is expired. Renew your instance from personal area',
};

const message = (change: Partial<ContactMessage> = {}): ContactMessage => ({
	recipient: { by: 'phone', kind: 'person', chatId: '79995253422@c.us' },
	contacts: [{ phone: '79001111111', name: 'Anna Ivanova', organization: 'Acme' }],
	sendAs: 'contact',
	...change,
});

test.each([
	['1150', '1150'],
	['waInstance1150', '1150'],
	['my-waInstance1150', 'my-waInstance1150'],
])('the instance %s is %s', (instance, expected) => {
	const server = 'https://1103.api.greenapi.com';
	const account = readAccount({ gateway: 'greenApi', server, instance, token: 's3cr3t' });
	expect(account).toMatchObject({ server, instance: expected });
	problemOf(() => readAccount({ gateway: 'greenApi', server: '', instance, token: 's3cr3t' }));
});

describe('the request', () => {
	const signed = (each: ContactMessage) =>
		greenApi.authorize(greenApi.request(each, '1150', ''), 's3cr3t');

	test('goes to a phone, with name and organization', () => {
		expect(greenApi.request(message(), '1150', '')).toEqual({
			method: 'POST',
			path: '/waInstance1150/sendContact',
			body: {
				chatId: '79995253422@c.us',
				contact: { phoneContact: 79001111111, firstName: 'Anna Ivanova', company: 'Acme' },
			},
		});
	});

	test('without a name, the card shows the number', () => {
		const contacts = [{ phone: '380123456789' }];
		expect(signed(message({ contacts })).body?.contact).toEqual({
			phoneContact: 380123456789,
			firstName: '+380123456789',
		});
	});

	test('several contacts are as many messages, each with the quote', () => {
		const contacts = [{ phone: '79001111111' }, { phone: '79002222222' }];
		const whole = message({ contacts, quotedMessageId: ID_MESSAGE });
		expect(split(greenApi, whole)).toEqual([
			{ ...whole, contacts: [contacts[0]] },
			{ ...whole, contacts: [contacts[1]] },
		]);
	});

	test.each([
		['group', '17680561234-1479621234@g.us'],
		['group', '120363028392831234@g.us'],
		['lid', '123456789012345@lid'],
	] as const)('goes to a %s (%s), and quotes', (kind, chatId) => {
		const recipient = { by: 'chatId', kind, chatId } as const;
		expect(signed(message({ recipient, quotedMessageId: ID_MESSAGE })).body).toMatchObject({
			chatId,
			quotedMessageId: ID_MESSAGE,
		});
	});

	test.each([
		[
			{ contacts: [{ phone: '4915112345678' }] },
			'The contact 4915112345678 has 13 digits, and GREEN-API takes 11 to 12',
		],
		[{ contacts: [{ phone: '4512345678' }] }, 'The contact 4512345678 has 10 digits'],
		[{ sendAs: 'vCard' as const }, 'GREEN-API takes no vCards'],
		[
			{ quotedMessageId: `false_79995253422@c.us_${ID_MESSAGE}` },
			'is not a message ID of GREEN-API',
		],
		[
			{
				recipient: {
					by: 'chatId' as const,
					kind: 'newsletter' as const,
					chatId: '120363028392831234@newsletter',
				},
			},
			'is a channel',
		],
	])('%j is refused before it is sent: %s', (change, reason) => {
		const { message: sentence, remedy } = problemOf(() => checkMessage(greenApi, message(change)));
		expect(sentence).toContain(reason);
		expect(remedy).not.toBe('');
	});

	test('the token is the last part of the path, encoded', () => {
		const request = { method: 'GET', path: '/waInstance1150/getChats' } as const;
		expect(greenApi.authorize(request, 's3/cr+?t').path).toBe(
			'/waInstance1150/getChats/s3%2Fcr%2B%3Ft',
		);
	});
});

describe('the answer', () => {
	const reply = (status: number, body: unknown) => readReply(greenApi, { status, body });

	test('taken', () => {
		expect(reply(200, { idMessage: ID_MESSAGE })).toEqual({
			accepted: true,
			status: 'sent',
			id: ID_MESSAGE,
			message: "Taken into the gateway's queue",
		});
	});

	rejects(greenApi, [
		[
			'document',
			400,
			{ message: 'instance is starting or not authorized' },
			'notSent',
			'notConnected',
			'not authorized',
		],
		[
			'document',
			400,
			{ message: 'instance account not authorized' },
			'notSent',
			'notConnected',
			'not authorized',
		],
		[
			'document',
			400,
			{ message: 'instance in starting process try later' },
			'notSent',
			'notConnected',
			'try later',
		],
		['document', 400, EXPIRED, 'notSent', 'notPaid', 'expired'],
		['document', 400, { message: 'Instance is deleted' }, 'notSent', 'instanceNotFound', 'deleted'],
		[
			'document',
			400,
			{ message: "Validation failed. Details: 'chatId' is required" },
			'notSent',
			'refused',
			"'chatId' is required",
		],
		['document', 401, '', 'notSent', 'unauthorized', ''],
		['document', 403, '', 'notSent', 'instanceNotFound', ''],
		[
			'HTTP',
			403,
			'<html><title>403 Forbidden</title>',
			'notSent',
			'instanceNotFound',
			'403 Forbidden',
		],
		['document', 404, '', 'notSent', 'instanceNotFound', ''],
		['document', 429, '', 'notSent', 'rateLimited', ''],
		['document', 466, QUOTA, 'notSent', 'quotaExceeded', 'Monthly quota has been exceeded'],
		['made up', 466, '', 'notSent', 'quotaExceeded', ''],
		['document', 499, '', 'unknown', 'serverError', ''],
		['document', 500, '', 'unknown', 'serverError', ''],
		['HTTP', 502, '<html><title>Bad Gateway</title>', 'unknown', 'serverError', '"Bad Gateway"'],
		['made up', 429, { idMessage: ID_MESSAGE }, 'unknown', 'unreadableReply', ID_MESSAGE],
		['made up', 466, { idMessage: ID_MESSAGE }, 'unknown', 'unreadableReply', ID_MESSAGE],
		['made up', 200, { idMessage: ID_MESSAGE, error: 'but' }, 'unknown', 'unreadableReply', 'but'],
		['HTTP', 200, '', 'unknown', 'unreadableReply', ''],
		['made up', 200, null, 'unknown', 'unreadableReply', ''],
		['made up', 200, { idMessage: '' }, 'unknown', 'unreadableReply', ''],
		['made up', 200, { idMessage: {} }, 'unknown', 'unreadableReply', ''],
		[
			'made up',
			200,
			JSON.parse('{"__proto__":{"idMessage":"x"}}'),
			'unknown',
			'unreadableReply',
			'idMessage: x',
		],
		['HTTP', 308, '', 'notSent', 'refused', 'redirects'],
	]);

	test('a plan that limits the messages is explained in its own words alone', () => {
		expect(reply(466, QUOTA)).toMatchObject({ gatewayMessage: QUOTA.invokeStatus.description });
		const both = { ...PEOPLE_QUOTA, invokeStatus: QUOTA.invokeStatus };
		expect(reply(466, both)).not.toHaveProperty('thisChatOnly');
	});

	test('a plan that limits the people leaves some that can be written to', () => {
		expect(reply(466, PEOPLE_QUOTA)).toEqual({
			accepted: false,
			certainty: 'notSent',
			reason: 'quotaExceeded',
			gatewayMessage: PEOPLE_QUOTA.correspondentsStatus.description,
			thisChatOnly: true,
		});
	});
});

describe('the session', () => {
	const state = (status: number, body: unknown) => readSession(greenApi, { status, body });

	test('is ready', () => {
		expect(state(200, { stateInstance: 'authorized' })).toBeUndefined();
	});

	lacks(greenApi, [
		['document', 200, { stateInstance: 'notAuthorized' }, 'scan the QR code'],
		['document', 200, { stateInstance: 'blocked' }, 'banned'],
		['document', 200, { stateInstance: 'sleepMode' }, 'switched off'],
		['document', 200, { stateInstance: 'starting' }, 'is starting'],
		['document', 200, { stateInstance: 'yellowCard' }, 'too many messages'],
		['made up', 200, { stateInstance: 'suspended' }, 'reports "suspended"'],
		['made up', 200, { stateInstance: null }, 'no session state'],
		['document', 400, { message: 'instance in starting process try later' }, 'try later'],
		['document', 400, EXPIRED, 'not been paid'],
		['document', 400, { message: 'Instance is deleted' }, 'does not know this instance'],
		['document', 401, '', 'refused the token'],
		['document', 403, '', 'does not know this instance'],
		['document', 404, '', 'does not know this instance'],
		['HTTP', 200, '<!doctype html><title>Welcome</title>', 'not a gateway'],
	]);
});

describe('what is looked up', () => {
	test.each([
		[200, { existsWhatsapp: true }, { exists: true }],
		[200, { existsWhatsapp: false }, { exists: false }],
		[200, { existsWhatsapp: 'yes' }, undefined],
		[400, { message: 'bad phone number, valid from 11 to 16 digits' }, undefined],
		[466, QUOTA, undefined],
	])('a number: %i %j is %s', (status, body, expected) => {
		const question = greenApi.check?.('79995253422', '1150');
		expect(question?.request).toEqual({
			method: 'POST',
			path: '/waInstance1150/checkWhatsapp',
			body: { phoneNumber: 79995253422 },
		});
		expect(question?.read({ status, body })).toEqual(expected);
	});

	test('the chats, people and groups told apart', () => {
		const body = [
			{ archive: false, id: '79876543210@c.us', name: 'John Doe', type: 'user' },
			{ archive: false, id: '79001234567-1479621234@g.us', name: 'My Group', type: 'group' },
			{ archive: false, id: '79001234567@c.us', name: '', type: 'user' },
		];
		expect(readChats(greenApi, body)).toEqual([
			{ id: '79876543210@c.us', name: 'John Doe', isGroup: false },
			{ id: '79001234567-1479621234@g.us', name: 'My Group', isGroup: true },
			{ id: '79001234567@c.us', name: '79001234567@c.us', isGroup: false },
		]);
		expect(readChats(greenApi, EXPIRED)).toBeUndefined();
	});

	test('only a number that the document allows is asked for', () => {
		expect(greenApi.check?.('4512345678', '1150')).toBeUndefined();
		expect(greenApi.check?.('45123456789', '1150')).toBeDefined();
	});

	test('a lost message can’t be asked for: it carries no name of ours', () => {
		expect(greenApi.findSent).toBeUndefined();
	});
});
