import fc from 'fast-check';

import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { readPhone } from '../../nodes/WhatsAppSendContact/message/phone';
import { problemOf } from '../problem';
import { runs } from '../property';
import { anyText } from './anyText';

test.each([
	[79995253422, '79995253422'],
	['\u202a+7 999 525-34-22\u202c', '79995253422'],
	['７９９９５２５３４２２', '79995253422'],
	['+ 7 999 525-34-22', '79995253422'],
	['(0049) 151 23456789', '4915123456789'],
	['(49) 151 23456789', '4915123456789'],
	['491234567890123', '491234567890123'],
	// What looks like a trunk prefix, or like too much, and is none.
	['+250 06 123 456', '25006123456'],
	['+52 1 55 1234 5678', '5215512345678'],
	['+54 9 11 2345-6789', '5491123456789'],
	['9512345678', '9512345678'],
	// Links and addresses.
	['wa.me/79995253422?text=a\nb', '79995253422'],
	['wa.me/+7 999 525-34-22/', '79995253422'],
	['http://www.wa.me/79995253422#1', '79995253422'],
	['HTTPS://WA.ME/79995253422', '79995253422'],
	['whatsapp:+12025550143', '12025550143'],
	['TEL:+1-202-555-0143', '12025550143'],
	// A decimal that is whole.
	['+4915112345678.000', '4915112345678'],
	['4915112345678.0', '4915112345678'],
	// Dots and slashes between groups.
	['+420.601123456', '420601123456'],
	['4.915.112.345.678', '4915112345678'],
	['49 (151) 234. 567\u2013 89', '4915123456789'],
	['+49 33438/12345', '493343812345'],
	['+49/151/23456789', '4915123456789'],
	// Luxembourg writes pairs, and of an odd number one digit remains.
	['+352 27 12 3', '35227123'],
	['(+352) 26 12 34 5', '3522612345'],
	// What is dialed only inside the country, in parentheses behind the country code.
	['49 ( 0 ) 171 1234567', '491711234567'],
	['(+49) (0)171 1234567', '491711234567'],
	['+39 (0)43 12345678', '394312345678'],
	['+36 (06) 30 123 4567', '36301234567'],
])('%j is read as %s', (written, digits) => {
	expect(readPhone(written, 'refuse')).toBe(digits);
});

describe('what is no phone is refused', () => {
	test.each([
		'+',
		-79995253422,
		'49 tel:151 23456789',
		'9'.repeat(41),
		// Another link, or more in it than a phone.
		'https://wa.me.example/79995253422',
		'https://example.org/wa.me/79995253422',
		'https://wa.me/371443/4282795',
		// A date.
		'2024-01-15',
		'15.01.2024',
		// A decimal.
		'49.15112345678',
		'+4915112345678.123',
		'+49 151 12345678.05',
		// A zero that may belong to the number or not.
		'+1 (0)202 555 0143',
		'+49 0171 (0)1234567',
		'+49 (0)(0)171 1234567',
		'+39 (0)333 123456',
		// An extension, or a second number.
		'+49 171 1234567 / 1234',
		'+49 171 1234567/',
		'+49 30 123456 / 123457',
		'+79995253422 +79995253423',
		'4930123456\n42',
		'+49 30 12345-0',
		'+49 30 12345 (6)',
		'+352 26 12 34-1',
		'+352 261 23 4',
		'+353 27 12 34 5',
	])('%j', (written) => {
		const { message, remedy } = problemOf(() => readPhone(written, 'refuse'));
		expect(message).toMatch(/^".*" is not a phone number$/s);
		expect(remedy).toContain('as it is dialed from abroad');
	});

	/** Digits, separators, and what is read as one of them or as nothing. */
	const READ =
		/[\s\d().\-/\u2010-\u2015\u2212\u2800\uff01-\uff5e\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

	test('any other sign within a phone', () => {
		const other = anyText({ minLength: 1, maxLength: 5 }).filter((text) => !READ.test(text));
		fc.assert(
			fc.property(other, (sign) => {
				for (const written of [
					`+7 999${sign} 525-34-22`,
					`79995253422${sign}`,
					`79995253422 ${sign}5`,
				]) {
					expect(problemOf(() => readPhone(written, 'refuse')).message).toMatch(
						/is not a phone number$/,
					);
				}
			}),
			runs(),
		);
	});

	test.each([
		['7.9995253422E+10', 'a spreadsheet has shortened'],
		['7,99953E+10', 'a spreadsheet has shortened'],
		['8e10', 'a spreadsheet has shortened'],
		['9'.repeat(40), 'has 40 digits and is too long'],
		['1234567890123456', 'too long for a phone'],
	])('%j, with the reason: %s', (written, reason) => {
		expect(problemOf(() => readPhone(written, 'refuse')).message).toContain(reason);
	});

	test.each([
		['x'.repeat(60), `"${'x'.repeat(60)}"`],
		['x'.repeat(61), `"${'x'.repeat(60)}…"`],
		['😀'.repeat(10_000), `"${'😀'.repeat(60)}…"`],
		['call \t\n me', '"call me"'],
		['('.repeat(100_000), `"${'('.repeat(60)}…"`],
	])('a value (%#) stands in the sentence in one line, of 60 signs at most', (written, shown) => {
		const { message } = problemOf(() => readPhone(written, 'refuse'));
		expect(message).toBe(`${shown} is not a phone number`);
	});
});

test.each([
	['+49 0171 1234567', '0', '49', '491711234567'],
	['+49 (0171) 1234567', '0', '49', '491711234567'],
	['+36 06 30 123 4567', '06', '36', '36301234567'],
	['+370 8 612 34567', '8', '370', '37061234567'],
	['+7 8 (999) 525-34-22', '8', '7', '79995253422'],
])('%s has a prefix that is no digit of the number: refused', (written, prefix, code, meant) => {
	const { message, remedy } = problemOf(() => readPhone(written, 'replace'));
	expect(message).toBe(
		`"${written}" has ${prefix} after the country code ${code}, which is dialed only inside the country`,
	);
	expect(remedy).toBe(`Leave it out: ${meant}.`);
});

describe('a leading 8', () => {
	test.each([
		['89995253422', '79995253422'],
		['8 (802) 987-65-00', '78029876500'],
		['+8 (863) 222-33-44', '78632223344'],
		['84232222222', '74232222222'],
		['88001234567', '78001234567'],
	])('%s is Russia or Kazakhstan: refused, or replaced by %s', (written, corrected) => {
		const { message, remedy } = problemOf(() => readPhone(written, 'refuse'));
		expect(message).toContain(corrected);
		expect(remedy).toContain("'Leading 8'");
		expect(readPhone(written, 'replace')).toBe(corrected);
	});

	test('is the one digit that is replaced', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^8(?:[379]\d|8[1-57-9])\d{8}$/), (text) => {
				expect(readPhone(text, 'replace')).toBe(`7${text.slice(1)}`);
			}),
			runs(),
		);
	});

	test.each([
		['81312345678', 'Japan'],
		['84912345678', 'Vietnam'],
		['+88029876543', 'Bangladesh'],
		['0088622345678', 'Taiwan'],
	])('%s is another country (%s): never touched', (written) => {
		const digits = written.replace(/^(\+|00)/, '');
		expect(readPhone(written, 'refuse')).toBe(digits);
		expect(readPhone(written, 'replace')).toBe(digits);
	});

	test('may as well begin the code of another country: refused, whatever the option says', () => {
		for (const leadingEight of ['refuse', 'replace'] as const) {
			const { message, remedy } = problemOf(() => readPhone('88673903245', leadingEight));
			expect(message).toContain('88673903245 may start with the country code 886, or');
			expect(remedy).toContain('+88673903245 or +78673903245');
		}
	});
});

