import { sleep } from 'n8n-workflow';

import { getEventListeners } from '../node';
import { openLines } from '../../nodes/WhatsAppSendContact/http/lines';

const LONG = 60_000;
const never = new Promise<never>(() => undefined);

/** Work that breaks off when its signal comes, as an HTTP client does, and says so. */
const heeding = async (signal: AbortSignal) =>
	await new Promise<never>((_, reject) =>
		signal.addEventListener('abort', () => reject(new Error('the client broke off'))),
	);

/** Lines that are their signals. */
const lines = (timeout: number, canceled?: AbortSignal) =>
	openLines(timeout, canceled, (signal) => signal);
const done = async (signal: AbortSignal) => await Promise.resolve(signal);

describe('a line', () => {
	const within = lines(LONG);

	test('that was left in order serves the next request', async () => {
		const first = await within(done);
		expect(first.aborted).toBe(false);
		expect(await within(done)).toBe(first);
	});

	test('serves one request at a time', async () => {
		const [one, other] = await Promise.all([within(done), within(done)]);
		expect(one).not.toBe(other);
	});

	const closing = async (signal: AbortSignal, close: () => void) => {
		close();
		return await done(signal);
	};
	const failing = async (signal: AbortSignal) =>
		await Promise.reject<AbortSignal>(Object.assign(new Error(), { signal }));

	test.each([closing, failing])(
		'is closed by a request like %p, and serves no other',
		async (work) => {
			const used = await within(work).catch(({ signal }) => signal as AbortSignal);
			expect(used.aborted).toBe(true);
			expect((await within(done)).aborted).toBe(false);
		},
	);
});

test('nothing goes on listening to the execution: it may have a hundred thousand requests', async () => {
	const { signal } = new AbortController();
	const added = jest.spyOn(signal, 'addEventListener');
	const removed = jest.spyOn(signal, 'removeEventListener');
	const within = lines(LONG, signal);
	await Promise.all([within(done), within(done)]);
	expect(added.mock.calls).toHaveLength(1);
	expect(removed.mock.calls).toEqual(added.mock.calls);
});

test('no timer waits for a request that is over', async () => {
	const timer = new AbortController().signal;
	jest.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(timer);
	await lines(LONG)(async (signal) => {
		expect(getEventListeners(timer, 'abort')).toHaveLength(1);
		return await done(signal);
	});
	expect(getEventListeners(timer, 'abort')).toEqual([]);
	jest.restoreAllMocks();
});

test('one timer serves all, and the time of each counts from its own start', async () => {
	const timers: Array<[milliseconds: number, ring: () => void]> = [];
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
		const timer = new AbortController();
		timers.push([milliseconds, () => timer.abort()]);
		return timer.signal;
	});
	const clock = jest.spyOn(performance, 'now');
	const within = lines(100);
	const ended: string[] = [];
	const begin = async (now: number, name: string, work = heeding) => {
		clock.mockReturnValue(now);
		await within(work).catch(() => undefined);
		ended.push(name);
	};
	const ring = async (now: number) => {
		clock.mockReturnValue(now);
		timers.at(-1)?.[1]();
		await sleep(0);
	};

	const all = [begin(0, 'first'), begin(10, 'second'), begin(10.5, 'third')];
	await begin(20, 'in time', async () => await Promise.resolve(undefined as never));
	await ring(100);
	expect(ended).toEqual(['in time', 'first']);
	await ring(110);
	await ring(110.5);
	await Promise.all(all);
	expect(ended).toEqual(['in time', 'first', 'second', 'third']);
	expect(timers.map(([milliseconds]) => milliseconds)).toEqual([100, 10, 1]);
	jest.restoreAllMocks();
});

describe.each([
	['when the time is up', 'ETIMEDOUT', 20, async () => undefined],
	['when it is canceled', 'ERR_CANCELED', LONG, async (stop: () => void) => stop()],
])('%s', (_when, code, timeout, act) => {
	const run = async (work: (signal: AbortSignal) => Promise<unknown>) => {
		const canceling = new AbortController();
		const running = lines(timeout, canceling.signal)(work);
		await act(() => canceling.abort());
		return await running;
	};

	test('work that never ends is left', async () => {
		await expect(run(async () => await never)).rejects.toMatchObject({ code });
	});

	test('what the work makes of its closed connection is no result', async () => {
		const work = async (signal: AbortSignal) =>
			await new Promise<string>((resolve) =>
				signal.addEventListener('abort', () => resolve('half an answer')),
			);
		await expect(run(work)).rejects.toMatchObject({ code });
	});

	test('the failure of work that breaks off is kept as the cause', async () => {
		await expect(run(heeding)).rejects.toMatchObject({
			code,
			cause: { message: 'the client broke off' },
		});
	});
});

test('nothing is begun once it is canceled', async () => {
	const work = jest.fn();
	await expect(lines(LONG, AbortSignal.abort())(work)).rejects.toMatchObject({
		code: 'ERR_CANCELED',
		request: { socket: null },
	});
	expect(work).not.toHaveBeenCalled();
});
