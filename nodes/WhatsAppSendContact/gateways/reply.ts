import { at, isHtml, isObject, saidBy, text, textAt, words } from './body';
import { type Answer, type Gateway, isSuccess, type RecipientCheck } from './gateway';
import { type Accepted, type Delivery, type Failure, type Reason, rejected } from '../outcome';

/** What means yes where a gateway tells in the body whether it has sent: some write it as text, some as a number. */
export const YES: unknown[] = [true, 'true', 1, '1', 'queued'];

/**
 * What the answer to a send means, whatever the gateway's record makes of it: with a message's ID or a clear yes in the
 * body, a message may have left, so that it is never `notSent`; with a status that refuses, an error or the report of a
 * failure, it is never accepted.
 */
export function readReply(
	{ statuses, rejects, accepts }: Gateway,
	answer: Answer,
): Accepted | Failure {
	const { status, body } = answer;
	const said = saidBy(body);
	if (isSuccess(status) && isHtml(body))
		return rejected('unknown', 'unreadableReply', `${said}, so this is not a gateway`);
	const rejection = rejects(answer, said) ?? rejectedByStatus(status, said, statuses);
	if (rejection?.certainty === 'unknown') return rejection;
	if (rejection && !speaksOfAMessage(body, 0)) return rejection;
	const accepted = rejection ? undefined : accepts(answer, said);
	if (accepted === undefined)
		return rejected('unknown', 'unreadableReply', rejection?.gatewayMessage ?? said);
	const messages = [body, at(body, '_data'), at(body, 'message')];
	const complaint = errorIn(body) ?? messages.map(failureIn).find((each) => each !== undefined);
	return complaint === undefined ? accepted : rejected('unknown', 'notDelivered', complaint);
}

const ID_FIELDS = ['id', 'idMessage', 'messageId', 'messageid', 'message_id', 'msgId'];
/** Where gateways, and what wraps them, put a message or the key of one. */
const WRAPPERS = ['key', 'message', 'messages', 'data', '_data', 'result', 'response'];
const DEEPEST = 3;

function speaksOfAMessage(body: unknown, depth: number): boolean {
	if (depth > DEEPEST) return false;
	if (Array.isArray(body)) return body.some((each) => speaksOfAMessage(each, depth + 1));
	if (!isObject(body)) return false;
	const hasId = ID_FIELDS.some((name) => textAt(body, name) ?? textAt(body, `${name}._serialized`));
	const isYes = YES.includes(body.sent) || YES.includes(body.success) || body.status === true;
	return hasId || isYes || WRAPPERS.some((name) => speaksOfAMessage(at(body, name), depth + 1));
}

/** As JSON. */
const NO_ERROR = ['null', 'false', '0', '""', '"0"', '"false"', '[]', '{}'];
/** `0` is how Baileys writes `ERROR`; the last three are UltraMsg's. */
const FAILED = /^(0$|error|fail|invalid|unsent|expired)/i;

/** The error that an answer speaks of in a field of its own, undefined for none. */
export function errorIn(body: unknown): string | undefined {
	const error = at(body, 'error') ?? at(body, 'err') ?? null;
	return NO_ERROR.includes(JSON.stringify(error)) ? undefined : words(error);
}

/** The failure that an answer reports of the message that it speaks of, as WhatsApp Web and Baileys do; undefined for none. */
function failureIn(message: unknown): string | undefined {
	const [ack, status] = ['ack', 'status'].map((name) => textAt(message, name) ?? '');
	if (ack === '-1') return 'ack: -1';
	if (at(message, 'isSendFailure') === true) return 'isSendFailure: true';
	return FAILED.test(status) ? `status: ${status}` : undefined;
}

const EXISTS: unknown[] = [true, 'valid', 'exists'];
const MISSING: unknown[] = [false, 'invalid', 'not exists'];

/** What a server's word for a phone, a yes or a no, says of it; undefined for any other. */
export function checkOf(word: unknown): RecipientCheck | undefined {
	if (EXISTS.includes(word)) return { exists: true };
	return MISSING.includes(word) ? { exists: false } : undefined;
}

