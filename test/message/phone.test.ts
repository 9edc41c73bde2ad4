import fc from 'fast-check';

import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { readPhone } from '../../nodes/WhatsAppSendContact/message/phone';
import { problemOf } from '../problem';
import { anyText } from './anyText';
import { runs } from '../property';

const expectNoPhone = (written: string | number) => {
	const { message, remedy } = problemOf(() => readPhone(written, 'refuse'));
	expect(message).toBe(`"${written}" is not a phone number`);
	expect(remedy).toContain('as it is dialed from abroad');
};

describe('a phone in human spelling becomes digits', () => {
	test.each([
		['+7 (999) 525-34-22', '79995253422'],
		['79995253422', '79995253422'],
		[79995253422, '79995253422'],
		['  +7 999 525 34 22 ', '79995253422'],
		['+7\u00a0999\u2011525\u201134\u201122', '79995253422'],
		['\u202a+7 999 525-34-22\u202c', '79995253422'],
		['７９９９５２５３４２２', '79995253422'],
		['(+7) 999 525-34-22', '79995253422'],
		['( 7 ) 999 525-34-22', '79995253422'],
		['+ 7 999 525-34-22', '79995253422'],
		['0049 151 23456789', '4915123456789'],
		['+49.151.23456789', '4915123456789'],
		['290 21234', '29021234'],
		['(49) 151 23456789', '4915123456789'],
		['(0049) 151 23456789', '4915123456789'],
		['+250 06 123 456', '25006123456'],
		['+52 1 55 1234 5678', '5215512345678'],
		['+54 9 11 2345-6789', '5491123456789'],
		['491234567890123', '491234567890123'],
	])('%s', (written, digits) => {
		expect(readPhone(written, 'refuse')).toBe(digits);
	});

	test('separators between the groups, the same digits', () => {
		const separator = fc.constantFrom(' ', '-', '. ', ') ', ' (', '\u00a0', '\u2013', '\u200e ');
		const group = fc.stringMatching(/^[1-9]\d{1,2}$/);
		const national = fc.array(fc.tuple(separator, group), { minLength: 3, maxLength: 4 });
		fc.assert(
			fc.property(fc.constantFrom('', '+', '00'), national, (prefix, rest) => {
				const written = `${prefix}49${rest.map((pair) => pair.join('')).join('')}`;
				const digits = `49${rest.map(([, each]) => each).join('')}`;
				fc.pre(digits.length >= 7);
				expect(readPhone(written, 'refuse')).toBe(digits);
			}),
		);
	});
});

describe('links and addresses are read as the phone in them', () => {
	test.each([
		['https://wa.me/79995253422', '79995253422'],
		['https://wa.me/79995253422?text=Order%2012345', '79995253422'],
		['wa.me/79995253422?text=a\nb', '79995253422'],
		['wa.me/+7 999 525-34-22/', '79995253422'],
		['http://www.wa.me/79995253422#1', '79995253422'],
		['HTTPS://WA.ME/79995253422', '79995253422'],
		['whatsapp:+12025550143', '12025550143'],
		['tel:+1-202-555-0143', '12025550143'],
		['TEL:12025550143', '12025550143'],
	])('%j', (written, digits) => {
		expect(readPhone(written, 'refuse')).toBe(digits);
	});

	test.each([
		'https://wa.me/message/ABCDEF1234567',
		'https://wa.me.example/79995253422',
		'https://wa.me/79995253422/1',
		'https://example.org/wa.me/79995253422',
		'https://wa.me/%37%39995253422',
		'https://wa.me/371443/4282795',
		'https://api.whatsapp.com/send?phone=79995253422',
		'https://wa.me/%2B79995253422',
		'hotel:79995253422',
	])('%s is none', (written) => {
		expectNoPhone(written);
	});
});

describe('a decimal', () => {
	test.each([
		['4915112345678.0', '4915112345678'],
		['12345678901.00', '12345678901'],
		['+4915112345678.000', '4915112345678'],
		['4915112345678.', '4915112345678'],
		[Number('4915112345678.0'), '4915112345678'],
	])('%j that is whole is taken without its zeros', (written, digits) => {
		expect(readPhone(written, 'refuse')).toBe(digits);
	});

	test.each([
		4915112345678.5,
		'4915112345678.5',
		'4915112345678.05',
		'49.15112345678',
		'+4915112345678.55',
		'+4915112345678.123',
		'+49 151 12345678.00',
		'+49 151 12345678.5',
		'7.9995253422',
	])('%j is refused', (written) => {
		expectNoPhone(written);
	});

	test.each([
		['+33 6.12.34.56.78', '33612345678'],
		['33.6.12.34.56.78', '33612345678'],
		['+1.2025550143', '12025550143'],
		['+420.601123456', '420601123456'],
		['+49 151.12345678', '4915112345678'],
		['4.915.112.345.678', '4915112345678'],
	])('%s is none', (written, digits) => {
		expect(readPhone(written, 'refuse')).toBe(digits);
	});
});

