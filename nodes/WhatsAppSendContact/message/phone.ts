import { InvalidInput } from './invalidInput';
import { plainText, shown } from './plainText';

/** What to do with a Russian or Kazakh number that starts with the trunk 8 instead of the country code 7. */
export type LeadingEight = 'refuse' | 'replace';

const SHORTEST = 7;
/** E.164 allows 15 digits; anything longer is a group id that lost its suffix. */
const LONGEST = 15;

const SEPARATORS = /[\s().\-/\u2010-\u2015\u2212]/g;
const SPREADSHEET_NUMBER = /^\d([.,]\d+)?e\+?\d+$/i;

/**
 * 8 and ten digits is how Russia and Kazakhstan dial inside the country, if an area code of theirs follows
 * (3…, 4…, 7…, 8…, 9…). 81, 82, 84, 85… and 86… are Japan, Korea, Vietnam, Hong Kong, Cambodia, China.
 * 84 is left out although area codes 4xx exist: Vietnam's numbers have the same length.
 */
const TRUNK_EIGHT = /^8[3789]\d{9}$/;
/** Written with a plus, 880 and 886 are the country codes of Bangladesh and Taiwan. */
const FOREIGN_WITH_PLUS = /^8(80|86)/;

/**
 * Reads a phone in any human spelling, e.g. `+7 (999) 525-34-22`.
 *
 * @returns the digits alone, country code first: `79995253422` (7 to 15 of them)
 * @throws InvalidInput when it is no phone, or a number that would be delivered to nobody
 */
export function readPhone(value: string | number, leadingEight: LeadingEight): string {
	const text = plainText(value).replace(/^(tel|whatsapp):/i, '');
	if (SPREADSHEET_NUMBER.test(text)) {
		throw new InvalidInput(
			`${shown(value)} is a phone that a spreadsheet has shortened`,
			'Format the column as text in the spreadsheet, so that every digit is kept.',
		);
	}
	const international = text.startsWith('+') || text.startsWith('00');
	const digits = text.replace(SEPARATORS, '').replace(/^(\+|00)/, '');
	if (!/^[0-9]+$/.test(digits)) {
		throw new InvalidInput(
			`${shown(value)} is not a phone number`,
			'Enter the country code and the number, e.g. 79995253422 or +7 999 525-34-22.',
		);
	}
	checkLength(digits, value);
	checkCountry(digits, value);
	return withCountryCode(digits, international, leadingEight);
}

function checkLength(digits: string, value: unknown) {
	if (digits.length > LONGEST) {
		throw new InvalidInput(
			`${shown(value)} has ${digits.length} digits and is too long for a phone`,
			`If it is a group, choose By Chat ID and enter it with its ending: ${digits}@g.us.`,
		);
	}
	if (digits.length < SHORTEST) {
		throw new InvalidInput(
			`${shown(value)} is too short for a phone with its country code`,
			'Enter the country code and the whole number, e.g. 79995253422.',
		);
	}
}

function checkCountry(digits: string, value: unknown) {
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
}

function withCountryCode(digits: string, international: boolean, leadingEight: LeadingEight) {
	const domestic = TRUNK_EIGHT.test(digits) && !(international && FOREIGN_WITH_PLUS.test(digits));
	if (!domestic) return digits;
	const corrected = `7${digits.slice(1)}`;
	if (leadingEight === 'replace') return corrected;
	throw new InvalidInput(
		`${digits} starts with 8: messages to such numbers are not delivered. Probably ${corrected} is meant`,
		`Enter ${corrected}, or set the option 'Leading 8' to 'Replace with 7'.`,
	);
}