/** What servers call two ticks. */
const DELIVERED = /^(delivered|delivery_ack|device)$/i;
const READ = /^(read|played)$/i;
/** What they call a message that failed after it was taken; the last three are GREEN-API's. */
const FAILED_LATER = /^(error|failed|invalid|unsent|expired|noAccount|notInGroup|yellowCard)$/i;

/**
 * What a server's word for the state of a message that it took says; undefined for what may still change, and for what is
 * no such word. One that failed may still be sent by some servers, so that it is never `notSent`.
 */
export function deliveryOf(state: unknown): Delivery | undefined {
	const word = text(state) ?? '';
	if (DELIVERED.test(word)) return 'delivered';
	if (READ.test(word)) return 'read';
	if (!FAILED_LATER.test(word)) return undefined;
	return rejected('unknown', reasonIn(word) ?? 'notDelivered', word);
}

/** A server that has taken a form may answer "see there"; 301, 307 and 308 mean that it wants the request elsewhere. */
const MAYBE_DONE = [302, 303];
const REDIRECTED = 'the server redirects: enter the address that it redirects to in the credential';

/** 408: it timed out. 409: it has such a message already. 460, 499: a client or a proxy hung up. Each may have sent it. */
const MAYBE_TAKEN = [408, 409, 460, 499];

const STATUSES: Gateway['statuses'] = {
	401: 'unauthorized',
	402: 'notPaid',
	404: 'instanceNotFound',
	429: 'rateLimited',
};

/**
 * What an HTTP status says of a send, and the gateway's words where it refuses; undefined for 2xx, where only the body can
 * tell. A 4xx was mostly answered before anything was sent; a 5xx may come after.
 */
export function rejectedByStatus(
	status: number,
	said: string,
	own: Gateway['statuses'] = {},
): Failure | undefined {
	if (isSuccess(status)) return undefined;
	const reason = { ...STATUSES, ...own }[status];
	// Repeating what WhatsApp restricts makes it worse, whatever the status.
	const isRestricted = reasonIn(said) === 'restricted';
	if (reason !== undefined) return rejected('notSent', isRestricted ? 'restricted' : reason, said);
	if (MAYBE_DONE.includes(status)) return rejected('unknown', 'unreadableReply', REDIRECTED);
	const hundreds = Math.floor(status / 100);
	if (hundreds === 3) return rejected('notSent', 'refused', REDIRECTED);
	if (hundreds === 4 && !MAYBE_TAKEN.includes(status)) return refused(said);
	const isFault = hundreds === 4 || hundreds === 5;
	return rejected('unknown', isFault ? 'serverError' : 'unreadableReply', said);
}

/** What ends a run counts only at the beginning of an answer: later on, the same words may be part of a name. */
const BY_WORDS: Array<[RegExp, Reason]> = [
	[/^(wrong|invalid) token|^unauthori[sz]ed/i, 'unauthorized'],
	[/^your instance has been stopped|^not[ _]paid|^instance account is expired/i, 'notPaid'],
	[/^service not activated/i, 'notPaid'],
	[/^instance (not found|is deleted|does not exist)/i, 'instanceNotFound'],
	[/^the ".*" instance does not exist|^waha core support only 'default'/i, 'instanceNotFound'],
	[/\berror 463\b|reach-?out[ _]?(time[ -]?lock|restricted)|^yellowCard$/i, 'restricted'],
	[/not connected|not (equals )?authenticated|starting process/i, 'notConnected'],
	[/instance .*not authorized/i, 'notConnected'],
	[/too many requests|rate limit/i, 'rateLimited'],
];

/** The reason that the gateway's own words name, undefined for none. */
export const reasonIn = (said: string): Reason | undefined =>
	BY_WORDS.find(([pattern]) => pattern.test(said))?.[1];

/** A refusal, for the reason that the gateway's own words name where they name one. */
export const refused = (said: string): Failure =>
	rejected('notSent', reasonIn(said) ?? 'refused', said);
