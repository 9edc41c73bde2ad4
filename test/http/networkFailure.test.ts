import { networkFailure } from '../../nodes/WhatsAppSendContact/http/networkFailure';

const wrapped = (system: object) => ({
	name: 'NodeApiError',
	cause: { name: 'AxiosError', cause: system },
});

describe('only what surely happened before the request was written is not sent', () => {
	test.each([
		[{ code: 'ECONNREFUSED', syscall: 'connect' }],
		[{ code: 'ECONNREFUSED' }],
		[{ code: 'ETIMEDOUT', syscall: 'connect' }],
		[{ code: 'EHOSTUNREACH', syscall: 'connect' }],
		[{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }],
		[{ code: 'EAI_AGAIN' }],
		[{ code: 'CERT_HAS_EXPIRED' }],
		[{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
		[{ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }],
		[{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
		[{ code: 'EPROTO' }],
		[{ code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' }],
		[{ code: 'ERR_INVALID_URL' }],
		[{ code: 'ERR_INVALID_CHAR' }],
		[{ name: 'SsrfBlockedIpError' }],
	])('%j', (system) => {
		const code = 'code' in system ? system.code : '';
		const expected = { certainty: 'notSent', reason: 'unreachable', gatewayMessage: code };
		expect(networkFailure(system)).toMatchObject(expected);
		expect(networkFailure(wrapped(system))).toMatchObject(expected);
	});
});

describe('everything else may have arrived', () => {
	test.each([
		[{ code: 'ECONNABORTED' }, 'timeout', ''],
		[{ code: 'ETIMEDOUT' }, 'timeout', ''],
		[{ code: 'ERR_CANCELED' }, 'cancelled', ''],
		[{ code: 'ECONNRESET' }, 'unreadableReply', 'the connection was cut (ECONNRESET)'],
		[
			{ code: 'ECONNRESET', syscall: 'read' },
			'unreadableReply',
			'the connection was cut (ECONNRESET)',
		],
		[{ code: 'EPIPE', syscall: 'write' }, 'unreadableReply', 'the connection was cut (EPIPE)'],
		[
			{ code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC' },
			'unreadableReply',
			expect.any(String),
		],
		// Plain text in an encrypted connection, e.g. a proxy's: the request may have been read before it.
		[{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'unreadableReply', expect.any(String)],
		[{ code: 'ERR_BAD_RESPONSE' }, 'unreadableReply', 'the connection was cut (ERR_BAD_RESPONSE)'],
		[{}, 'unreadableReply', 'the connection was cut'],
		[undefined, 'unreadableReply', 'the connection was cut'],
		[null, 'unreadableReply', 'the connection was cut'],
		[{ syscall: 5, name: 5 }, 'unreadableReply', 'the connection was cut'],
		[{ code: 'MY_ETIMEDOUT' }, 'unreadableReply', 'the connection was cut (MY_ETIMEDOUT)'],
		[{ code: 'ECONNABORTED_2' }, 'unreadableReply', 'the connection was cut (ECONNABORTED_2)'],
		['text', 'unreadableReply', 'the connection was cut'],
	])('%j is %s', (system, reason, gatewayMessage) => {
		expect(networkFailure(system)).toEqual({
			accepted: false,
			certainty: 'unknown',
			reason,
			gatewayMessage,
		});
	});
});

test('n8n keeps the system’s error under other names too', () => {
	expect(networkFailure({ httpCode: 'ECONNREFUSED' }).certainty).toBe('notSent');
	expect(networkFailure({ errorResponse: { code: 'ENOTFOUND' } }).certainty).toBe('notSent');
});

test('an error that is its own cause ends', () => {
	const error: { cause?: unknown } = {};
	error.cause = error;
	expect(networkFailure(error).reason).toBe('unreadableReply');
});
