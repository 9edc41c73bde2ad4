import type { Answer } from './gateway';
import { type Reason, rejected, type Rejected } from './sendResult';

const LONGEST_WORDS = 500;
const MOST_PARTS = 20;
const DEEPEST = 5;

export type JsonObject = Record<string, unknown>;

/** True for a JSON object (not an array, not null). */
export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field of a JSON object, undefined where there is no object or no field of its own. */
export const field = (value: unknown, name: string): unknown =>
	isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** The same, for a path of names: `at(body, 'status', 'accountStatus')`. */
export const at = (value: unknown, ...names: string[]): unknown => names.reduce(field, value);

/** A field that should be text or a number, as text; undefined for anything else and for ''. */
export function text(value: unknown): string | undefined {
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * What the gateway said, in one line of at most 500 characters: text as it is, lists joined, objects as `field: text`
 * (`[{"to":"is required"}]` becomes `to: is required`).
 */
export function words(value: unknown): string {
	const line = parts(value, 0)
		.join('; ')
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	return line.length > LONGEST_WORDS ? `${line.slice(0, LONGEST_WORDS)}…` : line;
}

function parts(value: unknown, depth: number): string[] {
	if (typeof value === 'string') return value === '' ? [] : [value];
	if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
	if (depth >= DEEPEST || typeof value !== 'object' || value === null) return [];
	if (Array.isArray(value)) {
		return value.slice(0, MOST_PARTS).flatMap((inner: unknown) => parts(inner, depth + 1));
	}
	return Object.entries(value)
		.slice(0, MOST_PARTS)
		.flatMap(([name, inner]) =>
			parts(inner, depth + 1).map((gatewayMessage) => `${name}: ${gatewayMessage}`),
		);
}

/** True for a web page, which some proxies and wrong servers send in place of an answer. */
export const isHtml = (body: unknown): boolean =>
	typeof body === 'string' && /^\s*(<!doctype html|<html|<head|<body)/i.test(body);

/** What a body without a JSON object says: the title of a web page, or the text itself. */
export function plainWords(body: unknown): string {
	if (typeof body !== 'string') return words(body);
	if (!isHtml(body)) return words(body.slice(0, LONGEST_WORDS * 2));
	const title = /<title[^>]*>([^<]*)/i.exec(body.slice(0, 10_000))?.[1] ?? '';
	return words(`a web page${title.trim() ? ` titled "${title.trim()}"` : ''}`);
}

/** What means yes where a gateway tells in the body whether it has sent: some write it as text, some as a number. */
export const YES: unknown[] = [true, 'true', 1, '1', 'queued'];

/** True for a status of 2xx, where only the body can tell what became of a message. */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** A server that has taken a form may answer "see there"; 301, 307 and 308 mean that it wants the request elsewhere. */
const MAYBE_DONE = [302, 303];
const REDIRECTED = 'the server redirects to another address, which belongs into the credential';

/** A server that lost its patience, had such a message already, or was left by somebody before it, may have sent it. */
const MAYBE_TAKEN = [408, 409, 460, 499];

const BY_STATUS: Partial<Record<number, Reason>> = {
	401: 'unauthorized',
	402: 'notPaid',
	404: 'instanceNotFound',
	429: 'rateLimited',
};

/**
 * What an HTTP status says of a send, and the gateway's words where it refuses. A 4xx was mostly answered before anything
 * was sent; a 5xx may come after.
 *
 * @returns undefined for 2xx, where only the body can tell
 */
export function rejectedByStatus({ status }: Answer, gatewayMessage: string): Rejected | undefined {
	if (isSuccess(status)) return undefined;
	if (MAYBE_DONE.includes(status)) return rejected('unknown', 'unreadableReply', REDIRECTED);
	if (status >= 300 && status < 400) return rejected('notSent', 'refused', REDIRECTED);
	if (MAYBE_TAKEN.includes(status) || (status >= 500 && status < 600))
		return rejected('unknown', 'serverError', gatewayMessage);
	if (status < 400 || status >= 600) return rejected('unknown', 'unreadableReply', gatewayMessage);
	const reason = BY_STATUS[status];
	return reason === undefined
		? refused(gatewayMessage)
		: rejected('notSent', reason, gatewayMessage);
}

const BY_WORDS: Array<[RegExp, Reason]> = [
	[/^(wrong|invalid) token|^unauthori[sz]ed/i, 'unauthorized'],
	[/^your instance has been stopped|^not[ _]paid|^instance account is expired/i, 'notPaid'],
	[
		/^instance (not found|is deleted|does not exist)|^the ".*" instance does not exist/i,
		'instanceNotFound',
	],
	[
		/not connected|not authenticated|not authorized|not equals authenticated|starting process/i,
		'notConnected',
	],
	[/too many requests|rate limit/i, 'rateLimited'],
];

/** A refusal, for the reason that the gateway's own words name where they name one. */
export const refused = (gatewayMessage: string): Rejected =>
	rejected('notSent', reasonInWords(gatewayMessage) ?? 'refused', gatewayMessage);

/**
 * The reason that a gateway's own words name, for dialects that answer every refusal alike. What ends a whole run must
 * begin with the captured words: a name or a group in the middle of a sentence must not.
 */
export const reasonInWords = (gatewayMessage: string): Reason | undefined =>
	BY_WORDS.find(([pattern]) => pattern.test(gatewayMessage))?.[1];
