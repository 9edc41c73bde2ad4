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
	/** How often this run of the node has gone through its items, earlier tries included. */
	passes: number;
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
	/** Forgets everything of this run of the node: nothing is left to repeat. */
	clear(): void;
}

/**
 * Small, because it is stored: [fingerprint, 'a', status, id, words, queue number?]
 * or [fingerprint, 'u', reason, words, http code or null, how it was lost?].
 */
type Entry =
	| [string, 'a', 'sent' | 'queued', string | null, string, number?]
	| [string, 'u', Reason, string, number | null, Lost?];

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
	/** As a tool, n8n counts each try of a call as a run of its own: all of them share one page. */
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
	const pages = (context[KEY] ?? {}) as Record<string, Page | undefined>;
	const name = isTool ? 'tool' : String(runIndex);
	const { execution, passes = 0, entries = {} } = pages[name] ?? {};
	// Within an execution nobody edits an item: if its content differs all the same, an expression is volatile
	// ($now, a random choice), and the message is the one that has left.
	const isSameTry = execution === executionId && !isTool;
	const flying = new Map<Send, () => Lost | undefined>();
	return {
		passes,
		recall(send) {
			const entry = entries[keyOf(send)];
			if (entry === undefined) return undefined;
			return isSameTry || entry[0] === fingerprint(send.message) ? outcomeOf(entry) : undefined;
		},
		depart(send, lost) {
			flying.set(send, lost);
		},
		arrive(send) {
			flying.delete(send);
		},
		write(sends, outcomes) {
			const kept = sends.flatMap((send, index) => {
				const outcome = flying.has(send) ? brokenOff(flying.get(send)?.()) : outcomes[index];
				const entry = outcome && entryOf(send, outcome);
				return entry ? [[keyOf(send), entry]] : [];
			});
			const earlier = isTool ? entries : {};
			pages[name] = {
				execution: executionId,
				passes: this.passes,
				entries: { ...earlier, ...Object.fromEntries(kept) },
			};
			context[KEY] = pages;
		},
		clear() {
			delete pages[name];
			if (Object.keys(pages).length === 0) delete context[KEY];
		},
	};
}

const keyOf = ({ item, part }: Send): string => (part === 0 ? `${item}` : `${item}.${part}`);

const brokenOff = (lost: Lost | undefined): Failure => ({
	...rejected('unknown', 'cancelled'),
	...(lost === undefined ? {} : { lost }),
});

function outcomeOf(entry: Entry): Outcome {
	if (entry[1] === 'a') {
		const [, , status, id, message, queueNumber] = entry;
		const known = { accepted: true as const, status, id, message, attempts: 0 };
		return queueNumber === undefined ? known : { ...known, queueNumber };
	}
	const [, , reason, said, httpCode, lost] = entry;
	return {
		...rejected('unknown', reason, said),
		earlier: true,
		...(httpCode === null ? {} : { httpCode }),
		...(lost === undefined ? {} : { lost }),
	};
}

function entryOf({ message: content }: Send, outcome: Outcome): Entry | undefined {
	const print = fingerprint(content);
	if (outcome.accepted) {
		const { status, id, message, queueNumber } = outcome;
		return queueNumber === undefined
			? [print, 'a', status, id, message]
			: [print, 'a', status, id, message, queueNumber];
	}
	if (outcome.certainty === 'notSent') return undefined;
	const { reason, said, httpCode = null, lost } = outcome;
	return lost === undefined
		? [print, 'u', reason, said, httpCode]
		: [print, 'u', reason, said, httpCode, lost];
}
