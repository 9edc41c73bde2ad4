import { within } from '../../nodes/WhatsAppSendContact/http/deadline';

const LONG = 60_000;
const never = new Promise<never>(() => undefined);

/** Work that breaks off when its signal comes, as an HTTP client does, and says so. */
const heeding = async (signal: AbortSignal) =>
	await new Promise<never>((_, reject) =>
		signal.addEventListener('abort', () => reject(new Error('the client broke off'))),
	);

test('what is done in time is handed on, and its connection closed', async () => {
	let closed: AbortSignal | undefined;
	const work = async (signal: AbortSignal) => {
		closed = signal;
		expect(signal.aborted).toBe(false);
		return await Promise.resolve('done');
	};
	expect(await within(LONG, undefined, work)).toBe('done');
	expect(closed?.aborted).toBe(true);
});

test('nothing goes on listening to the execution: it may have a hundred thousand requests', async () => {
	const { signal } = new AbortController();
	const added = jest.spyOn(signal, 'addEventListener');
	const removed = jest.spyOn(signal, 'removeEventListener');
	await within(LONG, signal, async () => await Promise.resolve('done'));
	expect(added.mock.calls).toHaveLength(1);
	expect(removed.mock.calls).toEqual(added.mock.calls);
});

test('what fails by itself is thrown as it is', async () => {
	const failure = new Error('cut');
	await expect(within(LONG, undefined, async () => await Promise.reject(failure))).rejects.toBe(
		failure,
	);
});

describe.each([
	['when the time is up', 'ETIMEDOUT', 20, async () => undefined],
	['when it is canceled', 'ERR_CANCELED', LONG, async (stop: () => void) => stop()],
])('%s', (_when, code, timeout, act) => {
	const run = async (work: (signal: AbortSignal) => Promise<unknown>) => {
		const canceling = new AbortController();
		const running = within(timeout, canceling.signal, work);
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

test('a fraction of a millisecond is a time as well', async () => {
	await expect(within(0.3, undefined, async () => await never)).rejects.toMatchObject({
		code: 'ETIMEDOUT',
	});
});

test('nothing is begun once it is canceled', async () => {
	const work = jest.fn();
	await expect(within(LONG, AbortSignal.abort(), work)).rejects.toMatchObject({
		code: 'ERR_CANCELED',
		request: { socket: null },
	});
	expect(work).not.toHaveBeenCalled();
});
