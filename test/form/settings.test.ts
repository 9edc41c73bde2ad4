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

test('nothing set is what the form shows', () => {
	const shown = Object.fromEntries(
		(optionsField.options ?? []).map((option) => [
			option.name,
			'default' in option ? option.default : undefined,
		]),
	);
	expect(readSettings({})).toEqual(DEFAULTS);
	expect(readSettings(shown)).toEqual(DEFAULTS);
	expect(Object.keys(shown).sort()).toEqual(Object.keys(DEFAULTS).sort());
});

test('everything set', () => {
	expect(
		readSettings({
			output: 'full',
			whenQueued: 'fail',
			leadingEight: 'replace',
			sendAs: 'vCard',
			dryRun: true,
			checkRecipient: true,
			retries: 0,
			parallelChats: '32',
			pauseMin: 1.5,
			pauseMax: 4,
			timeout: 5,
			trackDelivery: 90,
			sendOnce: 'workflow',
		}),
	).toEqual({
		output: 'full',
		whenQueued: 'fail',
		leadingEight: 'replace',
		sendAs: 'vCard',
		dryRun: true,
		checkRecipient: true,
		retries: 0,
		parallelChats: 32,
		pauseMin: 1_500,
		pauseMax: 4_000,
		timeout: 5_000,
		trackDelivery: 90_000,
		sendOnce: 'workflow',
	});
});

test.each([
	['timeout', 16.1, 16_100],
	['timeout', 2.01, 2_010],
	['dryRun', 'true', true],
	['dryRun', 'false', false],
	['dryRun', true, true],
])('%s of %j is %s', (name, value, read) => {
	expect(readSettings({ [name]: value })).toMatchObject({ [name]: read });
});

test.each([
	['dryRun', 'yes', 'true, false'],
	['dryRun', 1, 'true, false'],
	['checkRecipient', '', 'true, false'],
	['checkRecipient', {}, 'true, false'],
	['whenQueued', 'Fail', 'accept, fail'],
	['leadingEight', 'Replace', 'refuse, replace'],
	['sendAs', 'vcard', 'contact, vCard'],
	['output', 'all', 'full, simple'],
	['sendOnce', 'yes', 'off, node, workflow'],
])('%s of %j is none of its values: refused', (name, value, allowed) => {
	const { message, remedy } = problemOf(() => readSettings({ [name]: value }));
	expect(message).toMatch(/^The option '.+' is (".*"|1|an object)$/);
	expect(remedy).toBe(`Its value must be one of: ${allowed}.`);
});

test.each([
	['dryRun', undefined, 'Dry Run'],
	['sendOnce', null, 'Send Once'],
	['retries', null, 'Retries'],
])(
	'%s of %p, which an expression has left empty, is refused and not taken as the default',
	(name, value, title) => {
		const { message, remedy } = problemOf(() => readSettings({ [name]: value }));
		expect(message).toBe(`The option '${title}' is empty`);
		expect(remedy).toBe('Check that its expression finds a value, or remove the option.');
	},
);

test('a shortest pause above the longest is the longest too', () => {
	expect(readSettings({ pauseMin: 3 })).toMatchObject({ pauseMin: 3_000, pauseMax: 3_000 });
});

test.each([
	['retries', -1, '0 to 10'],
	['retries', 11, '0 to 10'],
	['parallelChats', 0, '1 to 100'],
	['parallelChats', 101, '1 to 100'],
	['pauseMin', -0.1, '0 to 86400'],
	['pauseMax', 86_401, '0 to 86400'],
	['timeout', 0.05, '0.1 to 3600'],
	['timeout', 3_601, '0.1 to 3600'],
	['trackDelivery', 3_601, '0 to 3600'],
	['timeout', '', '0.1 to 3600'],
	['pauseMin', '', '0 to 86400'],
	['retries', ' ', '0 to 10'],
	['timeout', 'soon', '0.1 to 3600'],
	['timeout', NaN, '0.1 to 3600', 'NaN'],
	['timeout', Infinity, '0.1 to 3600', 'Infinity'],
	['timeout', {}, '0.1 to 3600', 'an object'],
	['timeout', [30], '0.1 to 3600', 'a list'],
	['retries', true, '0 to 10', 'true'],
])('%s of %p is refused', (name, value, range, called = `"${String(value).trim()}"`) => {
	const { message, remedy } = problemOf(() => readSettings({ [name]: value }));
	expect(message).toMatch(/^The option '[A-Z]\w+( \w+)?( \(Seconds\))?' is /);
	expect(message.endsWith(` is ${called}`)).toBe(true);
	expect(remedy).toBe(`Enter a number from ${range}.`);
});

test('the options of a run are those of its items', () => {
	expect(optionsOfRun([{ retries: 1 }])).toEqual({ retries: 1 });
	expect(optionsOfRun([{ retries: 1 }, { retries: 1 }])).toEqual({ retries: 1 });
});

test.each([
	[[{}, { retries: 1 }], 1],
	[[{ retries: 1 }, { retries: 1 }, { retries: 2 }, { retries: 3 }], 2],
])('options %j differ: refused, with the first item that does', (all, item) => {
	const { message, remedy } = problemOf(() => optionsOfRun(all));
	expect(message).toBe(`The options of item ${item} differ from those of item 0`);
	expect(remedy).toContain('one node for each set of options');
});
