import fc from 'fast-check';
import ICAL from 'ical.js';

import { vCard } from '../../nodes/WhatsAppSendContact/message/vCard';
import { readContacts } from '../../nodes/WhatsAppSendContact/message/contacts';
import { runs } from '../property';
import { anyText } from './anyText';

const PHONE = '79001111111';
const LONGEST_LINE = 75;

/** [group.]name, parameters, type, value…: one line of a card, as jCard (RFC 7095) writes it. */
type Line = [string, Record<string, string>, string, ...unknown[]];

/** The lines of a card by their names, read by a parser that is not ours. */
function read(card: string): Record<string, Line> {
	const [kind, lines] = ICAL.parse(card) as unknown as [string, Line[]];
	expect(kind).toBe('vcard');
	const byName = Object.fromEntries(lines.map((line) => [line[0], line]));
	expect(Object.keys(byName)).toHaveLength(lines.length);
	return byName;
}

const valueOf = ([, , , value]: Line): unknown => value;

/** RFC 2426 has `;` escaped in every text; ical.js takes that back where a value has parts, and FN and EMAIL have none. */
const textOf = (line: Line): string => String(valueOf(line)).replace(/\\;/g, ';');

/** ical.js takes the `;` behind an escaped backslash for an escaped one, and so the next part for the same. */
const splits = (name: string): boolean => !name.endsWith('\\');

const NAMES = [
	'Anna',
	'Smith, Anna; Jr.',
	'back\\slash, \\n and \\, and \\; and \\\\',
	'"quoted" and \'single\'',
	'Анна Иванова-Петрова',
	'e\u0301 and n\u0303 and Z\u0351\u036b\u0343',
	'👩‍🔧 Anna 🇩🇪 👍🏽',
	'x'.repeat(75),
	'Я'.repeat(400),
	'😀'.repeat(400),
	`${'a'.repeat(70)};;;${'Ω'.repeat(70)},,,`,
];

/** A name as it reaches the card: the contact collection makes it one line. */
const anyName = fc
	.oneof(
		fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
		anyText({ minLength: 1, maxLength: 200 }),
		fc.string({ unit: fc.constantFrom('\\', ';', ',', ':', '"', 'n', 'N', ' ', 'é', '😀') }),
		fc.constantFrom(...NAMES),
	)
	.map((name) => readContacts([{ id: PHONE, name }], 'refuse')[0].name)
	.filter((name) => name !== undefined);

const EXAMPLES = NAMES.map((name): [string, string] => [name, name]);

test('every name and organization comes back, beside each other', () => {
	fc.assert(
		fc.property(anyName, anyName, (name, organization) => {
			const { n, fn, org } = read(vCard({ phone: PHONE, name, organization }));
			expect([textOf(fn), valueOf(org)]).toEqual([name, organization]);
			if (splits(name)) expect(valueOf(n)).toEqual(['', name, '', '', '']);
		}),
		{ ...runs(3_000), examples: EXAMPLES },
	);
});

/** Every line but the last has no room for the first character of the next. */
function expectFullLines(lines: string[]) {
	lines.slice(1).forEach((next, before) => {
		const [, character] = next;
		expect(Buffer.byteLength(lines[before] + character)).toBeGreaterThan(LONGEST_LINE);
	});
}

test('no line is longer than 75 octets, and no character is cut', () => {
	fc.assert(
		fc.property(anyName, anyName, (name, organization) => {
			const card = vCard({ phone: PHONE, name, organization });
			for (const line of card.split('\r\n')) {
				const octets = Buffer.from(line);
				expect(octets.length).toBeLessThanOrEqual(LONGEST_LINE);
				expect(octets.toString()).toBe(line);
				expect(line).not.toMatch(/[\r\n]/);
			}
			for (const line of card.split(/\r\n(?! )/)) expectFullLines(line.split('\r\n'));
		}),
		{ ...runs(), examples: EXAMPLES },
	);
});

test('a card of a phone alone has what WhatsApp needs to show a person who can be messaged', () => {
	fc.assert(
		fc.property(fc.stringMatching(/^[1-9]\d{6,14}$/), (phone) => {
			expect(read(vCard({ phone }))).toEqual({
				version: ['version', {}, 'text', '3.0'],
				n: ['n', {}, 'text', ['', `+${phone}`, '', '', '']],
				fn: ['fn', {}, 'text', `+${phone}`],
				tel: ['tel', { type: 'CELL', waid: phone }, 'phone-number', `+${phone}`],
			});
		}),
		runs(),
	);
});

test('an e-mail and a URL of any signs come back, add no lines and take none away', () => {
	const examples: Array<[string, string]> = [
		['"a,b;c\\d"@acme.example', 'https://acme.example/a;b,c?d=\\e&f=:#g'],
		[`${'anna'.repeat(30)}@acme.example`, `https://acme.example/${'path/'.repeat(40)}`],
		['анна@почта.рф', 'acme.example'],
	];
	fc.assert(
		fc.property(anyName, anyName, (email, url) => {
			const card = read(vCard({ phone: PHONE, name: 'Anna', organization: 'Acme', email, url }));
			expect(Object.keys(card)).toEqual(['version', 'n', 'fn', 'org', 'tel', 'email', 'url']);
			expect(card.email.slice(0, 3)).toEqual(['email', { type: 'INTERNET' }, 'text']);
			expect([textOf(card.email), card.url]).toEqual([email, ['url', {}, 'uri', url]]);
		}),
		{ ...runs(), examples },
	);
});
