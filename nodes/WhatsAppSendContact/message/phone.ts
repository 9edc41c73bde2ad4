import { countryCodeOf, dropsTrunkZero } from './countryCodes';
import { InvalidInput } from './invalidInput';
import { plainText, shown } from './plainText';

/** What to do with a Russian or Kazakh number that starts with the trunk 8 instead of the country code 7. */
export type LeadingEight = 'refuse' | 'replace';

const SHORTEST = 7;
/** E.164 allows 15 digits; anything longer is a group id that lost its suffix. */
export const LONGEST_PHONE = 15;
/** No spelling of a phone is as long; the patterns below are asked to search no more. */
const TOO_LONG_TEXT = 41;

/** A link that opens the chat with a phone, and the phone in it. The text of the message may follow. */
const CHAT_LINK = new RegExp(
	'^(?:(?:https?://)?(?:www\\.)?wa\\.me/|' +
		'(?:(?:https?://)?(?:api|web)\\.whatsapp\\.com|whatsapp:/)/send/?\\?(?:(?!phone=)[^&#]*&)*phone=(?!.*&phone=))' +
		'([+%\\d][^?&#/]*)/?(?=[?&#]|$)',
	'is',
);

/** A plus, or the 00 that a phone dials for it, before the country code. */
const INTERNATIONAL = /^[\s(]*(\+|00)/;

const ITALY = '39';

/**
 * Spellings whose digits alone are another number than the one that was meant, or none: what is wrong, and what to do.
 * The first that fits is told.
 */
const MISTAKES: Array<[spelling: RegExp, problem: string, remedy: string]> = [
	[
		/^\d([.,]\d+)?e\+?\d+$/i,
		'is a phone that a spreadsheet has shortened',
		'Format the column as text in the spreadsheet, so that every digit is kept.',
	],
	[
		/\d.*(ext|x|доб|вн|[#,;+])\D*\d/i,
		'has an extension or a second number',
		'Enter one whole number, without an extension.',
	],
	[
		/^(?![\s(]*\+?[\s(]*\d[\d\s().\-/\u2010-\u2015\u2212]*$)|^.{41}/s,
		'is not a phone number',
		'Enter the country code and the number, e.g. 79995253422 or +7 999 525-34-22.',
	],
	[
		/^(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})$/,
		'is a date, not a phone number',
		'Check that the field or the expression takes the phone.',
	],
	[
		// One dot: in a bare number, or before one or two last digits. `+1.2025550143` is a way to write phones.
		/^(\d+\.\d+|\+\d{4,}\.\d+|[^.]+\.\d{1,2})$/,
		'is a decimal number, not a phone',
		'Format the phone as text, or as a whole number.',
	],
	[
		// A last digit on its own; fewer than five digits behind a slash, or a whole number before it.
		/[^\d+]\d\D*$|\/[^\d/]*(\d[^\d/]*){0,4}$|^(\D*\d){9}.*\//,
		'has an extension or a second number',
		'Enter one whole number, without an extension.',
	],
];

/**
 * 8 and ten digits is how Russia and Kazakhstan dial inside the country, if an area code of theirs follows
 * (3…, 4…, 7…, 8…, 9…). 81, 82, 84, 85… and 86… are Japan, Korea, Vietnam, Hong Kong, Cambodia, China.
 * 84 is left out although area codes 4xx exist: Vietnam's numbers have the same length.
 */
const TRUNK_EIGHT = /^8[3789]\d{9}$/;
/** Written with a plus, 880 and 886 are the country codes of Bangladesh and Taiwan. */
const FOREIGN_WITH_PLUS = /^8(80|86)/;
/** How a Russian mobile phone looks that lost its 7. */
const WITHOUT_SEVEN = /^9\d{9}$/;
/** Turkey, India, Pakistan, Afghanistan, Sri Lanka, Iran: their numbers have eleven digits or more. */
const TOO_SHORT_AT_TEN = /^9[0-48]\d{8}$/;

/** Whether the text is a link to the chat with a phone, which {@link readPhone} takes for the phone. */
export const isChatLink = (text: string): boolean => CHAT_LINK.test(text);

/**
 * Reads a phone in any human spelling, e.g. `+7 (999) 525-34-22`, `+49 (0)171 1234567`, or `https://wa.me/79995253422`.
 *
 * @returns the digits alone, country code first: `79995253422` (7 to 15 of them)
 * @throws InvalidInput when it is no phone, or a number that would be delivered to nobody or to somebody else;
 * the sentence starts with the value
 */
export function readPhone(value: string | number, leadingEight: LeadingEight): string {
	const text = withoutLink(plainText(value)).replace(/^(\+?\d+)\.0*$/, '$1');
	checkSpelling(text, value);
	const international = INTERNATIONAL.test(text);
	const digits = digitsOf(withoutTrunkZero(text, value));
	checkLength(digits, value);
	if (TRUNK_EIGHT.test(digits) && !(international && FOREIGN_WITH_PLUS.test(digits))) {
		return withSeven(digits, leadingEight);
	}
	checkCountry(digits, international, value);
	return digits;
}

const withoutLink = (text: string): string =>
	(CHAT_LINK.exec(text)?.[1] ?? text)
		.replace(/^(tel|whatsapp):/i, '')
		.replace(/^%2B/i, '+')
		.replace(/%20/g, ' ');

function checkSpelling(text: string, value: unknown) {
	const spelling = text.slice(0, TOO_LONG_TEXT);
	for (const [mistake, problem, remedy] of MISTAKES) {
		if (mistake.test(spelling)) throw new InvalidInput(`${shown(value)} ${problem}`, remedy);
	}
}

/** In `+49 (0)171 1234567` the zero is dialed only inside the country; in Italy it belongs to the number. */
function withoutTrunkZero(text: string, value: unknown): string {
	const [, before, after] = /^(.*?)\(\s*0\s*\)(.*)$/s.exec(text) ?? [];
	if (before === undefined) return text;
	const countryCode = digitsOf(before);
	if (countryCode === ITALY) return text;
	if (dropsTrunkZero(countryCode)) return before + after;
	throw new InvalidInput(
		`${shown(value)} has a (0), and it is unclear whether the zero belongs to the number`,
		'Enter the number as it is dialed from abroad, without parentheses around a 0.',
	);
}

const digitsOf = (text: string): string => text.replace(INTERNATIONAL, '').replace(/\D/g, '');

function checkLength(digits: string, value: unknown) {
	if (digits.length > LONGEST_PHONE) {
		throw new InvalidInput(
			`${shown(value)} has ${digits.length} digits and is too long for a phone`,
			'Enter one number, with its country code.',
		);
	}
	if (digits.length < SHORTEST) {
		throw new InvalidInput(
			`${shown(value)} is too short for a phone with its country code`,
			'Enter the country code and the whole number, e.g. 79995253422.',
		);
	}
}

function withSeven(digits: string, leadingEight: LeadingEight): string {
	const corrected = `7${digits.slice(1)}`;
	if (leadingEight === 'replace') return corrected;
	throw new InvalidInput(
		`${digits} starts with 8: messages to such numbers are not delivered. Probably ${corrected} is meant`,
		`Enter ${corrected}, or set the option 'Leading 8' to 'Replace with 7'.`,
	);
}

function checkCountry(digits: string, international: boolean, value: unknown) {
	if (digits.startsWith('0')) {
		throw new InvalidInput(
			`${shown(value)} starts with 0, which no country code does`,
			'Leave out the 0 and put the country code first, e.g. 49 151 23456789 for 0151 23456789 in Germany.',
		);
	}
	if (digits.startsWith('7') && digits.length !== 11) {
		throw new InvalidInput(
			`${shown(value)} has ${digits.length} digits, but numbers of Russia and Kazakhstan have 11: 7 and ten more`,
			'Check the number for a digit too few or too many, or for a missing country code.',
		);
	}
	const countryCode = countryCodeOf(digits);
	if (countryCode === undefined) {
		throw withoutCountryCode(
			digits,
			international,
			'starts with no country code that exists',
			value,
		);
	}
	if (TOO_SHORT_AT_TEN.test(digits)) {
		const problem = `is too short for the country code ${countryCode}`;
		throw withoutCountryCode(digits, international, problem, value);
	}
	if (dropsTrunkZero(countryCode) && digits.startsWith('0', countryCode.length)) {
		throw new InvalidInput(
			`${shown(value)} goes on with 0 after the country code ${countryCode}, which no number there does`,
			'Leave out the 0 that is dialed only inside the country.',
		);
	}
}

function withoutCountryCode(
	digits: string,
	international: boolean,
	problem: string,
	value: unknown,
) {
	if (international || !WITHOUT_SEVEN.test(digits)) {
		return new InvalidInput(
			`${shown(value)} ${problem}`,
			'Check the digits, and put the country code first, e.g. 79995253422 or +7 999 525-34-22.',
		);
	}
	return new InvalidInput(
		`${shown(value)} ${problem}. Probably 7${digits} is meant`,
		`Enter 7${digits}, or the whole number with the country code that it belongs to.`,
	);
}
