import { call } from '../../stand-in/client';
import { startStandIn } from '../../stand-in/index';
import type { StandIn } from '../../stand-in/types';

let standIn: StandIn;

beforeAll(async () => {
	standIn = await startStandIn();
});
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

const TO = '+79995253422';
const CONTACT = '79001111111@c.us,79002222222@c.us';
const VCARD = 'BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nTEL;waid=79001111111:+79001111111\nEND:VCARD';

const send = async (fields: object, kind = 'contact') =>
	await call(`${standIn.url}/instance1150/messages/${kind}`, {
		body: { token: standIn.token, ...fields },
	});
const ask = async (what: string) => {
	const mark = what.includes('?') ? '&' : '?';
	const token = encodeURIComponent(standIn.token);
	return (await call(`${standIn.url}/instance1150/${what}${mark}token=${token}`)).json;
};

test('an accepted card is answered in text, with a number, and found by its reference', async () => {
	const { status, json } = await send({ to: TO, contact: CONTACT, referenceId: 'ref' });
	expect(status).toBe(200);
	expect(json).toEqual({ sent: 'true', message: 'ok', id: expect.any(Number) });
	expect(standIn.cards).toMatchObject([
		{ chat: '79995253422@c.us', contacts: CONTACT.split(','), id: String(json.id) },
	]);
	expect((await ask('messages?referenceId=ref')).messages).toMatchObject([
		{ id: json.id, referenceId: 'ref', status: 'sent' },
	]);
	expect((await ask('messages?referenceId=other')).messages).toEqual([]);
	expect(standIn.violations).toEqual([]);
});

test('the token may stand in the query, too', async () => {
	const url = `${standIn.url}/instance1150/messages/contact?token=${encodeURIComponent(standIn.token)}`;
	expect((await call(url, { body: { to: TO, contact: CONTACT } })).json.sent).toBe('true');
});

test('a form is read as JSON is: the SDKs of the vendor post forms', async () => {
	const fields = { token: standIn.token, to: TO, contact: CONTACT, referenceId: 'ref' };
	const body = new URLSearchParams(fields).toString();
	const { json } = await call(`${standIn.url}/instance1150/messages/contact`, { body });
	expect(json.sent).toBe('true');
	expect(standIn.cards).toMatchObject([
		{ chat: '79995253422@c.us', contacts: CONTACT.split(','), reference: 'ref' },
	]);
	expect(standIn.violations).toEqual([]);
});

test.each([
	[{ contact: CONTACT }, 'contact', { error: [{ to: 'is required' }] }],
	[{}, 'contact', { error: [{ to: 'is required' }, { contact: 'is required' }] }],
	[{ to: TO }, 'vcard', { error: [{ vcard: 'is required' }] }],
	[
		{ to: TO, contact: CONTACT, token: 'wrong' },
		'contact',
		{ error: 'Wrong token. Please provide token as a GET parameter.' },
	],
])('%j to %s is refused as captured, which is no violation', async (fields, kind, body) => {
	const { status, json } = await send(fields, kind);
	expect({ status, json }).toEqual({ status: 200, json: body });
	expect(standIn.violations).toEqual([]);
});

test.each([
	['a phone without its plus', { to: '79995253422', contact: CONTACT }],
	['a hidden id', { to: '123456789012345@lid', contact: CONTACT }],
	['a bare phone as a contact', { to: TO, contact: '79001111111' }],
	['a list of contacts', { to: TO, contact: CONTACT.split(',') }],
	['the same person twice', { to: TO, contact: '79001111111@c.us,79001111111@c.us' }],
	['301 characters', { to: TO, contact: Array(18).fill('79001111111@c.us').join(',') }],
	['a number as a quote', { to: TO, contact: CONTACT, msgId: 3964 }],
	['an empty reference', { to: TO, contact: CONTACT, referenceId: '' }],
	['an unknown field', { to: TO, contact: CONTACT, body: 'x' }],
])('%s is refused and remembered', async (_, fields) => {
	expect((await send(fields)).json).toEqual({
		sent: 'false',
		message: expect.stringContaining('Contract violation'),
	});
	expect(standIn.violations).not.toEqual([]);
	expect(standIn.cards).toEqual([]);
});

test('a vCard is read; text that is none is remembered', async () => {
	await send({ to: TO, vcard: VCARD }, 'vcard');
	expect(standIn.cards).toMatchObject([{ contacts: [{ name: 'Anna', phone: '79001111111' }] }]);
	await send({ to: TO, vcard: 'Anna' }, 'vcard');
	expect(standIn.violations).toEqual(['UltraMsg: vcard must match format "vcard"']);
});

test('the token is not remembered', async () => {
	await send({ to: TO, contact: CONTACT });
	await ask('instance/status');
	expect(JSON.stringify([standIn.received, standIn.lookups])).not.toContain(standIn.token);
});
