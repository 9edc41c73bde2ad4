import fc from 'fast-check';

import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { readPhone } from '../../nodes/WhatsAppSendContact/message/phone';
import { problemOf } from '../problem';
import { anyText } from './anyText';

describe('a phone in human spelling becomes digits', () => {
	test.each([
		['+7 (999) 525-34-22', '79995253422'],
		['79995253422', '79995253422'],
		[79995253422, '79995253422'],
		['  +7 999 525 34 22 ', '79995253422'],
		['+7\u00a0999\u2011525\u201134\u201122', '79995253422'],
		['\u202a+7 999 525-34-22\u202c', '79995253422'],
		['７９９９５２５３４２２', '79995253422'],
		['tel:+1-202-555-0143', '12025550143'],
		['whatsapp:+12025550143', '12025550143'],
		['0049 151 23456789', '4915123456789'],
		['+49.151.23456789', '4915123456789'],
		['+49/151/23456789', '4915123456789'],
		['290 1234', '2901234'],
		['123456789012345', '123456789012345'],
	])('%s', (written, digits) => {
		expect(readPhone(written, 'refuse')).toBe(digits);
	});

	test('any separators anywhere, the same digits', () => {
		const separator = fc.constantFrom(
			'',
			' ',
			'-',
			'.',
			'(',
			')',
			'/',
			'\u00a0',
			'\u2013',
			'\u200e',
		);
		const digit = fc.integer({ min: 0, max: 9 }).map(String);
		const national = fc.array(fc.tuple(digit, separator), { minLength: 8, maxLength: 12 });
		fc.assert(
			fc.property(fc.constantFrom('', '+', '00'), national, (prefix, rest) => {
				const written = `${prefix}49${rest.map((pair) => pair.join('')).join('')}`;
				const digits = `49${rest.map(([each]) => each).join('')}`;
				expect(readPhone(written, 'refuse')).toBe(digits);
			}),
		);
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
		['+7 999 525-34-22 ext. 5', 'is not a phone number'],
		['={{ $json.phone }}', 'is not a phone number'],
		['7.9995253422E+10', 'a spreadsheet has shortened'],
		['7,99953E+10', 'a spreadsheet has shortened'],
		['12345', 'too short'],
		['123456', 'too short'],
		['1234567890123456', 'too long for a phone'],
		['120363028392831234', 'too long for a phone'],
		['0151 23456789', 'starts with 0'],
		['00049151234567', 'starts with 0'],
		['7999525342', '11: 7 and ten more'],
		['799952534221', '11: 7 and ten more'],
	])('%j', (written, reason) => {
		expect(problemOf(() => readPhone(written, 'refuse')).message).toContain(reason);
	});

	test('a long number is shown as the group that it probably is', () => {
		expect(problemOf(() => readPhone('120363028392831234', 'refuse')).remedy).toContain(
			'120363028392831234@g.us',
		);
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

	test('whatever comes in, digits come out or an explanation does', () => {
		fc.assert(
			fc.property(fc.oneof(anyText(), fc.double(), fc.integer()), (input) => {
				try {
					expect(readPhone(input, 'refuse')).toMatch(/^[1-9]\d{6,14}$/);
				} catch (error) {
					expect(error).toBeInstanceOf(InvalidInput);
				}
			}),
			{ numRuns: 2_000 },
		);
	});
});

describe('a leading 8', () => {
	test.each([
		['89995253422', '79995253422'],
		['8 (999) 525-34-22', '79995253422'],
		['88029876500', '78029876500'],
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
		['8613912345678', 'China'],
		['8999525342', 'ten digits'],
	])('%s is another country (%s): never touched', (written) => {
		const digits = written.replace(/^(\+|00)/, '');
		expect(readPhone(written, 'refuse')).toBe(digits);
		expect(readPhone(written, 'replace')).toBe(digits);
	});
});
