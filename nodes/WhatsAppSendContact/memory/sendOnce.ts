import { randomUUID } from 'node:crypto';

import { interrupted, isUnsent, type Outcome, rejected } from '../outcome';
import { idempotencyKeyOfClaim, type Send } from '../plan';
import { claimAhead } from './claimAhead';
import { claim, marksOfSent, marksOfUnsent, type Standing } from './claims';
import type { Store } from './store';

/** How many messages are remembered; one in doubt counts as two. Beyond some 50,000 marks, n8n's store is too slow. */
export const MOST_REMEMBERED = 20_000;

/** What is known of messages across executions. */
export type SendOnce = ReturnType<typeof openSendOnce>;

/** The first item of a message that was begun, and what is known of it. */
type First = { item: number; outcome: Outcome };

/** How many messages the runs of this process have begun, and how many they had when each run under way was opened. */
let begunInAll = 0;
const underWay = new Set<{ since: number }>();

/**
 * Opens the memory for the messages of a run that may be begun, in their order. A crash leaves in doubt what was claimed
 * and not settled: at most five times `parallelChats`.
 */
export function openSendOnce(store: Store, sends: Send[], parallelChats: number) {
	const claims = claimAhead(store, sends.map(keyOf), 2 * parallelChats);
	const begun = new Map<string, First>();
	const mine = { since: begunInAll };
	underWay.add(mine);
	const removals: string[] = [];
	let writing: Promise<unknown> = Promise.resolve();

	/** Where the database fails, what was begun counts as in doubt the next time, and what was sent as sent. */
	const writeSoon = (work: () => Promise<unknown>) => {
		writing = store.exclusively(work).catch(() => undefined);
	};
	/** One write for all that comes together while an earlier one is under way. */
	const removeSoon = (marks: string[]) => {
		if (removals.length === 0) writeSoon(async () => await store.remove(removals.splice(0)));
		removals.push(...marks);
	};

	return {
		/** Records a message as begun before it leaves. @returns what others have made of it; undefined when it may be sent */
		async claim(send: Send): Promise<Outcome | undefined> {
			const first = begun.get(keyOf(send));
			if (first !== undefined) return asItemBefore(first);
			const known = outcomeOf(await claims.standingOf(keyOf(send)), send);
			// Until it is settled, nobody knows how it ends.
			begun.set(keyOf(send), { item: send.item, outcome: known ?? interrupted() });
			begunInAll++;
			return known;
		},
		/** To be called when it is known what became of a message that was claimed; what did not leave is given back. */
		settle(send: Send, outcome: Outcome) {
			const key = keyOf(send);
			const wasAccepted = begun.get(key)?.outcome.accepted;
			claims.end(key);
			begun.set(key, { item: send.item, outcome });
			if (isUnsent(outcome)) removeSoon(marksOfUnsent(key));
			else if (outcome.accepted && !wasAccepted) removeSoon(marksOfSent(key));
			// What failed after it was sent is in doubt again.
			else if (!outcome.accepted && wasAccepted !== false)
				writeSoon(async () => await store.record(marksOfSent(key)));
		},
		/**
		 * Gives back what was claimed ahead and has not been sent, waits until all is written, and forgets the oldest messages.
		 *
		 * @returns how many are remembered; undefined when the store can't tell
		 */
		async close(): Promise<number | undefined> {
			const unsent = (await claims.open()).filter((key) => !begun.has(key));
			if (unsent.length > 0) removeSoon(unsent.flatMap(marksOfUnsent));
			await writing;
			underWay.delete(mine);
			return await trim(store).catch(() => undefined);
		},
	};
}

/**
 * Done only at the end: with a limit on each lookup, asking after messages would push out old ones. What was recorded
 * since the oldest run under way began stays, for that one still needs its own.
 */
const trim = async (store: Store): Promise<number> =>
	await store.exclusively(async () => {
		const oldest = Math.min(begunInAll, ...[...underWay].map(({ since }) => since));
		const limit = MOST_REMEMBERED + 2 * (begunInAll - oldest);
		const count = await store.count();
		if (count <= limit) return count;
		const token = randomUUID();
		await store.record([token], limit + 1);
		await store.remove([token]);
		return limit;
	});

/** How many of a run's messages are looked up to see whether *Send Once* was on when an earlier run began. */
const LOOKED_UP = 100;

/** Whether any of the first messages has been claimed before; the others are given back. @throws when the store does */
export async function remembersAny(store: Store, sends: Send[]): Promise<boolean> {
	const keys = new Set(sends.slice(0, LOOKED_UP).map(keyOf));
	return (await claim(store, [...keys], 0)).size > 0;
}

/** The key under which the memory knows a message. */
const keyOf = ({ claimKey = '' }: Send): string => claimKey;

/** A second item with the same key is the same message. Its failure tells nothing of its account, which may be another. */
function asItemBefore({ item, outcome }: First): Outcome {
	if (!outcome.accepted) return { ...outcome, earlier: true };
	return { ...outcome, message: `The same message as item ${item}, which was sent`, attempts: 0 };
}

function outcomeOf(standing: Standing | 'unavailable', send: Send): Outcome | undefined {
	if (standing === 'mine') return undefined;
	if (standing === 'unavailable') return rejected('notSent', 'memoryUnavailable');
	if (standing === 'inDoubt')
		return interrupted({ idempotencyKey: idempotencyKeyOfClaim(keyOf(send)), since: 0 });
	const message = 'Already sent by an earlier execution';
	return { accepted: true, status: 'sentEarlier', id: null, message, attempts: 0 };
}
