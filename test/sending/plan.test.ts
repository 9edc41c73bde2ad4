import type { ItemForm } from '../../nodes/WhatsAppSendContact/form/readForm';
import { readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import type { Host } from '../../nodes/WhatsAppSendContact/host';
import { fingerprint, messageReader } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { InvalidInput, problemOf } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import * as node from '../../nodes/WhatsAppSendContact/plan';
import { hostOf } from './run';
import { accountAt, send } from './send';

const ANNA = '79001111111';
const BORIS = '79002222222';
const form = (change: Partial<ItemForm> = {}): ItemForm => ({
	recipient: '79995253422',
	contacts: [{ id: ANNA }, { id: BORIS }],
	quotedMessageId: '',
	...change,
});

/** What becomes of these items; one that is an error can't even be read. */
function planned(
	items: Array<Partial<ItemForm> | Error>,
	options: object = {},
	host: Partial<Host> = {},
	accounts = [accountAt()],
) {
	const formOf = (item: number) => {
		const read = items[item];
		if (read instanceof Error) throw read;
		return form(read);
	};
	const accountOf = (item: number) => accounts[item % accounts.length];
	const settings = readSettings({ ...options });
	return node.plan(items.length, { accountOf, formOf }, settings, hostOf(host));
}

test('every item is a message, in their order, through its account', () => {
	const accounts = [accountAt(), accountAt('waha')];
	const recipients = [{ recipient: '79995253422' }, { recipient: '79995253423' }];
	const { sends, invalid } = planned(recipients, {}, {}, accounts);
	expect(invalid).toEqual([]);
	expect(sends).toEqual(
		recipients.map((recipient, item) => {
			const message = messageReader(readSettings({}))(form(recipient));
			const print = fingerprint(message);
			const prints = { fingerprint: print, itemFingerprint: print };
			return { account: accounts[item], item, part: 0, parts: 1, message, ...prints };
		}),
	);
});

test('an item is several messages where each takes one contact', () => {
	const { sends } = planned([{}], { sendAs: 'vCard' });
	expect(sends).toMatchObject([
		{ item: 0, part: 0, parts: 2, message: { contacts: [{ phone: ANNA }] } },
		{ item: 0, part: 1, parts: 2, message: { contacts: [{ phone: BORIS }] } },
	]);
	const itemFingerprint = fingerprint(messageReader(readSettings({}))(form()));
	for (const each of sends)
		expect(each).toMatchObject({ itemFingerprint, fingerprint: fingerprint(each.message) });
});

test('contacts that all items share are one list in their messages, others are their own', () => {
	const contacts = [{ id: ANNA }];
	const { sends } = planned([{ contacts }, { contacts }, {}, { contacts: [{ id: BORIS }] }]);
	const [one, other, both, boris] = sends.map(({ message }) => message.contacts);
	expect(other).toBe(one);
	expect([one, both, boris]).toEqual(
		[[ANNA], [ANNA, BORIS], [BORIS]].map((all) => all.map((phone) => ({ phone }))),
	);
	expect(planned([{ contacts: undefined }, {}])).toMatchObject({
		invalid: [{ item: 0, problem: { message: 'There is no contact to send' } }],
		sends: [{ item: 1 }],
	});
});

test('what is wrong is kept beside what is right, by its item', () => {
	const items = [
		{ recipient: 'nobody' },
		{},
		new Error('no such field'),
		{ recipient: '49123456' },
	];
	const { sends, invalid } = planned(items);
	expect(sends.map(({ item }) => item)).toEqual([1]);
	expect(invalid.map(({ item, problem }) => [item, problem.message])).toEqual([
		[0, '"nobody" is not a phone number'],
		[2, 'no such field'],
		[3, 'The recipient 49123456 has 8 digits, and Chat API takes 9 to 14'],
	]);
});

test('where nothing can be sent, all items share the reason', () => {
	const problem = new InvalidInput('The option is empty', 'Enter one.');
	const invalid = [0, 1].map((item) => ({ item, problem }));
	expect(node.planOfNothing(2, problem)).toEqual({ items: 2, sends: [], invalid });
});

test.each([
	[new InvalidInput('It is wrong', 'Mend it.'), 'It is wrong', 'Mend it.'],
	[new Error('it failed'), 'it failed', 'Check the expressions and the credential of this node.'],
	[
		Object.assign(new Error('invalid syntax'), { context: { parameter: 'recipient' } }),
		"The expression in 'recipient' fails: invalid syntax",
		'Check the expressions and the credential of this node.',
	],
	['thrown', 'thrown', 'Check the expressions and the credential of this node.'],
])('%p is bad input', (error, message, remedy) => {
	expect(problemOf(error)).toBeInstanceOf(InvalidInput);
	expect(problemOf(error)).toMatchObject({ message, remedy });
});

describe('the claim key', () => {
	const NODE = { sendOnce: 'node' };
	const WORKFLOW = { sendOnce: 'workflow' };
	const PARTS = { ...NODE, sendAs: 'vCard' };
	const ORDER = { onceKey: 'order 7' };
	const [toAnna, toBoris] = [ANNA, BORIS].map((id) => ({ contacts: [{ id }] }));
	const keysOf = (items: Array<Partial<ItemForm>>, options = NODE, host: Partial<Host> = {}) =>
		planned(items, options, host).sends.map(({ claimKey }) => claimKey);
	const keyOf = (item: Partial<ItemForm>, options = NODE, host: Partial<Host> = {}) =>
		keysOf([item], options, host)[0];

	test('has 64 hex digits where Send Once is on; else there is none, nor is a Once Key looked at', () => {
		expect(keyOf({})).toMatch(/^[0-9a-f]{64}$/);
		const { sends, invalid } = planned([ORDER, { onceKey: null }]);
		expect(sends.map(({ claimKey }) => claimKey)).toEqual([undefined, undefined]);
		expect(invalid).toEqual([]);
	});

	test.each<[string, () => unknown, () => unknown]>([
		['in whichever item', () => keysOf([toBoris, {}])[1], () => keyOf({})],
		['in whichever execution', () => keyOf({}, NODE, { executionId: '2' }), () => keyOf({})],
		[
			'at any node of the workflow',
			() => keyOf({}, WORKFLOW, { nodeId: 'x' }),
			() => keyOf({}, WORKFLOW),
		],
		[
			'whatever it says, by its Once Key',
			() => keyOf({ ...toBoris, ...ORDER }),
			() => keyOf(ORDER),
		],
		['whatever else its item brings', () => keysOf([{}], PARTS)[1], () => keyOf(toBoris, PARTS)],
		['in two items of a run', () => keysOf([ORDER, ORDER])[1], () => keyOf(ORDER)],
		['in two unlike items', () => keysOf([toAnna, {}], PARTS)[1], () => keyOf({}, PARTS)],
	])('is the same %s', (_where, one, other) => {
		expect(one()).toBe(other());
	});

	test.each<[string, () => unknown, () => unknown]>([
		['contact', () => keyOf(toBoris), () => keyOf({})],
		['chat', () => keyOf({ ...ORDER, recipient: '79990000001' }), () => keyOf(ORDER)],
		['Once Key', () => keyOf({ onceKey: 'order 8' }), () => keyOf(ORDER)],
		['kind of key', () => keyOf({}), () => keyOf(ORDER)],
		['part', () => keysOf([ORDER], PARTS)[1], () => keyOf(ORDER, PARTS)],
		['node', () => keyOf({}, NODE, { nodeId: 'other' }), () => keyOf({})],
		['workflow', () => keyOf({}, WORKFLOW, { workflowId: 'other' }), () => keyOf({}, WORKFLOW)],
		['scope', () => keyOf({}, WORKFLOW), () => keyOf({})],
	])('is another for another %s', (_what, one, other) => {
		expect(one()).not.toBe(other());
	});

	test.each([NODE, PARTS])(
		'a Once Key that stands for two messages in a run is refused for the later ones, whole (%j)',
		(options) => {
			const other = { contacts: [{ id: BORIS }, { id: '79003333333' }], ...ORDER };
			const { sends, invalid } = planned([ORDER, other, { recipient: 'x' }, other, ORDER], options);
			expect([...new Set(sends.map(({ item }) => item))]).toEqual([0, 4]);
			expect(invalid.map(({ item }) => item)).toEqual([1, 2, 3]);
			const used = 'The Once Key "order 7" is already used for another message to the same chat';
			const remedy = "Give each message a key of its own, or leave 'Once Key' empty.";
			expect(invalid[2].problem).toMatchObject({ message: `${used} in item 0`, remedy });
		},
	);
});

describe('the idempotency key', () => {
	const keyOf = (host: Partial<Host> = {}, one = send()) => node.idempotencyKey(one, hostOf(host));

	test('is the same in every try: 24 hex digits; the first of the claim key where there is one', () => {
		expect(keyOf()).toMatch(/^[0-9a-f]{24}$/);
		expect(keyOf({ isRetry: true })).toBe(keyOf());
		const claimKey = '0123456789abcdef'.repeat(4);
		expect(keyOf({}, { ...send(), claimKey })).toBe('0123456789abcdef01234567');
	});

	test.each<[string, Parameters<typeof keyOf>]>([
		['execution', [{ executionId: 'other' }]],
		['node', [{ nodeId: 'other' }]],
		['run', [{ runIndex: 1 }]],
		['item', [{}, send({ item: 1 })]],
		['part', [{}, { ...send(), part: 1 }]],
		['seam between them', [{ executionId: '1n', nodeId: 'ode' }]],
		['content', [{}, send({ contact: BORIS })]],
	])('is another for another %s', (_what, other) => {
		expect(keyOf(...other)).not.toBe(keyOf());
	});
});
