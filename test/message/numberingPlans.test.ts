import fc from 'fast-check';
import metadata from 'libphonenumber-js/metadata.max.json';
import { parsePhoneNumber, type PhoneNumber } from 'libphonenumber-js/max';

import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { NUMBERING_PLANS } from '../../nodes/WhatsAppSendContact/message/numberingPlans';
import { readPhone } from '../../nodes/WhatsAppSendContact/message/phone';
import { path, process, root, run } from '../node';

/** How many numbers are read, about; with `NUMBERS=88000` it takes half a minute, and the figures are shown. */
const NUMBERS = Number(process.env.NUMBERS ?? 2_000);

/** The places of what is needed in the library's record of a country. */
const CODE = 0;
const NATIONAL_PREFIX = 5;
const PATTERNS_BY_KIND = 11;

const countries = Object.values(metadata.countries) as unknown as unknown[][];

test('the table is what the script makes of the metadata of libphonenumber', () => {
	const script = path.join(root, 'scripts/numberingPlans.mjs');
	const printed = run(process.execPath, [script], process.env);
	expect(printed.split('`').at(-2)).toBe(NUMBERING_PLANS);
});

/** Valid numbers of a country, mobile phones, fixed lines and all other kinds in equal parts. */
function numbersOf(country: unknown[], count: number): PhoneNumber[] {
	const kinds = (country[PATTERNS_BY_KIND] as Array<[string] | 0>).flatMap(
		(kind) => (kind && kind[0]) || [],
	);
	return kinds
		.flatMap((pattern, index) =>
			fc.sample(fc.stringMatching(new RegExp(`^(?:${pattern})$`)), {
				seed: index,
				numRuns: Math.ceil(count / kinds.length),
			}),
		)
		.map((national) => parsePhoneNumber(`+${country[CODE]}${national}`))
		.filter(({ number }) => /^\+\d{7,15}$/.test(number));
}

/** The last group has two digits at least: one on its own is read as an extension. */
const inGroupsOf = (size: number, digits: string) =>
	digits.replace(new RegExp(`\\d{${size}}(?=\\d\\d)`, 'g'), '$& ');

/**
 * With what is dialed before it inside the country, in parentheses. In Italy that is the zero that fixed lines keep;
 * mobile phones have none, and the few fixed lines that look like one without it are not written so.
 */
function withTrunkPrefix({ countryCallingCode, nationalNumber }: PhoneNumber, prefix: unknown) {
	if (countryCallingCode !== '39') {
		return `+${countryCallingCode}${prefix ? ` (${prefix})` : ' '}${nationalNumber}`;
	}
	const fixedLine = /^0(?!(?:3\d|43)\d{8}$)/;
	const mobile = /^(?=3\d{8,9}$|43\d{8}$)/;
	return `+39 ${nationalNumber.replace(fixedLine, '(0)').replace(mobile, '(0)')}`;
}

const SPELLINGS: Array<(number: PhoneNumber, trunkPrefix: unknown) => string> = [
	({ number }) => number,
	({ number }) => number.slice(1),
	({ number }) => number.replace('+', '00'),
	({ number }) => `https://wa.me/${number.slice(1)}`,
	(number) => number.getURI(),
	(number) => number.formatInternational(),
	(number) => number.formatInternational().slice(1),
	(number) => number.formatInternational().replace('+', '00 '),
	(number) => number.formatInternational().replace(/ /g, '-'),
	(number) => number.formatInternational().replace(/ /g, '.'),
	(number) => number.formatInternational().replace(/ /g, '\u00a0').replace(/-/g, '\u2011'),
	(number) => number.formatInternational().replace(/ (\d{2,})/, ' ($1)'),
	(number) => number.formatInternational().replace(/^(\+\d+)/, '($1)'),
	({ countryCallingCode: code, nationalNumber }) => `+${code} ${inGroupsOf(2, nationalNumber)}`,
	({ countryCallingCode: code, nationalNumber }) => `${code} ${inGroupsOf(3, nationalNumber)}`,
	withTrunkPrefix,
];

/** What is read of a text: the number that is meant, another one, or none. */
function outcomeOf(written: string, { number }: PhoneNumber): 'right' | 'changed' | 'refused' {
	try {
		return `+${readPhone(written, 'replace')}` === number ? 'right' : 'changed';
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidInput);
		return 'refused';
	}
}

test('valid numbers of all countries, in many spellings: none becomes another', () => {
	const changed: string[] = [];
	const refused: string[] = [];
	const accepted = { national: 0, nationalDigits: 0 };
	let numbers = 0;
	for (const country of countries) {
		numbersOf(country, NUMBERS / countries.length).forEach((number) => {
			const spell = SPELLINGS[numbers % SPELLINGS.length];
			numbers += 1;
			const written = spell(number, country[NATIONAL_PREFIX]);
			const outcome = outcomeOf(written, number);
			if (outcome === 'changed') changed.push(written);
			if (outcome === 'refused') refused.push(written);
			const national = number.formatNational();
			if (outcomeOf(national, number) === 'changed') accepted.national += 1;
			if (outcomeOf(national.replace(/\D/g, ''), number) === 'changed')
				accepted.nationalDigits += 1;
		});
	}
	if (process.env.NUMBERS) {
		process.stdout.write(
			`${JSON.stringify({ numbers, changed, refused, accepted }, null, '\t')}\n`,
		);
	}
	expect(changed).toEqual([]);
	expect(refused.length).toBeLessThanOrEqual(numbers / 1_000);
	expect(accepted.national).toBeLessThan(numbers * 0.04);
	expect(accepted.nationalDigits).toBeLessThan(numbers * 0.06);
});
