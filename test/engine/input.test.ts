import type { Result } from '../../engine/engine';
import { cardsPerPerson, people, useGateway } from './gateway';

const gateway = useGateway();
const bad = { phone: '89995253422' };
const GOES_ON = ['continueRegularOutput', 'continueErrorOutput'] as const;
const failed = ({ items, errorItems }: Result, onError: string) =>
	onError === 'continueErrorOutput' ? errorItems : items;

test('with Stop, one bad item means that nothing is sent', async () => {
	const { error } = await gateway.send([...people(3), bad]);
	expect(error).toMatchObject({
		name: 'NodeOperationError',
		message: expect.stringMatching(
			/^Item 3 of 4: 89995253422 starts with 8.*79995253422 is meant$/,
		),
		description: expect.stringContaining("'Leading 8'"),
		context: { itemIndex: 3 },
	});
	expect(gateway.standIn.received).toEqual([]);
});

test.each(GOES_ON)('with %s, the good ones go out', async (onError) => {
	const result = await gateway.send([...people(2), { ...bad, name: 'kept' }, {}], {
		node: { onError },
	});
	expect(cardsPerPerson(gateway.standIn, 2)).toEqual([1, 1]);
	const [wrong, empty] = failed(result, onError).slice(-2);
	expect(wrong).toMatchObject({
		json: {
			...(onError === 'continueErrorOutput' && { ...bad, name: 'kept' }),
			error: {
				message: expect.stringContaining('89995253422 starts with 8'),
				description: expect.stringContaining("'Leading 8'"),
				certainty: 'notSent',
				reason: 'invalidInput',
			},
		},
		pairedItem: { item: 2 },
	});
	expect(empty.json.error).toMatchObject({ message: 'The recipient is empty' });
	expect(result.items).toHaveLength(onError === 'continueErrorOutput' ? 2 : 4);
});

test('an expression that fails is bad input, and sends nothing', async () => {
	const { error } = await gateway.send([{}], {
		change: { quotedMessageId: '={{ $json.a.b.c }}{{ $("Nobody").item.json.x }}' },
	});
	expect(error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
	expect(gateway.standIn.received).toEqual([]);
});

test('a recipient that is an expression as a whole', async () => {
	const change = { recipient: '={{ $json.phone }}' };
	await gateway.send(people(1), { change });
	expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
	const { error } = await gateway.send([{}], { change });
	expect(error?.message).toBe('The recipient is empty');
});

describe.each([
	[{ options: { retries: '' } }, "The option 'Retries' is empty"],
	[{ credential: { server: 'https://user:secret@127.0.0.1' } }, 'user name or password'],
	[{ credential: { gateway: 'telegram' } }, 'gateway "telegram" is not known'],
])('what is wrong for all items, %j', (sending, words) => {
	const message = expect.stringContaining(words);

	test('is the error of the run', async () => {
		const { error } = await gateway.send(people(1), sending);
		expect(error).toMatchObject({ name: 'NodeOperationError', message });
		expect(gateway.standIn.received).toEqual([]);
	});

	test.each(GOES_ON)('fails all items, %s', async (onError) => {
		const result = await gateway.send([{ phone: '79990000000', sent: true }, {}], {
			...sending,
			node: { onError },
		});
		const error = expect.objectContaining({
			message,
			certainty: 'notSent',
			reason: 'invalidInput',
		});
		expect(failed(result, onError).map(({ json }) => json.error)).toEqual([error, error]);
		if (onError === 'continueErrorOutput') expect(result.items).toEqual([]);
		expect(gateway.standIn.received).toEqual([]);
	});
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
