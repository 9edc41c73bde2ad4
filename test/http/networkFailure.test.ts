import { networkFailure } from '../../nodes/WhatsAppSendContact/http/networkFailure';

const wrapped = (system: object) => ({
	name: 'NodeApiError',
	cause: { name: 'AxiosError', cause: system },
});

const UNTRUSTED = "n8n does not trust the server's certificate";
const WRONG_NAME = "the server's certificate is for another name";
const NO_REQUEST = 'no request can be written to this address';
const NO_CONNECTION = 'no connection could be made';

describe('only what surely happened before the request was written is not sent', () => {
	test.each([
		[{ code: 'ECONNREFUSED', syscall: 'connect' }, 'nothing listens there'],
		[{ code: 'ECONNREFUSED' }, 'nothing listens there'],
		[{ code: 'ETIMEDOUT', syscall: 'connect' }, NO_CONNECTION],
		[{ code: 'EHOSTUNREACH', syscall: 'connect' }, 'there is no route to it'],
		[{ code: 'ENETUNREACH', syscall: 'connect' }, 'there is no route to it'],
		[{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'there is no server of that name'],
		[{ code: 'ENOTFOUND' }, 'there is no server of that name'],
		[{ code: 'EAI_AGAIN' }, "the server's name could not be looked up"],
		[{ code: 'ENOMEM', syscall: 'getaddrinfo' }, NO_CONNECTION],
		[{ code: 'CERT_HAS_EXPIRED' }, "the server's certificate has expired"],
		[{ code: 'CERT_UNTRUSTED' }, UNTRUSTED],
		[{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, UNTRUSTED],
		[{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, UNTRUSTED],
		[{ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, UNTRUSTED],
		[{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, WRONG_NAME],
		[{ code: 'HOSTNAME_MISMATCH' }, WRONG_NAME],
		[{ code: 'ERR_INVALID_URL' }, NO_REQUEST],
		[{ code: 'ERR_INVALID_CHAR' }, NO_REQUEST],
		[{ code: 'ERR_UNESCAPED_CHARACTERS' }, NO_REQUEST],
		// A name with several addresses, none of which can be reached.
		[
			{
				errors: [
					{ code: 'ENETUNREACH', syscall: 'connect' },
					{ code: 'ECONNREFUSED', syscall: 'connect' },
				],
			},
			'nothing listens there',
		],
		[
			{
				errors: [
					{ code: 'ECONNREFUSED', syscall: 'connect' },
					{ code: 'ENETUNREACH', syscall: 'connect' },
				],
			},
			'nothing listens there',
		],
		// The client's own request shows that nothing was written.
		[
			{ code: 'ECONNRESET', request: { socket: { secureConnecting: true } } },
			'the connection was cut',
		],
		[
			{ code: 'EPROTO', request: { socket: { secureConnecting: true } } },
			'the server does not speak https',
		],
		[{ code: 'ETIMEDOUT', request: { socket: { secureConnecting: true } } }, NO_CONNECTION],
		[{ code: 'ETIMEDOUT', request: { socket: { _bytesDispatched: 0 } } }, NO_CONNECTION],
		[{ code: 'ETIMEDOUT', request: { socket: null } }, NO_CONNECTION],
		[{ request: { socket: null } }, NO_CONNECTION],
		// Where n8n keeps nothing but a code and what Node said.
		[{ httpCode: 'ETIMEDOUT', messages: ['connect ETIMEDOUT 192.0.2.1:443'] }, NO_CONNECTION],
		[
			{ httpCode: 'EHOSTUNREACH', messages: ['connect EHOSTUNREACH 192.0.2.1:443'] },
			'there is no route to it',
		],
		[{ messages: ['getaddrinfo ENOMEM gateway.example.org'] }, NO_CONNECTION],
		[
			{
				httpCode: 'ECONNRESET',
				messages: [
					'a sentence of n8n',
					'Client network socket disconnected before secure TLS connection was established',
				],
			},
			'the connection was cut',
		],
		[{ messages: ['Proxy connection ended before receiving CONNECT response'] }, NO_CONNECTION],
	])('%j', (system, gatewayMessage) => {
		const expected = {
			accepted: false,
			certainty: 'notSent',
			reason: 'unreachable',
			gatewayMessage,
		};
		expect(networkFailure(system)).toEqual(expected);
		expect(networkFailure(wrapped(system))).toEqual(expected);
	});
});

test.each(['SsrfBlockedIpError', 'SsrfBlockedHostnameError'])(
	'%s of n8n names the variables that help, and is not repeated',
	(name) => {
		const failure = networkFailure(wrapped({ name }));
		expect(failure).toMatchObject({
			certainty: 'notSent',
			reason: 'unreachable',
			lasting: true,
		});
		expect(failure.gatewayMessage).toContain('n8n is set up not to call this address');
		expect(failure.gatewayMessage).toContain('N8N_SSRF_ALLOWED_HOSTNAMES');
		expect(failure.gatewayMessage).toContain('N8N_SSRF_ALLOWED_IP_RANGES');
	},
);

const CUT = 'the connection was cut';
const SECURED = { socket: { secureConnecting: false, _bytesDispatched: 0 } };

describe('everything else may have arrived', () => {
	test.each([
		[{ code: 'ECONNABORTED' }, 'timeout', ''],
		[{ code: 'ETIMEDOUT' }, 'timeout', ''],
		[{ code: 'ETIMEDOUT', cause: { code: 'ERR_CANCELED' } }, 'timeout', ''],
		[{ code: 'ETIMEDOUT', request: SECURED }, 'timeout', ''],
		[{ code: 'ETIMEDOUT', request: { socket: { _bytesDispatched: 226 } } }, 'timeout', ''],
		[{ code: 'ETIMEDOUT', request: { socket: {} } }, 'timeout', ''],
		[{ code: 'ETIMEDOUT', request: {} }, 'timeout', ''],
		[{ code: 'ETIMEDOUT', request: null }, 'timeout', ''],
		[{ code: 'ERR_CANCELED' }, 'cancelled', ''],
		[{ code: 'ECONNRESET' }, 'unreadableReply', CUT],
		[{ code: 'ECONNRESET', syscall: 'read' }, 'unreadableReply', CUT],
		[{ code: 'ECONNRESET', request: SECURED }, 'unreadableReply', CUT],
		[{ code: 'EPIPE', syscall: 'write' }, 'unreadableReply', CUT],
		[{ code: 'EPROTO', request: SECURED }, 'unreadableReply', 'the server does not speak https'],
		[{ httpCode: 'ECONNRESET', messages: ['read ECONNRESET'] }, 'unreadableReply', CUT],
		[{ httpCode: 'ECONNRESET', messages: ['socket hang up'] }, 'unreadableReply', CUT],
		[
			{ messages: ['it says: connect ECONNREFUSED', 5], message: 'connect ECONNREFUSED' },
			'unreadableReply',
			'the connection failed',
		],
		[{ messages: 'connected' }, 'unreadableReply', 'the connection failed'],
		[{ code: 'HPE_INVALID_CONSTANT' }, 'unreadableReply', 'the answer is not HTTP'],
		// Plain text in an encrypted connection, e.g. a proxy's: the request may have been read before it.
		[
			{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' },
			'unreadableReply',
			'the server does not speak https',
		],
		[
			{ code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC' },
			'unreadableReply',
			'the connection failed (ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC)',
		],
		[{ code: 'MY_ETIMEDOUT' }, 'unreadableReply', 'the connection failed (MY_ETIMEDOUT)'],
		[{ code: 'ECONNABORTED_2' }, 'unreadableReply', 'the connection failed (ECONNABORTED_2)'],
		[{ code: 'ECONNREFUSED_2' }, 'unreadableReply', 'the connection failed (ECONNREFUSED_2)'],
		[{ code: 'MY_ECONNREFUSED' }, 'unreadableReply', 'the connection failed (MY_ECONNREFUSED)'],
		[{ name: 'NoSsrf' }, 'unreadableReply', 'the connection failed'],
		[{}, 'unreadableReply', 'the connection failed'],
		[undefined, 'unreadableReply', 'the connection failed'],
		[null, 'unreadableReply', 'the connection failed'],
		[{ code: 5, syscall: 5, name: 5, errors: 5 }, 'unreadableReply', 'the connection failed'],
		['text', 'unreadableReply', 'the connection failed'],
	])('%j is %s', (system, reason, gatewayMessage) => {
		expect(networkFailure(system)).toEqual({
			accepted: false,
			certainty: 'unknown',
			reason,
			gatewayMessage,
		});
	});
});

test('what was canceled before it was written was not sent', () => {
	const canceled = { code: 'ERR_CANCELED', cause: { request: { socket: null } } };
	expect(networkFailure(canceled)).toMatchObject({ certainty: 'notSent', reason: 'cancelled' });
});

test('n8n may keep no more than the code of what the system said', () => {
	expect(networkFailure({ httpCode: 'ECONNREFUSED' }).certainty).toBe('notSent');
});

test('an error that is its own cause ends', () => {
	const error: { cause?: unknown; errors?: unknown[] } = {};
	error.cause = error;
	error.errors = [error];
	expect(networkFailure(error).reason).toBe('unreadableReply');
});
