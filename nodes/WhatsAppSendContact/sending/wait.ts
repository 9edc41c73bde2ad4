import { sleep } from 'n8n-workflow';

/** The sleep of an older n8n can't be canceled, so that a long wait is made of short ones; the last of them outlives its end by this long at most. */
const SLICE = 200;

/** Waits so many milliseconds. False at once when the wait is ended from outside, true when it is over. */
export type Wait = (milliseconds: number) => Promise<boolean>;

/** The waits of a run, all ended at once. */
export interface Waits {
	pause: Wait;
	/** Waits for something else in the same way: false as soon as the run is ended. */
	unlessEnded(work: Promise<unknown>): Promise<boolean>;
}

/**
 * Makes the waits of a run: however many wait, one listener ends them all.
 *
 * @param ended ends every wait, also one that is yet to begin
 */
export function waitsUntil(ended: AbortSignal): Waits {
	const enders = new Set<() => void>();
	ended.addEventListener('abort', () => enders.forEach((end) => end()), { once: true });

	const unlessEnded = async (work: Promise<unknown>): Promise<boolean> => {
		let end: () => void = () => undefined;
		const called = new Promise<void>((resolve) => {
			end = resolve;
		});
		if (ended.aborted) end();
		enders.add(end);
		await Promise.race([called, work]);
		enders.delete(end);
		return !ended.aborted;
	};

	return {
		unlessEnded,
		// Most messages wait for nothing, and there may be a hundred thousand of them.
		pause: async (milliseconds) =>
			milliseconds > 0 ? await unlessEnded(slices(milliseconds, ended)) : !ended.aborted,
	};
}

async function slices(milliseconds: number, ended: AbortSignal): Promise<void> {
	const until = Date.now() + milliseconds;
	let left = milliseconds;
	while (left > 0 && !ended.aborted) {
		const slice = Math.ceil(Math.min(left, SLICE));
		await sleep(slice);
		left = Math.min(left - slice, until - Date.now());
	}
}
