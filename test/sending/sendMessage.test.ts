import { rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { idempotencyKey, type Send } from '../../nodes/WhatsAppSendContact/plan';
import {
	begin,
	canceledAfter,
	type Change,
	DOWN,
	FAULT,
	hostOf,
	NOT_TRIED,
	QUEUED,
	ranWith,
	REFUSED,
	type Reply,
	SENT,
	slow,
	wasSent,
	WRONG_TOKEN,
} from './run';
import { accountAt, claimed, list, send } from './send';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('repeats what was not sent for a reason that may pass', () => {
	const waits = [slow(7_000), slow(600_000), slow(), SENT];
	const doubled = [0, 500, 1_500, 3_500, 7_500, 15_500, 31_500, 63_500];
	test.each<[string, Reply[], retries: number, times: number[]]>([
		['an absent server, after 0.5 s, 1 s … a minute', [DOWN], 8, [...doubled, 123_500]],
		['429, as asked, a minute at most', waits, 3, [0, 7_000, 67_000, 69_000]],
		['nothing when told so', [DOWN], 0, [0]],
		['never what was sent', [SENT], 3, [0]],
		['never what may have arrived', [FAULT], 3, [0]],
		['never what was refused', [REFUSED], 3, [0]],
	])('%s', async (_what, answers, retries, expected) => {
		const { times, outcomes } = await ranWith([send()], answers, { options: { retries } });
		expect(times()).toEqual(expected);
		if (outcomes[0].accepted) expect(outcomes[0].attempts).toBe(expected.length);
	});

	test.each<[string, Reply[], items: number[]]>([
		['is down', [DOWN, DOWN, DOWN, SENT, DOWN, SENT], [0, 0, 1, 2, 3, 3]],
		['refuses is not down', [REFUSED, DOWN, SENT], [0, 1, 1, 2, 3]],
	])(
		'a server that %s: while it is, the next ones are tried once',
		async (_what, answers, items) => {
			const { tried } = await ranWith(list(4), answers, { options: { retries: 1 } });
			expect(tried()).toEqual(items.map((item) => String(79990000000 + item)));
		},
	);

	test('too many messages to one person hold back those to that person alone', async () => {
		const pair = { status: 400, body: { error: { code: 131056, message: 'Pair rate limit hit' } } };
		const taken = { status: 200, body: { messages: [{ id: 'wamid.A' }] } };
		const sends = list(3, accountAt('metaCloudApi'));
		const options = { parallelChats: 2 };
		const { times, outcomes } = await ranWith(sends, [pair, taken], { options });
		expect(times()).toEqual([0, 0, 0, 6_000]);
		expect(outcomes).toMatchObject([{ attempts: 2 }, { attempts: 1 }, { attempts: 1 }]);
	});

	test('the end of the run ends the wait: it counts as it did, and nothing more starts', async () => {
		const { outcomes, times } = await canceledAfter(100, list(2), [DOWN]);
		expect(outcomes).toEqual([DOWN, NOT_TRIED]);
		expect(times()).toEqual([0]);
	});
});

describe('one request', () => {
	const named = send({ account: accountAt('ultraMsg') });
	const key = idempotencyKey(named, hostOf());
	/** What a message comes to that meets this answer a second later, and what is known of it before and after. */
	async function attempted(answer: Reply, one: Send = send(), options = {}) {
		const start = Date.now();
		const change: Change = { latency: 1_000, host: { stopsOnFailure: true }, options };
		const ran = await ranWith([one, send({ item: 1 })], [answer, REFUSED], change);
		const [{ known, body }] = ran.requests;
		return { start, body, outcome: ran.outcomes[0], before: known[0], after: ran.known(one) };
	}

	test('carries the name of its message, and is known to be under way before it leaves', async () => {
		const { body, before, start } = await attempted(SENT, named);
		expect(body).toMatchObject({ referenceId: key });
		const inDoubt = { idempotencyKey: key, since: start };
		expect(before).toMatchObject({ certainty: 'unknown', reason: 'interrupted', inDoubt });
	});

	test('that is accepted is known to be sent; that was not sent leaves nothing', async () => {
		const { outcome, after } = await attempted(SENT);
		expect([outcome, after]).toEqual([wasSent, { ...wasSent, attempts: 0 }]);
		expect((await attempted(REFUSED)).after).toBeUndefined();
	});

	test.each([FAULT, rejected('unknown', 'timeout')])(
		'in doubt can be asked after from its end on, where the gateway keeps its name (%j)',
		async (answer) => {
			const { outcome, after, start } = await attempted(answer, named);
			const inDoubt = { idempotencyKey: key, since: start + 1_000 };
			expect(outcome).toMatchObject({ certainty: 'unknown', inDoubt });
			expect(after).toMatchObject({ certainty: 'unknown', earlier: true, inDoubt });
			expect(await attempted(answer)).toMatchObject({ outcome: { inDoubt: undefined } });
		},
	);

	test('that failed says no more than its status and how long to wait', async () => {
		const { outcome } = await attempted(slow(7_000), send(), { retries: 0 });
		const more = { httpCode: 429, retryAfter: 7_000 };
		expect(outcome).toEqual({ ...rejected('notSent', 'rateLimited'), ...more });
	});

	test('keeps the whole answer only where it is shown', async () => {
		const { outcome } = await attempted(SENT, send(), { output: 'full' });
		expect(outcome).toEqual({ ...wasSent, reply: SENT.body });
	});

	test('that was queued is in doubt for those who want no queue, also for a later try', async () => {
		const { outcome, after } = await attempted(QUEUED, send(), { whenQueued: 'fail' });
		const expected = { certainty: 'unknown', reason: 'notConnected', gatewayMessage: 'later' };
		expect([outcome, after]).toMatchObject([expected, { ...expected, earlier: true }]);
		expect(await attempted(SENT, send(), { whenQueued: 'fail' })).toMatchObject({
			outcome: wasSent,
		});
	});

	test('that another call of a tool has begun meanwhile is not made', async () => {
		const [context, options] = [{}, { checkRecipient: true }];
		const calls = [0, 1].map((runIndex) => {
			const host = { isTool: true, runIndex };
			const change = { context, host, options, latency: 10 };
			return begin([send()], [{ status: 200, body: '' }, SENT], change);
		});
		await jest.runAllTimersAsync();
		const ran = await Promise.all(calls.map(async ({ running }) => (await running).outcomes[0]));
		expect(ran).toMatchObject([wasSent, { reason: 'interrupted' }]);
		expect(calls.map(({ times }) => times())).toEqual([[0, 10], [0]]);
	});
});

describe('with Send Once', () => {
	const options = { sendOnce: 'node', parallelChats: 5 };
	const three = list(3).map((each) => claimed(each));

	test('a message whose run ends while it is looked up is given back, or stays what it is', async () => {
		const change: Change = { rows: new Map(), options };
		await ranWith(three.slice(0, 1), [FAULT], change);
		const canceled = await canceledAfter(100, three, [SENT], change);
		expect(canceled.outcomes).toEqual([NOT_TRIED, NOT_TRIED, NOT_TRIED]);
		await jest.runAllTimersAsync();
		const { outcomes } = await ranWith(three, [SENT], change);
		expect(outcomes).toMatchObject([{ reason: 'interrupted' }, wasSent, wasSent]);
	});

	test('of two accounts, the one that is refused takes no twin of its message down with it', async () => {
		const [one, other] = [accountAt('chatApi', '1'), accountAt('chatApi', '2')];
		const [first, second] = three;
		const sends = [
			{ ...first, account: one },
			{ ...first, account: other, item: 1 },
			{ ...second, account: other, item: 2 },
		];
		const { outcomes } = await ranWith(
			sends,
			({ path }) => (path.startsWith('/instance1/') ? WRONG_TOKEN : SENT),
			{ options },
		);
		const reason = 'unauthorized';
		expect(outcomes).toMatchObject([{ reason }, { reason }, { accepted: true }]);
	});
});
