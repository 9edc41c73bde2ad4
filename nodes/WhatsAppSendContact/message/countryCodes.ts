import { NUMBERING_PLANS } from './numberingPlans';

/** What stands behind each country code: a number, and maybe, as the first group, what is dialed before it inside the country. */
const PLANS = new Map(
	NUMBERING_PLANS.trim()
		.split(/\s+/)
		.map((entry) => entry.split(':'))
		.map(([countryCode, trunkPrefix, numbers]): [string, RegExp] => [
			countryCode,
			new RegExp(`^(?:(${trunkPrefix})(?!0))?(?:${numbers})$`),
		]),
);

/** Whether a country or a worldwide network has this code. */
export const isCountryCode = (digits: string): boolean => PLANS.has(digits);

/** The country code of these digits, and the trunk prefix behind it or ''; undefined where no number has this form. */
export function wholeNumber(digits: string) {
	for (const length of [1, 2, 3]) {
		const countryCode = digits.slice(0, length);
		const parts = PLANS.get(countryCode)?.exec(digits.slice(length));
		if (parts) return { countryCode, trunkPrefix: parts[1] ?? '' };
	}
	return undefined;
}
