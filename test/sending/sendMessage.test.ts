import { rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { idempotencyKey } from '../../nodes/WhatsAppSendContact/plan';
import {
	begin,
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
} from './run';
import { accountAt, list, send } from './send';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('repeats what was not sent for a reason that may pass', () => {
	test.each<[string, Reply[], retries: number, times: number[]]>([
		[
			'a server that is not there: after half a second, one …',
			[DOWN],
			4,
			[0, 500, 1_500, 3_500, 7_500],
		],
		[
			'429: as the gateway asks, a minute at most',
			[slow(7_000), slow(6e5), slow(), SENT],
			3,
			[0, 7_000, 67_000, 69_000],
		],
		['nothing at all when told so', [DOWN], 0, [0]],
		['never what was sent', [SENT], 3, [0]],
		['never what may have arrived', [FAULT], 3, [0]],
		['never what was refused', [REFUSED], 3, [0]],
	])('%s', async (_what, answers, retries, expected) => {
		const { times } = await ranWith([send()], answers, { options: { retries } });
		expect(times()).toEqual(expected);
	});

	test('never more than a minute later', async () => {
		const times = (await ranWith([send()], [DOWN], { options: { retries: 10 } })).times();
		expect(Math.max(...times.slice(1).map((at, index) => at - times[index]))).toBe(60_000);
	});

	test('and counts the attempts', async () => {
		const { outcomes } = await ranWith([send()], [DOWN, DOWN, SENT]);
		expect(outcomes).toEqual([{ ...wasSent, attempts: 3 }]);
	});

	test.each<[string, Reply[], tries: number[]]>([
		[
			'while the server is down, the next ones are tried once',
			[DOWN, DOWN, DOWN, SENT, DOWN, SENT],
			[2, 1, 1, 2],
		],
		['a refusal is no server that is down', [REFUSED, DOWN, SENT], [1, 2, 1, 1]],
	])('%s', async (_what, answers, expected) => {
		const { requests } = await ranWith(list(4), answers, { options: { retries: 1 } });
		const tries = list(4).map(
			({ message }) =>
				requests.filter(({ body }) => message.recipient.chatId.startsWith(String(body?.phone)))
					.length,
		);
		expect(tries).toEqual(expected);
	});

	test.each<[string, Reply, number]>([
		['429 holds every message back', slow(7_000), 7_000],
		['a server that is not there holds no other back', DOWN, 0],
	])('%s, also where nothing is repeated', async (_what, answer, start) => {
		const { times } = await ranWith(list(2), [answer, SENT], { options: { retries: 0 } });
		expect(times()).toEqual([0, start]);
	});

	test('the end of the run ends the wait: it counts as it did, and nothing more starts', async () => {
		const { running, cancel, times } = begin(list(2), [DOWN]);
		await jest.advanceTimersByTimeAsync(100);
		cancel();
		await jest.advanceTimersByTimeAsync(0);
		expect((await running).outcomes).toEqual([DOWN, NOT_TRIED]);
		expect(times()).toEqual([0]);
	});
});

describe('one request', () => {
	const ofUltraMsg = send({ account: accountAt('ultraMsg') });
	const key = idempotencyKey(ofUltraMsg, hostOf());
	/** What a message comes to that meets this answer a second later, and what is known of it before and after. */
	async function attempted(
		answer: Reply,
		{ one = send(), ...change }: Change & { one?: typeof ofUltraMsg } = {},
	) {
		const start = Date.now();
		const host = { stopsOnFailure: true };
		const ran = await ranWith([one, send({ item: 1 })], [answer, REFUSED], {
			latency: 1_000,
			host,
			...change,
		});
		const [outcome] = ran.outcomes;
		return { ...ran, start, outcome, before: ran.requests[0].known[0], after: ran.known(one) };
	}

	test('carries the name of its message, and is known to be under way before it leaves', async () => {
		const { requests, before, start } = await attempted(SENT, { one: ofUltraMsg });
		expect(requests[0].body).toMatchObject({ referenceId: key });
		expect(before).toMatchObject({
			certainty: 'unknown',
			reason: 'interrupted',
			inDoubt: { idempotencyKey: key, since: start },
		});
	});

	test('that is accepted is known to be sent', async () => {
		const { outcome, after } = await attempted(SENT);
		expect([outcome, after]).toEqual([wasSent, { ...wasSent, attempts: 0 }]);
	});

	test('that was not sent leaves nothing', async () => {
		expect((await attempted(REFUSED)).after).toBeUndefined();
	});

	test.each<Reply>([FAULT, rejected('unknown', 'timeout')])(
		'in doubt can be asked after from its end on (%j)',
		async (answer) => {
			const { outcome, after, start } = await attempted(answer, { one: ofUltraMsg });
			const inDoubt = { idempotencyKey: key, since: start + 1_000 };
			expect(outcome).toMatchObject({ certainty: 'unknown', inDoubt });
			expect(after).toMatchObject({ certainty: 'unknown', earlier: true, inDoubt });
		},
	);

	test('in doubt can’t be asked after where the gateway keeps no name', async () => {
		expect((await attempted(FAULT)).outcome).toMatchObject({
			certainty: 'unknown',
			inDoubt: undefined,
		});
	});

	test.each([
		[slow(7_000), { httpCode: 429, retryAfter: 7_000 }],
		[slow(), { httpCode: 429 }],
	])('that failed says no more than its status and how long to wait (%j)', async (answer, more) => {
		const { outcome } = await attempted(answer, { options: { retries: 0 } });
		expect(outcome).toEqual({ ...rejected('notSent', 'rateLimited'), ...more });
	});

	test('keeps the whole answer only where it is shown', async () => {
		const { outcome } = await attempted(SENT, { options: { output: 'full' } });
		expect(outcome).toEqual({ ...wasSent, reply: SENT.body });
	});

	test('that was queued is in doubt for those who want no queue, also for a later try', async () => {
		const { outcome, after } = await attempted(QUEUED, { options: { whenQueued: 'fail' } });
		const expected = { certainty: 'unknown', reason: 'notConnected', gatewayMessage: 'later' };
		expect([outcome, after]).toMatchObject([expected, { ...expected, earlier: true }]);
	});

	test('that another call of a tool has begun meanwhile is not made', async () => {
		const context = {};
		const call = (runIndex: number) =>
			begin([send()], [slow(1_000), SENT], {
				context,
				host: { isTool: true, runIndex },
				latency: 10,
			});
		const calls = [call(0), call(1)];
		await jest.runAllTimersAsync();
		const [[one], [other]] = await Promise.all(
			calls.map(async (each) => (await each.running).outcomes),
		);
		expect(one).toEqual({ ...wasSent, attempts: 2 });
		expect(other).toMatchObject({ reason: 'interrupted' });
		expect(calls.map(({ requests }) => requests.length)).toEqual([2, 0]);
	});
});

describe('with Send Once', () => {
	const once = { sendOnce: 'node' };
	const claimed = (count: number) =>
		list(count).map((each) => ({ ...each, claimKey: `${each.item}`.padEnd(64, '.') }));

	test.each<[string, Reply, object]>([
		['sent: not again', SENT, { status: 'sentEarlier' }],
		['not sent: now', REFUSED, { status: 'sent' }],
		['in doubt: not again', FAULT, { reason: 'interrupted', earlier: true }],
	])('what an earlier execution has %s', async (_what, answer, expected) => {
		const change: Change = { rows: new Map(), options: once };
		await ranWith(claimed(1), [answer], change);
		const { outcomes } = await ranWith(claimed(1), [SENT], {
			...change,
			host: { executionId: '2' },
		});
		expect(outcomes).toMatchObject([expected]);
	});

	test('a message whose run ends while it is looked up is given back, or stays what it is', async () => {
		const change: Change = { rows: new Map(), options: { ...once, parallelChats: 5 } };
		await ranWith(claimed(1), [FAULT], change);
		const { running, cancel } = begin(claimed(3), [SENT], change);
		await jest.advanceTimersByTimeAsync(100);
		cancel();
		await jest.advanceTimersByTimeAsync(0);
		expect((await running).outcomes).toEqual([NOT_TRIED, NOT_TRIED, NOT_TRIED]);
		await jest.runAllTimersAsync();
		const { outcomes } = await ranWith(claimed(3), [SENT], change);
		expect(outcomes).toMatchObject([{ reason: 'interrupted' }, wasSent, wasSent]);
	});

	test('of two accounts, the one that is refused takes no twin of its message down with it', async () => {
		const [one, other] = [accountAt('chatApi', '1'), accountAt('chatApi', '2')];
		const [twin, ...rest] = claimed(3);
		const sends = [
			{ ...twin, account: one },
			{ ...twin, account: other, item: 1 },
			{ ...rest[1], account: other },
		];
		const { outcomes } = await ranWith(
			sends,
			({ path }) => (path.startsWith('/instance1/') ? { status: 401, body: '' } : SENT),
			{ options: once },
		);
		expect(outcomes).toMatchObject([
			{ reason: 'unauthorized' },
			{ reason: 'unauthorized', earlier: true },
			{ accepted: true },
		]);
	});
});
