const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const FULL_WIDTH = /[\uFF01-\uFF5E]/g;

/** True for what a form field can hold as one value: text or a number. NaN and Infinity are none. */
export const isScalar = (value: unknown): value is string | number =>
	typeof value === 'string' || Number.isFinite(value);

/**
 * Text as it was meant: without the invisible marks that copying from a phone book or a chat adds
 * (direction marks, joiners, byte order marks), full-width digits made plain, ends trimmed.
 * Other characters stay what they are: a superscript is a footnote, not a digit.
 */
export const plainText = (value: string | number): string =>
	String(value)
		.replace(FULL_WIDTH, (character) => character.normalize('NFKC'))
		.replace(INVISIBLE, '')
		.trim();

/** True for nothing, and for text that shows nothing. */
export const isBlank = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && plainText(value) === '');

/** A value as it may stand inside a sentence: quoted, one line, at most 60 characters. */
export function shown(value: unknown): string {
	const text = (isScalar(value) ? plainText(value) : typeof value).replace(/\s+/g, ' ');
	return `"${text.replace(/^(.{60}).+/u, '$1…')}"`;
}

/** What a value is called in a sentence: text and numbers are quoted; nothing, true, NaN, a list, an object are named. */
export function called(value: unknown): string {
	if (isBlank(value)) return 'empty';
	if (isScalar(value)) return shown(value);
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : String(value);
}
