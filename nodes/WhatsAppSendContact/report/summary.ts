import type { Outcome } from '../sending/outcome';
import type { Plan } from '../sending/plan';

/** From this many messages on, a run says at its end how it went. */
export const LONG_RUN = 20;

const COUNTED = [
	'sent',
	'queued',
	'already sent earlier',
	'not sent',
	'unknown',
	'not tried',
] as const;
type Count = (typeof COUNTED)[number];

/**
 * How a run went, e.g. `997 sent, 2 queued, 1 unknown`.
 *
 * @param invalid how many items could not be sent at all
 */
export function summary(outcomes: Outcome[], invalid: number): string {
	const counts = new Map<Count, number>(invalid > 0 ? [['not sent', invalid]] : []);
	for (const outcome of outcomes) {
		const count = countOf(outcome);
		counts.set(count, (counts.get(count) ?? 0) + 1);
	}
	return COUNTED.filter((count) => counts.has(count))
		.map((count) => `${counts.get(count)} ${count}`)
		.join(', ');
}

/**
 * The same with the items behind the counts, e.g. `3 sent (items 0-2), 1 unknown (item 3)`, for a run of which n8n keeps
 * nothing else.
 *
 * @param outcomes one for every send, in their order
 */
export function summaryByItem({ sends, invalid }: Plan, outcomes: Outcome[]): string {
	const counted: Array<[item: number, count: Count]> = [
		...sends.map(({ item }, index): [number, Count] => [item, countOf(outcomes[index])]),
		...invalid.map(({ item }): [number, Count] => [item, 'not sent']),
	];
	const named = COUNTED.flatMap((name) => {
		const items = counted.filter(([, count]) => count === name).map(([item]) => item);
		return items.length === 0 ? [] : [`${items.length} ${name} (${ranges(items)})`];
	});
	return named.join(', ');
}

/** `item 3`, or `items 0-2, 5`. */
function ranges(items: number[]): string {
	items.sort((one, other) => one - other);
	const found: Array<[first: number, last: number]> = [];
	for (const item of items) {
		const current = found.at(-1);
		if (current !== undefined && item <= current[1] + 1) current[1] = item;
		else found.push([item, item]);
	}
	const named = found.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
	return `${items.at(0) === items.at(-1) ? 'item' : 'items'} ${named.join(', ')}`;
}

function countOf(outcome: Outcome): Count {
	if (outcome.accepted) {
		const { status, attempts } = outcome;
		return attempts === 0 || status === 'sentEarlier' ? 'already sent earlier' : status;
	}
	if (outcome.skipped) return 'not tried';
	return outcome.certainty === 'unknown' ? 'unknown' : 'not sent';
}

/** True when a person should be told even about a short run: not everything was sent, or not now. */
export const isNoteworthy = (outcomes: Outcome[], invalid: number): boolean =>
	outcomes.length >= LONG_RUN ||
	invalid > 0 ||
	outcomes.some((one) => !one.accepted || one.status === 'queued' || one.attempts === 0);
