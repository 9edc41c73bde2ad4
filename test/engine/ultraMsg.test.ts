import type { IDataObject } from 'n8n-workflow';

import * as faults from '../../stand-in/faults';
import type { Fault, Session } from '../../stand-in/types';
import { searchChats } from './editor';
import { ANNA, BORIS, chatOf, people, useGateway } from './gateway';

const gateway = useGateway({ dialects: ['ultraMsg'], notOnWhatsApp: ['79990000001'] });
const credential = { gateway: 'ultraMsg' };
const send: typeof gateway.send = async (items, sending) =>
	await gateway.send(items, { ...sending, credential });
const onError = { onError: 'continueRegularOutput' } as const;

test('several contacts, one message; the token is in the body, and nowhere else', async () => {
	const { items, error } = await send([{ phone: '+7 999 525-34-22', contacts: [ANNA, BORIS] }], {
		options: { output: 'full' },
	});
	expect(error).toBeUndefined();
	const [card] = gateway.standIn.cards;
	expect(card).toMatchObject({ chat: '79995253422@c.us', contacts: [ANNA, BORIS] });
	expect(items).toEqual([
		{
			json: {
				id: card.id,
				sent: true,
				message: 'ok',
				status: 'sent',
				gateway: 'UltraMsg',
				recipient: '79995253422@c.us',
				contacts: [ANNA, BORIS],
				attempts: 1,
				reply: { sent: 'true', message: 'ok', id: Number(card.id) },
			},
			pairedItem: { item: 0 },
		},
	]);
	const [request] = gateway.standIn.received;
	expect(request).toMatchObject({
		path: '/instance1150/messages/contact',
		query: {},
		body: { to: '+79995253422', contact: `${ANNA},${BORIS}` },
	});
	expect(new URLSearchParams(request.rawBody).get('token')).toBe('***');
});

test('a body is a form, and the signs that have a meaning in one arrive as they are', async () => {
	const name = 'Anna & Co = 100% +1; "Анна"';
	await send(people(1), {
		options: { sendAs: 'vCard' },
		change: { contacts: { contact: [{ id: ANNA, name }] } },
	});
	const [{ headers, rawBody }] = gateway.standIn.received;
	expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded(;|$)/);
	const fields = new URLSearchParams(rawBody);
	expect([...fields.keys()].sort()).toEqual(['referenceId', 'to', 'token', 'vcard']);
	expect(fields.get('to')).toBe('+79990000000');
	expect(fields.get('vcard')).toContain(name.replace(';', '\\;'));
});

test('to a group, quoting a message', async () => {
	const quotedMessageId = 'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F';
	const recipient = { __rl: true, mode: 'chatId', value: '17680561234-1479621234@g.us' };
	await send([{}], { change: { recipient, quotedMessageId } });
	expect(gateway.standIn.cards).toMatchObject([
		{ chat: '17680561234-1479621234@g.us', quotedMessageId },
	]);
});

test('a vCard for each contact', async () => {
	const contact = [{ id: ANNA, name: 'Anna Ivanova', organization: 'Acme' }, { id: BORIS }];
	const { items } = await send(people(1), {
		options: { sendAs: 'vCard' },
		change: { contacts: { contact } },
	});
	expect(items).toHaveLength(2);
	expect(gateway.standIn.cards.map(({ contacts }) => contacts)).toEqual([
		[{ name: 'Anna Ivanova', organization: 'Acme', phone: '79001111111' }],
		[{ name: '+79002222222', phone: '79002222222' }],
	]);
});

test('more contacts than fit into a message are found before the first send', async () => {
	const contacts = Array.from({ length: 18 }, (_, index) => 79_001_000_000 + index);
	const { error } = await send([...people(1), { phone: '79990000002', contacts }]);
	expect(error?.message).toContain('[Item 1] The 18 contacts are too many');
	expect(gateway.standIn.received).toEqual([]);
});

test('a dry run shows the request, the token left out', async () => {
	const { items } = await send(people(1), { options: { dryRun: true } });
	expect(items[0].json.request).toEqual({
		method: 'POST',
		url: `${gateway.standIn.url}/instance1150/messages/contact`,
		body: {
			to: '+79990000000',
			contact: ANNA,
			referenceId: expect.stringMatching(/^[0-9a-f]{24}$/),
			token: '***',
		},
	});
	expect(gateway.standIn.received).toEqual([]);
});