describe('a (0) behind the country code', () => {
	test.each([
		['+49 (0)171 1234567', '491711234567'],
		['0049(0)171/1234567', '491711234567'],
		['49 ( 0 ) 171 1234567', '491711234567'],
		['(+49) (0)171 1234567', '491711234567'],
		['+44 (0)20 7946 0018', '442079460018'],
		['+31(0)612345678', '31612345678'],
		['+61 (0) 412 345 678', '61412345678'],
		['+39 (0)6 1234 5678', '390612345678'],
		['+39 (0) 333 1234567', '393331234567'],
		['+39 (0)43 12345678', '394312345678'],
		['+36 (06) 30 123 4567', '36301234567'],
		['+370 (8) 612 34567', '37061234567'],
		['+375 ( 8 ) 29 491-19-11', '375294911911'],
	])('%s', (written, digits) => {
		expect(readPhone(written, 'refuse')).toBe(digits);
	});

	test.each([
		'+1 (0)202 555 0143',
		'+7 (0)999 525 34 22',
		'+49 171 (0)1234567',
		'+49 0171 (0)1234567',
		'+39 06 (0)1234 5678',
		'(0)171 1234567',
		'+999 (0)171 1234567',
		'+49 (0)(0)171 1234567',
		'+39 (0)333 123456',
	])('of %s may belong to the number or not: refused', (written) => {
		expectNoPhone(written);
	});

	test.each([
		['+49 0171 1234567', '0', '49', '491711234567'],
		['4901711234567', '0', '49', '491711234567'],
		['+49 (0171) 1234567', '0', '49', '491711234567'],
		['+380 0501234567', '0', '380', '380501234567'],
		['+36 06 30 123 4567', '06', '36', '36301234567'],
		['+370 8 612 34567', '8', '370', '37061234567'],
		['+375 (8 029) 491-19-11', '80', '375', '375294911911'],
		['+375 (029) 491-19-11', '0', '375', '375294911911'],
		['+7 8 (999) 525-34-22', '8', '7', '79995253422'],
		['+84 012 345 678', '0', '84', '8412345678'],
	])(
		'or without parentheses, %s, is no digit of the number: refused',
		(written, prefix, code, meant) => {
			const { message, remedy } = problemOf(() => readPhone(written, 'replace'));
			expect(message).toBe(
				`"${written}" has ${prefix} after the country code ${code}, which is dialed only inside the country`,
			);
			expect(remedy).toBe(`Leave it out: ${meant}.`);
		},
	);

	test.each([
		['+39 06 1234 5678', '390612345678'],
		['+225 07 12 34 56 78', '2250712345678'],
		['+49 1701234067', '491701234067'],
	])('%s has its zeros', (written, digits) => {
		expect(readPhone(written, 'refuse')).toBe(digits);
	});
});

describe('an extension or a second number is refused', () => {
	test.each([
		'+7 495 123-45-60 / 8',
		'+7 495 123-45-67/68',
		'+49 171 1234567 / 1234',
		'+49 171 1234567/',
		'+49 30 123456 / 123457',
		'79995253422/79995253423',
		'79995253422 / 79995253423',
		'79995253422, 79995253423',
		'79995253422;79995253423',
		'+79995253422 +79995253423',
		'+7 495 1234567 доб. 12',
		'+7 495 1234567 (вн. 12)',
		'+7 495 1234567 Доб 12',
		'+1 202 555-0143 ext. 5',
		'+1 202 555-0143 EXT 512',
		'+1 202 555-0143 x12',
		'+1 202 555-0143 #12',
		'+1 202 555-0143;ext=12',
		'+49 30 12345-0',
		'+49 30 12345 6',
		'+49 30 12345 (6)',
		'+352 26 12 34-1',
		'+352 261 23 4',
		'+353 27 12 34 5',
	])('%j', (written) => {
		expectNoPhone(written);
	});

	test.each([
		['+49 171/1234567', '491711234567'],
		['+49 33438/12345', '493343812345'],
		['+49 171 / 12 34 56', '49171123456'],
		['+32 475/12.34.56', '32475123456'],
		['+352 27 12 3', '35227123'],
		['(+352) 26 12 34 5', '3522612345'],
		['+49/151/23456789', '4915123456789'],
	])('%s has none', (written, digits) => {
		expect(readPhone(written, 'refuse')).toBe(digits);
	});
});

