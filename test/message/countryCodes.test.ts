import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import metadata from 'libphonenumber-js/metadata.max.json';

import {
	countryCodeOf,
	dropsTrunkZero,
} from '../../nodes/WhatsAppSendContact/message/countryCodes';
import { readPhone } from '../../nodes/WhatsAppSendContact/message/phone';

/** Codes that the library still knows, or not yet: withdrawn for disaster relief, reserved for the Vatican, which uses 39. */
const WITHDRAWN = ['888'];
const RESERVED = ['379'];

/** The place of a country's national prefix in the library's metadata. */
const NATIONAL_PREFIX = 5;

const ofCountries = metadata.country_calling_codes as Record<string, string[]>;
const countries = metadata.countries as unknown as Record<string, unknown[]>;
/** Satellite phones, free numbers and the like; the library's types leave them out. */
const { nonGeographic: worldwide } = metadata as unknown as { nonGeographic: object };
const known = [...Object.keys(ofCountries), ...Object.keys(worldwide)]
	.filter((code) => !WITHDRAWN.includes(code))
	.concat(RESERVED);

const upTo999 = Array.from({ length: 999 }, (_, index) => String(index + 1));

test('the country codes are those of libphonenumber', () => {
	expect(upTo999.filter((code) => countryCodeOf(code) === code).sort()).toEqual(known.sort());
});

test('a number has one country code, whatever follows, and only at its start', () => {
	for (const code of known) {
		expect([countryCodeOf(`${code}0000000`), countryCodeOf(`${code}9999999`)]).toEqual([
			code,
			code,
		]);
	}
	expect(countryCodeOf('0149')).toBeUndefined();
});

test('a 0 is left out behind the codes of countries that dial one inside', () => {
	const dialZero = Object.entries(ofCountries)
		.filter(([, [main]]) => countries[main][NATIONAL_PREFIX] === '0')
		.map(([code]) => code);
	expect(upTo999.filter((code) => dropsTrunkZero(code)).sort()).toEqual(dialZero.sort());
});

test.each(getCountries())('a mobile phone of %s is read in every international form', (country) => {
	const example = getExampleNumber(country, examples);
	const digits = example?.number.slice(1);
	for (const form of ['INTERNATIONAL', 'E.164', 'RFC3966'] as const) {
		const written = example?.format(form) ?? '';
		expect(readPhone(written, 'refuse')).toBe(digits);
		expect(readPhone(written.replace('+', '00'), 'refuse')).toBe(digits);
	}
});
