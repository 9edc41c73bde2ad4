import type { IDataObject } from 'n8n-workflow';

import * as faults from '../../stand-in/faults';
import { searchChats, testCredential } from './editor';
import { useGateway } from './gateway';
import { useSleeplessClock } from './sleepless';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('./sleepless')>('./sleepless').sleeplessN8n(),
);
useSleeplessClock();

/** What only the engine can prove of a gateway: the request as n8n signs and writes it, and what becomes of its answers. */

const MARIA = '79995253422';
const NOBODY = '79990000000';
const BOOK_CLUB = '17680561234-1479621234@g.us';
const WHOLE_ID = 'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F';
/** Signs that mean something in a form, in JSON or in a vCard. */
const ANNA = { name: 'Anna & Co = 100% +1; "Ann", d’Arc', organization: 'Acme & Söhne' };
const contact = [{ id: '79001111111', ...ANNA }, { id: '79002222222' }];
const ids = ['79001111111@c.us', '79002222222@c.us'];
const ours = [
	{ ...ANNA, phone: '79001111111' },
	{ name: '+79002222222', phone: '79002222222' },
];

interface Case {
	gateway: string;
	instance: string;
	/** How it quotes a message, where it can. */
	quotedMessageId?: string;
	options?: IDataObject;
	path: string;
	/** The contacts of each card that arrives. */
	cards: unknown[][];
}

const CASES: Case[] = [
	{
		gateway: 'chatApi',
		instance: '1150',
		quotedMessageId: WHOLE_ID,
		path: '/instance1150/sendContact',
		cards: [ids],
	},
	{
		gateway: 'ultraMsg',
		instance: '1150',
		quotedMessageId: WHOLE_ID,
		path: '/instance1150/messages/contact',
		cards: [ids],
	},
	{
		gateway: 'ultraMsg',
		instance: '1150',
		quotedMessageId: WHOLE_ID,
		options: { sendAs: 'vCard' },
		path: '/instance1150/messages/vcard',
		cards: ours.map((each) => [each]),
	},
	{
		gateway: 'greenApi',
		instance: '1150',
		quotedMessageId: '3EB0C767D097B7C7C030',
		path: '/waInstance1150/sendContact/***',
		cards: ours.map((each) => [each]),
	},
	{
		gateway: 'waha',
		instance: 'default',
		quotedMessageId: WHOLE_ID,
		path: '/api/sendContactVcard',
		cards: [ours],
	},
	{
		gateway: 'evolutionApi',
		instance: 'CHL Store (Süd)',
		path: '/message/sendContact/CHL%20Store%20(S%C3%BCd)',
		cards: [ours],
	},
	{
		gateway: 'uazapi',
		instance: '',
		quotedMessageId: '3EB0C767D097B7C7C030',
		path: '/send/contact',
		cards: ours.map((each) => [each]),
	},
	{
		gateway: 'whapi',
		instance: '',
		quotedMessageId: 'PsqXn5SAD5v7HRA-wHqB9tMeGQ',
		path: '/messages/contact_list',
		cards: [ours],
	},
];

describe.each(CASES)('$gateway, $path', ({ gateway, instance, options, path, cards, ...quote }) => {
	const bench = useGateway({ instance, notOnWhatsApp: [NOBODY] });
	const credential = { gateway };
	const to = (value: string) => ({ recipient: { __rl: true, mode: 'chatId', value } });

	test('cards arrive as they were entered, in a group, with a quote; the token is nowhere else', async () => {
		const { items, error, run } = await bench.send([{}], {
			credential,
			options: { output: 'full', ...options },
			change: { ...to(BOOK_CLUB), contacts: { contact }, ...quote },
		});
		expect(error).toBeUndefined();
		expect(bench.standIn.cards).toMatchObject(
			cards.map((contacts) => ({ chat: BOOK_CLUB, contacts, ...quote })),
		);
		expect(items.map(({ json }) => json)).toMatchObject(
			bench.standIn.cards.map(({ id }) => ({ id, sent: true, recipient: BOOK_CLUB })),
		);
		const [request] = bench.standIn.received;
		expect(request.path).toBe(path);
		const type = gateway === 'ultraMsg' ? 'application/x-www-form-urlencoded' : 'application/json';
		expect(request.headers['content-type']).toContain(type);
		expect(JSON.stringify([request.query, run.data.resultData])).not.toContain(bench.standIn.token);
	});

	test('who is not on WhatsApp is kept back', async () => {
		const { errorItems } = await bench.send([{ phone: NOBODY }, { phone: MARIA }], {
			credential,
			options: { checkRecipient: true },
			node: { onError: 'continueErrorOutput' },
		});
		const message = `The recipient is not on WhatsApp: ${NOBODY}`;
		expect(errorItems[0].json).toMatchObject({ error: { message, reason: 'notOnWhatsApp' } });
		expect(bench.standIn.received.map(({ chat }) => chat)).toEqual([`${MARIA}@c.us`]);
	});

	test('a check that fails lets the message go', async () => {
		bench.standIn.misbehave(faults.passingServerError({ operation: 'check' }));
		await bench.send([{ phone: MARIA }], { credential, options: { checkRecipient: true } });
		expect(bench.standIn.cards).toHaveLength(1);
	});

	test('the credential test is passed, fails with another token, and sends nothing', async () => {
		const status = async (change: IDataObject) =>
			(await testCredential(bench.credential({ ...credential, ...change }))).status;
		expect([await status({}), await status({ token: 's3cr3t' })]).toEqual(['OK', 'Error']);
		expect(bench.standIn.lookups).toHaveLength(2);
		expect(bench.standIn.received).toEqual([]);
	});

	test('the recipient can be picked from the chats', async () => {
		const { results } = await searchChats(bench.setup([], { credential }), 'BOOK');
		expect(results).toEqual([
			{ name: 'Book club (group)', value: BOOK_CLUB, description: BOOK_CLUB },
		]);
	});
});