describe('what is no phone is refused, with the reason', () => {
	test.each([
		['', 'is not a phone number'],
		['call me', 'is not a phone number'],
		['79995253422 tel:', 'is not a phone number'],
		['49 tel:151 23456789', 'is not a phone number'],
		['x', '"x" is not a phone number'],
		['7999525342x', 'is not a phone number'],
		['7999525342²', 'is not a phone number'],
		['+7 999 525 34 22\u00b9', 'is not a phone number'],
		['٧٩٩٩٥٢٥٣٤٢٢', 'is not a phone number'],
		['-79995253422', 'is not a phone number'],
		[-79995253422, 'is not a phone number'],
		['\u221279995253422', 'is not a phone number'],
		['.79995253422', 'is not a phone number'],
		['++79995253422', 'is not a phone number'],
		['+', 'is not a phone number'],
		['()', 'is not a phone number'],
		[`+7 999 525-34-22${'-'.repeat(40)}`, 'is not a phone number'],
		['9'.repeat(40), 'has 40 digits and is too long'],
		['9'.repeat(41), 'is not a phone number'],
		[Number.NaN, 'is not a phone number'],
		['2024-01-15', 'is not a phone number'],
		['2024/1/5', 'is not a phone number'],
		['15.01.2024', 'is not a phone number'],
		['1/15/2024', 'is not a phone number'],
		['={{ $json.phone }}', 'is not a phone number'],
		['7.9995253422E+10', 'a spreadsheet has shortened'],
		['7,99953E+10', 'a spreadsheet has shortened'],
		['8e10', 'a spreadsheet has shortened'],
		[1e21, 'a spreadsheet has shortened'],
		['12345', 'is not a whole number with its country code'],
		['123456', 'is not a whole number with its country code'],
		['1234567890123456', 'too long for a phone'],
		['120363028392831234', 'too long for a phone'],
		['00049151234567', 'is not a whole number with its country code'],
		['0 049 151 234567', 'is not a whole number with its country code'],
		['(0)(0)49151234567', 'is not a phone number'],
		['+0049151234567', 'is not a whole number with its country code'],
		['7999525342', 'is not a whole number with its country code'],
		['799952534221', 'is not a whole number with its country code'],
		['1234567', 'is not a whole number with its country code'],
		['8 10 1 202 555 01 43', 'is not a whole number with its country code'],
		['+1 202 555-014', 'is not a whole number with its country code'],
		['+1 202 555-01434', 'is not a whole number with its country code'],
	])('%j', (written, reason) => {
		expect(problemOf(() => readPhone(written, 'refuse')).message).toContain(reason);
	});

	test.each([
		['x'.repeat(60), `"${'x'.repeat(60)}"`],
		['x'.repeat(61), `"${'x'.repeat(60)}…"`],
		['😀'.repeat(10_000), `"${'😀'.repeat(60)}…"`],
		['call \t\n me', '"call me"'],
	])('%j stands in the sentence in one line, of 60 signs at most', (written, shown) => {
		expect(problemOf(() => readPhone(written, 'refuse')).message).toBe(
			`${shown} is not a phone number`,
		);
	});

	test.each(['9'.repeat(100_000), '7x'.repeat(100_000), '('.repeat(100_000), '.'.repeat(100_000)])(
		'a text of 100,000 signs is not searched for long',
		(written) => {
			expect(problemOf(() => readPhone(written, 'refuse')).message.length).toBeLessThan(120);
		},
	);

	test('whatever comes in, digits come out or an explanation does', () => {
		fc.assert(
			fc.property(fc.oneof(anyText(), fc.double(), fc.integer()), (input) => {
				try {
					expect(readPhone(input, 'refuse')).toMatch(/^[1-9]\d{6,14}$/);
				} catch (error) {
					expect(error).toBeInstanceOf(InvalidInput);
				}
			}),
			runs(2_000),
		);
	});
});

