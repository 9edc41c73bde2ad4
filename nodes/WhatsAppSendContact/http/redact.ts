import { SHORTEST_TOKEN } from '../gateways/account';

/** What stands in the place of a secret. */
export const HIDDEN = '***';
/** How often a text is decoded to look for the secret behind what was encoded more than once. */
const LAYERS = 6;
const DEEPEST = 12;
const UNSAFE_KEYS = ['__proto__', 'constructor', 'prototype'];

/**
 * Makes a function that takes a secret out of text, in these spellings: as it is; URL-encoded; escaped with backslashes
 * as in JSON or a script (`\/`, `\u002f`, `\x2f`); escaped as in HTML (`&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`,
 * `&#47;`, `&#x2f;`); with a space for each `+`, as a form is read; up to five of these on top of each other; each in any
 * letter case. A secret of digits alone is not seen within a longer number.
 *
 * Text without the secret comes back as it is; text that holds it encoded comes back decoded. The cost grows with the
 * text's length, whatever stands in it; with the secret's too, where both repeat themselves.
 */
export function redactor(secret: string): (text: string) => string {
	const spelled = new RegExp(decodings(secret).map(literal).join('|'), 'gi');
	return (text) => {
		let shown = text;
		let layer = text;
		for (let depth = 0; depth <= LAYERS; depth++) {
			const hidden = layer.replace(spelled, HIDDEN);
			if (hidden !== layer) shown = hidden;
			layer = decode(hidden);
			if (layer === hidden) break;
		}
		return shown;
	};
}

/**
 * A copy of a parsed answer that is safe to read and to hand on: its texts and keys have gone through `redact`; nothing
 * is nested deeper than 12 levels; no key could reach an object's prototype.
 */
export function sanitize(value: unknown, redact: (text: string) => string, depth = 0): unknown {
	if (typeof value === 'string') return redact(value);
	if (typeof value === 'number') return redact(String(value)) === HIDDEN ? HIDDEN : value;
	if (typeof value !== 'object' || value === null) return value;
	if (depth === DEEPEST) return '…';
	const inner = (each: unknown) => sanitize(each, redact, depth + 1);
	if (Array.isArray(value)) return value.map(inner);
	const safe: Record<string, unknown> = {};
	for (const [key, each] of Object.entries(value)) {
		if (!UNSAFE_KEYS.includes(key)) safe[redact(key)] = inner(each);
	}
	return safe;
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
function decodings(secret: string): string[] {
	const found = [secret];
	for (let layer = decode(secret); found.length <= LAYERS; layer = decode(layer)) {
		if (layer.length < SHORTEST_TOKEN || layer === found.at(-1)) break;
		found.push(layer);
	}
	return found;
}

/** The pattern of a word. */
function literal(word: string): string {
	const escaped = word.replace(/[\\^$.*?()[\]{}|/-]/g, '\\$&').replace(/\+/g, '[+ ]');
	return /^\d+$/.test(word) ? `(?<!\\d)${escaped}(?!\\d)` : escaped;
}
