import type { Settings } from '../form/settings';
import type { Answer, Gateway } from '../gateways/gateway';
import { readReply } from '../gateways/reply';
import { isAnswer } from '../http/transport';
import { type Failure, isRepeatable, type Outcome, sent, skippedBecause } from '../outcome';
import { idempotencyKey, type Send } from '../plan';
import { checkRecipient } from './checkRecipient';
import { outcomeOfSent } from './followUp';
import type { Run } from './senders';
import { LONGEST_WAIT } from './throttle';
import { pause, unlessEnded } from './wait';

/** Milliseconds before the second attempt; twice as many before each next one. */
const FIRST_BACKOFF = 500;

/**
 * Brings one message to the gateway: all that happens to it, in the order in which it happens.
 *
 * @returns what became of it, as far as the gateway's answer tells; a skipped failure where the run ended before it left
 */
export async function sendMessage(send: Send, run: Run): Promise<Outcome> {
	// What an earlier try of this execution has made of it, or another execution.
	const known = run.journal.recall(send) ?? (await claim(send, run));
	if (known !== undefined) return known;

	const { refusal, to = send } = await checkRecipient(send, run);
	const outcome = refusal ?? (await attemptUntilSettled(to, run));

	// What did not leave is given back, so that another execution may send it.
	run.once?.settle(send, outcome);
	const { chatId } = to.message.recipient;
	return outcome.accepted && to !== send ? { ...outcome, chatId } : outcome;
}

/** Claims a message for this execution. @returns what is known of it; undefined when it may be sent */
async function claim(send: Send, { once, senderOf }: Run): Promise<Outcome | undefined> {
	if (once === undefined) return undefined;
	const { ended } = senderOf(send.account);
	const claimed = once.claim(send);
	await unlessEnded(claimed, ended);
	if (!ended.aborted) return await claimed;
	// The run ended while it was looked up: what has been claimed by then is given back.
	const skipped = skippedBecause();
	void claimed.then((known) => known ?? once.settle(send, skipped));
	return skipped;
}

/**
 * Sends a message when its turn has come, and repeats what was definitely not sent for a reason that may pass. While the
 * server is down, the messages that follow are tried once each.
 */
async function attemptUntilSettled(send: Send, run: Run): Promise<Outcome> {
	const sender = run.senderOf(send.account);
	let outcome: Outcome = skippedBecause();
	for (let attempt = 1; await sender.throttle.turn(); attempt++) {
		outcome = await attemptOnce(send, attempt, run);
		if (outcome.accepted || !isRepeatable(outcome)) break;
		const backoff = FIRST_BACKOFF * 2 ** (attempt - 1);
		const wait = Math.min(outcome.retryAfter ?? backoff, LONGEST_WAIT);
		if (outcome.reason === 'rateLimited' && outcome.thisChatOnly !== true)
			sender.throttle.blockUntil(Date.now() + wait);
		if (attempt > run.settings.retries || sender.isDown) break;
		if (!(await pause(wait, sender.ended))) return outcome;
	}
	sender.isDown = !outcome.accepted && outcome.reason === 'unreachable';
	return outcome;
}

/** Sends a message with one request, and writes into the journal what came of it. */
async function attemptOnce(send: Send, attempt: number, run: Run): Promise<Outcome> {
	const { journal, settings, host } = run;
	const { gateway, instance } = send.account;
	const key = gateway.findSent ? idempotencyKey(send, host) : '';
	const inDoubt = () =>
		gateway.findSent && { idempotencyKey: key, since: Date.now(), attempts: attempt };

	// Written down first: if n8n ends while the request is under way, the message counts as begun.
	const ofAnother = journal.markInFlight(send, inDoubt());
	if (ofAnother !== undefined) return ofAnother;

	const { ask } = run.senderOf(send.account);
	const answer = await ask(gateway.request(send.message, instance, key));
	const outcome = outcomeOf(answer, gateway, attempt, settings);
	const isOpen = !outcome.accepted && outcome.certainty === 'unknown';
	const settled = isOpen ? { ...outcome, inDoubt: inDoubt() } : outcome;
	journal.settle(send, settled);
	return settled;
}

function outcomeOf(
	answer: Answer | Failure,
	gateway: Gateway,
	attempts: number,
	settings: Settings,
): Outcome {
	if (!isAnswer(answer)) return answer;
	const result = readReply(gateway, answer);
	const { status: httpCode, retryAfter, body } = answer;
	if (!result.accepted) return { retryAfter, ...result, httpCode };
	const taken = sent(result, attempts);
	if (settings.output === 'full') taken.reply = body;
	return outcomeOfSent(taken, gateway, settings, Date.now());
}
