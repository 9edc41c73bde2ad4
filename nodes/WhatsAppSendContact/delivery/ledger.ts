import type { IContextObject } from 'n8n-workflow';

import { rejected, type Reason } from '../gateways/verdict';
import { fingerprint } from '../message/contactMessage';
import type { Failure, Lost, Outcome } from './outcome';
import type { Send } from './plan';

/**
 * What is known of every message that left in this execution, so that no later try sends it again. n8n runs the whole
 * node again with all items on *Retry On Fail* and on *Retry execution*; the ledger lives in the node's context, which
 * both keep. It is written when a try ends with something left to repeat, and when the execution is canceled: n8n
 * stores nothing in between.
 */
export interface Ledger {
	/** How often this run of the node has gone through its items, earlier tries of the same execution included. */
	passes: number;
	/** The ids of all messages that earlier tries have sent. */
	ids: string[];
	/** What became of this very message in an earlier try; undefined when it may be sent. */
	recall(send: Send): Outcome | undefined;
	/**
	 * To be called before a request leaves: until it arrives, the message counts as unknown.
	 *
	 * @param lost how to ask after it then
	 */
	depart(send: Send, lost: () => Lost | undefined): void;
	/** To be called when it is known what became of the request. */
	arrive(send: Send): void;
	/** Keeps what became of each message so far, for a later try. */
	write(sends: Send[], outcomes: Array<Outcome | undefined>): void;
	/** Forgets these messages: nothing is left to repeat. */
	clear(sends: Send[]): void;
}

/** ['a', status, id, words, queue number?] or ['u', reason, words, http code or null, how it was lost?]: small, it is stored. */
type Part =
	| ['a', 'sent' | 'queued', string | null, string, number?]
	| ['u', Reason, string, number | null, Lost?];

/** An item: the fingerprint of what it says, and each of its messages; null for one that did not leave. */
type Entry = [string, ...Array<Part | null>];

interface Page {
	/** The execution that wrote it: *Retry execution* is a new one. */
	execution: string;
	passes: number;
	entries: Record<string, Entry>;
}

const KEY = 'departed';

/** Where in a context the ledger of a run is. */
export interface Place {
	executionId: string;
	/** Counts the node's runs in a loop, each of which has messages of its own. */
	runIndex: number;
	/** As a tool, n8n counts each try of a call as a run of its own: all calls share one page. */
	isTool: boolean;
}

/**
 * Opens the ledger.
 *
 * @param context the node's context
 */
export function openLedger(
	context: IContextObject,
	{ executionId, runIndex, isTool }: Place,
): Ledger {
	const pageName = isTool ? 'tool' : String(runIndex);
	const pages = () => (context[KEY] ?? {}) as Record<string, Page>;
	const page = (): Page => pages()[pageName] ?? { execution: executionId, passes: 0, entries: {} };
	const { execution, passes, entries } = page();
	// Within an execution nobody edits an item: if its content differs all the same, an expression is volatile
	// ($now, a random choice), and the message is the one that has left.
	const isSameTry = execution === executionId && !isTool;
	const keyOf = isTool ? byContent() : ({ item }: Send) => String(item);
	const flying = new Map<Send, () => Lost | undefined>();

	/** Takes in what other calls of a tool have written in the meantime. */
	const replace = (sends: Send[], kept: Record<string, Entry>, passed: number) => {
		const own = new Set(sends.map(keyOf));
		const others = Object.entries(page().entries).filter(([key]) => isTool && !own.has(key));
		const all = { ...Object.fromEntries(others), ...kept };
		const isEmpty = passed === 0 && Object.keys(all).length === 0;
		const after = pages();
		if (isEmpty) delete after[pageName];
		else after[pageName] = { execution: executionId, passes: passed, entries: all };
		if (Object.keys(after).length === 0) delete context[KEY];
		else context[KEY] = after;
	};

	return {
		passes: isSameTry ? passes : 0,
		ids: Object.values(entries).flatMap(idsOf),
		recall(send) {
			const [print, ...parts] = entries[keyOf(send)] ?? [];
			const isSame = isSameTry || print === fingerprint(send.whole);
			return isSame ? recalled(parts, send) : undefined;
		},
		depart(send, lost) {
			flying.set(send, lost);
		},
		arrive(send) {
			flying.delete(send);
		},
		write(sends, outcomes) {
			const kept: Record<string, Entry> = {};
			sends.forEach((send, index) => {
				const lost = flying.get(send);
				const part = partOf(lost === undefined ? outcomes[index] : brokenOff(lost()));
				if (part === null) return;
				kept[keyOf(send)] ??= [fingerprint(send.whole), ...Array<null>(send.parts).fill(null)];
				kept[keyOf(send)][send.part + 1] = part;
			});
			replace(sends, kept, isTool ? 0 : this.passes);
		},
		clear: (sends) => replace(sends, {}, 0),
	};
}

/** Makes the function that names an item by what it says; the second one that says the same has a number. */
function byContent(): (send: Send) => string {
	const names = new Map<number, string>();
	const counts = new Map<string, number>();
	return ({ item, whole }) => {
		const known = names.get(item);
		if (known !== undefined) return known;
		const print = fingerprint(whole);
		const count = (counts.get(print) ?? 0) + 1;
		const name = count === 1 ? print : `${print}#${count}`;
		counts.set(print, count);
		names.set(item, name);
		return name;
	};
}

/** What became of a message, also where the item went out in other parts: as cards of one contact, or of all. */
function recalled(parts: Array<Part | null>, { part, parts: count }: Send): Outcome | undefined {
	const left = parts.map(outcomeOf);
	if (left.length === count) return left[part];
	if (left.every((outcome) => outcome?.accepted === true)) return left[0];
	return { ...rejected('unknown', 'cancelled', SENT_IN_PART), earlier: true };
}

const SENT_IN_PART = 'an earlier try had sent a part of it in another form';

const brokenOff = (lost: Lost | undefined): Failure => ({
	...rejected('unknown', 'cancelled'),
	...(lost === undefined ? {} : { lost }),
});

const idsOf = ([, ...parts]: Entry): string[] =>
	parts.flatMap((part) => (part?.[0] === 'a' && part[2] !== null ? [part[2]] : []));

function outcomeOf(part: Part | null): Outcome | undefined {
	if (part === null) return undefined;
	if (part[0] === 'a') {
		const [, status, id, message, queueNumber] = part;
		const known = { accepted: true as const, status, id, message, attempts: 0 };
		return queueNumber === undefined ? known : { ...known, queueNumber };
	}
	const [, reason, said, httpCode, lost] = part;
	return {
		...rejected('unknown', reason, said),
		earlier: true,
		...(httpCode === null ? {} : { httpCode }),
		...(lost === undefined ? {} : { lost }),
	};
}

function partOf(outcome: Outcome | undefined): Part | null {
	if (outcome === undefined) return null;
	if (outcome.accepted) {
		const { status, id, message, queueNumber } = outcome;
		return queueNumber === undefined
			? ['a', status, id, message]
			: ['a', status, id, message, queueNumber];
	}
	if (outcome.certainty === 'notSent') return null;
	const { reason, said, httpCode = null, lost } = outcome;
	return lost === undefined ? ['u', reason, said, httpCode] : ['u', reason, said, httpCode, lost];
}
