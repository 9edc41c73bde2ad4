import { clock } from './native/n8n-workflow';

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
 * Lets a test file's node sleep in no time; the clock goes on as if it did. The gateway, its delays and the time-outs stay
 * real.
 */
export function useSleeplessClock() {
	beforeAll(() => {
		jest.useFakeTimers({ doNotFake: [...ALL_BUT_DATE] });
		clock.sleep = async (milliseconds: number) => {
			jest.setSystemTime(Date.now() + milliseconds);
			await Promise.resolve();
		};
	});
	afterAll(() => jest.useRealTimers());
}
