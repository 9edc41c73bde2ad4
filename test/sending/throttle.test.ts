import fc from 'fast-check';

import { openThrottle, type Throttle } from '../../nodes/WhatsAppSendContact/sending/throttle';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

let accounts = 0;
const newAccount = () => `account ${++accounts}`;
const never = () => new AbortController().signal;
/** A run of an account that pauses exactly so long. */
const run = (account: string, pause: number, ended = never()) =>
	openThrottle(account, pause, pause, ended);

/** Lets the fake clock run until a promise is settled. */
async function settle<T>(promise: Promise<T>): Promise<T> {
	await jest.runAllTimersAsync();
	return await promise;
}

/** Takes a turn each, all at once; when they start, in milliseconds from now. */
async function startsOf(throttles: Throttle[]): Promise<number[]> {
	const now = Date.now();
	const turns = throttles.map(async (each) => ((await each.turn()) ? Date.now() - now : NaN));
	return await settle(Promise.all(turns));
}

describe('the pauses of a run', () => {
	test('are at least the shortest and at most the longest', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 5_000 }),
				fc.integer({ min: 1, max: 5_000 }),
				fc.integer({ min: 1, max: 9 }),
				async (min, more, count) => {
					const throttle = openThrottle(newAccount(), min, min + more, never());
					const starts = await startsOf(Array<Throttle>(count).fill(throttle));
					starts.slice(1).forEach((start, index) => {
						const pause = start - starts[index];
						expect(pause).toBeGreaterThanOrEqual(min);
						expect(pause).toBeLessThanOrEqual(min + more + 1);
					});
				},
			),
			{ numRuns: 300 },
		);
	});

	test('are drawn anew each time', async () => {
		const throttle = openThrottle(newAccount(), 1_000, 3_000, never());
		const starts = await startsOf(Array<Throttle>(9).fill(throttle));
		const pauses = starts.slice(1).map((start, index) => start - starts[index]);
		expect(new Set(pauses).size).toBeGreaterThan(4);
	});

	test('begin after the first start, and time that has passed counts', async () => {
		const throttle = run(newAccount(), 1_000);
		expect(await startsOf([throttle])).toEqual([0]);
		await jest.advanceTimersByTimeAsync(400);
		expect(await startsOf([throttle])).toEqual([600]);
		await jest.advanceTimersByTimeAsync(5_000);
		expect(await startsOf([throttle])).toEqual([0]);
	});
});

describe('two runs of an account', () => {
	test('share their pauses, first come, first served', async () => {
		const account = newAccount();
		const [one, other] = [run(account, 1_000), run(account, 1_000)];
		expect(await startsOf([one, other, one, other])).toEqual([0, 1_000, 2_000, 3_000]);
	});

	test('a long pause holds back nobody with a short one, and is not held back', async () => {
		const account = newAccount();
		const [slow, fast] = [run(account, 8_000), run(account, 1_000)];
		await startsOf([fast]);
		const [first, ...others] = await startsOf([slow, ...Array<Throttle>(9).fill(fast)]);
		expect(first).toBe(8_000);
		expect(others).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((second) => 1_000 * second));
	});

	test('one without a pause waits for nobody', async () => {
		const account = newAccount();
		const [paused, free] = [run(account, 1_000), run(account, 0)];
		expect(await startsOf([paused, paused, free, free])).toEqual([0, 1_000, 0, 0]);
	});

	test('one that is canceled leaves the queue at once, and delays nobody', async () => {
		const account = newAccount();
		const end = new AbortController();
		const [canceled, other] = [run(account, 1_000, end.signal), run(account, 1_000)];
		await startsOf([other]);
		const given = [canceled.turn(), canceled.turn()];
		const start = startsOf([other]);
		end.abort();
		expect(await Promise.all(given)).toEqual([false, false]);
		expect(await start).toEqual([1_000]);
	});

	test('of different accounts, know nothing of each other', async () => {
		const [one, other] = [run(newAccount(), 1_000), run(newAccount(), 1_000)];
		one.blockUntil(Date.now() + 60_000);
		expect(await startsOf([other, other])).toEqual([0, 1_000]);
	});
});

