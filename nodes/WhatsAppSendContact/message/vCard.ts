import { type Contact } from './contacts';

const LINE_OCTETS = 75;
const LINE_END = '\r\n';

/**
 * The phone as address books keep and dial it, in international form: `+79995253422`. Spaces would have to be those of
 * its country to be right, and phones set them when they show the card.
 */
export const internationalPhone = (phone: string): string => `+${phone}`;

/** What a card calls the person: a name is required, and where there is none the phone stands in. */
export const cardName = ({ name, phone }: Contact): string => name ?? internationalPhone(phone);

/**
 * A contact as a vCard 3.0 (RFC 2426). `waid` makes WhatsApp show the card as a person who can be messaged; `N` and `FN`
 * are required. A URL is no text and has nothing escaped (4, 5).
 */
export function vCard(contact: Contact): string {
	const { phone, organization, email, url } = contact;
	const name = escaped(cardName(contact));
	const lines = [
		'BEGIN:VCARD',
		'VERSION:3.0',
		`N:;${name};;;`,
		`FN:${name}`,
		...(organization ? [`ORG:${escaped(organization)}`] : []),
		`TEL;TYPE=CELL;waid=${phone}:${internationalPhone(phone)}`,
		...(email ? [`EMAIL;TYPE=INTERNET:${escaped(email)}`] : []),
		...(url ? [`URL:${url}`] : []),
		'END:VCARD',
	];
	return lines.map(folded).join(LINE_END);
}

/** Text as it stands in a vCard, which gives `,` `;` and `\` a meaning. */
export const escaped = (text: string): string => text.replace(/[\\;,]/g, (mark) => `\\${mark}`);

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
