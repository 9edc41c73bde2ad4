import { call } from '../../stand-in/client';
import { startStandIn } from '../../stand-in/index';
import type { StandIn } from '../../stand-in/types';

let standIn: StandIn;

beforeAll(async () => {
	standIn = await startStandIn();
});
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

const chatId = '79995253422@c.us';
const contact = { phoneContact: 79001111111, firstName: 'Anna', company: 'Acme' };

const address = (method: string, instance = '1150', token = standIn.token) =>
	`${standIn.url}/waInstance${instance}/${method}/${encodeURIComponent(token)}`;
const send = async (body: unknown) => await call(address('sendContact'), { body });

test('an accepted card is answered with the key of its message', async () => {
	const { status, json } = await send({ chatId, contact });
	expect(status).toBe(200);
	expect(json).toEqual({ idMessage: expect.stringMatching(/^3EB0[0-9A-F]{16}$/) });
	expect(standIn.cards).toMatchObject([
		{
			chat: chatId,
			id: json.idMessage,
			contacts: [{ name: 'Anna', organization: 'Acme', phone: '79001111111' }],
		},
	]);
	expect(standIn.violations).toEqual([]);
});

test('a missing chat is refused as captured, which is no violation', async () => {
	expect(await send({ contact })).toMatchObject({
		status: 400,
		json: { message: "Validation failed. Details: 'chatId' is required" },
	});
	expect(standIn.violations).toEqual([]);
});

test.each([
	['no contact', { chatId }],
	['a list of contacts', { chatId, contact: [contact] }],
	['a phone as text', { chatId, contact: { ...contact, phoneContact: '79001111111' } }],
	['a phone of 13 digits', { chatId, contact: { ...contact, phoneContact: 4915112345678 } }],
	['neither name nor company', { chatId, contact: { phoneContact: 79001111111 } }],
	['an empty name', { chatId, contact: { ...contact, firstName: '' } }],
	['a channel', { chatId: '120363028392831234@newsletter', contact }],
	['a group without its ending', { chatId: '120363028392831234', contact }],
	['a quote with its chat', { chatId, contact, quotedMessageId: 'true_1@c.us_3EB0' }],
	['an unknown field', { chatId, contact, message: 'x' }],
])('%s is refused and remembered', async (_, body) => {
	expect((await send(body)).status).toBe(400);
	expect(standIn.violations).not.toEqual([]);
	expect(standIn.cards).toEqual([]);
});

test.each([
	['1151', undefined, 403],
	['1150', 'wrong', 401],
])('the instance %s with the token %s is a %i', async (instance, token, status) => {
	const url = address('sendContact', instance, token);
	expect((await call(url, { body: { chatId, contact } })).status).toBe(status);
});

test.each([
	['got qr code', 'notAuthorized', 400],
	['loading', 'starting', 400],
	['init', 'sleepMode', 200],
] as const)('while the session is "%s"', async (session, stateInstance, status) => {
	standIn.setSession(session);
	expect((await call(address('getStateInstance'))).json).toEqual({ stateInstance });
	expect((await send({ chatId, contact })).status).toBe(status);
});

test('a number that starts with 8 exists, a short one is none', async () => {
	const check = async (phoneNumber: number) =>
		await call(address('checkWhatsapp'), { body: { phoneNumber } });
	expect((await check(89995253422)).json).toEqual({ existsWhatsapp: true });
	expect(await check(1234567)).toMatchObject({ status: 400 });
});

test('the token is not remembered', async () => {
	await send({ chatId, contact });
	await call(address('getChats'));
	expect(JSON.stringify([standIn.received, standIn.lookups])).not.toContain(
		encodeURIComponent(standIn.token),
	);
});
