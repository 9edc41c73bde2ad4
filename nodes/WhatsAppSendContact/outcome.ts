/** Whether a message that failed may have arrived all the same. Never guessed: what can't be known is `unknown`. */
export type Certainty = 'notSent' | 'unknown';

/** Why a message failed. Part of the public contract: people route on it. */
export const REASONS = [
	'invalidInput',
	'unauthorized',
	'instanceNotFound',
	'notPaid',
	'notConnected',
	'refused',
	/** WhatsApp lets this number write to no new people for a while (its error 463). */
	'restricted',
	'notOnWhatsApp',
	'rateLimited',
	'quotaExceeded',
	'unreachable',
	'timeout',
	'serverError',
	'unreadableReply',
	/** The gateway had taken the message, and says that it failed. */
	'notDelivered',
	'cancelled',
	/** An earlier or parallel execution began this message, and nobody knows how it ended. */
	'interrupted',
	/** What has been sent could not be recorded, so that nothing was sent. */
	'memoryUnavailable',
] as const;
export type Reason = (typeof REASONS)[number];

/** A message that the gateway took. */
export interface Accepted {
	accepted: true;
	/** 'queued': it goes out when the phone is back. 'sentEarlier': another execution has sent it. */
	status: 'sent' | 'queued' | 'sentEarlier';
	/** The gateway's id of the message; null where it gave none. */
	id: string | null;
	/** The gateway's own words. */
	message: string;
	queueNumber?: number;
	/** The chat it went to, where the gateway names it: the number may have a digit more or less there. */
	chatId?: string;
}

/** A message that was not taken, or not surely. */
export interface Failure {
	accepted: false;
	certainty: Certainty;
	reason: Reason;
	/** The gateway's own words, '' where it gave none. */
	gatewayMessage: string;
	/** True when a reason that commonly holds for the whole account holds for this chat alone. */
	thisChatOnly?: boolean;
	/** True when repeating can't help, though the reason is one that commonly passes, or holds for some chats alone. */
	lasting?: boolean;
	/** How long the gateway asks to wait, in milliseconds. */
	retryAfter?: number;
	httpCode?: number;
	/** True when no request was made for it, because of what happened to another message. */
	skipped?: boolean;
	/** True when it happened in an earlier try, and the message was left alone in this one. */
	earlier?: boolean;
	/** Where the message may have arrived, and the gateway can be asked after it. */
	inDoubt?: InDoubt;
}

/** Enough to ask the gateway after a message in doubt, also in a later try. */
export interface InDoubt {
	idempotencyKey: string;
	/** When its answer was given up, in milliseconds since 1970. */
	since: number;
	/** Requests it took in the try that sent it; absent where another execution did. */
	attempts?: number;
}

/** What a gateway says later of a message that it took: it has two ticks, was read, or has failed. */
export type Delivery = 'delivered' | 'read' | Failure;

/** The message that a gateway took; undefined where it has no ID, not even null, for that is no clear yes. */
export const taken = (
	id: string | null | undefined,
	message = 'Sent',
	more: Partial<Accepted> = {},
): Accepted | undefined =>
	id === undefined ? undefined : { accepted: true, status: 'sent', id, message, ...more };

export const rejected = (certainty: Certainty, reason: Reason, gatewayMessage = ''): Failure => ({
	accepted: false,
	certainty,
	reason,
	gatewayMessage,
});

/** A message that the gateway took, in this try or an earlier one. */
export interface Sent extends Accepted {
	/** Requests it took; 0 when an earlier try had sent it. */
	attempts: number;
	/** What is known of its delivery, where *Track Delivery* is on and the gateway can tell. */
	delivery?: 'delivered' | 'read' | 'unconfirmed';
	/** When it was taken, in milliseconds since 1970, as long as the gateway is to be asked after it. */
	takenAt?: number;
	/** The gateway's own answer, where it is at hand. */
	reply?: unknown;
}

export type Outcome = Sent | Failure;

/** No gateway's ids are longer; a hostile one must not fill the output and the journal. */
const LONGEST_ID = 200;

/** The outcome of an accepted message, without an ID that is too long to be one. */
export function sent(accepted: Accepted, attempts: number): Sent {
	// In this order, Node 20 makes an object of a quarter of the size, and a run may keep a hundred thousand.
	const taken: Sent = { attempts, ...accepted };
	if (taken.id !== null && taken.id.length > LONGEST_ID) taken.id = null;
	return taken;
}

/** A queued message is in the gateway's hands and goes out later: repeating it would send it twice. */
export function ifQueued(outcome: Outcome, whenQueued: 'accept' | 'fail'): Outcome {
	if (!outcome.accepted || outcome.status !== 'queued' || whenQueued === 'accept') return outcome;
	return rejected('unknown', 'notConnected', outcome.message);
}

/** True when it surely did not leave, so that it may be sent. */
export const isUnsent = (outcome: Outcome): boolean =>
	!outcome.accepted && outcome.certainty === 'notSent';

/** What no further message of the account can get around: the account itself is refused. */
const OF_THE_ACCOUNT: Reason[] = ['unauthorized', 'instanceNotFound', 'notPaid', 'quotaExceeded'];
const PASSING: Reason[] = ['unreachable', 'rateLimited'];

/** True when no other message of its account can be sent either. */
export const endsTheAccount = (outcome: Outcome): boolean =>
	!outcome.accepted &&
	(OF_THE_ACCOUNT.includes(outcome.reason) || isLocked(outcome)) &&
	outcome.thisChatOnly !== true;

/** True when WhatsApp lets the account send nothing at all. */
export const isLocked = ({ reason, lasting }: Failure): boolean =>
	reason === 'restricted' && lasting === true;

/** True when repeating can help and can't send anything twice. */
export const isRepeatable = (failure: Failure): boolean =>
	failure.certainty === 'notSent' && PASSING.includes(failure.reason) && failure.lasting !== true;

/** The failure of a message whose turn did not come: its account, or the whole run, had ended. */
export const skippedBecause = (endedBy?: Failure): Failure => ({
	lasting: endedBy?.lasting,
	skipped: true,
	...rejected('notSent', endedBy?.reason ?? 'cancelled', endedBy?.gatewayMessage),
});

/** The failure of a message that another execution, or an earlier try, has begun, and nobody knows how that ended. */
export const interrupted = (inDoubt?: InDoubt): Failure => ({
	earlier: true,
	inDoubt,
	...rejected('unknown', 'interrupted'),
});
