import type { Settings } from '../form/settings';
import {
	type Answer,
	type Gateway,
	isSuccess,
	type Question as QuestionOf,
} from '../gateways/gateway';
import { isAnswer } from '../http/transport';
import { type Failure, ifQueued, type Outcome, sent, type Sent } from '../outcome';
import type { Send } from '../plan';
import { checkRecipient } from './checkRecipient';
import type { Run } from './senders';
import { pause } from './wait';

/** The shortest and the longest time between two questions after a message: they go at 2, 4, 8, 16, 31 … seconds. */
const SHORTEST_WAIT = 2_000;
const LONGEST_WAIT = 15_000;
/** A turn that comes so soon after the time is up is still waited for. */
const SOON = 1_000;
/** The most questions a second where the gateway states no limit: one for each of 1,000 messages within a minute. */
const USUAL_RATE = 20;

type Question = QuestionOf<Outcome | undefined>;

/** A message that the gateway took at this time, with what has yet to be told of it, where the gateway can tell. */
export function unconfirmed(
	taken: Sent,
	{ track }: Gateway,
	{ trackDelivery }: Settings,
	takenAt: number,
): Sent {
	const isTold = trackDelivery > 0 && track !== undefined && taken.id !== null;
	return isTold ? { ...taken, delivery: 'unconfirmed', takenAt } : taken;
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
	const { ask, throttle } = run.senderOf(send.account);
	const { questions = USUAL_RATE } = send.account.gateway.can;
	const begun = Date.now();
	// Another process's clock may be ahead.
	const since = Math.min(openSince(outcome) ?? begun, begun);
	const end = since + trackDelivery;
	const { to = send } = await checkRecipient(send, run);
	// A signal of its own: Node warns of one that hundreds of messages listen to.
	const ended = AbortSignal.any([run.ended]);

	let known = outcome;
	for (let next = since + SHORTEST_WAIT; ; ) {
		const question = questionAfter(known, to, run);
		if (question === undefined) return known;
		const isLast = Math.max(next, Date.now()) >= end;
		if (!(await pause(Math.min(next, end) - Date.now(), ended))) return known;
		const turn = throttle.questionTurn(
			questions,
			Math.max(begun + trackDelivery, Date.now() + SOON),
		);
		if (turn === undefined || !(await pause(turn, ended))) return known;
		const answer = await ask(question.request);
		const told = isAnswer(answer) ? question.read(answer) : undefined;
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

/** What to ask after a message, read as what is known of it then; undefined where no more may be learned. */
const questionAfter = (known: Outcome, send: Send, run: Run): Question | undefined =>
	known.accepted ? afterTaken(known, send) : afterLost(known, send, run);

function afterTaken(taken: Sent, { account, message }: Send): Question | undefined {
	const { gateway, instance } = account;
	if (taken.takenAt === undefined || taken.id === null) return undefined;
	const question = gateway.track?.(message, instance, taken.id);
	if (question === undefined) return undefined;
	const read = (answer: Answer) => {
		const told = isSuccess(answer.status) ? question.read(answer) : undefined;
		return typeof told === 'string' ? { ...taken, delivery: told, takenAt: undefined } : told;
	};
	return { request: question.request, read };
}

function afterLost(lost: Failure, send: Send, { settings }: Run): Question | undefined {
	const { gateway, instance } = send.account;
	const { earlier, inDoubt } = lost;
	if (inDoubt === undefined) return undefined;
	const question = gateway.findSent?.(send.message, instance, inDoubt.idempotencyKey);
	if (question === undefined) return undefined;
	const read = (answer: Answer) => {
		const found = question.read(answer);
		if (found === undefined) return undefined;
		const taken = sent(found, earlier ? 0 : (inDoubt.attempts ?? 0));
		const told = unconfirmed(taken, gateway, settings, inDoubt.since);
		const outcome = ifQueued(told, settings.whenQueued);
		return outcome.accepted ? outcome : { ...outcome, earlier };
	};
	return { request: question.request, read };
}
