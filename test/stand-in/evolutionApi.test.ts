import ICAL from 'ical.js';

import { failed } from '../../stand-in/dialects/evolutionApiAnswers';
import { brokenRules } from '../../stand-in/dialects/evolutionApiContract';
import { startStandIn } from '../../stand-in/index';
import type { StandIn } from '../../stand-in/types';

const PERSON = '79995253422';
const GROUP = '17680561234-1479621234@g.us';
const card = { fullName: 'Anna', wuid: '79001111111', phoneNumber: '+7 900 111-11-11' };
const body = { number: PERSON, contact: [card] };

let standIn: StandIn;

beforeAll(async () => {
	standIn = await startStandIn({ instance: 'shop', notOnWhatsApp: ['79990000000'] });
});
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

const post = async (route: string, value: unknown, apikey = standIn.token) => {
	const response = await fetch(`${standIn.url}/${route}`, {
		method: 'POST',
		headers: { apikey, 'content-type': 'application/json' },
		body: JSON.stringify(value),
	});
	return { status: response.status, json: await response.json() };
};
const send = async (value: unknown = body) => await post('message/sendContact/shop', value);
const check = async (...numbers: string[]) => await post('chat/whatsappNumbers/shop', { numbers });

describe('a card', () => {
	test('is written by the server: the phone as given, nothing escaped', async () => {
		const contact = {
			...card,
			fullName: 'Smith, Anna; Jr.',
			organization: 'Acme',
			email: 'anna@acme.example',
			url: 'https://acme.example/anna',
		};
		const { status, json } = await send({ ...body, contact: [contact] });
		expect(status).toBe(201);
		expect(json).toMatchObject({
			key: { remoteJid: `${PERSON}@s.whatsapp.net`, id: standIn.cards[0]?.id },
			status: 'PENDING',
		});
		const [vcard = ''] = standIn.cards[0]?.vcards ?? [];
		expect(vcard.split('\n')).toContain('FN:Smith, Anna; Jr.');
		expect(ICAL.parse(vcard)[1]).toEqual(
			expect.arrayContaining([
				['tel', { waid: '79001111111', group: 'item1' }, 'phone-number', '+7 900 111-11-11'],
				['email', {}, 'text', 'anna@acme.example'],
				['url', {}, 'uri', 'https://acme.example/anna'],
			]),
		);
		expect(standIn.cards[0]?.contacts).toEqual([
			{
				name: 'Smith, Anna; Jr.',
				organization: 'Acme',
				phone: '79001111111',
				email: 'anna@acme.example',
				url: 'https://acme.example/anna',
			},
		]);
	});

	test.each([
		['5215512345678', '525512345678'],
		['5491112345678', '541112345678'],
		['5531991234567', '553191234567'],
		['5511991234567', '5511991234567'],
		[PERSON, PERSON],
	])('to %s goes to %s', async (number, arrived) => {
		await send({ ...body, number });
		expect(standIn.cards).toMatchObject([{ chat: `${arrived}@c.us` }]);
		expect((await check(number)).json).toMatchObject([{ jid: `${arrived}@s.whatsapp.net` }]);
	});
});

describe('in this order, it refuses', () => {
	test('an unknown instance, whatever the key', async () => {
		expect(await post('message/sendContact/other', body, 'wrong')).toEqual({
			status: 404,
			json: {
				status: 404,
				error: 'Not Found',
				response: { message: ['The "other" instance does not exist'] },
			},
		});
	});

	test('a wrong key', async () => {
		expect((await post('message/sendContact/shop', {}, 'wrong')).status).toBe(401);
	});

	test('a broken body, with its errors in a list of their own', async () => {
		standIn.setSession('init');
		expect(await send({ number: PERSON })).toMatchObject({
			status: 400,
			json: { response: { message: [['instance requires property "contact"']] } },
		});
	});

	test('whoever it is, without a phone', async () => {
		standIn.setSession('init');
		expect((await send()).json).toEqual(failed.connectionClosed.body);
		expect((await send({ ...body, number: GROUP })).json).toEqual(failed.unknownGroup.body);
	});

	test('a group that it does not know, and a number without WhatsApp', async () => {
		expect(await send({ ...body, number: '120363999999999999@g.us' })).toMatchObject({
			status: 400,
			json: { response: { message: ['[object Object]'] } },
		});
		expect(await send({ ...body, number: '79990000000' })).toMatchObject({
			status: 400,
			json: { response: { message: [{ exists: false, number: '79990000000' }] } },
		});
		expect(standIn.cards).toEqual([]);
	});
});

test('the check of no number, or without a phone, is a 400', async () => {
	expect((await check()).status).toBe(400);
	standIn.setSession('loading');
	expect(await check(PERSON)).toEqual({ status: 400, json: {} });
});

test('a route that it does not have is named', async () => {
	expect(await post('message/sendContacts/shop', body)).toEqual({
		status: 404,
		json: {
			status: 404,
			error: 'Not Found',
			response: { message: ['Cannot POST /message/sendContacts/shop'] },
		},
	});
	expect(standIn.violations).toHaveLength(1);
});

test.each([
	['connectionClosed', 500, 0],
	['neverStarted', 500, 0],
	['notLoaded', 500, 0],
	['closedWhileSending', 400, 0],
	['closedAfterSending', 400, 1],
	['savedBadly', 400, 1],
] as const)('"%s" is a %i, and %i cards', async (name, status, cards) => {
	standIn.misbehave(failed[name]);
	expect((await send()).status).toBe(status);
	expect(standIn.cards).toHaveLength(cards);
});

test.each([
	[body],
	[{ ...body, number: GROUP }],
	[{ ...body, number: '123456789012345@lid' }],
	[{ ...body, contact: [{ ...card, organization: 'Acme' }, card] }],
	[{ ...body, contact: [{ ...card, phoneNumber: card.wuid }] }],
])('%j keeps the contract', (right) => {
	expect(brokenRules(right)).toEqual([]);
});

test.each([
	[undefined, 'instance must be object'],
	[{ ...body, number: `${PERSON}@c.us` }, 'number must match pattern'],
	[{ ...body, number: '120363025246125486@newsletter' }, 'number must match pattern'],
	[{ ...body, contact: [] }, 'contact must NOT have fewer than 1 items'],
	[{ ...body, contact: [card, card] }, 'contact must NOT have duplicate items'],
	[{ ...body, quoted: {} }, 'instance is not allowed to have the additional property "quoted"'],
	[{ ...body, contact: [{ ...card, wuid: undefined }] }, 'contact[0] requires property "wuid"'],
	[{ ...body, contact: [{ ...card, wuid: '+79001111111' }] }, 'contact[0].wuid must match'],
	[{ ...body, contact: [{ ...card, phoneNumber: '123456789' }] }, 'contact[0].phoneNumber must'],
	[{ ...body, contact: [{ ...card, fullName: 'A\nB' }] }, 'contact[0].fullName must match'],
	[{ ...body, contact: [{ ...card, organization: '' }] }, 'contact[0].organization must match'],
	[{ ...body, contact: [null] }, 'contact[0] must be object'],
])('%j breaks it: %s', (wrong, rule) => {
	expect(brokenRules(wrong)).toContainEqual(expect.stringContaining(rule));
});
