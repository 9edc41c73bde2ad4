import * as faults from '../../stand-in/faults';
import { execute, stored } from '../../engine/engine';
import { cardsPerPerson, chatOf, people, useGateway } from './gateway';
import { useSleeplessClock } from './sleepless';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('./sleepless')>('./sleepless').sleeplessN8n(),
);
useSleeplessClock();

const gateway = useGateway();
const COUNT = 5;

describe('429: the node waits as long as the gateway asks', () => {
	const arrivals = () => gateway.standIn.received.map(({ at }) => at);

	test.each([1, 7, 59.5])('%d seconds', async (seconds) => {
		gateway.standIn.misbehave(faults.tooManyRequests(seconds, { times: 2 }));
		const { items } = await gateway.send(people(1), { options: { output: 'full' } });
		expect(items[0].json).toMatchObject({ sent: true, attempts: 3 });
		const [first, second, third] = arrivals();
		expect([second - first, third - second]).toEqual([seconds * 1000, seconds * 1000]);
	});

	test('until a date, which HTTP gives in whole seconds', async () => {
		const now = Math.ceil(Date.now() / 1000) * 1000;
		jest.setSystemTime(now);
		gateway.standIn.misbehave(faults.tooManyRequests(new Date(now + 40_000)));
		await gateway.send(people(1));
		expect(arrivals()).toEqual([now, now + 40_000]);
	});

	test('a minute at most', async () => {
		gateway.standIn.misbehave(faults.tooManyRequests(86_400));
		await gateway.send(people(1));
		const [first, second] = arrivals();
		expect(second - first).toBe(60_000);
	});
});

