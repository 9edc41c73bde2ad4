import { ANNA, BORIS, chatOf, people, useGateway } from './gateway';

const gateway = useGateway();

test('one item, one request, one card, one output item', async () => {
	const { items, error } = await gateway.send([
		{ phone: '+7 (999) 525-34-22', contacts: ['79001111111', BORIS] },
	]);
	expect(error).toBeUndefined();
	const [card] = gateway.standIn.cards;
	expect(items).toEqual([
		{
			json: { id: card.id, sent: true, message: 'Sent to 79995253422@c.us' },
			pairedItem: { item: 0 },
		},
	]);
	expect(gateway.standIn.received.map(({ body }) => body)).toEqual([
		{ phone: '79995253422', contactId: [ANNA, BORIS] },
	]);
	expect(card).toMatchObject({ chat: '79995253422@c.us', contacts: [ANNA, BORIS] });
});

test('to a chat, quoting a message', async () => {
	const quotedMessageId = 'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F';
	await gateway.send([{}], {
		change: {
			recipient: { __rl: true, mode: 'chatId', value: '17680561234-1479621234@g.us' },
			quotedMessageId,
		},
	});
	expect(gateway.standIn.received[0].body).toEqual({
		chatId: '17680561234-1479621234@g.us',
		contactId: [ANNA],
		quotedMsgId: quotedMessageId,
	});
});

test('a recipient picked from the list', async () => {
	const picked = { __rl: true, mode: 'list', value: ANNA, cachedResultName: 'Anna' };
	await gateway.send([{}], { change: { recipient: picked } });
	expect(gateway.standIn.cards).toMatchObject([{ chat: ANNA }]);
});

test.each([0, 1, 100])('%i items: as many requests, in pairs with their input', async (count) => {
	const { items, error } = await gateway.send(people(count));
	expect(error).toBeUndefined();
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
		Array.from({ length: count }, (_, item) => ({ item })),
	);
	expect(items.map(({ json }) => json.message)).toEqual(
		Array.from({ length: count }, (_, index) => `Sent to ${chatOf(index)}`),
	);
	expect(gateway.standIn.cards).toHaveLength(count);
});

test('expressions are read for each item', async () => {
	await gateway.send([
		{ phone: '79990000001', contacts: '79001111111, 79002222222' },
		{ phone: 79990000002, contacts: [{ id: 79002222222 }] },
	]);
	expect(gateway.standIn.received.map(({ body }) => body)).toEqual([
		{ phone: '79990000001', contactId: [ANNA, BORIS] },
		{ phone: '79990000002', contactId: [BORIS] },
	]);
});

test('the input is not touched', async () => {
	const input = people(2);
	const before = structuredClone(input);
	await gateway.send(input);
	expect(input).toEqual(before);
});

test('the full output tells all there is', async () => {
	const quotedMessageId = 'false_79990000000@c.us_DF38E6A2';
	const { items } = await gateway.send(people(1), {
		options: { output: 'full' },
		change: { quotedMessageId },
	});
	const [card] = gateway.standIn.cards;
	expect(items[0].json).toEqual({
		id: card.id,
		sent: true,
		message: `Sent to ${chatOf(0)}`,
		status: 'sent',
		instance: gateway.standIn.instance,
		gateway: 'Chat API',
		recipient: chatOf(0),
		contacts: [ANNA],
		quotedMessageId,
		queueNumber: card.queueNumber,
		attempts: 1,
		reply: {
			sent: true,
			message: `Sent to ${chatOf(0)}`,
			id: card.id,
			queueNumber: card.queueNumber,
		},
	});
});

describe('a queued message', () => {
	beforeEach(() => gateway.standIn.setSession('got qr code'));

	test('counts as sent', async () => {
		const { items, hints } = await gateway.send(people(1), { options: { output: 'full' } });
		expect(items[0].json).toMatchObject({ sent: true, status: 'queued' });
		expect(hints).toEqual(['1 queued']);
	});

	test('is a failure when the option says so, and must not be repeated', async () => {
		const { items } = await gateway.send(people(1), {
			options: { whenQueued: 'fail' },
			node: { onError: 'continueRegularOutput', retryOnFail: true, maxTries: 3 },
		});
		expect(items[0].json).toMatchObject({
			error: {
				message: expect.stringContaining('has queued the message'),
				certainty: 'unknown',
				reason: 'notConnected',
			},
		});
		expect(gateway.standIn.received).toHaveLength(1);
	});
});

test('a dry run finds bad input as a run would', async () => {
	const { error } = await gateway.send([{ phone: 'x' }], { options: { dryRun: true } });
	expect(error?.message).toContain('"x" is not a phone number');
});

test('the number is looked up first, if asked to: who is not on WhatsApp gets nothing', async () => {
	gateway.standIn.misbehave((request) =>
		request.operation === 'check' && request.query.phone === '79990000001'
			? { body: { result: 'not exists' } }
			: undefined,
	);
	const { items } = await gateway.send([...people(2), ...people(1)], {
		options: { checkRecipient: true },
		node: { onError: 'continueRegularOutput' },
	});
	expect(gateway.standIn.lookups).toHaveLength(2);
	expect(gateway.standIn.cards.map(({ chat }) => chat)).toEqual([chatOf(0), chatOf(0)]);
	expect(items[1].json).toMatchObject({
		error: {
			message: 'The recipient is not on WhatsApp: 79990000001',
			certainty: 'notSent',
			reason: 'notOnWhatsApp',
			recipient: chatOf(1),
		},
	});
});

test('a number goes to the chat under which the gateway knows it', async () => {
	const { items } = await gateway.send([{ phone: '5531991234567' }], {
		credential: { gateway: 'waha' },
		options: { checkRecipient: true, output: 'full' },
	});
	expect(gateway.standIn.cards).toMatchObject([{ chat: '553191234567@c.us' }]);
	expect(items[0].json).toMatchObject({ sent: true, recipient: '553191234567@c.us' });
});

test('a vCard is a message and an item for each contact', async () => {
	const { items } = await gateway.send([{ phone: '79990000000' }], {
		options: { sendAs: 'vCard' },
		change: {
			contacts: {
				contact: [
					{ id: '79001111111', name: 'Anna Ivanova', organization: 'Acme, Ltd' },
					{ id: BORIS },
				],
			},
		},
	});
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
	expect(gateway.standIn.cards.map(({ contacts }) => contacts)).toEqual([
		[{ name: 'Anna Ivanova', organization: 'Acme, Ltd', phone: '79001111111' }],
		[expect.objectContaining({ phone: '79002222222' })],
	]);
});

test.each([
	['WPP', ['The engine WPP sends without organization.']],
	['GOWS', []],
])('WAHA with the engine %s: the run says what is left out', async (engine, said) => {
	const session = { status: 'WORKING', engine: { engine } };
	gateway.standIn.misbehave({ operation: 'status', body: session });
	const contacts = { contact: [{ id: '79001111111', organization: 'Acme' }] };
	const credential = { gateway: 'waha' };
	const { hints } = await gateway.send(people(1), { credential, change: { contacts } });
	expect(hints).toEqual(said);
	await gateway.send(people(1), { credential });
	expect(gateway.standIn.lookups).toHaveLength(1);
});
