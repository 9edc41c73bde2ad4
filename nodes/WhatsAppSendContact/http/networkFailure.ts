import { rejected, type Rejected } from '../gateways/sendResult';

/** What the system, Node and the HTTP client call a failure, in words. n8n replaces an error's text that has such a code in it. */
const WORDS: Array<[code: RegExp, words: string]> = [
	[/^ECONNREFUSED$/, 'nothing listens there'],
	[/^ENOTFOUND$/, 'there is no server of that name'],
	[/^EAI_/, "the server's name could not be looked up"],
	[/^E(HOST|NET)UNREACH$/, 'no network leads there'],
	[/^CERT_HAS_EXPIRED$/, "the server's certificate has expired"],
	[
		/^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/,
		"the server's certificate is for another name",
	],
	[/^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/, "n8n does not trust the server's certificate"],
	[/^(EPROTO|ERR_SSL_WRONG_VERSION_NUMBER)$/, 'the server does not speak https'],
	[
		/^(ERR_INVALID_URL|ERR_INVALID_CHAR|ERR_UNESCAPED_CHARACTERS)$/,
		'no request can be written to this address',
	],
	[/^HPE_/, 'what came is not HTTP'],
	[/^(ECONNRESET|EPIPE)$/, 'the connection was cut'],
];

/** Codes that come before anything is written: no connection, no trust in the server, or nothing that could be written. */
const BEFORE_WRITING =
	/^(ECONNREFUSED|ENOTFOUND|EAI_.*|CERT_.*|UNABLE_TO_.*|SELF_SIGNED_.*|DEPTH_ZERO_.*|ERR_TLS_CERT_.*|HOSTNAME_MISMATCH|ERR_INVALID_URL|ERR_INVALID_CHAR|ERR_UNESCAPED_CHARACTERS)$/;
const TIMED_OUT = /^(ECONNABORTED|ETIMEDOUT)$/;
const BLOCKED =
	'n8n is set up not to call this address; the variables N8N_SSRF_ALLOWED_HOSTNAMES and N8N_SSRF_ALLOWED_IP_RANGES allow it';

/** What is read of an error, and of the errors within it. */
interface Link {
	code?: unknown;
	httpCode?: unknown;
	syscall?: unknown;
	name?: unknown;
	cause?: unknown;
	errorResponse?: unknown;
	/** One for each address of a server that has several. */
	errors?: unknown;
	/** Node's request, where the HTTP client had made one. */
	request?: {
		socket?: { secureConnecting?: boolean; _bytesDispatched?: number } | null;
	};
}

/**
 * What an exception of the request helper says of a send. Only what surely happened before the request was written counts
 * as not sent; everything else may have arrived.
 *
 * @param error what the helper threw: n8n's wrapper around the HTTP client's error around the system's
 */
export function networkFailure(error: unknown): Rejected {
	const links = linksOf(error);
	const codes = links.flatMap(({ code, httpCode }) => [code, httpCode]).filter(isText);
	const coded = (pattern: RegExp) => codes.some((code) => pattern.test(code));
	if (links.some(({ name }) => isText(name) && /^Ssrf/.test(name))) {
		return { ...rejected('notSent', 'unreachable', BLOCKED), lasting: true };
	}
	const unsent = coded(BEFORE_WRITING) || links.some(beforeConnection) || links.some(neverWritten);
	if (codes[0] === 'ERR_CANCELED') return rejected(unsent ? 'notSent' : 'unknown', 'cancelled');
	const words = WORDS.find(([code]) => coded(code))?.[1];
	if (unsent) return rejected('notSent', 'unreachable', words ?? 'no connection came about');
	if (coded(TIMED_OUT)) return rejected('unknown', 'timeout');
	const unnamed = `the connection failed${codes[0] ? ` (${codes[0]})` : ''}`;
	return rejected('unknown', 'unreadableReply', words ?? unnamed);
}

const isText = (value: unknown): value is string => typeof value === 'string';

const beforeConnection = ({ syscall }: Link) => syscall === 'connect' || syscall === 'getaddrinfo';

/**
 * Node holds a request back until its connection stands and, over TLS, until the server has proved who it is; while a
 * proxy is still asked for a connection, the request has no socket at all. Tried on Node 20 with the HTTP clients of
 * n8n-core 1.99 and 2.41. Without these traces nothing is known.
 */
function neverWritten({ request }: Link): boolean {
	if (!request || request.socket === undefined) return false;
	if (request.socket === null) return true;
	return request.socket.secureConnecting ?? request.socket._bytesDispatched === 0;
}

const DEEPEST = 6;

function linksOf(error: unknown, depth = 0): Link[] {
	if (typeof error !== 'object' || error === null || depth === DEEPEST) return [];
	const { cause, errorResponse, errors } = error as Link;
	const inner = [cause ?? errorResponse, ...(Array.isArray(errors) ? errors : [])];
	return [error as Link, ...inner.flatMap((each) => linksOf(each, depth + 1))];
}
