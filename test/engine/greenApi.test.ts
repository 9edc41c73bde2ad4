import type { IDataObject } from 'n8n-workflow';

import * as faults from '../../stand-in/faults';
import type { Fault, Session } from '../../stand-in/types';
import { searchChats } from './editor';
import { ANNA, BORIS, chatOf, people, useGateway } from './gateway';

const gateway = useGateway({ dialects: ['greenApi'], notOnWhatsApp: ['79990000001'] });
const credential = { gateway: 'greenApi' };
const send: typeof gateway.send = async (items, sending) =>
	await gateway.send(items, { ...sending, credential });
const onError = { onError: 'continueRegularOutput' } as const;
const quota = (change: object) => ({
	status: 466,
	body: {
		invokeStatus: { method: 'sendmessage', used: 100, total: 100, status: 'QUOTE_EXCEEDED' },
		correspondentsStatus: { method: 'correspondents', status: 'QUOTE_ALLOWED' },
		...change,
	},
});

test('several contacts are as many messages and items, all quoting', async () => {
	const contact = [{ id: ANNA, name: 'Anna Ivanova', organization: 'Acme' }, { id: BORIS }];
	const quotedMessageId = '3EB0C767D097B7C7C030';
	const { items, error } = await send([{ phone: '+7 999 525-34-22' }], {
		change: { contacts: { contact }, quotedMessageId },
	});
	expect(error).toBeUndefined();
	expect(gateway.standIn.cards).toMatchObject([
		{
			chat: '79995253422@c.us',
			contacts: [{ name: 'Anna Ivanova', organization: 'Acme', phone: '79001111111' }],
			quotedMessageId,
		},
		{
			chat: '79995253422@c.us',
			contacts: [{ name: '+79002222222', phone: '79002222222' }],
			quotedMessageId,
		},
	]);
	expect(items).toEqual(
		gateway.standIn.cards.map(({ id }) => ({
			json: { id, sent: true, message: "Taken into the gateway's queue" },
			pairedItem: { item: 0 },
		})),
	);
});

test('to a group', async () => {
	const recipient = { __rl: true, mode: 'chatId', value: '120363025246125486@g.us' };
	await send([{}], { change: { recipient } });
	expect(gateway.standIn.received).toMatchObject([
		{
			path: '/waInstance1150/sendContact/***',
			body: {
				chatId: '120363025246125486@g.us',
				contact: { phoneContact: 79001111111, firstName: '+79001111111' },
			},
		},
	]);
});

test.each([
	[{ contacts: '4915112345678' }, {}, 'has 13 digits'],
	[{}, { sendAs: 'vCard' }, 'takes no vCards'],
])('%j %j is found before the first send: %s', async (fields, options, problem) => {
	const { error } = await send([{ phone: '79990000000', ...fields }], { options });
	expect(error?.message).toContain(problem);
	expect(gateway.standIn.received).toEqual([]);
});

test('a dry run shows the request, the token left out', async () => {
	const { items } = await send(people(1), { options: { dryRun: true } });
	expect(items[0].json.request).toMatchObject({
		method: 'POST',
		url: `${gateway.standIn.url}/waInstance1150/sendContact/***`,
	});
	expect(gateway.standIn.received).toEqual([]);
});

describe('an answer', () => {
	const refused = (message: string) => ({ status: 400, body: { message } });
	const answers: Array<[Fault, string, string]> = [
		[refused('instance is starting or not authorized'), 'notSent', 'notConnected'],
		[refused('instance in starting process try later'), 'notSent', 'notConnected'],
		[refused('Instance account is expired. Renew your instance'), 'notSent', 'notPaid'],
		[refused('Instance is deleted'), 'notSent', 'instanceNotFound'],
		[refused("Validation failed. Details: 'chatId' is required"), 'notSent', 'refused'],
		[{ status: 401 }, 'notSent', 'unauthorized'],
		[{ status: 403 }, 'notSent', 'instanceNotFound'],
		[{ status: 404 }, 'notSent', 'instanceNotFound'],
		[quota({}), 'notSent', 'quotaExceeded'],
		[{ status: 499 }, 'unknown', 'serverError'],
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

	test('to go slower is obeyed', async () => {
		gateway.standIn.misbehave(faults.tooManyRequests(0));
		const { items } = await send(people(1), { options: { output: 'full' } });
		expect(items[0].json).toMatchObject({ sent: true, attempts: 2 });
	});

	test.each([
		['init', { sent: true }],
		['got qr code', { error: { certainty: 'notSent', reason: 'notConnected' } }],
		['loading', { error: { certainty: 'notSent', reason: 'notConnected' } }],
		['not_paid', { error: { certainty: 'notSent', reason: 'notPaid' } }],
	] as Array<[Session, IDataObject]>)('while the session is "%s"', async (session, json) => {
		gateway.standIn.setSession(session);
		const { items } = await send(people(1), { node: onError });
		expect(items[0].json).toMatchObject(json);
	});
});

describe('a quota', () => {
	const inOrder = { parallelChats: 1 };
	const ofPeople = quota({
		invokeStatus: { method: 'sendmessage', status: 'QUOTE_ALLOWED' },
		correspondentsStatus: { status: 'CORRESPONDENTS_QUOTE_EXCEEDED', description: 'Three chats' },
	});

	test('of messages ends the run', async () => {
		gateway.standIn.misbehave(quota({}));
		const { items } = await send(people(3), { options: inOrder, node: onError });
		expect(gateway.standIn.received).toHaveLength(1);
		expect(items.map(({ json }) => json.error)).toMatchObject(
			Array(3).fill({ reason: 'quotaExceeded' }),
		);
	});

	test('of people leaves those who can be written to', async () => {
		gateway.standIn.misbehave({ ...ofPeople, chat: chatOf(0) });
		const { items } = await send(people(3), { options: inOrder, node: onError });
		expect(items[0].json).toMatchObject({
			error: {
				message: "The gateway's quota is used up: Three chats",
				certainty: 'notSent',
				reason: 'quotaExceeded',
			},
		});
		expect(gateway.standIn.cards.map(({ chat }) => chat)).toEqual([chatOf(1), chatOf(2)]);
	});
});

test('the number is looked up first', async () => {
	const { items } = await send(people(2), { options: { checkRecipient: true }, node: onError });
	expect(gateway.standIn.cards.map(({ chat }) => chat)).toEqual([chatOf(0)]);
	expect(items[1].json.error).toMatchObject({ reason: 'notOnWhatsApp' });
});

test('a lost answer stays unknown: this gateway can not be asked', async () => {
	gateway.standIn.misbehave(faults.cutAfterReading({ accept: true }));
	const { items } = await send(people(1), { options: { confirmUnknown: true }, node: onError });
	expect(items[0].json.error).toMatchObject({ certainty: 'unknown' });
	expect(gateway.standIn.lookups).toEqual([]);
});

test('the recipient can be picked from the chats', async () => {
	const { results } = await searchChats(gateway.setup([], { credential }), 'maria');
	expect(results).toEqual([
		{
			name: 'Maria Petrova (79995253422)',
			value: '79995253422@c.us',
			description: '79995253422@c.us',
		},
	]);
});
