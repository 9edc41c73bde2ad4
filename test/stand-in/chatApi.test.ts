import { call } from '../../stand-in/client';
import { startStandIn } from '../../stand-in/index';
import type { StandIn } from '../../stand-in/types';

const PERSON = '79995253422@c.us';
const GROUP = '17680561234-1479621234@g.us';
const CONTACTS = ['79001111111', '79002222222@c.us'];

let standIn: StandIn;

beforeAll(async () => {
	standIn = await startStandIn();
});
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

const address = (method: string) =>
	`${standIn.url}/instance1150/${method}?token=${encodeURIComponent(standIn.token)}`;
const send = async (body: unknown, method = 'sendContact') => await call(address(method), { body });

describe('an accepted card', () => {
	it.each([
		[{ phone: '79995253422' }, PERSON],
		[{ phone: 79995253422 }, PERSON],
		[{ chatId: PERSON }, PERSON],
		[{ chatId: GROUP }, GROUP],
		[{ chatId: '120363025246125486@g.us' }, '120363025246125486@g.us'],
		[{ chatId: '123456789012345@lid' }, '123456789012345@lid'],
		[{ chatId: '120363025246125486@newsletter' }, '120363025246125486@newsletter'],
	])('%j is answered as captured, with the number of the recipient', async (recipient, chat) => {
		const { status, json } = await send({ ...recipient, contactId: CONTACTS });
		expect(status).toBe(200);
		expect(json).toEqual({
			sent: true,
			message: `Sent to ${chat}`,
			id: expect.stringMatching(new RegExp(`^true_${chat}_3EB0[0-9A-F]{16}$`)),
			queueNumber: 1,
		});
		expect(standIn.cards).toEqual([
			expect.objectContaining({ chat, contacts: CONTACTS, id: json.id, queued: false }),
		]);
		expect(standIn.violations).toEqual([]);
	});

	it('is understood as a form, too', async () => {
		const { json } = await send(
			'phone=79995253422&contactId=79001111111&contactId=79002222222%40c.us',
		);
		expect(json.sent).toBe(true);
		expect(standIn.cards[0]?.contacts).toEqual(CONTACTS);
		await send('phone=79995253422&contactId[]=79001111111');
		expect(standIn.cards[1]?.contacts).toEqual(['79001111111']);
	});

	it('keeps what it quotes, and counts the queue up', async () => {
		const quotedMsgId = 'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F';
		await send({ phone: '79995253422', contactId: '79001111111', quotedMsgId });
		const { json } = await send({ phone: '79995253422', contactId: '79001111111' });
		expect(json.queueNumber).toBe(2);
		expect(standIn.cards.map((card) => card.quotedMessageId)).toEqual([quotedMsgId, undefined]);
	});

	it('is a vCard with its name, its organization and its tappable number', async () => {
		const vcard = [
			'BEGIN:VCARD',
			'VERSION:3.0',
			'N:Петрова;Анна;;;',
			'FN:Анна Пе',
			' трова',
			'ORG:Acme\\, Inc.',
			'TEL;type=CELL;waid=79001111111:+7 900 111-11-11',
			'END:VCARD',
		].join('\r\n');
		const { json } = await send({ phone: '79995253422', vcard }, 'sendVCard');
		expect(json.sent).toBe(true);
		expect(standIn.cards[0]?.contacts).toEqual([
			{ name: 'Анна Петрова', organization: 'Acme, Inc.', phone: '79001111111' },
		]);
		expect(standIn.cards[0]?.vcards).toEqual([vcard]);
	});

	it('is found below any path', async () => {
		const url = `${standIn.url}/wa/v2/instance1150/sendContact?token=${encodeURIComponent(standIn.token)}`;
		const { json } = await call(url, { body: { phone: '79995253422', contactId: CONTACTS } });
		expect(json.sent).toBe(true);
	});
});

describe('a card nobody is logged in for', () => {
	it.each(['got qr code', 'loading', 'init', 'not_paid'] as const)(
		'waits while the session is "%s", in the captured words, and goes out after it',
		async (state) => {
			standIn.setSession(state);
			const { json } = await send({ phone: '79995253422', contactId: '79001111111' });
			expect(json).toMatchObject({
				sent: true,
				message: `Status of the account not equals authenticated. Message to  ${PERSON} will be sent after successful auth.`,
			});
			expect(standIn.cards).toMatchObject([{ chat: PERSON, queued: true }]);
			standIn.setSession('authenticated');
			expect(standIn.cards).toMatchObject([{ queued: false }]);
		},
	);
});

