import { type Contact } from './contacts';

const LINE_OCTETS = 75;
const LINE_END = '\r\n';

/**
 * The phone as address books keep and dial it, in international form: `+79995253422`. Spaces would have to be those of
 * its country to be right, and phones set them when they show the card.
 */
export const internationalPhone = (phone: string): string => `+${phone}`;

/**
 * A contact as a vCard 3.0 (RFC 2426). `waid` makes WhatsApp show the card as a person who can be messaged; `N` and `FN`
 * are required, so that the phone stands in where there is no name. A URL is no text and has nothing escaped (4, 5).
 */
export function vCard({ phone, name, organization, email, url }: Contact): string {
	const shownName = name ?? internationalPhone(phone);
	const lines = [
		'BEGIN:VCARD',
		'VERSION:3.0',
		`N:;${escaped(shownName)};;;`,
		`FN:${escaped(shownName)}`,
		...(organization ? [`ORG:${escaped(organization)}`] : []),
		`TEL;TYPE=CELL;waid=${phone}:${internationalPhone(phone)}`,
		...(email ? [`EMAIL;TYPE=INTERNET:${escaped(email)}`] : []),
		...(url ? [`URL:${url}`] : []),
		'END:VCARD',
	];
	return lines.map(folded).join(LINE_END);
}

const escaped = (text: string): string => text.replace(/[\\;,]/g, (mark) => `\\${mark}`);

/** RFC 2426 2.6: lines longer than 75 octets go on in the next line after a space; a character is never cut in two. */
function folded(line: string): string {
	const lines: string[] = [];
	let current = '';
	for (const character of line) {
		if (Buffer.byteLength(current + character) > LINE_OCTETS) {
			lines.push(current);
			current = ' ';
		}
		current += character;
	}
	return [...lines, current].join(LINE_END);
}
