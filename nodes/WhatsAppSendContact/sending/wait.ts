import { sleep } from 'n8n-workflow';

/** The sleep of an older n8n can't be called off, so that a long wait is made of short ones: this is how long one outlives its end. */
const SLICE = 200;

/** Waits so many milliseconds. False at once when the wait is ended from outside, true when it is over. */
export type Wait = (milliseconds: number) => Promise<boolean>;

/**
 * Makes the wait of a run: however many wait, one listener ends them all.
 *
 * @param ended ends every wait, also one that is yet to begin
 */
export function waiting(ended: AbortSignal): Wait {
	const enders = new Set<() => void>();
	ended.addEventListener('abort', () => enders.forEach((end) => end()), { once: true });

	const untilEnded = async (milliseconds: number): Promise<void> => {
		let end: () => void = () => undefined;
		const called = new Promise<void>((resolve) => {
			end = resolve;
		});
		enders.add(end);
		await Promise.race([called, slices(milliseconds, ended)]);
		enders.delete(end);
	};

	return async (milliseconds) => {
		// Most messages wait for nothing, and there may be a hundred thousand of them.
		if (milliseconds > 0) await untilEnded(milliseconds);
		return !ended.aborted;
	};
}

async function slices(milliseconds: number, ended: AbortSignal): Promise<void> {
	const until = Date.now() + milliseconds;
	for (let left = milliseconds; left > 0 && !ended.aborted; left = until - Date.now()) {
		await sleep(Math.ceil(Math.min(left, SLICE)));
	}
}