describe('a lost answer', () => {
	const bench = useGateway();
	const options = { trackDelivery: 1, output: 'full' };
	const node = { onError: 'continueErrorOutput' } as const;
	const sent = async (gateway: string) =>
		await bench.send([{ phone: MARIA }], { credential: { gateway }, options, node });

	test.each(['uazapi', 'ultraMsg', 'waha'])(
		'of %s is found by the name that the node gave',
		async (name) => {
			for (const fault of [faults.passingServerError, faults.cutMidAnswer]) {
				bench.standIn.reset();
				bench.standIn.misbehave(fault({ accept: true }));
				const { items } = await sent(name);
				const [{ id }] = bench.standIn.cards;
				expect(items[0].json).toMatchObject({ id, sent: true, status: 'sent' });
				expect(items[0].json).toHaveProperty('delivery', 'delivered');
				const asked = bench.standIn.lookups.map(({ operation }) => operation);
				// The other two are asked for both at the same address.
				expect(asked).toEqual(['messages', name === 'waha' ? 'track' : 'messages']);
			}
		},
	);

	test('of UltraMsg is found in the queue', async () => {
		bench.standIn.setSession('init');
		bench.standIn.misbehave(faults.serverError({ operation: 'send', accept: true }));
		expect((await sent('ultraMsg')).items[0].json).toMatchObject({ sent: true, status: 'queued' });
	});

	test.each([
		['ultraMsg', 1],
		['waha', 1],
		['uazapi', 1],
		['metaCloudApi', 0],
		['whapi', 0],
		['chatApi', 0],
		['greenApi', 0],
		['evolutionApi', 0],
	])('of %s stays unknown where there is nothing to find', async (name, lookups) => {
		bench.standIn.misbehave(faults.passingServerError());
		const { errorItems } = await sent(name);
		expect(errorItems[0].json).toMatchObject({ error: { certainty: 'unknown' } });
		expect(bench.standIn.received).toHaveLength(1);
		expect(bench.standIn.lookups).toHaveLength(lookups);
	});
});

describe('the chat that a message really went to is the output’s recipient', () => {
	const bench = useGateway();

	test.each([
		['evolutionApi, which rewrites it', '5215512345678', '525512345678@c.us', false],
		['waha, whose check names it', '5531988887777', '553188887777@c.us', true],
	])('of %s', async (which, phone, chat, checkRecipient) => {
		const [gateway] = which.split(',');
		const options = { output: 'full', checkRecipient };
		const { items } = await bench.send([{ phone }], { credential: { gateway }, options });
		expect(bench.standIn.cards).toMatchObject([{ chat }]);
		expect(items[0].json).toMatchObject({ recipient: chat });
	});
});

describe('Meta’s Cloud API', () => {
	const bench = useGateway();
	const credential = { gateway: 'metaCloudApi' };
	const quotedMessageId = 'wamid.HBgLNzk5OTUyNTM0MjI=';

	test('cards arrive as they were entered, with a quote, though nobody can be checked', async () => {
		const { items, error } = await bench.send([{ phone: MARIA }], {
			credential,
			options: { output: 'full', checkRecipient: true },
			change: { contacts: { contact }, quotedMessageId },
		});
		expect(error).toBeUndefined();
		const chat = `${MARIA}@c.us`;
		expect(bench.standIn.cards).toMatchObject([{ chat, contacts: ours, quotedMessageId }]);
		const [{ id }] = bench.standIn.cards;
		expect(items[0].json).toMatchObject({ id, sent: true, recipient: chat, instance: '1150' });
		expect(bench.standIn.received[0].path).toBe('/1150/messages');
		expect(bench.standIn.lookups).toEqual([]);
	});

	test('the credential is tested', async () => {
		const told = async (change: IDataObject) =>
			await testCredential(bench.credential({ ...credential, ...change }));
		expect(await told({})).toMatchObject({ status: 'OK' });
		for (const change of [{ token: 's3cr3t' }, { instance: '1151' }])
			expect(await told(change)).toMatchObject({ status: 'Error' });
	});

	test('the list of chats says that there is none, and what to do', async () => {
		await expect(searchChats(bench.setup([], { credential }))).rejects.toMatchObject({
			message: 'Meta Cloud API has no list of chats',
			description: "Set 'Recipient' to 'Phone' and enter the number.",
		});
		expect(bench.standIn.lookups).toEqual([]);
	});
});
