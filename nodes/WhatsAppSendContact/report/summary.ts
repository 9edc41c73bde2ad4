import type { Outcome, Reason } from '../outcome';

/** From this many messages on, a run says at its end how it went. */
export const LONG_RUN = 20;

const COUNTED = [
	...['delivered', 'read', 'unconfirmed', 'sent', 'queued', 'already sent earlier'],
	...['failed after they were taken', 'not sent', 'unknown', 'not tried'],
];
/** What needs no telling after a short run. */
const EXPECTED = ['delivered', 'read', 'sent'];

/**
 * How a run went, e.g. `997 sent, 2 queued, 1 unknown`.
 *
 * @param items the input item behind each outcome, where they are to be named: `3 sent (items 0-2), 1 unknown (item 3)`
 */
export function summary(outcomes: Outcome[], items?: number[]): string {
	const told = COUNTED.flatMap((count) => {
		const found = [...outcomes.keys()].filter((index) => countOf(outcomes[index]) === count);
		if (found.length === 0) return [];
		const named = items ? ` (${ranges(found.map((index) => items[index]))})` : '';
		const told = found.length === 1 ? count.replace('they were', 'it was') : count;
		return [`${found.length} ${told}${named}`];
	});
	return told.join(', ');
}

/** True when a person should be told even about a short run: not everything was sent, or not now. */
export const isNoteworthy = (outcomes: Outcome[]): boolean =>
	outcomes.length >= LONG_RUN || outcomes.some((outcome) => !EXPECTED.includes(countOf(outcome)));

/** The reasons of what may have arrived although the gateway, which had taken it, says that it failed. */
const TAKEN: Reason[] = ['notDelivered', 'restricted'];

function countOf(outcome: Outcome): string {
	if (outcome.accepted) {
		const { delivery, attempts, status } = outcome;
		return delivery ?? (attempts === 0 ? 'already sent earlier' : status);
	}
	if (outcome.skipped) return 'not tried';
	if (outcome.certainty === 'notSent') return 'not sent';
	return TAKEN.includes(outcome.reason) ? 'failed after they were taken' : 'unknown';
}

/** `item 3`, or `items 0-2, 5`. */
function ranges(items: number[]): string {
	const all = new Set(items.sort((one, other) => one - other));
	const firsts = [...all].filter((item) => !all.has(item - 1));
	const lasts = [...all].filter((item) => !all.has(item + 1));
	const named = firsts.map((first, index) =>
		first === lasts[index] ? first : `${first}-${lasts[index]}`,
	);
	return `${all.size === 1 ? 'item' : 'items'} ${named.join(', ')}`;
}