describe('a number without a country code that exists, or of no length that it has, is refused', () => {
	const NOT_WHOLE = 'is not a whole number with its country code';

	test.each([
		'0151 23456789',
		'00049151234567',
		'8 10 1 202 555 01 43',
		'12345',
		'+1 202 555-014',
		'+1 202 555-01434',
		'+9995253422',
		'+88612345678',
		'+52 01 55 1234 5678',
		'(869) 465-2521',
		'91612345678',
	])('%s, and nothing is guessed', (written) => {
		const { message, remedy } = problemOf(() => readPhone(written, 'replace'));
		expect(message).toBe(`"${written}" ${NOT_WHOLE}`);
		expect(remedy).toContain('put the country code first');
	});

	test('of a Russian phone that probably lost its 7, it is named with it', () => {
		expect(problemOf(() => readPhone('(978) 525-34-22', 'refuse')).message).toBe(
			`"(978) 525-34-22" ${NOT_WHOLE}. Probably 79785253422 is meant`,
		);
	});
});

test('an accepted phone has all digits that its text shows, in their order', () => {
	const likely = [...'+78)-./ ', '00', '49', '39', '(0)', '(0', '.0', '.00'];
	const unlikely = ['x', 'ext', '²', '７', '\u200e', ',', 'https://wa.me/', 'tel:', '?text=12'];
	const piece = fc.oneof(
		fc.constantFrom(...likely),
		fc.constantFrom(...unlikely),
		fc.stringMatching(/^\d{2,7}$/),
		fc.stringMatching(/^[ -]\d{3,6}$/),
	);
	const start = fc.constantFrom('', '+7', '49', '+49 (0)', '0039', '+', 'wa.me/');
	const written = fc.tuple(start, fc.array(piece, { maxLength: 6 }));

	/** All digits that a text shows, but for what the rules say is no part of the number. */
	const digitsIn = (text: string) =>
		text
			.replace(/７/g, '7')
			.replace(/\u200e/g, '')
			.trim()
			.replace(/^.*?wa\.me\/([^?]*?)\/?(\?.*)?$/, '$1')
			.replace(/^tel:/, '')
			.replace(/^(\+?\d+)\.0*$/, '$1')
			.replace(/^([\s(]*)00/, '$1')
			.replace(/\D/g, '');

	let accepted = 0;
	fc.assert(
		fc.property(written, (pieces) => {
			const text = pieces.flat().join('');
			let digits: string;
			try {
				digits = readPhone(text, 'refuse');
			} catch (error) {
				expect(error).toBeInstanceOf(InvalidInput);
				return;
			}
			accepted += 1;
			expect([digitsIn(text), digitsIn(text.replace('(0)', ''))]).toContain(digits);
		}),
		runs(10_000),
	);
	expect(accepted).toBeGreaterThan(0);
});