describe('Track Delivery asks a gateway that keeps our name of a message what became of it', () => {
	const LOST = ['passingServerError', 'cutMidAnswer'] as const;
	const options = { trackDelivery: 1 };
	const node = { onError: 'continueRegularOutput' } as const;
	const credential = { gateway: 'ultraMsg' };
	const lost = (accept: boolean, more: object = {}) =>
		faults.passingServerError({ operation: 'send', accept, ...more });
	const failLookup = (fault: object) => ({ operation: 'messages' as const, ...fault });

	test.each(LOST)('it arrived all the same: sent (%s)', async (fault) => {
		gateway.standIn.misbehave(faults[fault]({ operation: 'send', accept: true }));
		const { items } = await gateway.send(people(1), { options, node, credential });
		expect(items[0].json).toMatchObject({ sent: true, id: gateway.standIn.cards[0].id });
		expect(gateway.standIn.received).toHaveLength(1);
	});

	test.each(LOST)('it is not there, but may still be on its way: unknown (%s)', async (fault) => {
		gateway.standIn.misbehave(faults[fault]({ operation: 'send', accept: false }));
		const { items } = await gateway.send(people(1), { options, node, credential });
		expect(items[0].json.error).toMatchObject({ certainty: 'unknown' });
		expect(gateway.standIn.lookups).toHaveLength(1);
	});

	test('it waits for the phone: a failure for those who want no queue', async () => {
		gateway.standIn.setSession('got qr code');
		gateway.standIn.misbehave(lost(true));
		const { items } = await gateway.send(people(1), {
			options: { ...options, whenQueued: 'fail' },
			node,
			credential,
		});
		expect(items[0].json.error).toMatchObject({ certainty: 'unknown', reason: 'notConnected' });
	});

	test('a gateway that keeps no name of ours is not asked', async () => {
		gateway.standIn.misbehave(lost(true));
		const { items } = await gateway.send(people(1), { options, node });
		expect(items[0].json.error).toMatchObject({ certainty: 'unknown', reason: 'serverError' });
		expect(gateway.standIn.lookups).toEqual([]);
	});

	test.each([
		['is an error', faults.serverError()],
		['is cut off', faults.cutMidAnswer()],
		[
			'makes no sense',
			{ body: `{"messages":[{"referenceId":${'['.repeat(20_000)}1${']'.repeat(20_000)}}]}` },
		],
	])('an answer that %s takes nothing down: unknown, and the rest is sent', async (_how, fault) => {
		gateway.standIn.misbehave([lost(true, { chat: chatOf(1) }), failLookup(fault)]);
		const { items } = await gateway.send(people(3), {
			options: { ...options, parallelChats: 1 },
			node,
			credential,
		});
		expect(items.map(({ json }) => json.sent)).toEqual([true, undefined, true]);
		expect(items[1].json.error).toMatchObject({ certainty: 'unknown' });
		expect(cardsPerPerson(gateway.standIn, 3)).toEqual([1, 1, 1]);
	});

	test('a card that says the same in the same chat is not taken for the lost one', async () => {
		const [one] = people(1);
		gateway.standIn.misbehave(({ operation }) =>
			operation === 'send' && gateway.standIn.received.length === 2 ? lost(false) : undefined,
		);
		const { items } = await gateway.send([one, one], { options, node, credential });
		expect(items[0].json.sent).toBe(true);
		expect(items[1].json.error).toMatchObject({ certainty: 'unknown' });
	});

	test('a card that another node of the execution sent is not taken for the lost one', async () => {
		gateway.standIn.misbehave(({ operation }) =>
			operation === 'send' && gateway.standIn.received.length === 2 ? lost(false) : undefined,
		);
		const change = {
			recipient: { __rl: true, mode: 'phone', value: "={{ $('Start').item.json.phone }}" },
			contacts: { contact: [{ id: '79001111111' }] },
		};
		const setup = gateway.setup(people(1), { options, node, change, credential });
		const { items, run } = await execute({ ...setup, twice: true });
		expect(run.data.resultData.runData.First[0].data?.main[0]?.[0].json.sent).toBe(true);
		expect(items[0].json.error).toMatchObject({ certainty: 'unknown' });
	});

	describe('also after what an earlier try left in doubt', () => {
		/** Five messages one by one, the fourth of which is lost; then Retry execution with the option switched on. */
		const retried = async (accept: boolean) => {
			gateway.standIn.misbehave(lost(accept, { chat: chatOf(3) }));
			const sending = (more: object) =>
				gateway.setup(people(COUNT), { options: { parallelChats: 1, ...more }, credential });
			const first = await execute(sending({}));
			expect(first.error).toMatchObject({ context: { details: { certainty: 'unknown' } } });
			return await execute({ ...sending(options), resume: stored(first) });
		};

		test('it arrived: its ID comes out, and it is not sent again', async () => {
			const { error, items, hints } = await retried(true);
			expect(error).toBeUndefined();
			expect(cardsPerPerson(gateway.standIn, COUNT)).toEqual([1, 1, 1, 1, 1]);
			const [found] = gateway.standIn.cards.filter(({ chat }) => chat === chatOf(3));
			expect(items[3].json).toMatchObject({ id: found.id, sent: true });
			expect(hints).toEqual(['2 delivered, 3 already sent earlier']);
		});

		test('it is not there: it stays unknown and is not sent, what comes after it is', async () => {
			const { error } = await retried(false);
			expect(error).toMatchObject({
				message: expect.stringMatching(/— the message may have arrived, not sent again$/),
				context: { itemIndex: 3, details: { certainty: 'unknown' } },
			});
			expect(cardsPerPerson(gateway.standIn, COUNT)).toEqual([1, 1, 1, 0, 1]);
		});

		test('by n8n’s Retry On Fail too: found there, everything is sent', async () => {
			gateway.standIn.misbehave([
				lost(true, { chat: chatOf(0) }),
				failLookup(faults.passingServerError()),
			]);
			const { error } = await gateway.send(people(COUNT), {
				options,
				credential,
				node: { retryOnFail: true, maxTries: 2 },
			});
			expect(error).toBeUndefined();
			const lookups = gateway.standIn.lookups.filter(({ operation }) => operation === 'messages');
			expect(lookups).toHaveLength(2);
			expect(cardsPerPerson(gateway.standIn, COUNT)).toEqual([1, 1, 1, 1, 1]);
		});

		test('but not through another gateway, which knows nothing of it', async () => {
			gateway.standIn.misbehave(lost(true));
			const first = await execute(gateway.setup(people(1)));
			const second = await execute({
				...gateway.setup(people(1), { options, credential }),
				resume: stored(first),
			});
			expect(second.error).toMatchObject({ context: { details: { certainty: 'unknown' } } });
			expect(gateway.standIn.lookups).toEqual([]);
			expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
		});
	});
});
