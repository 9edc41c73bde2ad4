import { waiting } from '../../nodes/WhatsAppSendContact/sending/wait';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A wait, and what it has come to: undefined while it lasts. */
function begun(milliseconds: number, end = new AbortController()) {
	const state: { over?: boolean; end: AbortController } = { end };
	void waiting(end.signal)(milliseconds).then((over) => (state.over = over));
	return state;
}

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
	const wait = waiting(end.signal);
	const ended: boolean[] = [];
	for (const each of [500, 60_000]) void wait(each).then((over) => ended.push(over));
	await jest.advanceTimersByTimeAsync(300);
	end.abort();
	await jest.advanceTimersByTimeAsync(0);
	expect(ended).toEqual([false, false]);
	await jest.advanceTimersByTimeAsync(200);
	expect(jest.getTimerCount()).toBe(0);
});

test.each([0, 500])('after the end, %d ms are not waited, and no timer is made', async (each) => {
	const end = new AbortController();
	end.abort();
	const wait = begun(each, end);
	expect(jest.getTimerCount()).toBe(0);
	await jest.advanceTimersByTimeAsync(0);
	expect(wait.over).toBe(false);
});
