import { waitsUntil } from '../../nodes/WhatsAppSendContact/sending/wait';
import { later } from '../clock';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** What a wait comes to: undefined while it lasts. */
function watch(wait: Promise<boolean>) {
	const state: { over?: boolean } = {};
	void wait.then((over) => (state.over = over));
	return state;
}

const begun = (milliseconds: number, end = new AbortController()) =>
	watch(waitsUntil(end.signal).pause(milliseconds));

test.each([0.5, 150, 200, 201, 1_000])('%d ms are waited, and no more', async (milliseconds) => {
	const wait = begun(milliseconds);
	await jest.advanceTimersByTimeAsync(Math.ceil(milliseconds) - 1);
	expect(wait.over).toBeUndefined();
	await jest.advanceTimersByTimeAsync(1);
	expect(wait.over).toBe(true);
	expect(jest.getTimerCount()).toBe(0);
});

test.each([0, -5, NaN])('%d ms are over at once, without a timer', async (milliseconds) => {
	const wait = begun(milliseconds);
	expect(jest.getTimerCount()).toBe(0);
	await jest.advanceTimersByTimeAsync(0);
	expect(wait.over).toBe(true);
});

test('an end ends all waits at once, and their timers within 0.2 s', async () => {
	const end = new AbortController();
	const { pause } = waitsUntil(end.signal);
	const waits = [500, 60_000].map((each) => watch(pause(each)));
	await jest.advanceTimersByTimeAsync(300);
	end.abort();
	await jest.advanceTimersByTimeAsync(0);
	expect(waits).toEqual([{ over: false }, { over: false }]);
	await jest.advanceTimersByTimeAsync(200);
	expect(jest.getTimerCount()).toBe(0);
});

test.each([0, 500])('after the end, %d ms are not waited', async (each) => {
	const end = new AbortController();
	end.abort();
	const wait = begun(each, end);
	expect(jest.getTimerCount()).toBe(0);
	await jest.advanceTimersByTimeAsync(0);
	expect(wait.over).toBe(false);
});

test('something else is waited for in the same way', async () => {
	const end = new AbortController();
	const { unlessEnded } = waitsUntil(end.signal);
	const short = watch(unlessEnded(new Promise<void>((resolve) => later(resolve, 100))));
	const long = watch(unlessEnded(new Promise<void>(() => undefined)));
	await jest.advanceTimersByTimeAsync(100);
	expect([short, long]).toEqual([{ over: true }, {}]);
	end.abort();
	await jest.advanceTimersByTimeAsync(0);
	expect(long).toEqual({ over: false });
});

test('however many wait, one listener ends them all', async () => {
	const end = new AbortController();
	const added = jest.spyOn(end.signal, 'addEventListener');
	const { pause } = waitsUntil(end.signal);
	const waits = Array.from({ length: 50 }, () => watch(pause(1_000)));
	end.abort();
	await jest.advanceTimersByTimeAsync(200);
	expect(waits).toEqual(Array(50).fill({ over: false }));
	expect(added).toHaveBeenCalledTimes(1);
});
