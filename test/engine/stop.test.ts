import { later } from '../clock';
import * as faults from '../../stand-in/faults';
import { resultOf, start } from '../../engine/engine';
import { chatOf, people, useGateway } from './gateway';

const gateway = useGateway();
const until = async (condition: () => boolean) => {
	while (!condition()) await new Promise<void>((resolve) => later(resolve, 1));
};

describe('under Stop, a failing item starts no further send', () => {
	test('one by one', async () => {
		gateway.standIn.misbehave(faults.serverError({ chat: chatOf(2) }));
		const { error } = await gateway.send(people(10), { options: { parallelChats: 1 } });
		expect(gateway.standIn.received.map(({ chat }) => chat)).toEqual([0, 1, 2].map(chatOf));
		expect(error).toMatchObject({
			message: expect.stringMatching(/^Item 2 of 10 \(79990000002\): /),
			description: expect.stringContaining('2 sent, 1 unknown, 7 not tried'),
		});
	});

	test('with several in flight, these end and are counted', async () => {
		gateway.standIn.misbehave([
			...[0, 1, 2].map((index) => faults.slow(200, { chat: chatOf(index) })),
			faults.serverError({ chat: chatOf(3) }),
		]);
		const { error } = await gateway.send(people(10), { options: { parallelChats: 4 } });
		expect(gateway.standIn.received).toHaveLength(4);
		expect(error?.description).toContain('3 sent, 1 unknown, 6 not tried');
	});
});

describe('what no item can get around stops the whole run, also under Continue', () => {
	test.each([
		['unauthorized', faults.unauthorized()],
		['instanceNotFound', faults.notFound()],
		['notPaid', { body: { error: 'Your instance has been Stopped due to non-payment.' } }],
	])('%s', async (reason, fault) => {
		gateway.standIn.misbehave({ ...fault, times: Infinity });
		const { items } = await gateway.send(people(200), {
			options: { parallelChats: 1 },
			node: { onError: 'continueRegularOutput', retryOnFail: true, maxTries: 2 },
		});
		// The first item failed: n8n itself runs the node once more.
		expect(gateway.standIn.received).toHaveLength(2);
		expect(items).toHaveLength(200);
		for (const { json } of items) {
			expect(json.error).toMatchObject({ certainty: 'notSent', reason });
		}
		expect(items[1].json.error).toMatchObject({
			message: expect.stringMatching(/^Not tried, because of an earlier item: /),
		});
	});
});

/** Each of these has an account of its own: the pauses of an account outlast the run that waits in them. */
describe('a wait is ended at once', () => {
	const canceled = async (
		{ setup }: ReturnType<typeof useGateway>,
		count: number,
		options: object,
		when: () => boolean,
	) => {
		const { running, data } = start(setup(people(count), { options: { ...options } }));
		await until(when);
		running.cancel();
		const result = resultOf(await running);
		return { result, data };
	};

	describe('under Stop, by a failure: the pause between two sends', () => {
		const account = useGateway();

		test('ends, and nobody starts', async () => {
			account.standIn.misbehave(faults.serverError({ chat: chatOf(0), delay: 100 }));
			const { error } = await account.send(people(3), {
				options: { pauseMin: 3_000, parallelChats: 2 },
			});
			expect(error?.description).toContain('1 unknown, 2 not tried');
		});
	});

	describe('by a cancel: the pause between two sends', () => {
		const account = useGateway();

		test('ends, nothing new starts, and what was sent is known', async () => {
			const { result, data } = await canceled(
				account,
				10,
				{ pauseMin: 3_000, parallelChats: 1, retries: 0 },
				() => account.standIn.cards.length === 1 && account.standIn.sockets === 0,
			);
			expect(result.run.status).toBe('canceled');
			expect(account.standIn.received).toHaveLength(1);
			const journal = JSON.stringify(data.executionData?.contextData);
			expect(journal).toContain('"0":[');
			expect(journal).not.toContain('"1":[');
		});
	});

	describe('by a cancel: the wait for a Retry-After', () => {
		const account = useGateway();

		test('ends, and nothing was sent', async () => {
			account.standIn.misbehave(faults.tooManyRequests(3_000, { times: Infinity }));
			const { result } = await canceled(
				account,
				3,
				{ parallelChats: 1 },
				() => account.standIn.received.length === 1 && account.standIn.sockets === 0,
			);
			expect(result.run.status).toBe('canceled');
			expect(account.standIn.cards).toEqual([]);
		});
	});

	test('by a cancel: the request in flight, which counts as unknown', async () => {
		gateway.standIn.misbehave({ delay: 60_000, times: Infinity });
		const { data } = await canceled(
			gateway,
			3,
			{ parallelChats: 1 },
			() => gateway.standIn.received.length === 1,
		);
		await until(() => gateway.standIn.sockets === 0);
		expect(JSON.stringify(data.executionData?.contextData)).toContain('"certainty":"unknown"');
		expect(gateway.standIn.received).toHaveLength(1);
	});
});

test('a run in which something failed ends with a hint that counts what became of the messages', async () => {
	gateway.standIn.misbehave([
		faults.serverError({ chat: chatOf(3) }),
		{ chat: chatOf(4), body: { sent: false, message: 'no' } },
		{ chat: chatOf(5), body: { sent: 'queued', message: 'later', id: 5 } },
	]);
	const { hints } = await gateway.send([...people(10), { phone: 'x' }], {
		node: { onError: 'continueRegularOutput' },
	});
	expect(hints).toEqual(['7 sent, 1 queued, 2 not sent, 1 unknown']);
});
