import { randomUUID } from 'node:crypto';

import { rejected } from '../gateways/sendResult';
import { interrupted, type Outcome } from '../sending/outcome';
import type { Send } from '../sending/plan';
import type { SendMessage } from '../sending/sendMessage';
import type { Throttle } from '../sending/throttle';
import { claim, marksOfSent, marksOfUnsent, type Standing } from './claim';
import { keyOfOnce } from './idempotencyKey';
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

/** So many messages are looked up at once while all of them turn out to be known. */
const LONGEST_BLOCK = 1_000;

/**
 * Opens the memory of a run. Messages are claimed ahead in blocks, because each claim has to wait until no other process
 * can overwrite it. A crash leaves in doubt what was claimed and not settled: at most four times `parallelChats`.
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
	const block = 2 * parallelChats;
	const ahead = [...sends];
	const standings = new Map<string, Promise<Standing | 'unavailable' | undefined>>();
	/** What this run has claimed, or is about to, and not settled. */
	const unsettled = new Set<string>();
	/** The first item of each message that was begun, and what became of it. */
	const begun = new Map<string, { item: number; outcome?: Outcome }>();
	let size = block;
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

	/** The message itself if it is not claimed yet, and what comes after it as far as may be claimed ahead. */
	const takeBlock = (first: string): string[] => {
		const taken = new Set(standings.has(first) ? [] : [first]);
		const room = unsettled.size + block <= 2 * block ? size : 0;
		while (ahead.length > 0 && taken.size < room) {
			const key = keyOf(ahead.shift() as Send);
			if (!standings.has(key)) taken.add(key);
		}
		return [...taken];
	};

	const claimAhead = (first: Send) => {
		const keys = takeBlock(keyOf(first));
		if (keys.length === 0) return;
		const told = claim(store, keys, block).then(
			(known) => {
				const isAllKnown = known.size === keys.length && ![...known.values()].includes('mine');
				size = isAllKnown ? Math.min(2 * size, LONGEST_BLOCK) : block;
				return known;
			},
			() => undefined,
		);
		for (const key of keys) {
			unsettled.add(key);
			standings.set(
				key,
				told.then((known) => {
					const standing = known === undefined ? 'unavailable' : known.get(key);
					if (standing !== 'mine') unsettled.delete(key);
					if (standing === undefined) standings.delete(key);
					return standing;
				}),
			);
		}
	};

	const standingOf = async (send: Send): Promise<Standing | 'unavailable'> => {
		for (;;) {
			claimAhead(send);
			const standing = await standings.get(keyOf(send));
			// Undefined: it was one too many of a block, and is claimed anew.
			if (standing !== undefined) return standing;
		}
	};

	return {
		async begin(send) {
			const first = begun.get(keyOf(send));
			if (first !== undefined) return asItemBefore(first);
			const standing = await standingOf(send);
			begun.set(keyOf(send), { item: send.item });
			return outcomeOf(standing, send);
		},
		settle(send, outcome) {
			const key = keyOf(send);
			unsettled.delete(key);
			begun.set(key, { item: send.item, outcome });
			const isUnsent =
				outcome === undefined || (!outcome.accepted && outcome.certainty === 'notSent');
			if (isUnsent) removeSoon(marksOfUnsent(key));
			else if (outcome.accepted) removeSoon(marksOfSent(key));
		},
		async close() {
			await Promise.all(standings.values());
			const unsent = [...unsettled].filter((key) => !begun.has(key));
			if (unsent.length > 0) removeSoon(unsent.flatMap(marksOfUnsent));
			await writing;
			return await trimmed(store, limit).catch(() => undefined);
		},
	};
}

/** Only here: a limit while messages are looked up would drop old ones for the sake of what is asked. */
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
function asItemBefore({ item, outcome }: { item: number; outcome?: Outcome }): Outcome | undefined {
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
		const giveBack = (known?: Outcome) => known ?? memory.settle(send, undefined);
		if (!(await unlessEnded(begun))) return void begun.then(giveBack);
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
