import { optionsOfRun, readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import { optionsField } from '../../nodes/WhatsAppSendContact/form/optionsField';
import { problemOf } from '../problem';

const DEFAULTS = {
	output: 'simple',
	whenQueued: 'accept',
	leadingEight: 'refuse',
	sendAs: 'contact',
	dryRun: false,
	checkRecipient: false,
	retries: 3,
	parallelChats: 5,
	pauseMin: 0,
	pauseMax: 0,
	timeout: 30_000,
	trackDelivery: 0,
	sendOnce: 'off',
};

const form = (optionsField.options ?? []) as Array<{ name: string; displayName: string }>;

test('nothing set is what the form shows', () => {
	const shown = Object.fromEntries(
		form.map((option) => [option.name, 'default' in option ? option.default : undefined]),
	);
	expect(readSettings({})).toEqual(DEFAULTS);
	expect(readSettings(shown)).toEqual(DEFAULTS);
	expect(Object.keys(shown).sort()).toEqual(Object.keys(DEFAULTS).sort());
});

test.each<[string, unknown, unknown?]>([
	['sendOnce', 'node'],
	['dryRun', true],
	['dryRun', 'true', true],
	['dryRun', 'false', false],
	['trackDelivery', 90, 90_000],
	['retries', 0],
	['retries', 2.9, 2],
	['parallelChats', '32', 32],
	['pauseMax', 1.5, 1_500],
	['timeout', 2.01, 2_010],
])('%s of %j is read, and nothing else is set', (name, value, read = value) => {
	expect(readSettings({ [name]: value })).toEqual({ ...DEFAULTS, [name]: read });
});

test('a shortest pause above the longest is the longest too', () => {
	expect(readSettings({ pauseMin: 3 })).toMatchObject({ pauseMin: 3_000, pauseMax: 3_000 });
	expect(readSettings({ pauseMin: 3, pauseMax: 4 })).toMatchObject({ pauseMax: 4_000 });
});

const oneOf = (values: string) => `Its value must be one of: ${values}.`;
const from = (range: string) => `Enter a number from ${range}.`;

test.each([
	['dryRun', 'yes', '"yes"', oneOf('true, false')],
	['whenQueued', 'Fail', '"Fail"', oneOf('accept, fail')],
	// What an expression has left empty is not taken as the default.
	['dryRun', undefined, 'empty', oneOf('true, false')],
	['sendOnce', null, 'empty', oneOf('off, node, workflow')],
	['pauseMin', '', 'empty', from('0 to 86400')],
	['retries', -1, '"-1"', from('0 to 10')],
	['retries', 11, '"11"', from('0 to 10')],
	['retries', true, 'true', from('0 to 10')],
	['parallelChats', 0, '"0"', from('1 to 100')],
	['parallelChats', 101, '"101"', from('1 to 100')],
	['pauseMin', -0.1, '"-0.1"', from('0 to 86400')],
	['pauseMax', 86_401, '"86401"', from('0 to 86400')],
	['timeout', 0.05, '"0.05"', from('0.1 to 3600')],
	['timeout', 3_601, '"3601"', from('0.1 to 3600')],
	['timeout', 'soon', '"soon"', from('0.1 to 3600')],
	['timeout', [30], 'a list', from('0.1 to 3600')],
])('%s of %p is refused and called %s', (name, value, called, expected) => {
	const { message, remedy } = problemOf(() => readSettings({ [name]: value }));
	const title = form.find((option) => option.name === name)?.displayName;
	expect([message, remedy]).toEqual([`The option '${title}' is ${called}`, expected]);
});

test('the options of a run are those of its items, in any order', () => {
	const [one, other] = [
		{ retries: 1, dryRun: true },
		{ dryRun: true, retries: 1 },
	];
	expect(optionsOfRun([one, other])).toEqual(one);
});

test.each([
	[[{}, { retries: 1 }], 1],
	[[{ retries: 1 }, { retries: 1 }, { retries: 2 }, { retries: 3 }], 2],
])('options %j differ: refused, with the first item that does', (all, item) => {
	const { message, remedy } = problemOf(() => optionsOfRun(all));
	expect(message).toBe(`The options of item ${item} differ from those of item 0`);
	expect(remedy).toContain('one node for each set of options');
});
