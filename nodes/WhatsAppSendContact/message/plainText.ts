const INVISIBLE = /\p{Cf}/gu;
const LONGEST_SHOWN = 60;

/** True for what a form field can hold as one value: text or a number. */
export const isScalar = (value: unknown): value is string | number =>
	typeof value === 'string' || typeof value === 'number';

/**
 * Text as it was meant: without the invisible marks that copying from a phone book or a chat adds
 * (direction marks, joiners, byte order marks), full-width digits made plain, ends trimmed.
 */
export const plainText = (value: string | number): string =>
	String(value).normalize('NFKC').replace(INVISIBLE, '').trim();

/** A value as it may stand inside a sentence: quoted, one line, at most 60 characters. */
export function shown(value: unknown): string {
	const text = (isScalar(value) ? plainText(value) : typeof value).replace(/\s+/g, ' ');
	const characters = [...text];
	return characters.length > LONGEST_SHOWN
		? `"${characters.slice(0, LONGEST_SHOWN).join('')}…"`
		: `"${text}"`;
}
