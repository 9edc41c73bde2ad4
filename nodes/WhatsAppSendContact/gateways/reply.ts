import { at, field, isObject, saidBy, text, words } from './body';
import { type Answer, type Gateway, isSuccess } from './gateway';
import { type Reason, rejected, type Rejected, type SendResult } from '../outcome';

/** What means yes where a gateway tells in the body whether it has sent: some write it as text, some as a number. */
export const YES: unknown[] = [true, 'true', 1, '1', 'queued'];

/**
 * What the answer to a send means, whatever the gateway's record makes of it: with a message's ID or a clear yes in the body, a
 * message may have left, so that it is never `notSent`; with an error in the body or a status that refuses, it is never
 * accepted.
 */
export function readReply({ statuses, rejects, accepts }: Gateway, answer: Answer): SendResult {
	const { body } = answer;
	const said = saidBy(body);
	const rejection = rejects(answer, said) ?? rejectedByStatus(answer.status, said, statuses);
	if (rejection?.certainty === 'unknown') return rejection;
	if (rejection && !speaksOfAMessage(body, 0)) return rejection;
	const accepted = rejection ? undefined : accepts(answer, said);
	const complaint = complaintIn(body);
	if (accepted && complaint === undefined) return accepted;
	const gatewayMessage = rejection?.gatewayMessage ?? (accepted && complaint) ?? said;
	return rejected('unknown', 'unreadableReply', gatewayMessage);
}

const ID_FIELDS = ['id', 'idMessage', 'messageId', 'message_id', 'msgId'];
/** Where gateways, and what wraps them, put a message or the key of one. */
const WRAPPERS = ['key', 'message', 'data', '_data', 'result', 'response'];
const DEEPEST = 3;

function speaksOfAMessage(body: unknown, depth: number): boolean {
	if (depth > DEEPEST) return false;
	if (Array.isArray(body)) return body.some((each) => speaksOfAMessage(each, depth + 1));
	if (!isObject(body)) return false;
	const hasId = ID_FIELDS.some((name) => text(body[name]) ?? text(at(body, name, '_serialized')));
	const isYes = YES.includes(body.sent) || YES.includes(body.success) || body.status === true;
	return hasId || isYes || WRAPPERS.some((name) => speaksOfAMessage(field(body, name), depth + 1));
}

/** As JSON. */
const NO_ERROR = ['null', 'false', '0', '""', '"0"', '"false"', '[]', '{}'];
const FAILED = /^(error|fail)/i;

/** The error that an answer speaks of in a field of its own, undefined for none. */
export function errorIn(body: unknown): string | undefined {
	const error = field(body, 'error') ?? field(body, 'err') ?? null;
	return NO_ERROR.includes(JSON.stringify(error)) ? undefined : words(error);
}

/** What an answer that has taken a message says against it. */
function complaintIn(body: unknown): string | undefined {
	const status = text(field(body, 'status')) ?? '';
	return errorIn(body) ?? (FAILED.test(status) ? status : undefined);
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
 * What an HTTP status says of a send, and the gateway's words where it refuses. A 4xx was mostly answered before anything
 * was sent; a 5xx may come after.
 *
 * @param own the statuses that this gateway uses in a way of its own
 * @returns undefined for 2xx, where only the body can tell
 */
export function rejectedByStatus(
	status: number,
	said: string,
	own: Gateway['statuses'] = {},
): Rejected | undefined {
	if (isSuccess(status)) return undefined;
	const reason = { ...STATUSES, ...own }[status];
	if (reason !== undefined) return rejected('notSent', reason, said);
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
	[/^instance (not found|is deleted|does not exist)/i, 'instanceNotFound'],
	[/^the ".*" instance does not exist|^waha core support only 'default'/i, 'instanceNotFound'],
	[/not connected|not authenticated|not authorized|not equals authenticated/i, 'notConnected'],
	[/starting process/i, 'notConnected'],
	[/too many requests|rate limit/i, 'rateLimited'],
];

/** A refusal, for the reason that the gateway's own words name where they name one. */
export const refused = (said: string): Rejected =>
	rejected('notSent', BY_WORDS.find(([pattern]) => pattern.test(said))?.[1] ?? 'refused', said);
