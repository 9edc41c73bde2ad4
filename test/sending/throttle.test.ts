import { openThrottle, type Throttle } from '../../nodes/WhatsAppSendContact/sending/throttle';
import { later } from '../clock';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

let accounts = 0;
const newAccount = () => `account ${++accounts}`;
const never = () => new AbortController().signal;
/** A run of an account that pauses exactly so long. */
const run = (account: string, pause: number, ended = never()) =>
	openThrottle(account, pause, pause, ended);

/** Takes a turn each, all at once; when they start, in milliseconds from now. */
async function startsOf(...throttles: Throttle[]): Promise<number[]> {
	const now = Date.now();
	const turns = throttles.map(async (each) => ((await each.turn()) ? Date.now() - now : NaN));
	const starts = Promise.all(turns);
	await jest.runAllTimersAsync();
	return await starts;
}
const times = (count: number, throttle: Throttle) => Array<Throttle>(count).fill(throttle);

describe('the pauses of a run', () => {
	test('are drawn anew each time, from the shortest to the longest', async () => {
		const random = jest.spyOn(Math, 'random');
		for (const drawn of [0.9, 0, 0.5, 0.999]) random.mockReturnValueOnce(drawn);
		const throttle = openThrottle(newAccount(), 1_000, 3_000, never());
		expect(await startsOf(...times(4, throttle))).toEqual([0, 1_000, 3_000, 5_998]);
	});

	test('begin after the first start, and time that has passed counts', async () => {
		const throttle = run(newAccount(), 1_000);
		expect(await startsOf(throttle)).toEqual([0]);
		await jest.advanceTimersByTimeAsync(400);
		expect(await startsOf(throttle)).toEqual([600]);
		await jest.advanceTimersByTimeAsync(5_000);
		expect(await startsOf(throttle)).toEqual([0]);
	});
});

describe('two runs of an account', () => {
	const two = (one: number, other: number) => {
		const account = newAccount();
		return [run(account, one), run(account, other)];
	};

	test('share their pauses, first come, first served', async () => {
		const [one, other] = two(1_000, 1_000);
		expect(await startsOf(one, other, one, other)).toEqual([0, 1_000, 2_000, 3_000]);
	});

	test('a long pause holds back nobody with a short one, and is not held back', async () => {
		const [slow, fast] = two(8_000, 1_000);
		await startsOf(fast);
		const [first, ...others] = await startsOf(slow, ...times(9, fast));
		expect(first).toBe(8_000);
		expect(others).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((second) => 1_000 * second));
	});

	test('one without a pause waits for nobody', async () => {
		const [paused, free] = two(1_000, 0);
		expect(await startsOf(paused, paused, free, free)).toEqual([0, 1_000, 0, 0]);
	});

	test('one that is ended leaves the queue at once, has no more turns, and delays nobody', async () => {
		const account = newAccount();
		const end = new AbortController();
		const [ended, blocked] = [60_000, 0].map((pause) => run(account, pause, end.signal));
		const other = run(account, 60_000);
		await startsOf(other);
		const start = Date.now();
		blocked.blockUntil(start + 60_000);
		const given = [ended, ended, blocked].map(async (each) => await each.turn());
		const turn = other.turn();
		end.abort();
		expect(await Promise.all([...given, ended.turn()])).toEqual([false, false, false, false]);
		await jest.runAllTimersAsync();
		expect([await turn, Date.now() - start]).toEqual([true, 60_000]);
	});

	test('both wait as the gateway asks: who comes, who is already waiting, and no shorter', async () => {
		const [paused, free] = two(100, 0);
		await startsOf(paused);
		const start = Date.now();
		const waiting = startsOf(paused, paused);
		free.blockUntil(start + 1_000);
		later(() => free.blockUntil(start + 2_000), 500);
		later(() => free.blockUntil(start + 600), 550);
		expect(await waiting).toEqual([2_000, 2_100]);
		paused.blockUntil(Date.now() + 500);
		expect(await startsOf(free, free)).toEqual([500, 500]);
	});
});

describe('turns to ask after messages', () => {
	const turnsOf = (throttle: Throttle, count: number) =>
		Array.from({ length: count }, () => throttle.questionTurn(10, Date.now() + 400));

	test('are shared by the runs of an account, and are none after the time when they are of use', () => {
		const account = newAccount();
		expect(turnsOf(run(account, 0), 3)).toEqual([0, 100, 200]);
		expect(turnsOf(run(account, 0), 3)).toEqual([300, 400, undefined]);
	});

	test('that a run has not used hold back none that comes after it', () => {
		const account = newAccount();
		const ended = run(account, 0);
		turnsOf(ended, 5);
		ended.close();
		expect(turnsOf(run(account, 0), 1)).toEqual([0]);
	});
});

test('a clock that is set back makes no pause longer, nor holds back for what the gateway asked', async () => {
	const throttle = run(newAccount(), 1_000);
	const setBack = () => jest.setSystemTime(Date.now() - 3_600_000);
	await startsOf(throttle);
	setBack();
	expect(await startsOf(throttle)).toEqual([1_000]);
	throttle.blockUntil(Date.now() + 2_000);
	setBack();
	expect(await startsOf(throttle)).toEqual([1_000]);
});

test('one in use, and the 100 idle ones that were used last, are remembered, not more', async () => {
	const account = newAccount();
	/** Whether a run that opens the account now has to wait for the start before. */
	const isRemembered = async () => {
		const throttle = run(account, 1_000);
		const [start] = await startsOf(throttle);
		throttle.close();
		return start > 0;
	};
	const useOthers = (count: number) => {
		for (let others = 0; others < count; others++) run(newAccount(), 0).close();
	};
	const inUse = run(account, 0);
	await isRemembered();
	useOthers(300);
	expect(await isRemembered()).toBe(true);
	inUse.close();
	useOthers(99);
	expect(await isRemembered()).toBe(true);
	useOthers(100);
	expect(await isRemembered()).toBe(false);
});
