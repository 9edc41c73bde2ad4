import type { IContextObject } from 'n8n-workflow';

import { type Reason, rejected } from '../gateways/sendResult';
import { fingerprint } from '../message/contactMessage';
import { type InDoubt, interrupted, type Outcome, type Sent } from '../sending/outcome';
import type { Send } from '../sending/plan';

/**
 * What is known of every message that left in this execution, so that no later try sends it again. n8n runs the whole
 * node again with all items on *Retry On Fail* and on *Retry execution*; the journal lives in the node's context, which
 * both keep, and is always up to date there: n8n may store it at any moment.
 */
export interface Journal {
	/** True when an earlier try of these items has come to its end: what it sent is known here. */
	isContinued: boolean;
	/** To be called when the run begins, so that a later try sees that there was one. */
	begin(): void;
	/** What became of this very message in an earlier try; undefined when it may be sent. */
	recall(send: Send): Outcome | undefined;
	/** Whether an earlier try has sent a message of this item, or may have, whatever the item says now. */
	hasLeft(item: number): boolean;
	/**
	 * To be called before a request leaves. Until the message is settled, it counts as interrupted.
	 *
	 * @returns what another call of a tool has made of the same message in the meantime: then it must not leave
	 */
	markInFlight(send: Send, inDoubt: InDoubt | undefined): Outcome | undefined;
	/** To be called when it is known what became of a message. */
	settle(send: Send, outcome: Outcome): void;
	/** Forgets these messages, because no later try can ask for them. */
	forget(sends: Send[]): void;
}

/** ['a', status, id, words, queue number?] or ['u', reason, words, http code or null, how to ask after it?]: small, it is stored. */
type Part =
	| ['a', Sent['status'], string | null, string, number?]
	| ['u', Reason, string, number | null, InDoubt?];

/** An item: the fingerprint of what it says, and each of its messages; null for one that did not leave. */
type Entry = [string, ...Array<Part | null>];
type Entries = Record<string, Entry>;

interface Page {
	/** The execution that wrote it. */
	execution: string;
	entries: Entries;
	/** What the executions knew of which this one is a retry: an item that was edited in between has several entries. */
	earlier: Record<string, Entry[]>;
}

const KEY = 'journal';

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
	const keyOf = isTool ? byContent() : ({ item }: Send) => String(item);

	const found = (context[KEY] as Record<string, Page> | undefined)?.[pageName];
	if (found !== undefined && found.execution !== executionId) turn(found, executionId);

	/** Looked up each time: another call of a tool may have written in the meantime. */
	const read = (): Page =>
		(context[KEY] as Record<string, Page> | undefined)?.[pageName] ?? {
			execution: executionId,
			entries: {},
			earlier: {},
		};

	const write = (): Page => {
		const page = read();
		context[KEY] ??= {};
		(context[KEY] as Record<string, Page>)[pageName] = page;
		return page;
	};

	/** What earlier executions knew of this very item. */
	const before = (send: Send, { earlier }: Page): Entry | undefined =>
		earlier[keyOf(send)]?.find((entry) => isUnchanged(entry, send));

	const partsBefore = (send: Send, page: Page): Entry => {
		const [print, ...parts] = before(send, page) ?? [fingerprint(send.whole)];
		return [print, ...Array.from({ length: send.parts }, (_, part) => parts[part] ?? null)];
	};

	const put = (send: Send, part: Part | null) => {
		const page = write();
		const entry = page.entries[keyOf(send)] ?? partsBefore(send, page);
		entry[send.part + 1] = part;
		if (entry.slice(1).every((each) => each === null)) delete page.entries[keyOf(send)];
		else page.entries[keyOf(send)] = entry;
	};

	const recall = (send: Send): Outcome | undefined => {
		const page = read();
		// Nobody edits an item within an execution: where its content differs all the same, an expression is volatile
		// ($now, a random choice), and the message is the one that has left.
		const entry = page.entries[keyOf(send)] ?? before(send, page);
		return entry === undefined ? undefined : recalled(entry, send);
	};

	return {
		isContinued: (context[KEY] as Record<string, Page> | undefined)?.[pageName] !== undefined,
		begin: () => void write(),
		recall,
		hasLeft(item) {
			const { entries, earlier } = read();
			return !isTool && (entries[item] ?? earlier[item]) !== undefined;
		},
		markInFlight(send, inDoubt) {
			const ofAnother = recall(send);
			if (ofAnother === undefined) put(send, partOf(interrupted(inDoubt)));
			return ofAnother;
		},
		settle: (send, outcome) => put(send, partOf(outcome)),
		forget(sends) {
			const page = write();
			for (const send of isTool ? sends : []) {
				delete page.entries[keyOf(send)];
				delete page.earlier[keyOf(send)];
			}
			const isLeft = isTool && Object.keys({ ...page.entries, ...page.earlier }).length > 0;
			const pages = context[KEY] as Record<string, Page>;
			if (!isLeft) delete pages[pageName];
			if (Object.keys(pages).length === 0) delete context[KEY];
		},
	};
}

/** Begins a page anew: what another execution wrote is what this one, its retry, knows from earlier. */
function turn(page: Page, executionId: string): void {
	for (const [key, entry] of Object.entries(page.entries)) {
		const others = (page.earlier[key] ?? []).filter(([print]) => print !== entry[0]);
		page.earlier[key] = [...others, entry];
	}
	page.execution = executionId;
	page.entries = {};
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

const isUnchanged = ([print]: Entry, send: Send): boolean => print === fingerprint(send.whole);

/**
 * What became of a message, also where the item went out in other parts (as cards of one contact, or of all), or says
 * something else than it did, so that its parts may have changed places.
 */
function recalled(entry: Entry, send: Send): Outcome | undefined {
	const [, ...parts] = entry;
	const left = parts.map(outcomeOf);
	if (left.length === send.parts && (send.parts === 1 || isUnchanged(entry, send)))
		return left[send.part];
	if (left.every((outcome) => outcome?.accepted === true)) return left[0];
	return { ...interrupted(), gatewayMessage: SENT_IN_PART };
}

const SENT_IN_PART = 'a part of it was sent in another form';

function outcomeOf(part: Part | null): Outcome | undefined {
	if (part === null) return undefined;
	if (part[0] === 'a') {
		const [, status, id, message, queueNumber] = part;
		const known = { accepted: true as const, status, id, message, attempts: 0 };
		return queueNumber === undefined ? known : { ...known, queueNumber };
	}
	const [, reason, gatewayMessage, httpCode, inDoubt] = part;
	return {
		...rejected('unknown', reason, gatewayMessage),
		earlier: true,
		...(httpCode === null ? {} : { httpCode }),
		...(inDoubt === undefined ? {} : { inDoubt }),
	};
}

function partOf(outcome: Outcome): Part | null {
	if (outcome.accepted) {
		const { status, id, message, queueNumber } = outcome;
		return queueNumber === undefined
			? ['a', status, id, message]
			: ['a', status, id, message, queueNumber];
	}
	if (outcome.certainty === 'notSent') return null;
	const { reason, gatewayMessage, httpCode = null, inDoubt } = outcome;
	return inDoubt === undefined
		? ['u', reason, gatewayMessage, httpCode]
		: ['u', reason, gatewayMessage, httpCode, inDoubt];
}
