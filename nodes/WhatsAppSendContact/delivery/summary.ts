import type { Outcome } from './outcome';

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

function countOf(outcome: Outcome): Count {
	if (outcome.accepted) return outcome.attempts === 0 ? 'already sent earlier' : outcome.status;
	if (outcome.notTried) return 'not tried';
	return outcome.certainty === 'unknown' ? 'unknown' : 'not sent';
}

/** True when a person should be told even about a short run: not everything was sent, or not now. */
export const isNoteworthy = (outcomes: Outcome[], invalid: number): boolean =>
	outcomes.length + invalid >= LONG_RUN ||
	invalid > 0 ||
	outcomes.some((one) => !one.accepted || one.status === 'queued' || one.attempts === 0);
