import fc from 'fast-check';

import { redactor, sanitize } from '../../nodes/WhatsAppSendContact/http/redact';
import { runs } from '../property';

type Spell = (secret: string) => string;

const asHex = (sign: string, digits: number) =>
	(sign.codePointAt(0) ?? 0).toString(16).padStart(digits, '0');
const inJson: Spell = (secret) => JSON.stringify(secret).slice(1, -1);
const NAMES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

const SPELLINGS: Array<[string, Spell]> = [
	['as it is', (secret) => secret],
	['URL-encoded', encodeURIComponent],
	['URL-encoded, in small letters', (secret) => encodeURIComponent(secret).toLowerCase()],
	['URL-encoded by a form', (secret) => new URLSearchParams({ x: secret }).toString().slice(2)],
	['read as a form, its plus a space', (secret) => secret.replace(/\+/g, ' ')],
	['every byte URL-encoded', (secret) => Buffer.from(secret).toString('hex').replace(/../g, '%$&')],
	['in JSON', inJson],
	['in JSON, with escaped slashes', (secret) => inJson(secret).replace(/\//g, '\\/')],
	['in JSON, each sign', (secret) => secret.replace(/[^]/g, (unit) => `\\u${asHex(unit, 4)}`)],
	['in a script', (secret) => secret.replace(/[\0-\xff]/g, (unit) => `\\x${asHex(unit, 2)}`)],
	['in HTML, by number', (secret) => secret.replace(/./gu, (sign) => `&#${sign.codePointAt(0)};`)],
	['in HTML, by hexadecimal', (secret) => secret.replace(/./gu, (sign) => `&#x${asHex(sign, 0)};`)],
	['in HTML, by name', (secret) => secret.replace(/[&<>"']/g, (sign) => NAMES[sign])],
];

/** Secrets of any signs, and ones that look encoded themselves. */
const anySecret = fc
	.oneof(
		fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme' }),
		fc
			.array(fc.constantFrom(...'aB41%\\+', '%41', '\\u0041', '&amp;', '&#65;'), { maxLength: 12 })
			.map((parts) => `s3cr${parts.join('')}3t`),
	)
	.filter((secret) => !/[\s\p{Cc}*]/u.test(secret));

/** A secret that begins or ends with signs of an encoding may leave those of the encoding around it. */
const expectHidden = (secret: string, spelled: string) => {
	const text = redactor(secret)(`before ${spelled} after`);
	expect(text).toMatch(/^before [\\%&#;\w]{0,8}\*\*\*[\\;\w]{0,8} after$/);
	expect(text).not.toContain(secret);
};

test.each(SPELLINGS)('a secret %s is taken out, whatever it is', (_name, spell) => {
	fc.assert(
		fc.property(anySecret, (secret) => expectHidden(secret, spell(secret))),
		runs(),
	);
});

test('a secret is taken out where one encoding is put around another', () => {
	const encoding = fc.constantFrom(...SPELLINGS);
	fc.assert(
		fc.property(anySecret, encoding, encoding, (secret, [, inner], [, outer]) => {
			expectHidden(secret, outer(inner(secret)));
		}),
		runs(20_000),
	);
});

describe('what is left', () => {
	const redact = redactor('s3cr3t.token');

	test('every place is cleaned, in any letter case, and nothing else is touched', () => {
		expect(redact('s3cr3t.token, S3CR3T.Token and s3cr3tXtoken')).toBe('***, *** and s3cr3tXtoken');
		expect(redact('s3cr3t.tokens3cr3t.token')).toBe('******');
		expect(redact('S3cr3t.S3cr3t.token?')).toBe('S3cr3t.***?');
		// A few signs, as which a secret can be read too, are no secret.
		expect(redactor('%41%42%43')('ABC')).toBe('ABC');
	});

	test('text that holds it encoded comes back decoded, so that no part of it is left', () => {
		expect(redact('a%20b s3cr3t%2Etoken &lt;')).toBe('a b *** <');
		expect(redact('a%2520b s3cr3t.token')).toBe('a%2520b ***');
		expect(redact('s3cr3t.token, s3cr3t%2Etoken, s3cr3t%252Etoken')).toBe('***, ***, ***');
	});

	test('what is no character is no code', () => {
		expect(redactor('&#9999999;')('&#9999999; &#x110000; &#38;#9999999;')).toBe(
			'*** &#x110000; ***',
		);
	});

	test('any text without it stays as it is', () => {
		const encoded = fc.constantFrom('%2', '%20', '&amp;', '\\n', '\\"', '\\u0041', 'token', ' ');
		const text = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 200 }),
			fc.array(encoded).map((pieces) => pieces.join('')),
		);
		fc.assert(
			fc.property(text, (each) => {
				expect(redact(each)).toBe(each);
			}),
			runs(),
		);
	});
});

describe('a secret of digits', () => {
	const redact = redactor('123456');

	test('is taken out alone, and is no piece of a number', () => {
		expect(redact('123456, "123456" and /123456/')).toBe('***, "***" and /***/');
		for (const text of ['79123456789@c.us', '1234567', '0123456', '7123456@c.us']) {
			expect(redact(text)).toBe(text);
		}
		expect(redact('0123456 123456')).toBe('0123456 ***');
	});

	test('is taken out of the middle of a word where it has a letter', () => {
		for (const secret of ['12345a', 'a12345'])
			expect(redactor(secret)(`79${secret}89`)).toBe('79***89');
	});
});

describe('a parsed answer', () => {
	test('loses the secret in its texts and keys, and keeps what else it is', () => {
		const redact = redactor('123456');
		const answer = {
			id: 'true_79123456789@c.us_3EB0',
			'key 123456': ['123456', { deep: 'token=123456' }],
			number: 9123456,
			token: 123456,
			sent: true,
			nothing: null,
		};
		expect(sanitize(answer, redact)).toEqual({
			id: 'true_79123456789@c.us_3EB0',
			'key ***': ['***', { deep: 'token=***' }],
			number: 9123456,
			token: '***',
			sent: true,
			nothing: null,
		});
	});

	test.each([
		['[', ']'],
		['{"a":', '}'],
	])('what lies more than twelve levels deep in %s…%s is left out', (open, close) => {
		const deep = JSON.parse(`${open.repeat(100_000)}1${close.repeat(100_000)}`) as unknown;
		expect(JSON.stringify(sanitize(deep, redactor('s3cr3t')))).toBe(
			`${open.repeat(12)}"…"${close.repeat(12)}`,
		);
	});

	test.each(['__proto__', 'constructor', 'prototype'])(
		'the key %s, which reaches a prototype, is left out at any depth',
		(key) => {
			const answer = JSON.parse(`{"a":{"${key}":{"x":1},"b":2}}`) as object;
			expect(sanitize(answer, redactor('s3cr3t'))).toEqual({ a: { b: 2 } });
		},
	);
});

/** What costs the square of the text's length does not end within the time that a test has. */
describe('two million signs cost two million steps', () => {
	const SIZE = 2 * 1024 * 1024;
	test.each([
		['of one sign', 'a'.repeat(200), 'a'],
		['that ends otherwise', `${'a'.repeat(4_095)}b`, 'a'],
		['of backslashes', '\\'.repeat(5), '\\'],
		['of signs that HTML escapes', '&&&&&&', '&amp;'],
		['that is not there, among what looks like codes', 's3cr3t', '&#0'],
	])('for a secret %s', (_what, secret, piece) => {
		const hidden = redactor(secret)(piece.repeat(SIZE / piece.length));
		expect(hidden.length).toBeLessThanOrEqual(SIZE);
	});
});
