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

test('a queued message counts as sent', async () => {
	gateway.standIn.setSession('got qr code');
	const { items, hints } = await gateway.send(people(1), { options: { output: 'full' } });
	expect(items[0].json).toMatchObject({ sent: true, status: 'queued' });
	expect(hints).toEqual(['1 queued']);
});

test('a dry run finds bad input as a run would', async () => {
	const { error } = await gateway.send([{ phone: 'x' }], { options: { dryRun: true } });
	expect(error?.message).toContain('"x" is not a phone number');
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
