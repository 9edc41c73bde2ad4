import fc from 'fast-check';

import { contactId, readContacts } from '../../nodes/WhatsAppSendContact/message/contacts';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { problemOf } from '../problem';

const ids = (...entries: unknown[]) =>
	readContacts(
		entries.map((id) => ({ id })),
		'refuse',
	).map(contactId);

const ANNA = '79001111111@c.us';
const BORIS = '79002222222@c.us';

describe('an entry takes contacts in any shape', () => {
	test.each([
		['a phone', ['+7 900 111-11-11'], [ANNA]],
		['a number', [79001111111], [ANNA]],
		['an id', [ANNA], [ANNA]],
		['space around JSON', [' ["79001111111"] '], [ANNA]],
		['commas', ['79001111111, 79002222222@c.us'], [ANNA, BORIS]],
		['semicolons', ['79001111111;79002222222'], [ANNA, BORIS]],
		['line breaks', ['79001111111\r\n79002222222\n'], [ANNA, BORIS]],
		['a comma too many', [', 79001111111, , 79002222222, '], [ANNA, BORIS]],
		['an array', [['79001111111', 79002222222]], [ANNA, BORIS]],
		['arrays of arrays', [[['79001111111'], [['79002222222']]]], [ANNA, BORIS]],
		['lists inside an array', [['79001111111,79002222222']], [ANNA, BORIS]],
		['objects', [[{ id: '79001111111' }, { id: BORIS }]], [ANNA, BORIS]],
		['JSON of an array', ['["79001111111", 79002222222]'], [ANNA, BORIS]],
		['JSON of an object', ['{"id":"79001111111"}'], [ANNA]],
		['JSON of a text', ['"79001111111"'], [ANNA]],
		['several entries', ['79001111111', BORIS], [ANNA, BORIS]],
	])('%s', (_shape, entries, expected) => {
		expect(ids(...entries)).toEqual(expected);
	});
});

test('a person named twice is sent once, in the place of the first', () => {
	expect(ids('79001111111', BORIS, ANNA, '+7 900 111 11 11', '79001111111@s.whatsapp.net')).toEqual(
		[ANNA, BORIS],
	);
});

test('name and organization come along, in one line, from the entry or from inside it', () => {
	const entries = [
		{ id: '79001111111', name: ' Anna\n Ivanova ', organization: 'Acme' },
		{ id: [{ id: '79002222222', name: 'Boris' }, '79003333333'], organization: 'Orion' },
	];
	expect(readContacts(entries, 'refuse')).toEqual([
		{ phone: '79001111111', name: 'Anna Ivanova', organization: 'Acme' },
		{ phone: '79002222222', name: 'Boris', organization: 'Orion' },
		{ phone: '79003333333', organization: 'Orion' },
	]);
});

test.each(['Школа №5', 'Acme™', '½ Price', '👨‍👩‍👧 Family', 'می‌خواهم'])(
	'the name %s is kept as it is',
	(name) => {
		expect(readContacts([{ id: '79001111111', name, organization: name }], 'refuse')).toEqual([
			{ phone: '79001111111', name, organization: name },
		]);
	},
);

test.each([{}, ['Anna'], true])('a name of %j is refused', (name) => {
	expect(problemOf(() => readContacts([{ id: '79001111111', name }], 'refuse')).message).toMatch(
		/^Contact 1: its name is of the type/,
	);
});

test('an organization that is no text is refused by its own name', () => {
	const entries = [{ id: '79001111111', organization: {} }];
	expect(problemOf(() => readContacts(entries, 'refuse')).message).toBe(
		'Contact 1: its organization is of the type object, not text',
	);
});

test.each([null, undefined, '', ' '])('a name of %j is none', (name) => {
	const entries = [{ id: '79001111111', name, organization: name }];
	expect(readContacts(entries, 'refuse')).toEqual([{ phone: '79001111111' }]);
});

test('a name given the second time is kept', () => {
	const entries = [{ id: '79001111111' }, { id: ANNA, name: 'Anna' }];
	expect(readContacts(entries, 'refuse')).toEqual([{ phone: '79001111111', name: 'Anna' }]);
});

describe('what is no contact is refused, and named by its number', () => {
	test.each([
		[['79001111111', '79002222222', 'x'], 'Contact 3: "x" is not a phone'],
		[['79001111111,x'], 'Contact 2: "x" is not a phone'],
		[['79001111111', '120363028392831234@g.us'], 'Contact 2: "120363028392831234@g.us" is a group'],
		[['120363028392831234'], 'Contact 1: "120363028392831234" is a group ID without'],
		[['123456789012345@lid'], 'Contact 1: "123456789012345@lid" is a hidden ID'],
		[['120363144038483540@newsletter'], 'is a channel'],
		[['89001111111'], 'Contact 1: 89001111111 starts with 8'],
		[[''], 'Contact 1: it is empty'],
		[['79001111111', ''], 'Contact 2: it is empty'],
		[[null], 'Contact 1: it is empty'],
		[[undefined], 'Contact 1: it is empty'],
		[[['79001111111', null]], 'Contact 2: it is empty'],
		[[true], 'Contact 1: it is of the type boolean'],
		[[{ phone: '79001111111' }], 'Contact 1: it is of the type object'],
		[['[79001111111'], "look like JSON but can't be read"],
		[['79001111111 [Anna]'], 'Contact 1: "79001111111 [Anna]" is not a phone'],
		[[[[[[[['79001111111']]]]]]], 'nested too deeply'],
		[[JSON.stringify([[[[[['79001111111']]]]]])], 'nested too deeply'],
		[[{ id: { id: { id: { id: { id: { id: '79001111111' } } } } } }], 'nested too deeply'],
	])('%j', (entries, sentence) => {
		expect(problemOf(() => ids(...entries)).message).toContain(sentence);
	});

	test.each([[undefined], [[]], ['79001111111'], [{}]])('no collection: %j', (collection) => {
		expect(problemOf(() => readContacts(collection, 'refuse')).message).toContain('no contact');
	});
});

test('whatever comes in, people come out once each, or an explanation does', () => {
	const id = fc.oneof(
		fc.constantFrom('79001111111', ANNA, '+1 202 555 0143', BORIS),
		fc.string(),
		fc.json(),
		fc.anything({ maxDepth: 3 }),
	);
	fc.assert(
		fc.property(
			fc.array(fc.record({ id, name: fc.oneof(fc.string(), fc.anything()) })),
			(entries) => {
				try {
					const phones = readContacts(entries, 'replace').map(({ phone }) => phone);
					expect(phones.length).toBeGreaterThan(0);
					expect(new Set(phones).size).toBe(phones.length);
					for (const phone of phones) expect(phone).toMatch(/^[1-9]\d{6,14}$/);
				} catch (error) {
					expect(error).toBeInstanceOf(InvalidInput);
				}
			},
		),
		{ numRuns: 2_000 },
	);
});