describe('a refused recipient', () => {
	const wrongChatId =
		'Wrong chatId format. Please use phone parameter or chatId from message history. chatId has format 5511990283745@c.us or 5511990283745-5511990283745@g.us';
	const wrongPhone =
		'phone parameter should contain only numbers, start from country code and be 9-14 characters long';

	it.each([
		[{ phone: '+79995253422' }, wrongPhone],
		[{ phone: '12345678' }, wrongPhone],
		[{ phone: '123456789012345' }, wrongPhone],
		[{ chatId: '79995253422' }, wrongChatId],
		[{ chatId: '79995253422@s.whatsapp.net' }, wrongChatId],
		[{}, wrongChatId],
	])('%j is refused as captured, which is no violation', async (recipient, message) => {
		const { status, json } = await send({ ...recipient, contactId: '79001111111' });
		expect({ status, json }).toEqual({ status: 200, json: { sent: false, message } });
		expect(standIn.cards).toEqual([]);
		expect(standIn.violations).toEqual([]);
	});
});

describe('a broken contract', () => {
	const phone = '79995253422';
	const contactId = '79001111111';

	it.each([
		['previewBase64', { phone, contactId, previewBase64: 'x' }],
		['body', { phone, contactId, body: 'x' }],
		['an unknown field', { phone, contactId, caption: 'x' }],
		['an empty quote', { phone, contactId, quotedMsgId: '' }],
		['an empty phone', { phone: '', contactId }],
		['null', { phone, contactId: null }],
		['no contact', { phone }],
		['an empty list', { phone, contactId: [] }],
		['both recipients', { phone, chatId: PERSON, contactId }],
		['the same person twice', { phone, contactId: [contactId, `${contactId}@c.us`] }],
		['a group as a contact', { phone, contactId: [GROUP] }],
		['a group that lost its suffix', { phone, contactId: ['120363025246125486'] }],
		['a contact in human spelling', { phone, contactId: ['+7 900 111'] }],
		['a number as a contact', { phone, contactId: 79001111111 }],
		['a list of phones', { phone: [phone], contactId }],
		['a quote that is no message id', { phone, contactId, quotedMsgId: 'DF38E6' }],
		['an object for a phone', { phone: { toString: 1 }, contactId }],
		['an object for a chat', { chatId: { toString: 1 }, contactId }],
		['an object for a contact', { phone, contactId: [{ toString: 1 }] }],
		['a list', [{ phone, contactId }]],
		['text', 'no form at all'],
	])('%s is refused and remembered', async (_, body) => {
		const { json } = await send(body);
		expect(json).toEqual({ sent: false, message: expect.stringContaining('Contract violation') });
		expect(standIn.violations).not.toEqual([]);
		expect(standIn.cards).toEqual([]);
	});

	it.each(['', 'BEGIN:VCARD\nVERSION:2.1\nEND:VCARD', 'Anna'])(
		'the vCard %j is refused and remembered',
		async (vcard) => {
			expect((await send({ phone, vcard }, 'sendVCard')).json.sent).toBe(false);
			expect(standIn.violations).not.toEqual([]);
		},
	);

	it('is also a method or a path that nobody knows, told without the token', async () => {
		expect((await call(address('sendContact'))).status).toBe(404);
		expect((await call(`${standIn.url}/instance1150/${standIn.token}`)).status).toBe(404);
		expect(standIn.violations).toEqual([
			'No dialect knows GET /instance1150/sendContact',
			'No dialect knows GET /instance1150/***',
		]);
	});
});

describe('authority', () => {
	const body = { phone: '79995253422', contactId: '79001111111' };
	const wrongToken = { error: 'Wrong token. Please provide token as a GET parameter.' };

	it('a wrong token is told with status 200', async () => {
		const { status, json } = await call(`${standIn.url}/instance1150/sendContact?token=wrong`, {
			body,
		});
		expect({ status, json }).toEqual({ status: 200, json: wrongToken });
		expect(standIn.cards).toEqual([]);
	});

	it('or with status 401', async () => {
		const strict = await startStandIn({ wrongTokenStatus: 401 });
		const { status, json } = await call(`${strict.url}/instance1150/status`);
		expect({ status, json }).toEqual({ status: 401, json: wrongToken });
		await strict.close();
	});

	it('an unknown instance is a 404', async () => {
		const url = address('sendContact').replace('1150', '1151');
		expect((await call(url, { body })).status).toBe(404);
		expect(standIn.cards).toEqual([]);
	});
});
