import type { Result } from '../../engine/engine';
import { ANNA, cardsPerPerson, people, useGateway } from './gateway';

const gateway = useGateway();
const bad = { phone: '89995253422' };
const GOES_ON = ['continueRegularOutput', 'continueErrorOutput'] as const;

test('with Stop, one bad item means that nothing is sent', async () => {
	const { error } = await gateway.send([...people(3), bad]);
	expect(error).toMatchObject({
		name: 'NodeOperationError',
		message: expect.stringMatching(/^\[Item 3\] 89995253422 starts with 8.*79995253422 is meant$/),
		description: expect.stringContaining("'Leading 8'"),
		context: { itemIndex: 3 },
	});
	expect(gateway.standIn.received).toEqual([]);
});

test('the error lists the first ten bad items, and says how many more there are', async () => {
	const items = Array.from({ length: 13 }, (_, index) => ({ phone: `x${index}` }));
	const { error } = await gateway.send([...people(1), ...items]);
	expect(error?.message).toMatch(
		/^13 items can't be sent, so this try sent nothing. \[Item 1\] "x0" is not/,
	);
	const lines = String(error?.description).split('\n');
	expect(lines).toHaveLength(11);
	expect(lines[9]).toMatch(/^\[Item 10\] "x9" is not a phone number. Enter one number/);
	expect(lines[10]).toBe('… and 3 more');
});

test.each(GOES_ON)('with %s, the good ones go out', async (onError) => {
	const { items, errorItems } = await gateway.send([...people(2), { ...bad, name: 'kept' }, {}], {
		node: { onError },
	});
	expect(cardsPerPerson(gateway.standIn, 2)).toEqual([1, 1]);
	const failed = onError === 'continueErrorOutput' ? errorItems : items.slice(2);
	expect(failed).toHaveLength(2);
	expect(failed[0]).toMatchObject({
		json: {
			error: {
				message: expect.stringContaining('89995253422 starts with 8'),
				description: expect.stringContaining("'Leading 8'"),
				certainty: 'notSent',
				reason: 'invalidInput',
			},
		},
		pairedItem: { item: 2 },
	});
	expect(failed[1].json.error).toMatchObject({ message: 'The recipient is empty' });
	if (onError === 'continueErrorOutput') {
		expect(items).toHaveLength(2);
		expect(errorItems[0].json).toMatchObject({ phone: '89995253422', name: 'kept' });
	}
});

test('items come out in the order they came in, bad ones in their place', async () => {
	const [first, second] = people(2);
	const { items } = await gateway.send([bad, first, bad, second], {
		node: { onError: 'continueRegularOutput' },
	});
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3].map((item) => ({ item })));
	expect(items.map(({ json }) => 'error' in json)).toEqual([true, false, true, false]);
});

test('the option Leading 8 sends to the corrected number', async () => {
	await gateway.send([bad], { options: { leadingEight: 'replace' } });
	expect(gateway.standIn.cards).toMatchObject([{ chat: '79995253422@c.us' }]);
});

test('the error says which contact is wrong', async () => {
	const { error } = await gateway.send([{ phone: '79990000000', contacts: [ANNA, '12'] }]);
	expect(error?.message).toBe(
		'[Item 0] The contact "12" is not a whole number with its country code',
	);
});

test('an expression that fails is bad input, and sends nothing', async () => {
	const { error } = await gateway.send([{}], {
		change: { quotedMessageId: '={{ $json.a.b.c }}{{ $("Nobody").item.json.x }}' },
	});
	expect(error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
	expect(gateway.standIn.received).toEqual([]);
});

const WRONG_OPTIONS = [
	[{ dryRun: 'yes' }, 'The option \'Dry Run\' is "yes"'],
	[{ parallelChats: 0 }, 'The option \'Parallel Chats\' is "0"'],
	[{ pauseMin: -1 }, 'The option \'Pause From (Seconds)\' is "-1"'],
	[{ timeout: 'soon' }, 'The option \'Timeout (Seconds)\' is "soon"'],
	[{ retries: '' }, 'The option \'Retries\' is ""'],
] as const;

test.each(WRONG_OPTIONS)('the option %j is refused', async (options, message) => {
	const { error } = await gateway.send(people(1), { options });
	expect(error).toMatchObject({ message, description: expect.stringMatching(/Enter a|must be/) });
	expect(gateway.standIn.received).toEqual([]);
});

describe.each(GOES_ON)('what is wrong for all items fails all items, %s', (onError) => {
	const failed = ({ items, errorItems }: Result) =>
		onError === 'continueErrorOutput' ? errorItems : items;

	test.each(WRONG_OPTIONS)('the option %j', async (options, message) => {
		const result = await gateway.send([{ phone: '79990000000', sent: true }, {}], {
			options,
			node: { onError },
		});
		expect(failed(result)).toHaveLength(2);
		for (const { json } of failed(result)) {
			expect(json.error).toMatchObject({ message, certainty: 'notSent', reason: 'invalidInput' });
		}
		if (onError === 'continueErrorOutput') expect(result.items).toEqual([]);
	});

	test.each([{ token: '' }, { server: 'gateway' }, { instance: '..' }, { gateway: 'x' }])(
		'the credential %j',
		async (credential) => {
			const result = await gateway.send(people(2), { credential, node: { onError } });
			expect(failed(result).map(({ json }) => json.error)).toMatchObject([
				{ certainty: 'notSent', reason: 'invalidInput' },
				{ certainty: 'notSent', reason: 'invalidInput' },
			]);
			expect(gateway.standIn.received).toEqual([]);
		},
	);
});

test('options that differ from item to item are refused: they hold for the run', async () => {
	const items = people(2).map((one, index) => ({ ...one, dry: index === 1 }));
	const options = { dryRun: '={{ $json.dry }}' };
	expect((await gateway.send(items, { options })).error?.message).toMatch(
		/^The options of item 1 differ/,
	);
	expect(gateway.standIn.received).toEqual([]);
	await gateway.send(items.slice(0, 1), { options });
	expect(gateway.standIn.received).toHaveLength(1);
});

test('a recipient that is an expression as a whole', async () => {
	const change = { recipient: '={{ $json.phone }}' };
	await gateway.send(people(1), { change });
	expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
	const { error } = await gateway.send([{}], { change });
	expect(error?.message).toBe('[Item 0] The recipient is empty');
});

test.each([
	[{ server: 'https://user:secret@127.0.0.1' }, 'user name or password'],
	[{ instance: '../../admin' }, "can't stand in an address"],
	[{ token: '' }, 'has no token'],
	[{ gateway: 'telegram' }, 'gateway "telegram" is not known'],
])('the credential %j is refused', async (credential, reason) => {
	const { error } = await gateway.send(people(1), { credential });
	expect(error).toMatchObject({
		name: 'NodeOperationError',
		message: expect.stringContaining(reason),
	});
	expect(gateway.standIn.received).toEqual([]);
});
