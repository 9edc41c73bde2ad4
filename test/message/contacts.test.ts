import fc from 'fast-check';

import { contactId, readContacts } from '../../nodes/WhatsAppSendContact/message/contacts';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { problemOf } from '../problem';
import { runs } from '../property';
import { anyText } from './anyText';

const read = (entries: unknown) => readContacts(entries, 'refuse');
const ids = (...entries: unknown[]) => read(entries.map((id) => ({ id }))).map(contactId);

const ANNA = '79001111111@c.us';
const BORIS = '79002222222@c.us';

test.each([
	['a phone', ['+7 900 111-11-11'], [ANNA]],
	['a number', [79001111111], [ANNA]],
	['space around JSON', [' ["79001111111"] '], [ANNA]],
	['commas', ['79001111111, 79002222222@c.us'], [ANNA, BORIS]],
	['semicolons', ['79001111111;79002222222'], [ANNA, BORIS]],
	['line breaks', ['79001111111\r\n79002222222\n'], [ANNA, BORIS]],
	['a comma too many', [', 79001111111, , 79002222222, '], [ANNA, BORIS]],
	['arrays of arrays', [[['79001111111'], [[[79002222222]]]]], [ANNA, BORIS]],
	['lists inside an array', [['79001111111,79002222222']], [ANNA, BORIS]],
	['objects', [[{ id: '79001111111' }, { id: BORIS }]], [ANNA, BORIS]],
	['JSON of an array', ['["79001111111", 79002222222]'], [ANNA, BORIS]],
	['JSON of an object', ['{"id":"79001111111"}'], [ANNA]],
	['JSON of a text', ['"79001111111"'], [ANNA]],
	['several entries', ['79001111111', BORIS], [ANNA, BORIS]],
	['a person twice, in the place of the first', [ANNA, BORIS, '+7 900 111 11 11'], [ANNA, BORIS]],
])('contacts come in any shape: %s', (_shape, entries, expected) => {
	expect(ids(...entries)).toEqual(expected);
});

describe.each(['name', 'organization', 'email', 'url'])('%s', (field) => {
	const entry = (value: unknown) => [{ id: '79001111111', [field]: value }];

	test.each([
		[{}, 'an object'],
		[['Anna'], 'a list'],
		[true, 'true'],
	])('%j is no text, and refused', (value, called) => {
		expect(problemOf(() => read(entry(value))).message).toBe(
			`The ${field} of the contact "79001111111" is ${called}`,
		);
	});

	test.each([
		['Anna', 'Anna'],
		[7, '7'],
		// In one line.
		[' a\r\n \u0000b\u2028c ', 'a b c'],
		// Signs are what they are, but for a letter with its accent.
		['Школа №5, Acme™, ½', 'Школа №5, Acme™, ½'],
		['👨‍👩‍👧 می‌خواهم', '👨‍👩‍👧 می‌خواهم'],
		['Jose\u0301', 'Jos\u00e9'],
	])('%j is %j', (value, text) => {
		expect(read(entry(value))).toEqual([{ phone: '79001111111', [field]: text }]);
	});

	test.each([null, undefined, '', ' ', '\u200b\u200e', '\u3164', '\u2800 \u115f', '\u0000\u00ad'])(
		'%j is none',
		(value) => {
			expect(read(entry(value))).toEqual([{ phone: '79001111111' }]);
		},
	);
});

describe('rows of a table', () => {
	test.each<[string, object, object]>([
		['a phone', { phone: '+7 900 111-11-11', name: 'Anna' }, { name: 'Anna' }],
		['an empty id beside it', { id: '', phone: '79001111111' }, {}],
		['no id beside it', { id: null, phone: 79001111111 }, {}],
		['an empty phone beside the id', { id: ANNA, phone: ' ' }, {}],
		[
			'an e-mail and a URL',
			{ id: ANNA, email: 'a@b.c', url: 'b.c' },
			{ email: 'a@b.c', url: 'b.c' },
		],
	])('may have %s', (_what, row, details) => {
		const anna = [{ phone: '79001111111', ...details }];
		expect(read([{ id: [row] }])).toEqual(anna);
		expect(read([{ id: JSON.stringify(row) }])).toEqual(anna);
		expect(read([row])).toEqual(anna);
	});

	test('take what they lack from the entry around them, then from the same person in another', () => {
		const entries = [
			{ id: [{ phone: '79001111111', name: 'Anna' }, '79003333333'], name: 'All', url: 'b.c' },
			{ id: '79003333333', name: 'Boris', email: 'a@b.c' },
		];
		expect(read(entries)).toEqual([
			{ phone: '79001111111', name: 'Anna', url: 'b.c' },
			{ phone: '79003333333', name: 'All', url: 'b.c', email: 'a@b.c' },
		]);
	});

	test.each([17, '79002222222', ANNA, '120363028392831234@g.us', true])(
		'are refused when they have a phone and the ID %j too',
		(id) => {
			expect(problemOf(() => read([{ id: [{ id, phone: '79001111111' }] }])).message).toMatch(
				/^A row of Contacts has the ID ".+" and the phone "79001111111"$/,
			);
		},
	);
});

