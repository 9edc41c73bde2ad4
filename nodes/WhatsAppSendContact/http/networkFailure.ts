import { type Reason, rejected, type Rejected } from '../gateways/sendResult';

const NAME_NOT_RESOLVED = /^(ENOTFOUND|EAI_)/;
/** The handshake failed, so that no request was written: an untrusted certificate, or no TLS on the other side. */
const NO_TLS =
	/^(CERT_|ERR_TLS_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|EPROTO|ERR_SSL_.*HANDSHAKE)/;
/** Node refused to write the request at all. */
const NOT_WRITTEN = /^(ERR_INVALID_URL|ERR_INVALID_CHAR|ERR_UNESCAPED_CHARACTERS|ECONNREFUSED)$/;
/** n8n's guard against requests to internal addresses. */
const BLOCKED = /ssrf/i;

interface Trace {
	codes: string[];
	calls: string[];
	names: string[];
}

/**
 * What an exception of the request helper says of a send. Only what surely happened before the request was written counts
 * as not sent; everything else may have arrived.
 *
 * @param error what the helper threw: n8n's wrapper around the HTTP client's error around the system's
 */
export function networkFailure(error: unknown): Rejected {
	const { codes, calls, names } = trace(error);
	const coded = (pattern: RegExp) => codes.some((code) => pattern.test(code));
	const unsent = (reason: Reason) => rejected('notSent', reason, codes[0] ?? '');
	if (calls.includes('getaddrinfo') || coded(NAME_NOT_RESOLVED)) return unsent('unreachable');
	if (calls.includes('connect') || coded(NO_TLS) || coded(NOT_WRITTEN))
		return unsent('unreachable');
	if (names.some((name) => BLOCKED.test(name))) return unsent('unreachable');
	if (coded(/^ERR_CANCELED$/)) return rejected('unknown', 'cancelled');
	if (coded(/^(ECONNABORTED|ETIMEDOUT)$/)) return rejected('unknown', 'timeout');
	return rejected(
		'unknown',
		'unreadableReply',
		`the connection was cut${codes[0] ? ` (${codes[0]})` : ''}`,
	);
}

const DEEPEST = 6;

function trace(error: unknown): Trace {
	const found: Trace = { codes: [], calls: [], names: [] };
	let current = error;
	for (let depth = 0; depth < DEEPEST && typeof current === 'object' && current !== null; depth++) {
		const { code, httpCode, syscall, name, cause, errorResponse } = current as Record<
			string,
			unknown
		>;
		for (const each of [code, httpCode]) if (typeof each === 'string') found.codes.push(each);
		if (typeof syscall === 'string') found.calls.push(syscall);
		if (typeof name === 'string') found.names.push(name);
		current = cause ?? errorResponse;
	}
	return found;
}
