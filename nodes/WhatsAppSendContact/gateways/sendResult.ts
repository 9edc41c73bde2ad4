/** Whether a message that failed may have arrived all the same. */
export type Certainty = 'notSent' | 'unknown';

/** Why a message failed. Part of the public contract: people route on it. */
export type Reason =
	| 'invalidInput'
	| 'unauthorized'
	| 'instanceNotFound'
	| 'notPaid'
	| 'notConnected'
	| 'refused'
	| 'notOnWhatsApp'
	| 'rateLimited'
	| 'quotaExceeded'
	| 'unreachable'
	| 'timeout'
	| 'serverError'
	| 'unreadableReply'
	| 'cancelled'
	/** An earlier or parallel execution began this message, and nobody knows how it ended. */
	| 'interrupted'
	/** What has been sent could not be recorded, so that nothing was sent. */
	| 'memoryUnavailable';

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
}

/** A message that the gateway did not take, or not surely. */
export interface Rejected {
	accepted: false;
	certainty: Certainty;
	reason: Reason;
	/** The gateway's own words, '' where it gave none. */
	gatewayMessage: string;
	/** True when a reason that commonly holds for the whole account holds for this chat alone. */
	thisChatOnly?: boolean;
	/** True when repeating can't help, though the reason is one that commonly passes. */
	lasting?: boolean;
}

export type SendResult = Accepted | Rejected;

export const rejected = (certainty: Certainty, reason: Reason, gatewayMessage = ''): Rejected => ({
	accepted: false,
	certainty,
	reason,
	gatewayMessage,
});
