const HIDDEN = '***';
const NAMED: Record<string, string> = {
	'&': 'amp',
	'<': 'lt',
	'>': 'gt',
	'"': 'quot',
	"'": 'apos',
};

/**
 * Makes a function that takes a secret out of text, in every spelling in which a server may echo it: as it is,
 * URL-encoded (once or several times), escaped for JSON or for HTML, each in any letter case.
 */
export function redactor(secret: string): (text: string) => string {
	const spellings = new RegExp([...secret].map(spellingsOf).join(''), 'gi');
	return (text) => text.replace(spellings, HIDDEN);
}

/** Every repetition is bounded: a body of backslashes must not cost its length squared. The sign itself comes last: it may begin its own spelling, as % begins %25. */
function spellingsOf(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
	return `(?:${[
		[...Buffer.from(character)].map((byte) => `%(?:25){0,4}${hex(byte, 2)}`).join(''),
		units.map((unit) => `\\\\{1,8}(?:u${hex(unit, 4)}|x${hex(unit, 2)})`).join(''),
		`\\\\{1,8}${literal(character)}`,
		`&(?:amp;){0,4}#0{0,6}${code};?`,
		`&(?:amp;){0,4}#x0{0,6}${hex(code, 1)};?`,
		...(character in NAMED ? [`&(?:amp;){0,4}${NAMED[character]};`] : []),
		literal(character),
	].join('|')})`;
}

const literal = (character: string) => character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');

const hex = (value: number, width: number) => value.toString(16).padStart(width, '0');
