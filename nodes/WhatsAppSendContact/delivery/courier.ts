import type { Account } from '../gateways/account';
import type { Answer } from '../gateways/gateway';
import { rejected, type Rejected } from '../gateways/verdict';
import { phoneOf } from '../message/recipient';
import type { Ledger } from './ledger';
import { type Failure, isRepeatable, type Outcome } from './outcome';
import type { Pacer } from './pacer';
import type { Send } from './plan';
import type { Settings } from './settings';
import { tame } from './tame';
import type { Ask } from './transport';

/** What a courier needs for its way. */
export interface Route {
	account: Account;
	settings: Settings;
	ask: Ask;
	pacer: Pacer;
	ledger: Ledger;
	/** The ids of this run's messages whose answers came: none of them is the one that was lost. */
	answered: Set<string>;
	/** A name for a send that is the same in every try of the execution. */
	referenceOf(send: Send): () => string;
}

/** No gateway's ids are longer; a hostile one must not fill the output and the ledger. */
const LONGEST_ID = 200;
const FIRST_BACKOFF = 500;
/** However long the gateway asks for, nobody's execution hangs for more than this between two tries. */
const LONGEST_WAIT = 60_000;
/** Between the answer and the questions: what the gateway has taken is to be found by then. */
const SETTLING_TIME = 2_000;

/**
 * Makes the function that brings one message to the gateway: looks the recipient up if asked to, sends, repeats what
 * surely was not sent, and asks after what may have been.
 *
 * @returns the outcome; undefined when the run was ended before the message left
 */
export function courier(route: Route): (send: Send) => Promise<Outcome | undefined> {
	const { settings, ledger, pacer } = route;
	const isOnWhatsApp = recipientCheck(route);
	let serverDown = false;

	const repeatedly = async (send: Send): Promise<Outcome | undefined> => {
		let outcome: Outcome | undefined;
		for (let attempt = 1; ; attempt++) {
			if (!(await pacer.turn())) return outcome;
			ledger.depart(send);
			outcome = ifQueued(await once(route, send, attempt), settings);
			ledger.arrive(send);
			if (outcome.accepted || !isRepeatable(outcome)) break;
			if (attempt > settings.retries || serverDown) break;
			if (!(await waitFor(outcome, attempt))) return outcome;
		}
		serverDown = !outcome.accepted && outcome.reason === 'unreachable';
		return outcome;
	};

	const waitFor = async ({ reason, retryAfter }: Failure, attempt: number): Promise<boolean> => {
		const wait = Math.min(retryAfter ?? FIRST_BACKOFF * 2 ** (attempt - 1), LONGEST_WAIT);
		if (reason === 'rateLimited') pacer.hold(wait);
		return await pacer.pause(wait);
	};

	return async (send) =>
		(await isOnWhatsApp(send)) ? await repeatedly(send) : rejected('notSent', 'notOnWhatsApp');
}

/** One request, and what it came to. */
async function once(route: Route, send: Send, attempts: number): Promise<Outcome> {
	const { account, settings, ask } = route;
	const { gateway, instance } = account;
	const since = Date.now();
	const answer = await ask(gateway.request(send.message, instance, route.referenceOf(send)));
	const outcome = isAnswer(answer) ? judged(route, answer, attempts) : answer;
	const unclear = !outcome.accepted && outcome.certainty === 'unknown';
	if (!unclear || !settings.confirmUnknown) return outcome;
	return await confirmed(route, send, { answer, outcome, since, attempts });
}

/** A queued message is in the gateway's hands and goes out later: repeating it would send it twice. */
function ifQueued(outcome: Outcome, { whenQueued }: Settings): Outcome {
	if (!outcome.accepted || outcome.status !== 'queued' || whenQueued === 'accept') return outcome;
	return rejected('unknown', 'notConnected', outcome.message);
}

const isAnswer = (answer: Answer | Rejected): answer is Answer => 'status' in answer;

function judged({ account, settings, answered }: Route, answer: Answer, attempts: number): Outcome {
	const verdict = account.gateway.reply(answer);
	if (!verdict.accepted) {
		const { status: httpCode, retryAfter } = answer;
		return { ...verdict, httpCode, ...(retryAfter === undefined ? {} : { retryAfter }) };
	}
	const id = verdict.id !== null && verdict.id.length <= LONGEST_ID ? verdict.id : null;
	if (settings.confirmUnknown && id !== null) answered.add(id);
	const reply = settings.output === 'full' ? { reply: tame(answer.body) } : {};
	return { ...verdict, id, attempts, ...reply };
}

/** A send of which nobody knows what became. */
interface Lost {
	answer: Answer | Rejected;
	outcome: Failure;
	/** When it started, in milliseconds since 1970. */
	since: number;
	attempts: number;
}

/**
 * Asks the gateway what became of a send. Found is sent. Absent everywhere is not sent, if the gateway itself had
 * answered: after a time-out, a cut connection or a proxy's page it may still be at it.
 */
async function confirmed(
	{ account, ask, pacer, referenceOf, answered }: Route,
	send: Send,
	{ answer, outcome, since, attempts }: Lost,
): Promise<Outcome> {
	const { gateway, instance } = account;
	const questions = gateway.find?.(send.message, instance, referenceOf(send), since) ?? [];
	if (questions.length === 0 || !(await pacer.pause(SETTLING_TIME))) return outcome;
	for (const { request, read } of questions) {
		const told = await ask(request);
		const found = isAnswer(told) ? read(told) : 'unknown';
		if (found === 'unknown') return outcome;
		if (found === 'absent') continue;
		return found.id !== null && answered.has(found.id) ? outcome : { ...found, attempts };
	}
	return isGatewaysOwn(answer) ? { ...outcome, certainty: 'notSent' } : outcome;
}

/** JSON with 500 or a success is the gateway's; 502 to 504 and web pages come from proxies before it. */
const isGatewaysOwn = (answer: Answer | Rejected): boolean =>
	isAnswer(answer) && answer.status <= 500 && typeof answer.body === 'object';

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
