import type { IDataObject } from 'n8n-workflow';

import { execute, type Result } from '../../engine/execution';
import { chatOf, CONTINUE, people, useGateway } from './gateway';

// What n8n gives the node to read: items, expressions, options and credentials.

const gateway = useGateway();
const MARIA = '79995253422@c.us';
const GOES_ON = ['continueRegularOutput', 'continueErrorOutput'] as const;

test.each([false, true])('with Stop, Dry Run %s: one bad item is the error', async (dryRun) => {
	const input = [...people(3), { phone: '89995253422' }];
	const { error } = await gateway.send(input, { options: { dryRun } });
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

test('an expression that fails is bad input, and sends nothing', async () => {
	const { error } = await gateway.send([{}], {
		change: { quotedMessageId: '={{ $json.a.b.c }}{{ $("Nobody").item.json.x }}' },
	});
	expect(error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
	expect(gateway.standIn.received).toEqual([]);
});

test.each([
	['picked from the list', { __rl: true, mode: 'list', value: MARIA, cachedResultName: 'Anna' }],
	['that is an expression as a whole', '={{ $json.phone }}'],
])('a recipient %s', async (_what, recipient) => {
	const { error } = await gateway.send([{ phone: MARIA }], { change: { recipient } });
	expect(error).toBeUndefined();
	expect(gateway.standIn.cards).toMatchObject([{ chat: MARIA }]);
});

describe.each([
	[{ options: { retries: '' } }, "The option 'Retries' is empty"],
	[{ options: { dryRun: '={{ $json.dry }}' } }, 'The options of item 1 differ'],
	[{ credential: { gateway: 'telegram' } }, 'gateway "telegram" is not known'],
])('what is wrong for all items, %j', (sending, words) => {
	const message = expect.stringContaining(words);
	const input = [
		{ phone: '79990000000', sent: true, dry: false },
		{ phone: '79990000001', dry: true },
	];
	afterEach(() => expect(gateway.standIn.received).toEqual([]));

	test('is the error of the run', async () => {
		const { error } = await gateway.send(input, sending);
		expect(error).toMatchObject({ name: 'NodeOperationError', message });
	});

	test.each(GOES_ON)('fails all items, %s', async (onError) => {
		const result: Result = await gateway.send(input, { ...sending, node: { onError } });
		const [failed, others] =
			onError === 'continueErrorOutput'
				? [result.errorItems, result.items]
				: [result.items, result.errorItems];
		const error = expect.objectContaining({
			message,
			certainty: 'notSent',
			reason: 'invalidInput',
		});
		expect(failed.map(({ json }) => json.error)).toEqual([error, error]);
		expect(others).toEqual([]);
	});
});

describe('a credential that holds expressions', () => {
	const other = useGateway({ instance: '2' });

	test.each([3, 30])('%i items: each is sent by its own account, which is named', async (count) => {
		/** As n8n resolves `{{ $json… }}`: item by item, and not at all for one that isn't there. */
		const credential = (item: number): IDataObject => {
			if (item >= count) throw new Error(`there is no item ${item}`);
			if (item === 1) return gateway.credential({ token: '' });
			return (item % 2 === 0 ? gateway : other).credential();
		};
		const setup = gateway.setup(people(count), { options: { output: 'full' }, node: CONTINUE });
		const { items } = await execute({ ...setup, credential });
		const [first, second, ...others] = people(count).map((_, item) => item);
		expect(items[second].json.error).toMatchObject({ message: 'The credential has no token' });
		for (const item of [first, ...others]) {
			const { standIn } = item % 2 === 0 ? gateway : other;
			expect(items[item].json.instance).toBe(standIn.instance);
			expect(standIn.cards.filter(({ chat }) => chat === chatOf(item))).toHaveLength(1);
		}
		const [ofOne, ofOther] = [gateway, other].map(({ standIn }) => standIn.cards.length);
		expect(ofOne + ofOther).toBe(count - 1);
	});
});
