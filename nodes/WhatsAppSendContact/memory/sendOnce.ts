import { randomUUID } from 'node:crypto';

import { interrupted, type Outcome, rejected } from '../outcome';
import type { Send } from '../plan';
import type { SendMessage } from '../sending/sendMessage';
import type { Throttle } from '../sending/throttle';
import { marksOfSent, marksOfUnsent, type Standing } from './claim';
import { claimAhead } from './claimAhead';
import { keyOfOnce } from './keys';
import type { Reconcile } from './reconcile';
import type { Store } from './store';

/** What is known of messages across executions. */
export interface Memory {
	/**
	 * To be called before a message leaves: it is recorded as begun.
	 *
	 * @returns what an earlier or parallel execution has made of it; undefined when it may be sent
	 */
	begin(send: Send): Promise<Outcome | undefined>;
	/** To be called when it is known what became of it; undefined when it did not leave. */
	settle(send: Send, outcome: Outcome | undefined): void;
	/**
	 * Gives back what was claimed ahead and has not been sent, waits until all is written, and forgets the oldest messages.
	 *
	 * @returns how many are remembered; undefined when the store can't tell
	 */
	close(): Promise<number | undefined>;
}

/**
 * Opens the memory of a run. A crash leaves in doubt what was claimed and not settled: at most four times
 * `parallelChats`.
 *
 * @param sends the messages that may be begun, in their order
 * @param limit how many messages to remember; one in doubt counts as two
 */
export function openMemory(
	store: Store,
	sends: Send[],
	parallelChats: number,
	limit: number,
): Memory {
	const claims = claimAhead(store, sends.map(keyOf), 2 * parallelChats);
	/** The first item of each message that was begun, and what is known of it; undefined when it did not leave. */
	const begun = new Map<string, { item: number; outcome: Outcome | undefined }>();
	const removals: string[] = [];
	let writing: Promise<unknown> = Promise.resolve();

	/** One write for all that comes together while an earlier one is under way. */
	const removeSoon = (marks: string[]) => {
		const isPlanned = removals.length > 0;
		removals.push(...marks);
		if (isPlanned) return;
		const removeAll = async () => await store.remove(removals.splice(0));
		// What stays recorded as begun counts as in doubt the next time, and is not sent twice.
		writing = store.exclusively(removeAll).catch(() => undefined);
	};

	return {
		async begin(send) {
			const first = begun.get(keyOf(send));
			if (first !== undefined) return asItemBefore(first);
			const known = outcomeOf(await claims.standingOf(keyOf(send)), send);
			// Until it is settled, nobody knows how it ends.
			begun.set(keyOf(send), { item: send.item, outcome: known ?? interrupted() });
			return known;
		},
		settle(send, outcome) {
			const key = keyOf(send);
			claims.end(key);
			begun.set(key, { item: send.item, outcome });
			const isUnsent =
				outcome === undefined || (!outcome.accepted && outcome.certainty === 'notSent');
			if (isUnsent) removeSoon(marksOfUnsent(key));
			else if (outcome.accepted) removeSoon(marksOfSent(key));
		},
		async close() {
			const unsent = (await claims.open()).filter((key) => !begun.has(key));
			if (unsent.length > 0) removeSoon(unsent.flatMap(marksOfUnsent));
			await writing;
			return await trimmed(store, limit).catch(() => undefined);
		},
	};
}

/** Done only at the end: with a limit on each lookup, asking after messages would push out old ones. */
const trimmed = async (store: Store, limit: number): Promise<number> =>
	await store.exclusively(async () => {
		const count = await store.count();
		if (count <= limit) return count;
		const token = randomUUID();
		await store.record([token], limit + 1);
		await store.remove([token]);
		return limit;
	});

/** The key under which the memory knows a message. */
const keyOf = ({ onceKey = '' }: Send): string => onceKey;

/** A second item with the same key is the same message. */
function asItemBefore({
	item,
	outcome,
}: {
	item: number;
	outcome: Outcome | undefined;
}): Outcome | undefined {
	if (outcome?.accepted !== true) return outcome;
	return { ...outcome, message: `The same message as item ${item}, which was sent`, attempts: 0 };
}

function outcomeOf(standing: Standing | 'unavailable', send: Send): Outcome | undefined {
	switch (standing) {
		case 'mine':
			return undefined;
		case 'sentEarlier': {
			const message = 'Already sent by an earlier execution';
			return { accepted: true, status: 'sentEarlier', id: null, message, attempts: 0 };
		}
		case 'inDoubt':
			return interrupted({ idempotencyKey: keyOfOnce(keyOf(send)), since: 0 });
		case 'unavailable':
			return rejected('notSent', 'memoryUnavailable');
	}
}

/**
 * Lets a message leave only if no earlier or parallel execution has sent it, or may have.
 *
 * @param reconcile asks the gateway after what another execution has left in doubt; undefined to leave it so
 */
export const sendingOnce =
	(
		sendMessage: SendMessage,
		memory: Memory,
		{ unlessEnded }: Throttle,
		reconcile: Reconcile | undefined,
	): SendMessage =>
	async (send) => {
		const begun = memory.begin(send);
		if (!(await unlessEnded(begun))) {
			// The run ended while it was looked up: what has been claimed by then is given back.
			void begun.then((known) => known ?? memory.settle(send, undefined));
			return undefined;
		}
		const known = await begun;
		if (known === undefined) {
			const outcome = await sendMessage(send);
			memory.settle(send, outcome);
			return outcome;
		}
		if (known.accepted || reconcile === undefined) return known;
		const outcome = await reconcile(send, known, 0);
		if (outcome.accepted) memory.settle(send, outcome);
		return outcome;
	};
