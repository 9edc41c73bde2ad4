import { sleep } from 'n8n-workflow';

/** n8n's sleep can't be called off, so that a long wait is made of short ones: this is how long one outlives its end. */
const SLICE = 200;

/**
 * Waits, unless ended from outside.
 *
 * @returns false at once when the wait is ended, true when it is over
 */
export async function wait(milliseconds: number, ended: AbortSignal): Promise<boolean> {
	const until = Date.now() + milliseconds;
	if (ended.aborted) return false;
	let end: () => void = () => undefined;
	const called = new Promise<void>((resolve) => {
		end = resolve;
	});
	ended.addEventListener('abort', end, { once: true });
	for (let left = milliseconds; left > 0 && !ended.aborted; left = until - Date.now()) {
		await Promise.race([sleep(Math.min(left, SLICE)), called]);
	}
	ended.removeEventListener('abort', end);
	return !ended.aborted;
}
