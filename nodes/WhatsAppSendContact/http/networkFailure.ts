import { type Failure, rejected } from '../outcome';

/** Codes of the system, Node and the HTTP client, in words: n8n replaces an error's text that has such a code in it. */
type Words = Array<[code: RegExp, words: string]>;

/** Codes that come before anything is written: no connection, no trust in the server, or nothing that could be written. */
const BEFORE_WRITING: Words = [
	[/^ECONNREFUSED$/, 'nothing listens there'],
	[/^ENOTFOUND$/, 'there is no server of that name'],
	[/^EAI_/, "the server's name could not be looked up"],
	[/^CERT_HAS_EXPIRED$/, "the server's certificate has expired"],
	[/^(ERR_TLS_CERT_|HOSTNAME_MISMATCH$)/, "the server's certificate is for another name"],
	[/^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/, "n8n does not trust the server's certificate"],
	[
		/^ERR_(INVALID_URL|INVALID_CHAR|UNESCAPED_CHARACTERS)$/,
		'no request can be written to this address',
	],
];
const AT_ANY_TIME: Words = [
	[/^E(HOST|NET)UNREACH$/, 'there is no route to it'],
	[/^(EPROTO|ERR_SSL_WRONG_VERSION_NUMBER)$/, 'the server does not speak https'],
	[/^HPE_/, 'the answer is not HTTP'],
	[/^(ECONNRESET|EPIPE)$/, 'the connection was cut'],
];
const TIMED_OUT = /^(ECONNABORTED|ETIMEDOUT)$/;
const BLOCKED =
	'n8n is set up not to call this address; the variables N8N_SSRF_ALLOWED_HOSTNAMES and N8N_SSRF_ALLOWED_IP_RANGES allow it';

/** What Node, and the client's agent for proxies, say where there was never a connection. */
const NEVER_STOOD =
	/^((connect|getaddrinfo) E|Client network socket disconnected before secure TLS|Proxy connection ended before receiving CONNECT)/;

/**
 * What is read of an error, and of the errors within it. Of what is within, n8n 1.123 to 2.33 keep only a code and a
 * sentence, as `httpCode` and among the `messages`.
 */
interface Link {
	code?: unknown;
	httpCode?: unknown;
	messages?: unknown;
	syscall?: unknown;
	name?: unknown;
	cause?: unknown;
	/** One for each address of a server that has several. */
	errors?: unknown;
	/** Node's request, where the HTTP client had made one. */
	request?: { socket?: { secureConnecting?: boolean; _bytesDispatched?: number } | null };
}

/**
 * What an exception of the request helper says of a send. Only what surely happened before the request was written counts
 * as not sent; everything else may have arrived.
 *
 * @param error what the helper threw: n8n's wrapper around the HTTP client's error around the system's
 */
export function networkFailure(error: unknown): Failure {
	const links = linksOf(error);
	if (links.some(({ name }) => String(name).startsWith('Ssrf'))) {
		return { ...rejected('notSent', 'unreachable', BLOCKED), lasting: true };
	}
	const codes = links
		.flatMap(({ code, httpCode }) => [code, httpCode])
		.filter((code) => typeof code === 'string');
	const wordsIn = (table: Words) =>
		table.find(([pattern]) => codes.some((code) => pattern.test(code)))?.[1];
	const early = wordsIn(BEFORE_WRITING);
	const words = early ?? wordsIn(AT_ANY_TIME);
	const unsent = early !== undefined || links.some(neverWritten);
	if (codes[0] === 'ERR_CANCELED') return rejected(unsent ? 'notSent' : 'unknown', 'cancelled');
	if (unsent) return rejected('notSent', 'unreachable', words ?? 'no connection could be made');
	if (codes.some((code) => TIMED_OUT.test(code))) return rejected('unknown', 'timeout');
	const unnamed = `the connection failed${codes[0] ? ` (${codes[0]})` : ''}`;
	return rejected('unknown', 'unreadableReply', words ?? unnamed);
}

/**
 * Node holds a request back until its connection stands and, over TLS, until the server has proved who it is; while a
 * proxy is still asked for a connection, the request has no socket at all. Tried on Node 20 with the HTTP clients of
 * n8n-core 1.122 and 2.41. Without these traces nothing is known.
 */
function neverWritten({ syscall, messages, request }: Link): boolean {
	if ([messages].flat().some((sentence) => NEVER_STOOD.test(String(sentence)))) return true;
	if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
	const socket = request?.socket;
	if (!socket) return socket === null;
	return socket.secureConnecting ?? socket._bytesDispatched === 0;
}

const DEEPEST = 6;

function linksOf(error: unknown, depth = 0): Link[] {
	if (typeof error !== 'object' || error === null || depth === DEEPEST) return [];
	const { cause, errors } = error as Link;
	return [error as Link, ...[cause, errors].flat().flatMap((each) => linksOf(each, depth + 1))];
}
