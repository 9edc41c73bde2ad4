import fc from 'fast-check';

import { throttle } from '../../nodes/WhatsAppSendContact/sending/throttle';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const never = () => new AbortController().signal;

/** Lets the fake clock run until a promise is settled. */
async function settle<T>(promise: Promise<T>): Promise<T> {
	await jest.runAllTimersAsync();
	return await promise;
}

test('starts are at least the shortest pause apart, and never more than the longest', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 0, max: 5_000 }),
			fc.integer({ min: 0, max: 5_000 }),
			fc.integer({ min: 1, max: 12 }),
			async (min, more, workers) => {
				const pace = throttle(min, min + more, never());
				const starts: number[] = [];
				const turns = Array.from({ length: workers }, async () => {
					await pace.turn();
					starts.push(Date.now());
				});
				await settle(Promise.all(turns));
				starts.slice(1).forEach((start, index) => {
					const pause = start - starts[index];
					expect(pause).toBeGreaterThanOrEqual(Math.floor(min));
					expect(pause).toBeLessThanOrEqual(Math.ceil(min + more) + 1);
				});
			},
		),
		{ numRuns: 300 },
	);
});

test('the pause is drawn anew each time', async () => {
	const pace = throttle(1_000, 3_000, never());
	const starts: number[] = [];
	for (let index = 0; index < 20; index++) {
		await settle(pace.turn());
		starts.push(Date.now());
	}
	const pauses = starts.slice(1).map((start, index) => start - starts[index]);
	expect(new Set(pauses).size).toBeGreaterThan(10);
});

test('the first start does not wait, and time that has passed counts as pause', async () => {
	const pace = throttle(1_000, 1_000, never());
	const before = Date.now();
	await settle(pace.turn());
	expect(Date.now()).toBe(before);
	await jest.advanceTimersByTimeAsync(5_000);
	await settle(pace.turn());
	expect(Date.now()).toBe(before + 5_000);
});

test('without a pause nobody waits', async () => {
	const pace = throttle(0, 0, never());
	const before = Date.now();
	await settle(Promise.all(Array.from({ length: 100 }, async () => await pace.turn())));
	expect(Date.now()).toBe(before);
});

test('a hold holds back who comes and who is already waiting', async () => {
	const pace = throttle(100, 100, never());
	const starts: number[] = [];
	const before = Date.now();
	const turns = Array.from({ length: 3 }, async () => {
		await pace.turn();
		starts.push(Date.now() - before);
	});
	await jest.advanceTimersByTimeAsync(50);
	pace.hold(2_000);
	await settle(Promise.all(turns));
	expect(starts[0]).toBe(0);
	expect(starts[1]).toBeGreaterThanOrEqual(2_050);
	expect(starts[2]).toBeGreaterThanOrEqual(starts[1] + 100);
});

test.each([1, 150, 200, 1_000, 60_000])(
	'the end of the run ends a wait of %i ms at once',
	async (length) => {
		const end = new AbortController();
		const pace = throttle(length, length, end.signal);
		await settle(pace.turn());
		const before = Date.now();
		const second = pace.turn();
		end.abort();
		expect(await second).toBe(false);
		expect(Date.now()).toBe(before);
		expect(await pace.turn()).toBe(false);
		await jest.runAllTimersAsync();
		expect(Date.now() - before).toBeLessThanOrEqual(200);
	},
);

test('however many wait, one listener ends them all', async () => {
	const end = new AbortController();
	const added = jest.spyOn(end.signal, 'addEventListener');
	const pace = throttle(1_000, 1_000, end.signal);
	const turns = Promise.all(Array.from({ length: 50 }, async () => await pace.turn()));
	await jest.advanceTimersByTimeAsync(3_500);
	end.abort();
	expect((await turns).filter(Boolean)).toHaveLength(4);
	expect(added).toHaveBeenCalledTimes(1);
});
