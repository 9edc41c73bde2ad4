const HIDDEN = '***';
/** How often a text is decoded to look for the secret behind what was encoded more than once. */
const LAYERS = 6;
/** The length of the shortest token that the credential takes. */
const SHORTEST = 6;
const DEEPEST = 100;

/**
 * Makes a function that takes a secret out of text, in these spellings: as it is; URL-encoded; escaped with backslashes
 * as in JSON or a script (`\/`, `\u002f`, `\x2f`); escaped as in HTML (`&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`,
 * `&#47;`, `&#x2f;`); up to five of these on top of each other; each with A to Z in any letter case. A secret of digits
 * alone is not seen within a longer number.
 *
 * Text without the secret comes back as it is; text that holds it encoded comes back decoded. The cost grows with the
 * text's length, whatever stands in it.
 */
export function redactor(secret: string): (text: string) => string {
	const hiders = [...decodings(secret)].map(hider);
	return (text) => {
		let shown = text;
		let layer = text;
		for (let depth = 0; depth <= LAYERS; depth++) {
			const hidden = hiders.reduce((rest, hide) => hide(rest), layer);
			if (hidden !== layer) shown = hidden;
			layer = decode(hidden);
			if (layer === hidden) break;
		}
		return shown;
	};
}

/** A copy of a parsed answer whose texts and keys have gone through `redact`; what lies too deep is left out. */
export function redactValues(value: unknown, redact: (text: string) => string, depth = 0): unknown {
	if (typeof value === 'string') return redact(value);
	if (typeof value === 'number') return redact(String(value)) === HIDDEN ? HIDDEN : value;
	if (typeof value !== 'object' || value === null) return value;
	if (depth >= DEEPEST) return '…';
	const inner = (each: unknown) => redactValues(each, redact, depth + 1);
	if (Array.isArray(value)) return value.map(inner);
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [redact(key), inner(each)]));
}

const ENCODED =
	/(?:%[\da-f]{2})+|\\u([\da-f]{4})|\\x([\da-f]{2})|((?:\\[^\w\s])+)|&#(\d{1,12});?|&#x([\da-f]{1,12});?|&(amp|lt|gt|quot|apos);/gi;
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Takes one layer of encoding away, of every kind; the last one is the backslashes that escape nothing. */
function decode(text: string): string {
	const decoded = text.replace(ENCODED, (all, unit, byte, escaped, decimal, hexadecimal, name) => {
		if (unit ?? byte) return String.fromCharCode(parseInt(unit ?? byte, 16));
		if (escaped) return escaped.replace(/\\([^])/g, '$1');
		if (name) return NAMED[name.toLowerCase()];
		if (!decimal && !hexadecimal) return Buffer.from(all.replace(/%/g, ''), 'hex').toString();
		const code = decimal ? Number(decimal) : parseInt(hexadecimal, 16);
		return code <= 0x10ffff ? String.fromCodePoint(code) : all;
	});
	return decoded === text ? text.replace(/\\/g, '') : decoded;
}

/** A secret that looks encoded itself is decoded with the text around it: so it is looked for in that form too. */
function decodings(secret: string): Set<string> {
	const found = new Set([secret]);
	for (let layer = decode(secret); layer.length >= SHORTEST; layer = decode(layer)) {
		if (found.has(layer) || found.size > LAYERS) break;
		found.add(layer);
	}
	return found;
}

const lowerCase = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Makes a function that hides a word; it looks at each character of the text twice at most (Knuth, Morris, Pratt). */
function hider(spelling: string): (text: string) => string {
	const word = lowerCase(spelling);
	const borders = bordersOf(word);
	const isNumber = /^\d+$/.test(word);
	return (text) => {
		const small = lowerCase(text);
		let shown = '';
		let rest = 0;
		let matched = 0;
		for (let index = 0; index < small.length; index++) {
			while (matched > 0 && small[index] !== word[matched]) matched = borders[matched - 1];
			if (small[index] === word[matched]) matched++;
			if (matched < word.length) continue;
			matched = 0;
			const start = index + 1 - word.length;
			if (isNumber && (isDigit(small[start - 1]) || isDigit(small[index + 1]))) continue;
			shown += text.slice(rest, start) + HIDDEN;
			rest = index + 1;
		}
		return shown + text.slice(rest);
	};
}

const isDigit = (character?: string) => character !== undefined && /\d/.test(character);

/** For each length of the word's beginning: the longest piece that it both begins and ends with. */
function bordersOf(word: string): number[] {
	const borders = [0];
	for (let index = 1, matched = 0; index < word.length; index++) {
		while (matched > 0 && word[index] !== word[matched]) matched = borders[matched - 1];
		if (word[index] === word[matched]) matched++;
		borders.push(matched);
	}
	return borders;
}