describe('what is no contact is refused, and named by its text, or by its number where it has none', () => {
	test.each([
		[['79001111111,x [Anna]'], 'The contact "x [Anna]" is not a phone'],
		[['79001111111', '120363028392831234@g.us'], '"120363028392831234@g.us" has no phone'],
		[['89001111111'], 'The contact 89001111111 starts with 8'],
		[['\u200b'], 'Entry 0 of Contacts is empty'],
		[[['79001111111', []]], 'Entry 1 of Contacts is empty'],
		[['[]', '79001111111'], 'Entry 0 of Contacts is empty'],
		[[['79001111111', null]], 'Entry 1 of Contacts is empty'],
		[[{ phone: '' }], 'Entry 0 of Contacts is empty'],
		[[true], 'Entry 0 of Contacts is true'],
		[['79001111111', { number: '79001111111' }], 'Entry 1 of Contacts is an object'],
		[[{ phone: {} }], 'Entry 0 of Contacts is an object'],
		[['[79001111111'], "look like JSON but can't be read"],
	])('%j', (entries, sentence) => {
		expect(problemOf(() => ids(...entries)).message).toContain(sentence);
	});

	test.each([[undefined], [[]], ['79001111111'], [{}]])('no collection: %j', (collection) => {
		expect(problemOf(() => read(collection)).message).toContain('no contact');
	});
});

test.each([
	['[', ']'],
	['{"id":', '}'],
	['{"phone":', '}'],
])('what is nested a thousand times in %s…%s is refused in a sentence', (open, close) => {
	const nested = (times: number) => `${open.repeat(times)}"79001111111"${close.repeat(times)}`;
	for (const id of [nested(5_000), JSON.parse(nested(5_000)) as unknown])
		expect(problemOf(() => ids(id)).message).toBe('The contacts are nested too deeply');
	expect(ids(nested(5))).toHaveLength(1);
});

test('whatever comes in, people come out once each, or an explanation does', () => {
	const id = fc.oneof(
		fc.constantFrom('79001111111', ANNA, '+1 202 555 0143', BORIS),
		anyText(),
		fc.json(),
		fc.anything({ maxDepth: 3 }),
	);
	const entry = fc.record({ id, name: fc.oneof(fc.string(), fc.anything()) });
	fc.assert(
		fc.property(fc.array(entry), (entries) => {
			try {
				const phones = readContacts(entries, 'replace').map(({ phone }) => phone);
				expect(phones.length).toBeGreaterThan(0);
				expect(new Set(phones).size).toBe(phones.length);
				for (const phone of phones) expect(phone).toMatch(/^[1-9]\d{6,14}$/);
			} catch (error) {
				expect(error).toBeInstanceOf(InvalidInput);
			}
		}),
		runs(2_000),
	);
});

test('however long the input, a sentence quotes 60 signs of it at most', () => {
	const long = fc
		.constantFrom('7', 'x', ' x', '😀', '-', '@g.us', '[', '"', '1-', '.5')
		.map((sign) => sign.repeat(50_000));
	const entry = fc.oneof(
		long,
		fc.record({ id: fc.oneof(long, fc.constant('79001111111')), phone: long }),
		long.map((text) => ({ id: '79001111111', name: [text] })),
	);
	fc.assert(
		fc.property(entry, (id) => {
			const { message, remedy } = problemOf(() => ids(id));
			expect([...message].length).toBeLessThan(250);
			expect(remedy.length).toBeLessThan(250);
		}),
		runs(),
	);
});
