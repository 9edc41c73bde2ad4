import { sleep } from 'n8n-workflow';

import type * as Wait from '../../nodes/WhatsAppSendContact/sending/wait';
import { later } from '../clock';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());
afterEach(() => jest.resetModules());

/** n8n's sleeps: up to 2.33 the one that a signal ends has a name of its own, and the other knows no signal. */
const N8N = {
	'n8n 2.33': {
		sleepWithAbort: async (milliseconds: number, ended: AbortSignal) =>
			await sleep(milliseconds, ended),
		sleep: async (milliseconds: number) => await sleep(milliseconds),
	},
	'n8n 2.41': { sleep },
};

describe.each(Object.entries(N8N))('on %s', (_version, n8nWorkflow) => {
	let pause: typeof Wait.pause;
	beforeEach(() => {
		jest.doMock('n8n-workflow', () => n8nWorkflow);
		({ pause } = jest.requireActual<typeof Wait>('../../nodes/WhatsAppSendContact/sending/wait'));
	});

	/** What a pause comes to: undefined while it lasts. */
	function begun(milliseconds: number, ended: AbortSignal) {
		const state: { over?: boolean } = {};
		void pause(milliseconds, ended).then((over) => (state.over = over));
		return state;
	}
	const never = new AbortController().signal;

	test.each([0.5, 150, 1_000])('%d ms are waited, and no more', async (milliseconds) => {
		const wait = begun(milliseconds, never);
		await jest.advanceTimersByTimeAsync(Math.ceil(milliseconds) - 1);
		expect(wait.over).toBeUndefined();
		await jest.advanceTimersByTimeAsync(1);
		expect(wait.over).toBe(true);
	});

	test.each([0, -5, -Infinity])('%d ms are over at once, without a timer', async (milliseconds) => {
		const wait = begun(milliseconds, never);
		expect(jest.getTimerCount()).toBe(0);
		await jest.advanceTimersByTimeAsync(0);
		expect(wait.over).toBe(true);
	});

	test('an end ends all pauses at once, with their timers; after it, none begins', async () => {
		const end = new AbortController();
		const waits = [500, 60_000].map((each) => begun(each, end.signal));
		await jest.advanceTimersByTimeAsync(300);
		end.abort();
		waits.push(begun(500, end.signal), begun(0, end.signal));
		expect(jest.getTimerCount()).toBe(0);
		await jest.advanceTimersByTimeAsync(0);
		expect(waits).toEqual(Array(4).fill({ over: false }));
	});
});

describe('something else is waited for unless it is ended', () => {
	const { unlessEnded } = jest.requireActual<typeof Wait>(
		'../../nodes/WhatsAppSendContact/sending/wait',
	);
	const work = async () =>
		await new Promise<string>((resolve) => later(() => resolve('done'), 100));

	test.each<[string, number, string | undefined]>([
		['after it was done', 101, 'done'],
		['while it is under way', 99, undefined],
		['before', -1, undefined],
	])('%s', async (_when, at, expected) => {
		const end = new AbortController();
		if (at < 0) end.abort();
		else later(() => end.abort(), at);
		const told = unlessEnded(work(), end.signal);
		await jest.runAllTimersAsync();
		expect(await told).toBe(expected);
	});

	test('what it fails with is thrown, and no listener stays', async () => {
		const { signal } = new AbortController();
		const [added, removed] = [
			jest.spyOn(signal, 'addEventListener'),
			jest.spyOn(signal, 'removeEventListener'),
		];
		await expect(unlessEnded(Promise.reject(new Error('broken')), signal)).rejects.toThrow(
			'broken',
		);
		expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
			added.mock.calls.map(([, listener]) => listener),
		);
	});
});
