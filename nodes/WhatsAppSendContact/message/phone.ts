import { isCountryCode, wholeNumber } from './countryCodes';
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
/** Fixed lines in Italy keep their zero behind 39, mobile phones have none; of nine digits from 3 on, nobody can tell. */
const ITALIAN_MOBILE = /^(?:3\d|43)\d{8}$/;
const ITALIAN_EITHER = /^3\d{8}$/;

const SHORTENED_BY_SPREADSHEET = /^\d([.,]\d+)?e\+?\d+$/i;

/** An optional plus, and digits in groups, in one cell and line. At most 40 characters: the patterns below stay fast. */
const SPELLING = /^(?!.{41})[\p{Zs}(]*\+?[\p{Zs}(]*\d[\d\p{Zs}().\-/\u2010-\u2015\u2212]*$/su;

/** Spellings whose digits alone are another number than the one that was meant. */
const MISLEADING = [
	// A date.
	/^(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})$/,
	// A decimal: one dot in a bare number, or before one or two last digits. `+1.2025550143` is a way to write phones.
	/^(\d+\.\d+|\+\d{4,}\.\d+|[^.]+\.\d{1,2})$/,
	// An extension: a last digit on its own. Luxembourg writes pairs, and of an odd number one digit remains.
	/^(?!\D*(?:00 ?)?352\)?(\D)(?:\d\d\1)+\d$).*[^\d+]\d\D*$/s,
	// An extension or a second number: fewer than five digits behind a slash, or a whole number before it.
	/\/[^\d/]*(\d[^\d/]*){0,4}$|^(\D*\d){9}.*\//,
];

/** 8 and ten digits is how Russia and Kazakhstan dial inside the country; their area codes start with 3, 4, 7, 8 or 9. */
const TRUNK_EIGHT = /^8[34789]\d{9}$/;
/** Vietnam's mobile phones, and fixed lines in Bangladesh and Taiwan. */
const LIKE_TRUNK_EIGHT = /^(?:84|880|886)/;
/** No country has the code 8. */
const EIGHT_ALONE = /^\D*8\D/;
/** How a Russian mobile phone looks that lost its 7. With a plus, another country was meant. */
const WITHOUT_SEVEN = /^9\d{9}$/;
/** An area code in parentheses, as in `(202) 555-0143`, if it is no country code. */
const FIRST_IN_PARENTHESES = /^\s*\(\s*(?:00)?(\d{2,})\s*\)/;

/**
 * Reads a phone in any human spelling, e.g. `+7 (999) 525-34-22`, `+49 (0)171 1234567`, or `https://wa.me/79995253422`,
 * as its 7 to 15 digits, country code first: `79995253422`.
 *
 * @throws InvalidInput when it is no phone, or a number that would be delivered to nobody or to somebody else. The
 * sentence starts with what was entered, of which the value may be a part
 */
export function readPhone(value: string | number, leadingEight: LeadingEight, entered = value) {
	const text = plainText(value)
		.replace(LINK, (_, phone: string) => fromAbroad(phone))
		.replace(/^(tel|whatsapp):/i, '')
		.replace(/^(\+?\d+)\.0*$/, '$1');
	checkSpelling(text, entered);
	const dialed = dialable(withoutTrunkPrefix(text, entered));
	const digits = dialed.replace('+', '');
	if (startsWithTrunkEight(text, dialed, digits)) return withSeven(digits, leadingEight);
	checkNumber(text, dialed, entered);
	return digits;
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

/** In `+49 (0)171 1234567` the zero is dialed only inside the country, as is the 06 in `+36 (06) 30 123 4567`. */
const withoutTrunkPrefix = (text: string, value: unknown): string =>
	text.replace(/\(\s*(\d+)\s*\)/g, (whole, inside: string, at: number) => {
		const [before, after] = [text.slice(0, at), text.slice(at + whole.length)].map(digitsIn);
		const number = wholeNumber(digitsIn(text));
		if (number?.trunkPrefix === inside && number.countryCode === before) return '';
		if (inside !== '0') return whole;
		if (before !== ITALY || ITALIAN_EITHER.test(after)) throw notAPhone(value);
		return ITALIAN_MOBILE.test(after) ? '' : whole;
	});

/** The digits, behind a plus where the text has one. */
const dialable = (text: string): string => text.replace(INTERNATIONAL, '+').replace(/[^\d+]/g, '');

const digitsIn = (text: string): string => dialable(text).replace('+', '');

/** @throws InvalidInput when it may as well be the start of another country's code */
function startsWithTrunkEight(text: string, dialed: string, digits: string): boolean {
	if (!TRUNK_EIGHT.test(digits)) return false;
	if (EIGHT_ALONE.test(text) || !LIKE_TRUNK_EIGHT.test(digits)) return true;
	if (dialed.startsWith('+')) return false;
	const abroad = wholeNumber(digits);
	if (!abroad || abroad.trunkPrefix) return true;
	if (abroad.countryCode === '84') return false;
	throw new InvalidInput(
		`${digits} may start with the country code ${abroad.countryCode}, or with an 8 in place of Russia's 7`,
		`Enter the number that is meant: +${digits} or +7${digits.slice(1)}.`,
	);
}

function withSeven(digits: string, leadingEight: LeadingEight): string {
	const corrected = `7${digits.slice(1)}`;
	if (leadingEight === 'replace') return corrected;
	throw new InvalidInput(
		`${digits} starts with 8: messages to such numbers are not delivered. Probably ${corrected} is meant`,
		`Enter ${corrected}, or set the option 'Leading 8' to 'Replace with 7'.`,
	);
}

function checkNumber(text: string, dialed: string, value: unknown) {
	const digits = dialed.replace('+', '');
	if (digits.length > MOST_DIGITS) {
		throw new InvalidInput(
			`${shown(value)} has ${digits.length} digits and is too long for a phone`,
			'Enter one number with its country code, or the ID of a group with its ending: 120363028392831234@g.us.',
		);
	}
	const [, first] = FIRST_IN_PARENTHESES.exec(text) ?? [];
	const number = first && !isCountryCode(first) ? undefined : wholeNumber(digits);
	if (!number) {
		const meant = WITHOUT_SEVEN.test(dialed) ? `. Probably 7${dialed} is meant` : '';
		throw new InvalidInput(
			`${shown(value)} is not a whole number with its country code${meant}`,
			'Check the digits, and put the country code first, e.g. 79995253422, or 49 151 23456789 for 0151 23456789 in Germany.',
		);
	}
	const { countryCode, trunkPrefix } = number;
	if (trunkPrefix) {
		throw new InvalidInput(
			`${shown(value)} has ${trunkPrefix} after the country code ${countryCode}, which is dialed only inside the country`,
			`Leave it out: ${countryCode}${digits.slice(countryCode.length + trunkPrefix.length)}.`,
		);
	}
}
