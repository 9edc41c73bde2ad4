import { countryCodeOf, dropsTrunkZero } from './countryCodes';
import { InvalidInput } from './invalidInput';
import { plainText, shown } from './plainText';

/** What to do with a Russian or Kazakh number that starts with the trunk 8 instead of the country code 7. */
export type LeadingEight = 'refuse' | 'replace';

/** E.164 allows 15 digits; anything longer is a group id that lost its ending. */
const MOST_DIGITS = 15;

/** A link that opens the chat with a phone, and the phone in it. The text of the message may follow. */
const LINK = /^(?:https?:\/\/)?(?:www\.)?wa\.me\/([^?#/]*)\/?(?:[?#].*)?$/is;

/** A plus, or the 00 that a phone dials for it, before the country code. */
const INTERNATIONAL = /^[\s(]*(\+|00)/;

const ITALY = '39';

const SHORTENED_BY_SPREADSHEET = /^\d([.,]\d+)?e\+?\d+$/i;

/** An optional plus, and digits in groups. At most 40 characters, so that the patterns below stay fast. */
const SPELLING = /^(?!.{41})[\s(]*\+?[\s(]*\d[\d\s().\-/\u2010-\u2015\u2212]*$/s;

/** Spellings whose digits alone are another number than the one that was meant. */
const MISLEADING = [
	// A date.
	/^(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})$/,
	// A decimal: one dot in a bare number, or before one or two last digits. `+1.2025550143` is a way to write phones.
	/^(\d+\.\d+|\+\d{4,}\.\d+|[^.]+\.\d{1,2})$/,
	// An extension: a last digit on its own.
	/[^\d+]\d\D*$/,
	// An extension or a second number: fewer than five digits behind a slash, or a whole number before it.
	/\/[^\d/]*(\d[^\d/]*){0,4}$|^(\D*\d){9}.*\//,
];

/**
 * 8 and ten digits is how Russia and Kazakhstan dial inside the country, if an area code of theirs follows
 * (3…, 4…, 7…, 8…, 9…). 81, 82, 84, 85… and 86… are Japan, Korea, Vietnam, Hong Kong, Cambodia, China.
 * 84 is left out although area codes 4xx exist: Vietnam's numbers have the same length. Written with a plus, 880 and 886
 * are Bangladesh and Taiwan.
 */
const TRUNK_EIGHT = /^(?!\+8(80|86))\+?8[3789]\d{9}$/;
/** How a Russian mobile phone looks that lost its 7. With a plus, another country was meant. */
const WITHOUT_SEVEN = /^9\d{9}$/;
/**
 * Fewer than seven digits; 1 or 7 without the ten more that North America, Russia and Kazakhstan have; ten digits in Turkey, India, Pakistan,
 * Afghanistan, Sri Lanka or Iran, whose numbers have eleven or more.
 */
const WRONG_LENGTH = /^(\d{0,6}|[17](?!\d{10}$).*|9[0-48]\d{8})$/;

/**
 * Reads a phone in any human spelling, e.g. `+7 (999) 525-34-22`, `+49 (0)171 1234567`, or `https://wa.me/79995253422`.
 *
 * @returns the digits alone, country code first: `79995253422` (7 to 15 of them)
 * @throws InvalidInput when it is no phone, or a number that would be delivered to nobody or to somebody else;
 * the sentence starts with the value
 */
export function readPhone(value: string | number, leadingEight: LeadingEight): string {
	const text = plainText(value)
		.replace(LINK, (_, phone: string) => fromAbroad(phone))
		.replace(/^(tel|whatsapp):/i, '')
		.replace(/^(\+?\d+)\.0*$/, '$1');
	checkSpelling(text, value);
	const dialed = dialable(withoutTrunkZero(text, value));
	if (TRUNK_EIGHT.test(dialed)) return withSeven(dialed.replace('+', ''), leadingEight);
	checkNumber(dialed, value);
	return dialed.replace('+', '');
}

/** Digits that have their country code, as an ID or a link has it: with a plus, no 8 of Taiwan or Bangladesh is Russia's. */
export const fromAbroad = (digits: string): string => digits.replace(/^[1-9]\d+$/, '+$&');

function checkSpelling(text: string, value: unknown) {
	if (SHORTENED_BY_SPREADSHEET.test(text)) {
		throw new InvalidInput(
			`${shown(value)} is a phone that a spreadsheet has shortened`,
			'Format the column as text in the spreadsheet, so that every digit is kept.',
		);
	}
	if (!SPELLING.test(text) || MISLEADING.some((one) => one.test(text))) throw notAPhone(value);
}

const notAPhone = (value: unknown) =>
	new InvalidInput(
		`${shown(value)} is not a phone number`,
		'Enter one number as it is dialed from abroad, e.g. 79995253422 or +7 999 525-34-22: no extension, no decimals, no date.',
	);

/** In `+49 (0)171 1234567` the zero is dialed only inside the country; in Italy it belongs to the number. */
const withoutTrunkZero = (text: string, value: unknown): string =>
	text.replace(/^(.*?)\(\s*0\s*\)/s, (whole, before: string) => {
		const countryCode = dialable(before).replace('+', '');
		if (countryCode === ITALY) return whole;
		if (dropsTrunkZero(countryCode)) return before;
		throw notAPhone(value);
	});

/** The digits, behind a plus where the text has one. */
const dialable = (text: string): string => text.replace(INTERNATIONAL, '+').replace(/[^\d+]/g, '');

function withSeven(digits: string, leadingEight: LeadingEight): string {
	const corrected = `7${digits.slice(1)}`;
	if (leadingEight === 'replace') return corrected;
	throw new InvalidInput(
		`${digits} starts with 8: messages to such numbers are not delivered. Probably ${corrected} is meant`,
		`Enter ${corrected}, or set the option 'Leading 8' to 'Replace with 7'.`,
	);
}

function checkNumber(dialed: string, value: unknown) {
	const digits = dialed.replace('+', '');
	if (digits.length > MOST_DIGITS) {
		throw new InvalidInput(
			`${shown(value)} has ${digits.length} digits and is too long for a phone`,
			'Enter one number with its country code, or the ID of a group with its ending: 120363028392831234@g.us.',
		);
	}
	const countryCode = WRONG_LENGTH.test(digits) ? undefined : countryCodeOf(digits);
	if (countryCode === undefined) {
		const meant = WITHOUT_SEVEN.test(dialed) ? `. Probably 7${dialed} is meant` : '';
		throw new InvalidInput(
			`${shown(value)} is not a whole number with its country code${meant}`,
			'Check the digits, and put the country code first, e.g. 79995253422, or 49 151 23456789 for 0151 23456789 in Germany.',
		);
	}
	if (dropsTrunkZero(countryCode) && digits.startsWith('0', countryCode.length)) {
		throw new InvalidInput(
			`${shown(value)} has a 0 after the country code ${countryCode}, and no number there does`,
			'Leave out the 0 that is dialed only inside the country.',
		);
	}
}
