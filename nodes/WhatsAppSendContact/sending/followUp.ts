import type { Settings } from '../form/settings';
import type { Gateway } from '../gateways/gateway';
import { learn } from '../http/transport';
import { ifQueued, type Outcome, sent, type Sent } from '../outcome';
import type { Send } from '../plan';
import type { Run } from './senders';
import { pause } from './wait';

/** The shortest and the longest time between two questions after a message: they go at 2, 4, 8, 16, 31 … seconds. */
const SHORTEST_WAIT = 2_000;
const LONGEST_WAIT = 15_000;
/** A turn that comes so soon after the time is up is still waited for. */
const SOON = 1_000;
/** The most questions a second where the gateway states no limit: one for each of 1,000 messages within a minute. */
const USUAL_RATE = 20;

/** What becomes of a message that the gateway took at this time: more may be told of it, where the gateway can tell. */
export function outcomeOfSent(
	taken: Sent,
	{ track }: Gateway,
	{ trackDelivery, whenQueued }: Settings,
	takenAt: number,
): Outcome {
	const isTold = trackDelivery > 0 && track !== undefined && taken.id !== null;
	return ifQueued(isTold ? { ...taken, delivery: 'unconfirmed', takenAt } : taken, whenQueued);
}

/** When the message was taken or its answer lost, if more may be learned of it; else undefined. */
const openSince = (outcome: Outcome): number | undefined =>
	outcome.accepted ? outcome.takenAt : outcome.inDoubt?.since;

/** Whether the gateway is to be asked after a message. */
export const isFollowed = (outcome: Outcome, { settings }: Run): boolean =>
	settings.trackDelivery > 0 && openSince(outcome) !== undefined;

/**
 * Asks the gateway what became of a message, until it has told or the time of *Track Delivery* is up, and notes what it
 * learns: by our name for it whether a message was sent whose answer was lost, by its ID whether it was delivered. What
 * the gateway doesn't know may still be on its way, and stays as it is. In a later try, the first question goes at once,
 * even where its time is up.
 */
export async function followUp(send: Send, outcome: Outcome, run: Run): Promise<Outcome> {
	const { trackDelivery } = run.settings;
	const { throttle } = run.senderOf(send.account);
	const { questions = USUAL_RATE } = send.account.gateway.can;
	const begun = Date.now();
	// Another process's clock may be ahead.
	const since = Math.min(openSince(outcome) ?? begun, begun);
	const end = since + trackDelivery;
	let known = outcome;
	for (let next = since + SHORTEST_WAIT; ; ) {
		const askMore = questionAfter(known, send, run);
		if (askMore === undefined) return known;
		const isLast = Math.max(next, Date.now()) >= end;
		if (!(await pause(Math.min(next, end) - Date.now(), run.ended))) return known;
		// The clock was set back: by it, the end would come too late.
		if (Date.now() < begun) return known;
		const latest = Math.max(begun + trackDelivery, Date.now() + SOON);
		const turn = throttle.questionTurn(questions, latest);
		if (turn === undefined || !(await pause(turn, run.ended))) return known;
		const told = await askMore();
		if (told !== undefined) {
			run.journal.settle(send, told);
			run.once?.settle(send, told);
			known = told;
		}
		const now = Date.now();
		if (told === undefined && (isLast || now >= end)) return known;
		next = now + Math.min(Math.max(now - since, SHORTEST_WAIT), LONGEST_WAIT);
	}
}

/** What asks more of a message and comes to what is known of it then; undefined where no more may be learned. */
function questionAfter(known: Outcome, { account, message }: Send, { settings, senderOf }: Run) {
	const { gateway, instance } = account;
	const { ask } = senderOf(account);
	if (known.accepted) {
		const { takenAt, id, chatId = message.recipient.chatId } = known;
		if (takenAt === undefined || id === null) return undefined;
		const there = { ...message, recipient: { ...message.recipient, chatId } };
		const question = gateway.track?.(there, instance, id);
		if (question === undefined) return undefined;
		return async (): Promise<Outcome | undefined> => {
			const told = await learn(ask, question);
			return typeof told === 'string' ? { ...known, delivery: told, takenAt: undefined } : told;
		};
	}
	const { earlier, inDoubt } = known;
	if (inDoubt === undefined) return undefined;
	const { idempotencyKey, since, attempts = 0 } = inDoubt;
	const question = gateway.findSent?.(message, instance, idempotencyKey);
	if (question === undefined) return undefined;
	return async (): Promise<Outcome | undefined> => {
		const found = await learn(ask, question);
		if (found === undefined) return undefined;
		const outcome = outcomeOfSent(sent(found, earlier ? 0 : attempts), gateway, settings, since);
		return outcome.accepted ? outcome : { ...outcome, earlier };
	};
}
