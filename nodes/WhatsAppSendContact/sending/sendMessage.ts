import type { Answer } from '../gateways/gateway';
import { rejected, type Rejected } from '../gateways/sendResult';
import { phoneOf } from '../message/recipient';
import { confirmed } from '../journal/reconcile';
import { delivered, type Failure, isRepeatable, type Lost, type Outcome } from './outcome';
import type { Send } from './plan';
import type { Route } from '../delivery/route';
import type { Settings } from '../form/settings';
import { sanitize } from '../http/sanitize';
import { isAnswer } from '../http/transport';

/** Brings messages to the gateway. */
export interface Courier {
	/**
	 * Looks the recipient up if asked to, sends, repeats what surely was not sent, and asks after what may have been.
	 *
	 * @returns undefined when the run was ended before the message left
	 */
	deliver(send: Send): Promise<Outcome | undefined>;
	/**
	 * Asks once more after a message of which an earlier try did not learn what became.
	 *
	 * @returns undefined when it surely was not sent, so that it may be delivered
	 */
	askAgain(send: Send, failure: Failure): Promise<Outcome | undefined>;
}

const FIRST_BACKOFF = 500;
/** However long the gateway asks for, nobody's execution hangs for more than this between two tries. */
const LONGEST_WAIT = 60_000;

/** Makes the courier of a run. */
export function courier(route: Route): Courier {
	const { settings, journal, throttle, answered, referenceOf } = route;
	const isOnWhatsApp = recipientCheck(route);
	let serverDown = false;

	const repeatedly = async (send: Send): Promise<Outcome | undefined> => {
		let outcome: Outcome | undefined;
		for (let attempt = 1; ; attempt++) {
			if (!(await throttle.turn())) return outcome;
			const answer = await once(route, send, attempt);
			journal.arrive(send);
			answered.add(send, referenceOf(send), answer);
			outcome = ifQueued(answer, settings);
			if (outcome.accepted || !isRepeatable(outcome)) break;
			const wait = waitAfter(outcome, attempt);
			if (outcome.reason === 'rateLimited') throttle.hold(wait);
			if (attempt > settings.retries || serverDown) break;
			if (!(await throttle.pause(wait))) return outcome;
		}
		serverDown = !outcome.accepted && outcome.reason === 'unreachable';
		return outcome;
	};

	return {
		deliver: async (send) =>
			(await isOnWhatsApp(send)) ? await repeatedly(send) : rejected('notSent', 'notOnWhatsApp'),
		async askAgain(send, failure) {
			const answer = await confirmed(route, send, failure, 0);
			answered.add(send, referenceOf(send), answer);
			const outcome = ifQueued(answer, settings);
			return !outcome.accepted && outcome.certainty === 'notSent' ? undefined : outcome;
		},
	};
}

/** Milliseconds to wait before the next attempt. */
const waitAfter = ({ retryAfter }: Failure, attempt: number): number =>
	Math.min(retryAfter ?? FIRST_BACKOFF * 2 ** (attempt - 1), LONGEST_WAIT);

/** One request, and what it came to. */
async function once(route: Route, send: Send, attempts: number): Promise<Outcome> {
	const { account, accountName, settings, ask, journal } = route;
	const { gateway, instance } = account;
	const reference = route.referenceOf(send);
	const since = Date.now();
	const lost = (answered = false): Lost | undefined =>
		gateway.find && {
			reference: reference(),
			since,
			until: Date.now(),
			answered,
			account: accountName,
			others: route.answered.latestBeside(send, reference()),
		};
	journal.depart(send, lost);
	const answer = await ask(gateway.request(send.message, instance, reference));
	const outcome = isAnswer(answer) ? judged(route, answer, attempts) : answer;
	if (outcome.accepted || outcome.certainty === 'notSent') return outcome;
	const failure = { ...outcome, lost: lost(isGatewaysOwn(answer)) };
	return settings.confirmUnknown ? await confirmed(route, send, failure, attempts) : failure;
}

/** A queued message is in the gateway's hands and goes out later: repeating it would send it twice. */
function ifQueued(outcome: Outcome, { whenQueued }: Settings): Outcome {
	if (!outcome.accepted || outcome.status !== 'queued' || whenQueued === 'accept') return outcome;
	return rejected('unknown', 'notConnected', outcome.message);
}

function judged({ account, settings }: Route, answer: Answer, attempts: number): Outcome {
	const result = account.gateway.reply(answer);
	if (!result.accepted) {
		const { status: httpCode, retryAfter } = answer;
		return { ...result, httpCode, ...(retryAfter === undefined ? {} : { retryAfter }) };
	}
	const reply = settings.output === 'full' ? { reply: sanitize(answer.body) } : {};
	return { ...delivered(result, attempts), ...reply };
}

/** JSON with 500 or a success is the gateway's; 502 to 504 and web pages come from proxies before it. */
const isGatewaysOwn = (answer: Answer | Rejected): boolean =>
	isAnswer(answer) &&
	(answer.status === 500 || (answer.status >= 200 && answer.status < 300)) &&
	typeof answer.body === 'object' &&
	answer.body !== null;

/** Looks each phone up once per run. True also when the gateway can't tell: the check must not stop what would arrive. */
function recipientCheck({ account, settings, ask }: Route): (send: Send) => Promise<boolean> {
	const { gateway, instance } = account;
	const known = new Map<string, Promise<boolean>>();
	const look = async (phone: string): Promise<boolean> => {
		const question = gateway.check?.(phone, instance);
		if (question === undefined) return true;
		const answer = await ask(question.request);
		const isReadable = isAnswer(answer) && answer.status >= 200 && answer.status < 300;
		return !isReadable || question.read(answer) !== false;
	};
	return async ({ message }) => {
		const phone = settings.checkRecipient ? phoneOf(message.recipient) : undefined;
		if (phone === undefined) return true;
		const looked = known.get(phone) ?? look(phone);
		known.set(phone, looked);
		return await looked;
	};
}
