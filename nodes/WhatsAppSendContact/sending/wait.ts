import * as n8nWorkflow from 'n8n-workflow';

/** n8n's sleep that a signal ends, by rejecting: `sleepWithAbort` up to n8n 2.33, `sleep` itself in 2.41. */
const { sleepWithAbort = n8nWorkflow.sleep } = n8nWorkflow as {
	sleepWithAbort?: typeof n8nWorkflow.sleep;
};

/** Waits so many milliseconds. @returns false at once when it is ended, true when the time is over */
export async function pause(milliseconds: number, ended: AbortSignal): Promise<boolean> {
	// Most messages wait for nothing, and there may be a hundred thousand of them.
	if (milliseconds <= 0 || ended.aborted) return !ended.aborted;
	// Up to 2.33, n8n's sleep leaves its listener behind, and a signal made of others would stay with it: it gets its own.
	const own = new AbortController();
	const leave = listen(ended, () => own.abort());
	await sleepWithAbort(Math.ceil(milliseconds), own.signal).catch(() => undefined);
	leave();
	return !ended.aborted;
}

/** What the work comes to; undefined as soon as it is ended. */
export async function unlessEnded<T>(work: Promise<T>, ended: AbortSignal): Promise<T | undefined> {
	if (ended.aborted) return undefined;
	let end = (): void => undefined;
	const endedFirst = new Promise<undefined>((resolve) => (end = () => resolve(undefined)));
	const leave = listen(ended, end);
	return await Promise.race([work, endedFirst]).finally(leave);
}

/** Each listener has a signal of its own: Node 20 warns of one that more than ten listen to. @returns what ends it */
function listen(ended: AbortSignal, end: () => void): () => void {
	const own = AbortSignal.any([ended]);
	own.addEventListener('abort', end);
	return () => own.removeEventListener('abort', end);
}
