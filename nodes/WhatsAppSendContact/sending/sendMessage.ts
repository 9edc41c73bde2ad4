import type { Settings } from '../form/settings';
import type { Account } from '../gateways/account';
import type { Answer } from '../gateways/gateway';
import { readReply } from '../gateways/reply';
import { type Ask, isAnswer } from '../http/transport';
import type { Journal } from '../memory/journal';
import { type Failure, ifQueued, isRepeatable, type Outcome, sent } from '../outcome';
import type { Send } from '../plan';
import { LONGEST_WAIT, type Throttle } from './throttle';

const FIRST_BACKOFF = 500;

/** Brings one message to the gateway; undefined when the run was ended before the message left. */
export type SendMessage = (send: Send) => Promise<Outcome | undefined>;

/** Sends a message with one request. @param count the number of the attempt, from 1 */
export type Attempt = (send: Send, count: number) => Promise<Outcome>;

/**
 * Makes the function that sends a message when its turn has come, and repeats what was definitely not sent for a reason
 * that may pass. While the server is down, the messages that follow are tried once each.
 *
 * @param attempt sends it with one request
 * @param retries how often it may be repeated
 */
export function repeating(attempt: Attempt, retries: number, throttle: Throttle): SendMessage {
	let serverDown = false;
	return async (send) => {
		let outcome: Outcome | undefined;
		for (let count = 1; ; count++) {
			if (!(await throttle.turn())) return outcome;
			outcome = await attempt(send, count);
			if (outcome.accepted || !isRepeatable(outcome)) break;
			const wait = waitAfter(outcome, count);
			if (outcome.reason === 'rateLimited') throttle.blockUntil(Date.now() + wait);
			if (count > retries || serverDown) break;
			if (!(await throttle.pause(wait))) return outcome;
		}
		serverDown = !outcome.accepted && outcome.reason === 'unreachable';
		return outcome;
	};
}

/** Milliseconds to wait before the next attempt. */
const waitAfter = ({ retryAfter }: Failure, attempt: number): number =>
	Math.min(retryAfter ?? FIRST_BACKOFF * 2 ** (attempt - 1), LONGEST_WAIT);

/**
 * Makes the function that sends a message with one request, and writes into the journal what came of it.
 *
 * @param idempotencyKeyOf names a message, the same in every try
 */
export function attemptWith(
	{ gateway, instance }: Account,
	settings: Settings,
	ask: Ask,
	journal: Journal,
	idempotencyKeyOf: (send: Send) => string,
): Attempt {
	const outcomeOf = (answer: Answer, attempt: number): Outcome => {
		const result = readReply(gateway, answer);
		const { status: httpCode, retryAfter, body } = answer;
		if (!result.accepted) return { ...result, httpCode, retryAfter };
		const reply = settings.output === 'full' ? body : undefined;
		return ifQueued({ ...sent(result, attempt), reply }, settings.whenQueued);
	};

	return async (send, attempt) => {
		const idempotencyKey = idempotencyKeyOf(send);
		const inDoubt = () => gateway.findSent && { idempotencyKey, since: Date.now() };
		// Written down first: if n8n ends while the request is under way, the message counts as begun.
		const ofAnother = journal.markInFlight(send, inDoubt());
		if (ofAnother !== undefined) return ofAnother;
		const answer = await ask(gateway.request(send.message, instance, idempotencyKey));
		const outcome = isAnswer(answer) ? outcomeOf(answer, attempt) : answer;
		const isOpen = !outcome.accepted && outcome.certainty === 'unknown';
		const settled = isOpen ? { ...outcome, inDoubt: inDoubt() } : outcome;
		journal.settle(send, settled);
		return settled;
	};
}
