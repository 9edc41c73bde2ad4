import { networkFailure } from '../../nodes/WhatsAppSendContact/http/networkFailure';

/** The same as n8n throws it: its wrapper around the HTTP client's error around the system's. */
const wrapped = (system: unknown) => ({
	name: 'NodeApiError',
	cause: { name: 'AxiosError', cause: system },
});

const NO_CONNECTION = 'no connection could be made';
const NO_ROUTE = 'there is no route to it';
const CUT = 'the connection was cut';
const NO_TLS = 'the server does not speak https';

describe('only what surely happened before the request was written is not sent', () => {
	const notSent = (gatewayMessage: string) => ({
		accepted: false,
		certainty: 'notSent',
		reason: 'unreachable',
		gatewayMessage,
	});

	test.each([
		['nothing listens there', 'ECONNREFUSED'],
		['there is no server of that name', 'ENOTFOUND'],
		["the server's name could not be looked up", 'EAI_AGAIN'],
		["the server's certificate has expired", 'CERT_HAS_EXPIRED'],
		["n8n does not trust the server's certificate", 'CERT_UNTRUSTED', 'SELF_SIGNED_CERT_IN_CHAIN'],
		["n8n does not trust the server's certificate", 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_X'],
		["the server's certificate is for another name", 'HOSTNAME_MISMATCH'],
		["the server's certificate is for another name", 'ERR_TLS_CERT_ALTNAME_INVALID'],
		['no request can be written to this address', 'ERR_INVALID_URL', 'ERR_INVALID_CHAR'],
		['no request can be written to this address', 'ERR_UNESCAPED_CHARACTERS'],
	])('%s, by its code: %s', (words, ...codes) => {
		for (const code of codes) {
			// Of what is within, some versions of n8n keep nothing but the code.
			const told = [{ code }, wrapped({ code }), { httpCode: code }].map(networkFailure);
			expect(told).toEqual(told.map(() => notSent(words)));
		}
	});

	const unreachable = { code: 'ENETUNREACH', syscall: 'connect' };
	const refused = { code: 'ECONNREFUSED', syscall: 'connect' };
	const request = { socket: { secureConnecting: true } };
	const sentence =
		'Client network socket disconnected before secure TLS connection was established';

	test.each([
		[{ code: 'ETIMEDOUT', syscall: 'connect' }, NO_CONNECTION],
		[{ code: 'EHOSTUNREACH', syscall: 'connect' }, NO_ROUTE],
		[{ code: 'ENOMEM', syscall: 'getaddrinfo' }, NO_CONNECTION],
		// A name with several addresses, none of which can be reached.
		[{ errors: [unreachable, refused] }, 'nothing listens there'],
		[{ errors: [unreachable, unreachable] }, NO_ROUTE],
		// The client's own request shows that nothing was written.
		[{ code: 'ECONNRESET', request }, CUT],
		[{ code: 'EPROTO', request }, NO_TLS],
		[{ code: 'ETIMEDOUT', request }, NO_CONNECTION],
		[{ code: 'ETIMEDOUT', request: { socket: { _bytesDispatched: 0 } } }, NO_CONNECTION],
		[{ request: { socket: null } }, NO_CONNECTION],
		// Where n8n keeps nothing but a code and what Node said.
		[{ httpCode: 'ETIMEDOUT', messages: ['connect ETIMEDOUT 192.0.2.1:443'] }, NO_CONNECTION],
		[{ httpCode: 'EHOSTUNREACH', messages: ['connect EHOSTUNREACH 192.0.2.1:443'] }, NO_ROUTE],
		[{ messages: ['getaddrinfo ENOMEM gateway.example.org'] }, NO_CONNECTION],
		[{ httpCode: 'ECONNRESET', messages: ['a sentence of n8n', sentence] }, CUT],
		[{ messages: ['Proxy connection ended before receiving CONNECT response'] }, NO_CONNECTION],
	])('%j', (system, words) => {
		expect(networkFailure(system)).toEqual(notSent(words));
		expect(networkFailure(wrapped(system))).toEqual(notSent(words));
	});

	test('what n8n blocks by its own rules names the variables that help, and is not repeated', () => {
		const variables = 'N8N_SSRF_ALLOWED_HOSTNAMES and N8N_SSRF_ALLOWED_IP_RANGES allow it';
		const words = `n8n is set up not to call this address; the variables ${variables}`;
		expect(networkFailure(wrapped({ name: 'SsrfBlockedIpError' }))).toEqual({
			...notSent(words),
			lasting: true,
		});
	});
});

describe('everything else may have arrived', () => {
	const unknown = (reason: string, gatewayMessage = '') => ({
		accepted: false,
		certainty: 'unknown',
		reason,
		gatewayMessage,
	});
	const request = { socket: { secureConnecting: false, _bytesDispatched: 0 } };

	test.each([
		{ code: 'ECONNABORTED' },
		{ code: 'ETIMEDOUT' },
		{ code: 'ETIMEDOUT', cause: { code: 'ERR_CANCELED' } },
		{ code: 'ETIMEDOUT', request },
		{ code: 'ETIMEDOUT', request: { socket: { _bytesDispatched: 226 } } },
		{ code: 'ETIMEDOUT', request: { socket: {} } },
		{ code: 'ETIMEDOUT', request: {} },
	])('%j: the time was up', (system) => {
		expect(networkFailure(system)).toEqual(unknown('timeout'));
	});

	test('what was canceled, unless it was canceled before it was written', () => {
		const canceled = { code: 'ERR_CANCELED' };
		expect(networkFailure(canceled)).toEqual(unknown('cancelled'));
		expect(networkFailure({ ...canceled, cause: { request: { socket: null } } })).toMatchObject({
			certainty: 'notSent',
			reason: 'cancelled',
		});
	});

	test.each<[unknown, string]>([
		[{ code: 'ECONNRESET' }, CUT],
		[{ code: 'ECONNRESET', request }, CUT],
		[{ code: 'EPIPE', syscall: 'write' }, CUT],
		[{ httpCode: 'ECONNRESET', messages: ['read ECONNRESET'] }, CUT],
		[{ code: 'HPE_INVALID_CONSTANT' }, 'the answer is not HTTP'],
		// Plain text in an encrypted connection, e.g. a proxy's: the request may have been read before it.
		[{ code: 'EPROTO', request }, NO_TLS],
		[{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, NO_TLS],
		...['ERR_SSL_X', 'MY_ETIMEDOUT', 'ECONNABORTED_2', 'ECONNREFUSED_2', 'MY_ECONNREFUSED'].map(
			(code): [unknown, string] => [{ code }, `the connection failed (${code})`],
		),
		[{ messages: ['it says: connect ECONNREFUSED', 5] }, 'the connection failed'],
		[{ messages: 'connected' }, 'the connection failed'],
		[{ message: 'connect ECONNREFUSED' }, 'the connection failed'],
		[{ name: 'NoSsrf' }, 'the connection failed'],
		[{ code: 5, syscall: 5, name: 5, errors: 5 }, 'the connection failed'],
		[null, 'the connection failed'],
	])('%j: %s', (system, words) => {
		expect(networkFailure(system)).toEqual(unknown('unreadableReply', words));
	});
});

test('an error that is its own cause ends', () => {
	const error: { cause?: unknown; errors?: unknown[] } = {};
	error.cause = error;
	error.errors = [error];
	expect(networkFailure(error).reason).toBe('unreadableReply');
});
