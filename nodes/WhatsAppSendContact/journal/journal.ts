import type { IContextObject } from 'n8n-workflow';

import { rejected, type Reason } from '../gateways/sendResult';
import { fingerprint } from '../message/contactMessage';
import type { Failure, Lost, Outcome } from '../sending/outcome';
import type { Send } from '../sending/plan';

/**
 * What is known of every message that left in this execution, so that no later try sends it again. n8n runs the whole
 * node again with all items on *Retry On Fail* and on *Retry execution*; the journal lives in the node's context, which
 * both keep. It is written when a try ends with something left to repeat, and when the execution is canceled: n8n
 * stores nothing in between.
 */
export interface Journal {
	/** How often this run of the node has gone through its items, earlier tries of the same execution included. */
	passes: number;
	/** The ids of all messages that earlier tries have sent. */
	ids: string[];
	/** True when it was written by the execution that this one retries: what else that one has done is not known any more. */
	isOfAnother: boolean;
	/** What became of this very message in an earlier try; undefined when it may be sent. */
	recall(send: Send): Outcome | undefined;
	/** Whether an earlier try has sent a message of this item, or may have, whatever the item says now. */
	hasLeft(item: number): boolean;
	/** Whether an earlier try has sent what can't be told from other messages of its chat, and what is none of these sends. */
	hasStrays(sends: Send[]): boolean;
	/**
	 * To be called before a request leaves: until it arrives, the message counts as unknown.
	 *
	 * @param lost how to ask after it then
	 */
	depart(send: Send, lost: () => Lost | undefined): void;
	/** To be called when it is known what became of the request. */
	arrive(send: Send): void;
	/**
	 * Keeps what became of each message so far, for a later try. What was kept of others stays: an edit may be taken back,
	 * an item that can't be read now may be readable again.
	 */
	write(sends: Send[], outcomes: Array<Outcome | undefined>): void;
	/** Forgets all, or these messages of a tool's calls: nothing is left to repeat. */
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

/** Where in a context the journal of a run is. */
export interface Place {
	executionId: string;
	/** Counts the node's runs in a loop, each of which has messages of its own. */
	runIndex: number;
	/** As a tool, n8n counts each try of a call as a run of its own: all calls share one page. */
	isTool: boolean;
}

/**
 * Opens the journal.
 *
 * @param context the node's context
 */
export function openJournal(
	context: IContextObject,
	{ executionId, runIndex, isTool }: Place,
): Journal {
	const pageName = isTool ? 'tool' : String(runIndex);
	const pages = () => (context[KEY] ?? {}) as Record<string, Page>;
	const page = (): Page => pages()[pageName] ?? { execution: executionId, passes: 0, entries: {} };
	const { execution, passes, entries } = page();
	// Within an execution nobody edits an item: if its content differs all the same, an expression is volatile
	// ($now, a random choice), and the message is the one that has left.
	const isSameTry = execution === executionId && !isTool;
	const keyOf = isTool ? byContent() : ({ item }: Send) => String(item);
	const flying = new Map<Send, () => Lost | undefined>();

	/** Whether what is kept under the send's name says what the send says. */
	const isUnchanged = (send: Send): boolean => {
		const entry = entries[keyOf(send)];
		return entry !== undefined && entry[0] === fingerprint(send.whole);
	};

	/** What is kept of other messages, also by other calls of a tool in the meantime. */
	const othersThan = (sends: Send[]): Record<string, Entry> => {
		const own = new Set(sends.filter((send) => isSameTry || isUnchanged(send)).map(keyOf));
		return Object.fromEntries(Object.entries(page().entries).filter(([key]) => !own.has(key)));
	};

	const store = (left: Record<string, Entry>, passed: number) => {
		const after = pages();
		if (passed === 0 && Object.keys(left).length === 0) delete after[pageName];
		else after[pageName] = { execution: executionId, passes: passed, entries: left };
		if (Object.keys(after).length === 0) delete context[KEY];
		else context[KEY] = after;
	};

	return {
		passes: isSameTry ? passes : 0,
		ids: Object.values(entries).flatMap(idsOf),
		isOfAnother: execution !== executionId,
		recall(send) {
			const entry = entries[keyOf(send)];
			if (entry === undefined) return undefined;
			const [, ...parts] = entry;
			const isSame = isUnchanged(send);
			return isSame || isSameTry ? recalled(parts, send, isSame) : undefined;
		},
		hasLeft: (item) => !isTool && entries[String(item)] !== undefined,
		hasStrays(sends) {
			if (isTool && execution === executionId) return false;
			const own = new Set(sends.filter(isUnchanged).map(keyOf));
			return Object.entries(entries).some(
				([key, [, ...parts]]) => !own.has(key) && parts.some(isNameless),
			);
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
			store({ ...othersThan(sends), ...kept }, isTool ? 0 : this.passes);
		},
		clear: (sends) => store(isTool ? othersThan(sends) : {}, 0),
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

/**
 * What became of a message, also where the item went out in other parts (as cards of one contact, or of all), or says
 * something else than it did, so that its parts may have changed places.
 */
function recalled(
	parts: Array<Part | null>,
	{ part, parts: count }: Send,
	isUnchanged: boolean,
): Outcome | undefined {
	const left = parts.map(outcomeOf);
	if (left.length === count && (isUnchanged || count === 1)) return left[part];
	if (left.every((outcome) => outcome?.accepted === true)) return left[0];
	return { ...rejected('unknown', 'cancelled', SENT_IN_PART), earlier: true };
}

const SENT_IN_PART = 'an earlier try had sent a part of it in another form';

const brokenOff = (lost: Lost | undefined): Failure => ({
	...rejected('unknown', 'cancelled'),
	...(lost === undefined ? {} : { lost }),
});

/** Nobody can tell it from another message of its chat: its answer was lost, or had no id. */
const isNameless = (part: Part | null): boolean => part?.[0] === 'u' || part?.[2] === null;

const idsOf = ([, ...parts]: Entry): string[] =>
	parts.flatMap((part) => (part?.[0] === 'a' && part[2] !== null ? [part[2]] : []));

function outcomeOf(part: Part | null): Outcome | undefined {
	if (part === null) return undefined;
	if (part[0] === 'a') {
		const [, status, id, message, queueNumber] = part;
		const known = { accepted: true as const, status, id, message, attempts: 0 };
		return queueNumber === undefined ? known : { ...known, queueNumber };
	}
	const [, reason, gatewayMessage, httpCode, lost] = part;
	return {
		...rejected('unknown', reason, gatewayMessage),
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
	const { reason, gatewayMessage, httpCode = null, lost } = outcome;
	return lost === undefined
		? ['u', reason, gatewayMessage, httpCode]
		: ['u', reason, gatewayMessage, httpCode, lost];
}
