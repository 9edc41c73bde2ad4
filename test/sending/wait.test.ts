import { sleep } from 'n8n-workflow';

import type * as Wait from '../../nodes/WhatsAppSendContact/sending/wait';
import { later } from '../clock';
import { getEventListeners } from '../node';

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

/** The waits on an n8n that exports this. */
function waitsOn(n8nWorkflow: object): typeof Wait {
	jest.resetModules();
	jest.doMock('n8n-workflow', () => n8nWorkflow);
	return jest.requireActual<typeof Wait>('../../nodes/WhatsAppSendContact/sending/wait');
}

/** What a wait comes to: nothing while it lasts. */
function watch<T>(wait: Promise<T>) {
	const state: { told?: T } = {};
	void wait.then((told) => (state.told = told));
	return state;
}

/** Watches a signal, and those that are made of it. @returns the function that gives the listeners that are left on them */
function listenersOf(signal: AbortSignal) {
	const made = jest.spyOn(AbortSignal, 'any');
	return () => {
		const [[source], ...others] = made.mock.calls.map(([sources]) => [...sources]);
		expect([source, others]).toEqual([signal, []]);
		const signals = [signal, ...made.mock.results.map(({ value }) => value as AbortSignal)];
		return signals.flatMap((one) => getEventListeners(one, 'abort'));
	};
}

describe.each<[string, object]>([
	[
		'up to n8n 2.33, with a sleep of another name that a signal ends',
		{
			sleepWithAbort: async (length: number, ended: AbortSignal) => {
				// It leaves a listener, which keeps some signals in memory for ever.
				ended.addEventListener('abort', () => undefined, { once: true });
				await sleep(length, ended);
			},
			sleep: async (length: number) => await sleep(length),
		},
	],
	['since then, with one sleep', { sleep }],
])('a pause %s', (_version, n8nWorkflow) => {
	const pause: typeof Wait.pause = async (...args) => await waitsOn(n8nWorkflow).pause(...args);

	test.each([0.5, 150])('of %d ms lasts so long, and leaves no listener', async (milliseconds) => {
		const { signal } = new AbortController();
		const listeners = listenersOf(signal);
		const wait = watch(pause(milliseconds, signal));
		await jest.advanceTimersByTimeAsync(Math.ceil(milliseconds) - 1);
		expect(wait.told).toBeUndefined();
		await jest.advanceTimersByTimeAsync(1);
		expect(wait.told).toBe(true);
		expect(listeners()).toEqual([]);
	});

	test.each([0, -5])('of %d ms is over at once, without a timer', async (milliseconds) => {
		const wait = watch(pause(milliseconds, new AbortController().signal));
		expect(jest.getTimerCount()).toBe(0);
		await jest.advanceTimersByTimeAsync(0);
		expect(wait.told).toBe(true);
	});

	test('is ended at once, with its timer; after the end, none begins', async () => {
		const end = new AbortController();
		const waits = [500, 60_000].map((each) => watch(pause(each, end.signal)));
		await jest.advanceTimersByTimeAsync(300);
		end.abort();
		waits.push(watch(pause(500, end.signal)), watch(pause(0, end.signal)));
		expect(jest.getTimerCount()).toBe(0);
		await jest.advanceTimersByTimeAsync(0);
		expect(waits).toEqual(Array(4).fill({ told: false }));
	});
});

describe('something else is waited for unless it is ended', () => {
	const { unlessEnded } = waitsOn({ sleep });

	test.each<[string, number, string | undefined]>([
		['after it was done', 101, 'done'],
		['while it is under way', 99, undefined],
		['before', -1, undefined],
	])('%s', async (_when, at, expected) => {
		const end = new AbortController();
		if (at < 0) end.abort();
		else later(() => end.abort(), at);
		const work = new Promise<string>((resolve) => later(() => resolve('done'), 100));
		const told = unlessEnded(work, end.signal);
		await jest.runAllTimersAsync();
		expect(await told).toBe(expected);
	});

	test('what it fails with is thrown, and no listener stays', async () => {
		const { signal } = new AbortController();
		const listeners = listenersOf(signal);
		await expect(unlessEnded(Promise.reject(new Error('broken')), signal)).rejects.toThrow(
			'broken',
		);
		expect(listeners()).toEqual([]);
	});
});

test('however many wait for one end, Node warns of no leak', async () => {
	const { pause, unlessEnded } = waitsOn({ sleep });
	const ending = new AbortController();
	const waits = Array.from({ length: 20 }, (_, index) =>
		index % 2
			? pause(1_000, ending.signal)
			: unlessEnded(new Promise(() => undefined), ending.signal),
	);
	expect(getEventListeners(ending.signal, 'abort')).toEqual([]);
	ending.abort();
	expect(await Promise.all(waits)).toEqual(
		waits.map((_, index) => (index % 2 ? false : undefined)),
	);
});