describe('an answer', () => {
	const answers: Array<[Fault, string, string]> = [
		[{ body: { sent: 'false', message: 'no' } }, 'notSent', 'refused'],
		[{ body: faults.unauthorized().body }, 'notSent', 'unauthorized'],
		[faults.unauthorized(), 'notSent', 'unauthorized'],
		[{ body: { error: 'Instance not found' } }, 'notSent', 'instanceNotFound'],
		[
			{ body: { error: 'Your instance has been Stopped due to non-payment.' } },
			'notSent',
			'notPaid',
		],
		[{ body: { error: 'WhatsApp not connected' } }, 'notSent', 'notConnected'],
		[{ body: { error: [{ to: 'is required' }] } }, 'notSent', 'refused'],
		[{ body: { error: { to: 'is required' } } }, 'notSent', 'refused'],
		[faults.serverError(), 'unknown', 'serverError'],
		[faults.html(), 'unknown', 'unreadableReply'],
		[faults.empty(), 'unknown', 'unreadableReply'],
		[faults.cutAfterReading(), 'unknown', 'unreadableReply'],
	];

	test.each(answers)('%j: %s, %s', async (fault, certainty, reason) => {
		gateway.standIn.misbehave(fault);
		const { items } = await send(people(1), { node: onError });
		expect(items[0].json.error).toMatchObject({ certainty, reason });
		expect(gateway.standIn.received).toHaveLength(1);
		expect(JSON.stringify(items)).not.toContain(gateway.standIn.token);
	});

	test.each([
		['got qr code', { sent: true, status: 'queued' }],
		['loading', { error: { certainty: 'notSent', reason: 'notConnected' } }],
		['not_paid', { error: { certainty: 'notSent', reason: 'notPaid' } }],
	] as Array<[Session, IDataObject]>)('while the session is "%s"', async (session, json) => {
		gateway.standIn.setSession(session);
		const { items } = await send(people(1), { options: { output: 'full' }, node: onError });
		expect(items[0].json).toMatchObject(json);
	});
});

describe('a lost answer, asked after by its reference', () => {
	const options = { confirmUnknown: true, output: 'full' };

	test('is found', async () => {
		gateway.standIn.misbehave(faults.cutAfterReading({ operation: 'send', accept: true }));
		const { items } = await send(people(1), { options });
		const [card] = gateway.standIn.cards;
		expect(items[0].json).toMatchObject({ id: card.id, sent: true, status: 'sent' });
		expect(gateway.standIn.lookups).toMatchObject([
			{ operation: 'messages', query: { referenceId: card.reference } },
		]);
	});

	test('is found in the queue', async () => {
		gateway.standIn.setSession('init');
		gateway.standIn.misbehave(faults.serverError({ operation: 'send', accept: true }));
		const { items } = await send(people(1), { options });
		expect(items[0].json).toMatchObject({ sent: true, status: 'queued' });
	});

	test.each([
		['500', faults.passingServerError({ operation: 'send' })],
		['a cut', faults.cutAfterReading({ operation: 'send' })],
	])('stays unknown after %s where UltraMsg does not list it', async (_name, fault) => {
		gateway.standIn.misbehave(fault);
		const { items } = await send(people(1), { options, node: onError });
		expect(items[0].json.error).toMatchObject({ certainty: 'unknown' });
	});
});

test('the number is looked up first', async () => {
	const { items } = await send(people(2), { options: { checkRecipient: true }, node: onError });
	expect(gateway.standIn.cards.map(({ chat }) => chat)).toEqual([chatOf(0)]);
	expect(items[1].json.error).toMatchObject({ reason: 'notOnWhatsApp' });
});

test('the recipient can be picked from the chats', async () => {
	const { results } = await searchChats(gateway.setup([], { credential }), 'book');
	expect(results).toEqual([
		{
			name: 'Book club (group)',
			value: '17680561234-1479621234@g.us',
			description: '17680561234-1479621234@g.us',
		},
	]);
});
