import type { Host } from '../host';
import { MOST_REMEMBERED } from './sendOnce';
import type { Store } from './store';

/** More states of a node than are likely to wait for a retry; older ones are forgotten. */
const MOST_STATES = 1_000;

/** The node's context, which n8n stores with the execution, as far as it says what that goes on from. */
interface Context {
	/** Names the state by the run that was the last to begin on it; absent where none has. */
	state?: unknown;
	/** True where another run has begun on the same state, and what it has sent is not known here. */
	isSpent?: unknown;
}

/**
 * Begins a run on the state that its execution goes on from. **A stored state may be gone on from once**: n8n stores a
 * state when an execution fails, and gives it to *Retry execution*. If that retry is cut off (a stop, a crash), n8n knows
 * nothing of what it has sent, and gives the same state out again. So each run records the name of its state before it
 * sends, and a retry that finds the name there must not send. One whose execution before was cut off at its first run has
 * no state at all, and must not either. Neither may the later rounds of a loop: their items may have moved up.
 *
 * @param store the row of this node
 * @param isSendOnceOn then the memory knows what a first run has sent, and a name for each would push it out
 * @returns whether it is known what has left. A store that fails stops no run
 */
export async function beginOnState(
	context: Context,
	host: Host,
	store: Store,
	isSendOnceOn: boolean,
): Promise<boolean> {
	const own = `${host.executionId}/${host.runIndex}`;
	// Exclusively: another call of a tool may begin on the same context.
	return await store.exclusively(async () => {
		if (host.isRetryOfCutOff) context.isSpent = true;
		const isLaterTry = context.state === own;
		if (context.isSpent !== true && !isLaterTry) {
			const name = `state/${String(context.state ?? host.startedAt)}`;
			const leavesName = host.isRetry || !isSendOnceOn;
			const wasBegunOn = leavesName && (await record(store, name).catch(() => false));
			if (wasBegunOn && host.isRetry) context.isSpent = true;
			else context.state = own;
		}
		return context.isSpent !== true;
	});
}

/** @returns whether it was recorded before */
async function record(store: Store, name: string): Promise<boolean> {
	const count = await store.count();
	// A row that is longer holds what Send Once remembers: that is not to be pushed out.
	const limit = count > MOST_STATES ? Math.max(count, MOST_REMEMBERED) : MOST_STATES;
	return (await store.record([name], limit)).size > 0;
}
