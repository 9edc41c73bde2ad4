import ICAL from 'ical.js';

import { failed } from '../../stand-in/dialects/wahaAnswers';
import { brokenRules } from '../../stand-in/dialects/wahaContract';
import { startStandIn } from '../../stand-in/index';
import type { StandIn } from '../../stand-in/types';

const card = { fullName: 'Anna', phoneNumber: '+7 900 111-11-11', whatsappId: '79001111111' };
const body = { session: 'default', chatId: '79995253422@c.us', contacts: [card] };

describe('the server', () => {
	let standIn: StandIn;

	beforeAll(async () => {
		standIn = await startStandIn({ instance: 'default', notOnWhatsApp: ['79990000000'] });
	});
	afterAll(() => standIn.close());
	beforeEach(() => standIn.reset());

	const ask = async (route: string, value?: unknown, key = standIn.token) => {
		const response = await fetch(`${standIn.url}/api/${route}`, {
			method: value === undefined ? 'GET' : 'POST',
			headers: { 'x-api-key': key, 'content-type': 'application/json' },
			body: JSON.stringify(value),
		});
		return { status: response.status, json: await response.json() };
	};
	const send = async (value: unknown = body) => await ask('sendContactVcard', value);

	test('writes the card itself: the phone as given, the ID that makes it tappable', async () => {
		await send({ ...body, contacts: [{ ...card, organization: 'Acme' }] });
		const [vcard = ''] = standIn.cards[0]?.vcards ?? [];
		expect(ICAL.parse(vcard)[1]).toEqual([
			['version', {}, 'text', '3.0'],
			['fn', {}, 'text', 'Anna'],
			['org', {}, 'text', ['Acme', '']],
			['tel', { type: ['CELL', 'VOICE'], waid: '79001111111' }, 'phone-number', '+7 900 111-11-11'],
		]);
		expect(standIn.cards[0]?.contacts).toEqual([
			{ name: 'Anna', organization: 'Acme', phone: '79001111111' },
		]);
	});

	test('hands a card of the client on as it is, one that cannot be tapped included', async () => {
		const phone = card.whatsappId;
		const vcard = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nTEL:+79001111111\r\nEND:VCARD';
		await send({ ...body, contacts: [{ vcard }, card] });
		expect(standIn.cards[0]?.vcards).toEqual([vcard, expect.stringContaining('waid=')]);
		expect(standIn.cards[0]?.contacts).toEqual([
			{ name: 'Ann' },
			expect.objectContaining({ phone }),
		]);
	});

	test.each([
		['79995253422', { numberExists: true, chatId: '79995253422@c.us' }],
		['5531991234567', { numberExists: true, chatId: '553191234567@c.us' }],
		['5511991234567', { numberExists: true, chatId: '5511991234567@c.us' }],
		['79990000000', { numberExists: false }],
	])('knows %s as %j', async (phone, known) => {
		const { json } = await ask(`contacts/check-exists?phone=${phone}&session=default`);
		expect(json).toEqual(known);
	});

	test('refuses with 422 while the session does not work', async () => {
		standIn.setSession('got qr code');
		expect(await send()).toEqual({
			status: 422,
			json: {
				error: 'Session status is not as expected. Try again later or restart the session',
				session: 'default',
				status: 'SCAN_QR_CODE',
				expected: ['WORKING'],
			},
		});
	});

	test('asks for the key before it looks for the session, and names a route that it does not have', async () => {
		expect((await ask('sessions/other', undefined, 'wrong')).status).toBe(401);
		expect((await ask('sessions/other')).status).toBe(404);
		expect(await ask('sendContactVcards', body)).toEqual({
			status: 404,
			json: { message: 'Cannot POST /api/sendContactVcards', error: 'Not Found', statusCode: 404 },
		});
	});

	test('may say "error" with 201', async () => {
		standIn.misbehave(failed.statusError);
		expect(await send()).toEqual({ status: 201, json: { status: 'error' } });
		expect(standIn.cards).toEqual([]);
	});
});

test.each([
	[body],
	[{ ...body, chatId: '120363025246125486@g.us', id: '3EB00123456789ABCDEF01' }],
	[{ ...body, reply_to: 'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F' }],
	[{ ...body, contacts: [{ ...card, organization: 'Acme' }, card] }],
	[{ ...body, contacts: [{ ...card, phoneNumber: card.whatsappId }] }],
	[{ ...body, contacts: [{ vcard: 'BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD' }] }],
])('%j keeps the contract', (right) => {
	expect(brokenRules(right)).toEqual([]);
});

test.each([
	[undefined, 'instance must be object'],
	[{ ...body, chatId: undefined }, 'instance requires property "chatId"'],
	[{ ...body, session: 'a/b' }, 'session must match pattern'],
	[{ ...body, chatId: '79995253422@s.whatsapp.net' }, 'chatId must match pattern'],
	[{ ...body, contacts: [] }, 'contacts must NOT have fewer than 1 items'],
	[{ ...body, reply_to: 'DF38E6A25B42CC8CCE57EC40F' }, 'reply_to must match pattern'],
	[{ ...body, id: 'true_79995253422@c.us_3EB0' }, 'id must match pattern'],
	[{ ...body, quotedMsgId: '1' }, 'the additional property "quotedMsgId"'],
	[{ ...body, contacts: [{ ...card, fullName: '' }] }, 'contacts[0].fullName must match pattern'],
	[{ ...body, contacts: [{ ...card, whatsappId: '+79001111111' }] }, 'contacts[0].whatsappId must'],
	[
		{ ...body, contacts: [card, { fullName: 'Boris', phoneNumber: '79002222222' }] },
		'contacts[1] requires property "whatsappId"',
	],
	[{ ...body, contacts: [{ vcard: 'FN:Anna' }] }, 'contacts[0].vcard must match format "vcard"'],
	[{ ...body, contacts: [null] }, 'contacts[0] must be object'],
])('%j breaks it: %s', (wrong, rule) => {
	expect(brokenRules(wrong)).toContainEqual(expect.stringContaining(rule));
});
