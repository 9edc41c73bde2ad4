import fc from 'fast-check';

import { redactor } from '../../nodes/WhatsAppSendContact/http/redact';

const SPELLINGS: Array<[string, (secret: string) => string]> = [
	['as it is', (secret) => secret],
	['URL-encoded', encodeURIComponent],
	['URL-encoded, in small letters', (secret) => encodeURIComponent(secret).toLowerCase()],
	['URL-encoded twice', (secret) => encodeURIComponent(encodeURIComponent(secret))],
	['URL-encoded by a form', (secret) => new URLSearchParams({ x: secret }).toString().slice(2)],
	['every byte URL-encoded', (secret) => Buffer.from(secret).toString('hex').replace(/../g, '%$&')],
	['in JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
	[
		'in JSON, with escaped slashes',
		(secret) => JSON.stringify(secret).slice(1, -1).replace(/\//g, '\\/'),
	],
	['in JSON inside JSON', (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
	[
		'in JSON, every sign escaped',
		(secret) =>
			secret.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
	],
	[
		'in a script, by hexadecimal number',
		(secret) =>
			secret.replace(
				/[\0-\xff]/g,
				(unit) => `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`,
			),
	],
	[
		'in HTML, by number',
		(secret) => [...secret].map((sign) => `&#${sign.codePointAt(0)};`).join(''),
	],
	[
		'in HTML, by hexadecimal number',
		(secret) => [...secret].map((sign) => `&#x${sign.codePointAt(0)?.toString(16)};`).join(''),
	],
	[
		'in HTML, by name',
		(secret) =>
			secret
				.replace(/&/g, '&amp;')
				.replace(/</g, '&lt;')
				.replace(/>/g, '&gt;')
				.replace(/"/g, '&quot;')
				.replace(/'/g, '&apos;'),
	],
	[
		'in a URL inside HTML',
		(secret) => encodeURIComponent(secret).replace(/&/g, '&amp;').replace(/'/g, '&#39;'),
	],
];

const anySecret = fc
	.string({ minLength: 4, maxLength: 40, unit: 'grapheme' })
	.filter((secret) => !/[\s\p{Cc}*]/u.test(secret));

test.each(SPELLINGS)('a secret %s is taken out, whatever it is', (_name, spell) => {
	fc.assert(
		fc.property(anySecret, (secret) => {
			expect(redactor(secret)(`before ${spell(secret)} after`)).toBe('before *** after');
		}),
		{ numRuns: 500 },
	);
});

test('every place is cleaned, and nothing else is touched', () => {
	const redact = redactor('s3cr3t.token');
	expect(redact('s3cr3t.token, S3CR3T%2Etoken and s3cr3tXtoken')).toBe('***, *** and s3cr3tXtoken');
	expect(redact('{"id":"true_7999@c.us_3EB0","sent":true}')).toBe(
		'{"id":"true_7999@c.us_3EB0","sent":true}',
	);
});

test('a hostile body costs its length, not its length squared', () => {
	const redact = redactor('s3cr3t.token');
	for (const sign of ['\\', '%25', '&amp;', '&#0', 's']) {
		const body = sign.repeat(400_000);
		expect(redact(body)).toBe(body);
	}
});