describe('what the gateway asks for', () => {
	test('holds for all runs of the account: who comes, and who is already waiting', async () => {
		const account = newAccount();
		const [paused, free] = [run(account, 100), run(account, 0)];
		await startsOf([paused]);
		const waiting = startsOf([paused, paused]);
		free.blockUntil(Date.now() + 2_000);
		expect(await waiting).toEqual([2_000, 2_100]);
		paused.blockUntil(Date.now() + 500);
		expect(await startsOf([free, free])).toEqual([500, 500]);
	});

	test('can be prolonged while somebody waits for it, and not be shortened', async () => {
		const throttle = run(newAccount(), 0);
		throttle.blockUntil(Date.now() + 1_000);
		const turn = throttle.turn();
		await jest.advanceTimersByTimeAsync(500);
		const until = Date.now() + 3_000;
		throttle.blockUntil(until);
		throttle.blockUntil(Date.now() + 100);
		expect(await settle(turn.then(() => Date.now()))).toBe(until);
	});
});

describe('a clock that is set back by an hour', () => {
	const setBack = () => jest.setSystemTime(Date.now() - 3_600_000);
	const hasTurnWithin = async (throttle: Throttle, milliseconds: number) => {
		let hasTurn = false;
		void throttle.turn().then(() => (hasTurn = true));
		await jest.advanceTimersByTimeAsync(milliseconds);
		return hasTurn;
	};

	test('makes no pause longer than it was drawn', async () => {
		const throttle = run(newAccount(), 1_000);
		await startsOf([throttle]);
		setBack();
		expect(await hasTurnWithin(throttle, 1_100)).toBe(true);
	});

	test('while a pause is waited for', async () => {
		const throttle = run(newAccount(), 1_000);
		await startsOf([throttle]);
		const turn = hasTurnWithin(throttle, 1_300);
		setBack();
		expect(await turn).toBe(true);
	});

	test('holds nobody back for what the gateway asked for', async () => {
		const throttle = run(newAccount(), 0);
		throttle.blockUntil(Date.now() + 1_000);
		setBack();
		expect(await hasTurnWithin(throttle, 60_000)).toBe(true);
	});
});

test.each([1, 200, 1_000, 60_000])('the end ends a wait of %i ms at once', async (length) => {
	const end = new AbortController();
	const throttle = run(newAccount(), length, end.signal);
	await startsOf([throttle]);
	const before = Date.now();
	const second = throttle.turn();
	end.abort();
	expect(await second).toBe(false);
	expect(Date.now()).toBe(before);
	expect(await throttle.turn()).toBe(false);
});

describe('of many accounts', () => {
	/** Whether a run that opens the account now has to wait for the start before. */
	const isRemembered = async (account: string) => {
		const throttle = run(account, 1_000);
		const [start] = await startsOf([throttle]);
		throttle.close();
		return start > 0;
	};
	const use = async (account: string) => {
		const throttle = run(account, 1_000);
		await startsOf([throttle]);
		return throttle;
	};
	const useOthers = (count: number) => {
		for (let others = 0; others < count; others++) run(newAccount(), 0).close();
	};

	test('the 100 idle ones that were used last are remembered, not more', async () => {
		const account = newAccount();
		(await use(account)).close();
		useOthers(99);
		expect(await isRemembered(account)).toBe(true);
		useOthers(100);
		expect(await isRemembered(account)).toBe(false);
	});

	test('one in use is never forgotten, until the last run that uses it ends', async () => {
		const account = newAccount();
		const throttles = [await use(account), run(account, 0)];
		throttles[0].close();
		useOthers(300);
		expect(await isRemembered(account)).toBe(true);
		throttles[1].close();
		useOthers(300);
		expect(await isRemembered(account)).toBe(false);
	});
});
