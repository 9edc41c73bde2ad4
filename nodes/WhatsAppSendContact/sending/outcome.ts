import type { LostSend } from '../gateways/gateway';
import { type Accepted, type Reason, rejected, type Rejected } from '../gateways/sendResult';

/** A message that the gateway took, in this try or an earlier one of the same execution. */
export interface Delivered extends Accepted {
	/** Requests it took; 0 when an earlier try had sent it. */
	attempts: number;
	/** The gateway's own answer, where it is at hand. */
	reply?: unknown;
}

/** Enough to ask the gateway after a message whose answer was lost, also in a later try. */
export interface Lost extends LostSend {
	/** True when the gateway itself had answered: what it does not have then, it did not take. */
	answered: boolean;
	/** Names the account it went through: another one knows nothing of it. */
	account: string;
	/** The latest messages of the execution to its chat that have an id; absent when it could not be told from them. */
	others?: string[];
}

/** A message that was not taken, or not surely. */
export interface Failure extends Rejected {
	httpCode?: number;
	/** How long the gateway asked to wait, in milliseconds. */
	retryAfter?: number;
	/** True when no request was made for it, because of what happened to another message. */
	skipped?: boolean;
	/** True when it happened in an earlier try of the same execution. */
	earlier?: boolean;
	/** Where the message may have arrived, and the gateway can be asked after it. */
	lost?: Lost;
}

export type Outcome = Delivered | Failure;

/** No gateway's ids are longer; a hostile one must not fill the output and the journal. */
const LONGEST_ID = 200;

/** What a gateway's yes, or its answer to a question, comes to. */
export const delivered = (accepted: Accepted, attempts: number): Delivered => ({
	...accepted,
	id: accepted.id !== null && accepted.id.length <= LONGEST_ID ? accepted.id : null,
	attempts,
});

/** What no further message of the run can get around: the account itself is refused. */
const OF_THE_ACCOUNT: Reason[] = ['unauthorized', 'instanceNotFound', 'notPaid', 'quotaExceeded'];
const PASSING: Reason[] = ['unreachable', 'rateLimited'];

export const stopsTheRun = (outcome: Outcome): boolean =>
	!outcome.accepted && OF_THE_ACCOUNT.includes(outcome.reason) && outcome.thisChatOnly !== true;

/** True when repeating can help and can't send anything twice. */
export const isRepeatable = (failure: Failure): boolean =>
	failure.certainty === 'notSent' && PASSING.includes(failure.reason);

/** What is worth another try of the same execution: surely not sent, and not for a reason that stays. */
export const isWorthAnotherTry = (outcome: Outcome): boolean =>
	!outcome.accepted &&
	outcome.certainty === 'notSent' &&
	!stopsTheRun(outcome) &&
	!['cancelled', 'notOnWhatsApp'].includes(outcome.reason);

/** The failure of a message that was not tried, because the run had ended: by this failure, or by a person. */
export const skippedBecause = (culprit: Failure | undefined): Failure => ({
	...(culprit !== undefined && stopsTheRun(culprit)
		? rejected('notSent', culprit.reason, culprit.gatewayMessage)
		: rejected('notSent', 'cancelled')),
	skipped: true,
});
