// @ts-check

/** Calling codes of two digits; 1 and 7 have one, all others three (ITU-T E.164, annex). */
const TWO_DIGITS = new Set(
	'20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
		' ',
	),
);

/** How the rest is grouped where people agree on it, by calling code and length. */
const GROUPS = /** @type {Record<string, number[]>} */ ({
	'7/10': [3, 3, 2, 2],
	'1/10': [3, 3, 4],
	'55/11': [2, 5, 4],
	'55/10': [2, 4, 4],
	'49/11': [3, 4, 4],
	'44/10': [4, 6],
	'33/9': [1, 2, 2, 2, 2],
});

/**
 * @param {string} digits a phone, calling code first
 * @returns {string} the calling code
 */
function callingCode(digits) {
	if (/^[17]/.test(digits)) return digits.slice(0, 1);
	return digits.slice(0, TWO_DIGITS.has(digits.slice(0, 2)) ? 2 : 3);
}

/**
 * @param {number} length
 * @returns {number[]} groups of three, the first of two to four
 */
function groupsOf(length) {
	if (length <= 4) return [length];
	return [...groupsOf(length - 3), 3];
}

/**
 * Spells a phone as people write it, for instance `+7 999 525 34 22`.
 *
 * @param {string} digits
 * @returns {string}
 */
export function international(digits) {
	const code = callingCode(digits);
	let rest = digits.slice(code.length);
	const parts = (GROUPS[`${code}/${rest.length}`] ?? groupsOf(rest.length)).map((size) => {
		const part = rest.slice(0, size);
		rest = rest.slice(size);
		return part;
	});
	return `+${[code, ...parts].join(' ')}`;
}
