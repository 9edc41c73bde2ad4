import type { IContextObject } from 'n8n-workflow';

import type { Host } from '../host';
import { type InDoubt, interrupted, isUnsent, type Outcome } from '../outcome';
import type { Send } from '../plan';

/**
 * What is known of every message that left in this execution, so that no later try sends it again. n8n runs the whole
 * node again with all items on *Retry On Fail* and on *Retry execution*; the journal lives in the node's context, which
 * both keep, and is always up to date there: n8n may store it at any moment.
 */
export type Journal = ReturnType<typeof openJournal>;

/** What is known of an item: what it says, by its fingerprint, and what became of each of its messages. */
interface Entry {
	/** The execution that wrote it last. */
	execution: string;
	fingerprint: string;
	/** Null for a message that did not leave. */
	parts: Array<Part | null>;
	/** True for a tool's call that ended well: the next one like it wants another card, unless an earlier execution made it. */
	isDone?: true;
}

/** A message that has left: what it says, by its own fingerprint, and what became of it. */
interface Part {
	fingerprint: string;
	outcome: Outcome;
}

/** The items of a run. One that was edited before a retry has an entry for each thing that it said. */
type Page = Record<string, Entry[]>;

/** Opens the journal in the node's context. */
export function openJournal(
	context: IContextObject,
	{ executionId, runIndex, isTool }: Pick<Host, 'executionId' | 'runIndex' | 'isTool'>,
) {
	// As a tool, n8n counts each try of a call as a run of its own: all calls share one page.
	const pageName = isTool ? 'tool' : String(runIndex);
	const keyOf = isTool ? byContent() : ({ item }: Send) => String(item);

	/** Looked up each time: another call of a tool may have written in the meantime. */
	const pages = (): Record<string, Page> => (context.journal ?? {}) as Record<string, Page>;
	const read = (): Page => pages()[pageName] ?? {};
	/** Stays when the journal forgets at the end; of an item that can't be sent, nothing is written in between. */
	const earlier = read();
	const allOf = (send: Send): Entry[] => read()[keyOf(send)] ?? [];
	const entriesOf = (send: Send): Entry[] =>
		allOf(send).filter(({ isDone, execution }) => !isDone || execution !== executionId);

	/** What this execution knows of an item, or an earlier one that had it with the same content. */
	const entryOf = (send: Send): Entry | undefined => {
		const entries = entriesOf(send);
		// Nobody edits an item within an execution: where its content differs all the same, an expression is volatile
		// ($now, a random choice), and the message is the one that has left.
		const own = entries.find(({ execution }) => execution === executionId);
		return own ?? entries.find(({ fingerprint }) => fingerprint === send.itemFingerprint);
	};

	/** What became of this very message in an earlier try; undefined when it may be sent. */
	const recall = (send: Send): Outcome | undefined => {
		const entry = entryOf(send);
		// Where the item was edited, this may be one of its messages that was not.
		const parts = () => entriesOf(send).flatMap((other) => other.parts);
		const unedited = () => parts().find((part) => part?.fingerprint === send.fingerprint)?.outcome;
		const known = (entry && recalled(entry, send)) ?? unedited();
		if (known === undefined) return undefined;
		return known.accepted ? { ...known, attempts: 0 } : { ...known, earlier: true };
	};

	/** To be called when it is known what became of a message. */
	const settle = (send: Send, outcome: Outcome) => {
		const known = entryOf(send);
		// What went out in other parts is known as a whole, and this is told of one.
		if (known && known.parts.length !== send.parts) return;
		const told = remembered(outcome);
		const fingerprint = known?.fingerprint ?? send.itemFingerprint;
		const parts = known?.parts ?? new Array<Part | null>(send.parts).fill(null);
		parts[send.part] = told && { fingerprint: send.fingerprint, outcome: told };
		const others = allOf(send).filter((other) => other !== known);
		// Where the item was edited, what it said before may hold this very message in doubt.
		for (const part of others.flatMap((other) => other.parts)) {
			if (told?.accepted && part?.fingerprint === send.fingerprint) part.outcome = told;
		}
		// A spread keeps room for sixteen more of them, for each of a hundred thousand items.
		const own: Entry = { execution: executionId, fingerprint, parts };
		const entries = parts.some((part) => part !== null) ? others.concat(own) : others;
		const all = (context.journal = pages());
		const page = (all[pageName] ??= {});
		if (entries.length > 0) page[keyOf(send)] = entries;
		else delete page[keyOf(send)];
	};

	/** A model that is run again makes its calls again: each card of an earlier execution answers for one of them. */
	const finish = (send: Send) => {
		const entry = entryOf(send);
		if (entry) Object.assign(entry, { execution: executionId, isDone: true });
	};

	return {
		recall,
		settle,
		/** Whether an earlier try has sent a message of this item, or may have, whatever the item says now. */
		hasLeft: (item: number) => !isTool && earlier[item] !== undefined,
		/**
		 * To be called before a request leaves. Until the message is settled, it counts as interrupted.
		 *
		 * @returns what another call of a tool has made of the same message in the meantime: then it must not leave
		 */
		markInFlight(send: Send, inDoubt: InDoubt | undefined): Outcome | undefined {
			const ofAnother = recall(send);
			if (ofAnother === undefined) settle(send, interrupted(inDoubt));
			return ofAnother;
		},
		/** Forgets these messages, because no later try of this run can ask for them. */
		forget(sends: Send[]) {
			if (isTool) return sends.filter(({ part }) => part === 0).forEach(finish);
			delete pages()[pageName];
			if (Object.keys(pages()).length === 0) delete context.journal;
		},
	};
}

/** Makes the function that names an item by what it says; the second one that says the same has a number. */
function byContent(): (send: Send) => string {
	const alike = new Map<string, Set<number>>();
	return ({ item, itemFingerprint: fingerprint }) => {
		const items = alike.get(fingerprint) ?? new Set();
		alike.set(fingerprint, items.add(item));
		const place = [...items].indexOf(item);
		return place === 0 ? fingerprint : `${fingerprint}#${place + 1}`;
	};
}

/**
 * What became of a message, also where the item went out in other parts (as cards of one contact, or of all), or says
 * something else than it did, so that its parts may have changed places.
 */
function recalled({ fingerprint, parts }: Entry, send: Send): Outcome | undefined {
	const isInPlace = send.parts === 1 || fingerprint === send.itemFingerprint;
	if (parts.length === send.parts && isInPlace) return parts[send.part]?.outcome;
	if (parts.every((part) => part?.outcome.accepted)) return parts[0]?.outcome;
	return { ...interrupted(), gatewayMessage: 'a part of it was sent in another form' };
}

/** What a later try is to know of an outcome; null where it may send. The reply is too long to be stored. */
function remembered(outcome: Outcome): Outcome | null {
	if (isUnsent(outcome)) return null;
	return outcome.accepted && 'reply' in outcome ? { ...outcome, reply: undefined } : outcome;
}