describe('a leading 8', () => {
	test.each([
		['89995253422', '79995253422'],
		['8 (999) 525-34-22', '79995253422'],
		['8 (802) 987-65-00', '78029876500'],
		['+8 (863) 222-33-44', '78632223344'],
		['8 495 123-45-67', '74951234567'],
		['84232222222', '74232222222'],
		['84012345678', '74012345678'],
		['88112345678', '78112345678'],
		['88312345678', '78312345678'],
		['88612345678', '78612345678'],
		['+8 999 525-34-22', '79995253422'],
		['83431234567', '73431234567'],
		['87011234567', '77011234567'],
		['88001234567', '78001234567'],
	])('%s is Russia or Kazakhstan: refused, or replaced by %s', (written, corrected) => {
		const { message, remedy } = problemOf(() => readPhone(written, 'refuse'));
		expect(message).toContain(corrected);
		expect(remedy).toContain("'Leading 8'");
		expect(readPhone(written, 'replace')).toBe(corrected);
	});

	test.each([
		['81312345678', 'Japan'],
		['82212345678', 'Korea'],
		['84912345678', 'Vietnam'],
		['85291234567', 'Hong Kong'],
		['85512345678', 'Cambodia'],
		['+88029876543', 'Bangladesh'],
		['+886223456789', 'Taiwan'],
		['0088622345678', 'Taiwan'],
		['+88622345678', 'Taiwan'],
		['+88673903245', 'Taiwan'],
		['8613912345678', 'China'],
	])('%s is another country (%s): never touched', (written) => {
		const digits = written.replace(/^(\+|00)/, '');
		expect(readPhone(written, 'refuse')).toBe(digits);
		expect(readPhone(written, 'replace')).toBe(digits);
	});

	test.each([
		['88673903245', '886'],
		['88029876500', '880'],
	])('%s may also be a number of %s: refused, whatever the option says', (written, code) => {
		for (const leadingEight of ['refuse', 'replace'] as const) {
			const { message, remedy } = problemOf(() => readPhone(written, leadingEight));
			expect(message).toContain(`${written} may start with the country code ${code}, or`);
			expect(remedy).toContain(`+${written} or +7${written.slice(1)}`);
		}
	});

	test.each(['+88612345678', '+88001234567', '+84232222222'])(
		'%s has another country code, and is no number: not touched either',
		(written) => {
			expect(problemOf(() => readPhone(written, 'replace')).message).toContain('is not a whole');
		},
	);
});

describe('a number without a country code that exists, or with too few digits for it, is refused', () => {
	const NOT_WHOLE = 'is not a whole number with its country code';

	test.each([
		'0151 23456789',
		'8999525342',
		'2101234567',
		'99912345678',
		'+2191234',
		'69912345',
		'12345',
		'799952534221',
		'+9161234567',
		'+9995253422',
		'49 151',
		'2345679',
		'+52 01 55 1234 5678',
		'+54 11 15 2345-6789',
		'+54 9 351 15 234-5678',
		'+34 0 612 345 678',
		'(869) 465-2521',
		'91612345678',
	])('%s, and nothing is guessed', (written) => {
		const { message, remedy } = problemOf(() => readPhone(written, 'refuse'));
		expect(message).toBe(`"${written}" ${NOT_WHOLE}`);
		expect(remedy).toContain('put the country code first');
	});

	test.each([
		'9995253422',
		'(978) 525-34-22',
		'9001111111',
		'9161234567',
		'926 123-45-67',
		'9381234567',
		'9401234567',
		'9601234567',
		'9851234567',
	])('%s is probably Russian, and lost its 7', (written) => {
		const meant = `7${written.replace(/\D/g, '')}`;
		expect(problemOf(() => readPhone(written, 'refuse')).message).toBe(
			`"${written}" ${NOT_WHOLE}. Probably ${meant} is meant`,
		);
	});

	test.each(['9512345678', '9611234567', '905321234567'])(
		'%s is long enough for its country',
		(written) => {
			expect(readPhone(written, 'refuse')).toBe(written);
		},
	);
});

describe('no number becomes another', () => {
	const piece = fc.oneof(
		fc.constantFrom(
			'+',
			'00',
			'7',
			'49',
			'39',
			'8',
			'(0)',
			'(0',
			')',
			' ',
			'-',
			'.',
			'/',
			'.0',
			'.00',
		),
		fc.constantFrom('x', 'ext', '²', '７', '\u200e', ',', 'https://wa.me/', 'tel:', '?text=12'),
		fc.stringMatching(/^\d{2,7}$/),
		fc.stringMatching(/^[ -]\d{3,6}$/),
	);
	const written = fc
		.tuple(
			fc.constantFrom('', '+7', '49', '+49 (0)', '0039', '+', 'wa.me/'),
			fc.array(piece, { maxLength: 6 }),
		)
		.map(([start, rest]) => start + rest.join(''));

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

	test('an accepted phone has all digits that its text shows, in their order', () => {
		let accepted = 0;
		fc.assert(
			fc.property(written, (text) => {
				let digits: string;
				try {
					digits = readPhone(text, 'refuse');
				} catch (error) {
					expect(error).toBeInstanceOf(InvalidInput);
					return;
				}
				accepted += 1;
				const withZero = digitsIn(text);
				const withoutZero = digitsIn(text.replace('(0)', ''));
				expect([withZero, withoutZero]).toContain(digits);
			}),
			runs(10_000),
		);
		expect(accepted).toBeGreaterThan(0);
	});

	test('replacing a leading 8 changes this one digit', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^8(?:[379]\d|8[1-57-9])\d{8}$/), (text) => {
				expect(readPhone(text, 'replace')).toBe(`7${text.slice(1)}`);
			}),
		);
	});
});
