// @ts-check
// Prints `nodes/WhatsAppSendContact/message/numberingPlans.ts`: `npm run numbering-plans` writes it anew from the
// metadata of libphonenumber-js, which is Google's. The published package has only what is printed here.
import { createRequire } from 'node:module';

const metadata = createRequire(import.meta.url)('libphonenumber-js/metadata.max.json');

/** The places of what is needed in the library's record of a country. */
const NUMBERS = 2;
const NATIONAL_PREFIX = 5;
const NATIONAL_PREFIX_FOR_PARSING = 7;

/** E.164 allows 15 digits, country code included; fewer than 7 are nobody's on WhatsApp. */
const LENGTHS = { min: 7, max: 15 };

/** What WhatsApp knows beside the plans: its IDs in Mexico keep the 1 that mobile phones had behind 52 until 2019. */
const ALSO = { 52: '1\\d{10}' };

const DIGITS = [...'0123456789'];

/**
 * The shapes of the numbers that a pattern matches, each its first digit and its length: `'3:10'`; behind a zero, which
 * is mostly an error, the next digit too: `'06:8'`; of nothing, `':0'`.
 * The library writes patterns with digits, `\d`, classes, `(?:…|…)`, `?` and `{…}`.
 *
 * @param {string} pattern
 */
function shapesOf(pattern) {
	const tokens = pattern.match(/\\d|\[[\d-]+\]|\d|\(\?:|[|)?]|\{[\d,]+\}/g) ?? [];
	if (tokens.join('') !== pattern) throw new Error(`${pattern} is written in a way that is new`);

	const alternatives = () => {
		const shapes = sequence();
		while (tokens[0] === '|') {
			tokens.shift();
			for (const shape of sequence()) shapes.add(shape);
		}
		return shapes;
	};
	const sequence = () => {
		let shapes = new Set([':0']);
		while (tokens.length > 0 && !/^[|)]/.test(tokens[0])) shapes = joined(shapes, repeated(atom()));
		return shapes;
	};
	const atom = () => {
		const token = tokens.shift();
		if (token !== '(?:')
			return new Set(DIGITS.filter((d) => RegExp(`${token}`).test(d)).map((d) => `${d}:1`));
		const shapes = alternatives();
		tokens.shift();
		return shapes;
	};
	/** @param {Set<string>} once */
	const repeated = (once) => {
		if (!/^[?{]/.test(tokens[0] ?? '')) return once;
		const [min, max = min] =
			tokens[0] === '?' ? [0, 1] : (tokens[0].match(/\d+/g) ?? []).map(Number);
		tokens.shift();
		const shapes = new Set();
		let times = new Set([':0']);
		for (let count = 0; count <= max; count += 1, times = joined(times, once)) {
			if (count >= min) for (const shape of times) shapes.add(shape);
		}
		return shapes;
	};
	return alternatives();
}

/** @param {Set<string>} heads @param {Set<string>} tails */
function joined(heads, tails) {
	const shapes = new Set();
	for (const [first, length] of [...heads].map((shape) => shape.split(':'))) {
		for (const [next, more] of [...tails].map((shape) => shape.split(':'))) {
			const start = first === '' ? next : first === '0' ? `0${next.slice(0, 1)}` : first;
			shapes.add(`${start}:${Number(length) + Number(more)}`);
		}
	}
	return shapes;
}

/** Sorted whole numbers as ranges. @param {number[]} numbers */
function rangesOf(numbers) {
	const ranges = [];
	for (const number of numbers) {
		const last = ranges.at(-1);
		if (last?.[1] === number - 1) last[1] = number;
		else ranges.push([number, number]);
	}
	return ranges;
}

/** A class of digits: `[24-9]`. @param {string[]} digits */
function classOf(digits) {
	if (digits.length === 1) return digits[0];
	if (digits.length === DIGITS.length) return '\\d';
	const ranges = rangesOf(digits.map(Number));
	return `[${ranges.map(([from, to]) => (from === to ? from : `${from}${to - from > 1 ? '-' : ''}${to}`)).join('')}]`;
}

/**
 * A pattern of the numbers behind a country code: their first digits, and the lengths that go with each.
 *
 * @param {string} code
 * @param {string[]} patterns
 */
function numbersOf(code, patterns) {
	const shapes = shapesOf(patterns.join('|'));
	/** @type {Record<string, string[]>} */
	const firstDigits = {};
	for (const [zero, digit] of ['', '0'].flatMap((zero) => DIGITS.map((digit) => [zero, digit]))) {
		const lengths = Array.from({ length: LENGTHS.max }, (_, length) => length).filter(
			(length) =>
				shapes.has(`${zero}${digit}:${length}`) &&
				length + code.length >= LENGTHS.min &&
				length + code.length <= LENGTHS.max,
		);
		for (const range of rangesOf(lengths)) {
			const [min, max] = range.map((length) => length - `${zero}${digit}`.length);
			(firstDigits[`${zero}[]\\d{${min === max ? min : `${min},${max}`}}`] ??= []).push(digit);
		}
	}
	return Object.entries(firstDigits)
		.map(([pattern, digits]) => pattern.replace('[]', classOf(digits)))
		.join('|');
}

/**
 * What is dialed before a number inside the country, as a pattern; empty where nothing is. Where the library's rule
 * for reading does more than leave it out, its plain prefix.
 *
 * @param {unknown[]} country
 */
function trunkOf(country) {
	const rule = String(country[NATIONAL_PREFIX_FOR_PARSING] || '');
	return /^[\d[\]|?]+$/.test(rule) ? rule : String(country[NATIONAL_PREFIX] || '');
}

/** @type {[string, unknown[][]][]} */
const codes = [
	...Object.entries(metadata.country_calling_codes).map(([code, names]) => [
		code,
		names.map((name) => metadata.countries[name]),
	]),
	...Object.entries(metadata.nonGeographic).map(([code, network]) => [code, [network]]),
];
const entries = codes
	.sort(([one], [other]) => one.localeCompare(other))
	.map(([code, countries]) => {
		const patterns = countries.map((country) => String(country[NUMBERS])).concat(ALSO[code] ?? []);
		return `${code}:${trunkOf(countries[0])}:${numbersOf(code, patterns)}`;
	});

const lines = [''];
for (const entry of entries) {
	if (lines.at(-1).length + entry.length > 136) lines.push('');
	lines.push(`${lines.pop()} ${entry}`.trim());
}

console.log(`/**
 * The numbering plan behind each country code, from libphonenumber: the code, what is dialed before a number inside
 * the country, and patterns of first digits and lengths. Written by \`npm run numbering-plans\`; not to be edited.
 */
export const NUMBERING_PLANS = String.raw\`
${lines.join('\n')}
\`;`);
