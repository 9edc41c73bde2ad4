import { readRetryAfter } from '../../nodes/WhatsAppSendContact/http/retryAfter';

const now = Date.parse('2026-01-01T00:00:00Z');

test.each([
	['5', 5_000],
	[' 120 ', 120_000],
	['0', 0],
	['0.5', 500],
	[7, 7_000],
	['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
	['Wed, 31 Dec 2025 23:59:00 GMT', 0],
])('%j is %i ms', (header, milliseconds) => {
	expect(readRetryAfter(header, now)).toBe(milliseconds);
});

test.each([undefined, null, '', 'soon', '-5', '1e9', 'NaN', {}, ['5'], 'x5'])(
	'%j is none',
	(header) => {
		expect(readRetryAfter(header, now)).toBeUndefined();
	},
);
