const ALL_BUT_DATE = [
	'clearImmediate',
	'clearInterval',
	'clearTimeout',
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'setImmediate',
	'setInterval',
	'setTimeout',
] as const;

/**
 * n8n's library with a sleep that takes no time; the clock goes on as if it did. To be given to `jest.mock` by the test
 * file. The gateway, its delays and the time-outs stay real.
 */
export const sleeplessN8n = (): object => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async (milliseconds: number) => {
		jest.setSystemTime(Date.now() + milliseconds);
		await Promise.resolve();
	},
});

/** The clock that goes with {@link sleeplessN8n}, for a test file. */
export function useSleeplessClock() {
	beforeAll(() => jest.useFakeTimers({ doNotFake: [...ALL_BUT_DATE] }));
	afterAll(() => jest.useRealTimers());
}
