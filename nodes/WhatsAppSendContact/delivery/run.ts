import { rejected } from '../gateways/verdict';
import type { Ledger } from './ledger';
import { inLanes } from './lanes';
import { type Failure, type Outcome, stopsTheRun } from './outcome';
import type { Send } from './plan';

/** How a run goes about its sends. */
export interface Course {
	ledger: Ledger;
	/** Brings one message; undefined when the run was ended before it left. */
	deliver(send: Send): Promise<Outcome | undefined>;
	/** Lanes that may be busy at once. */
	width: number;
	/** True when the first failure ends the run. */
	stopOnFailure: boolean;
	/** Ends the run: no send starts after it, waits end at once. */
	end: AbortController;
}

/**
 * Delivers what earlier tries have not: each chat in its order, different chats side by side.
 *
 * @returns an outcome for every send, in their order; a send that was not tried has the failure that kept it back
 */
export async function run(sends: Send[], course: Course): Promise<Outcome[]> {
	const { ledger, deliver, width, stopOnFailure, end } = course;
	const outcomes = sends.map((send) => ledger.recall(send));
	const open = outcomes.flatMap((outcome, index) => (outcome === undefined ? [index] : []));
	let culprit: Failure | undefined;

	const work = async (task: number) => {
		const outcome = await deliver(sends[open[task]]);
		if (outcome === undefined) return;
		outcomes[open[task]] = outcome;
		if (outcome.accepted || !(stopOnFailure || stopsTheRun(outcome))) return;
		culprit ??= outcome;
		end.abort();
	};

	const laneOf = (task: number) => sends[open[task]].message.recipient.chatId;
	await inLanes(open.length, laneOf, width, work, () => end.signal.aborted);
	return outcomes.map((outcome) => outcome ?? keptBack(culprit));
}

const keptBack = (culprit: Failure | undefined): Failure => ({
	...(culprit !== undefined && stopsTheRun(culprit)
		? rejected('notSent', culprit.reason, culprit.said)
		: rejected('notSent', 'cancelled')),
	notTried: true,
});

/** What is worth another try of the same execution: surely not sent, and not for a reason that stays. */
export const isWorthAnotherTry = (outcome: Outcome): boolean =>
	!outcome.accepted &&
	outcome.certainty === 'notSent' &&
	!stopsTheRun(outcome) &&
	!['cancelled', 'invalidInput', 'notOnWhatsApp'].includes(outcome.reason);
