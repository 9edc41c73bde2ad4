import fc from 'fast-check';

import { sanitize } from '../../nodes/WhatsAppSendContact/http/sanitize';

test('an ordinary answer goes through unchanged', () => {
	const answer = { sent: true, id: 'x', list: [1, null, { a: 'b' }], queueNumber: 2 };
	expect(sanitize(answer)).toEqual(answer);
});

test.each(['__proto__', 'constructor', 'prototype'])(
	'the key %s is left out, at any depth',
	(key) => {
		expect(sanitize(JSON.parse(`{"a":{"${key}":{"x":1},"b":2}}`))).toEqual({ a: { b: 2 } });
	},
);

test('what is too deep, too many or too long is cut', () => {
	const deep = JSON.parse(`${'['.repeat(100_000)}1${']'.repeat(100_000)}`);
	expect(JSON.stringify(sanitize(deep))).toBe(`${'['.repeat(12)}"…"${']'.repeat(12)}`);
	const nested = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
	expect(JSON.stringify(sanitize(nested))).toBe(`${'{"a":'.repeat(12)}"…"${'}'.repeat(12)}`);
	expect((sanitize(Array(5_000).fill(1)) as unknown[]).length).toBe(1_000);
	const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, 1]));
	expect(Object.keys(sanitize(wide) as object)).toHaveLength(1_000);
	expect((sanitize('x'.repeat(50_000)) as string).length).toBe(20_000);
});

test('any JSON can be stored afterwards, and has no prototype of its own', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			const copy = sanitize(value);
			expect(() => JSON.stringify(copy)).not.toThrow();
			if (typeof copy === 'object' && copy !== null && !Array.isArray(copy)) {
				expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
			}
		}),
	);
});
