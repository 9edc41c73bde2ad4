import type { ItemForm } from '../../nodes/WhatsAppSendContact/form/readForm';
import { readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import {
	type ContactMessage,
	fingerprint,
	readContactMessage,
} from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { InvalidInput, problemOf } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { idempotencyKey, plan, planOfNothing } from '../../nodes/WhatsAppSendContact/plan';
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
	options: Record<string, unknown> = {},
	host = hostOf(),
	accountOf: (item: number) => ReturnType<typeof accountAt> = () => accountAt(),
) {
	const formOf = (item: number) => {
		const read = items[item];
		if (read instanceof Error) throw read;
		return form(read);
	};
	return plan(items.length, { accountOf, formOf }, readSettings(options), host);
}

test('every item is a message, in their order, through its account', () => {
	const account = accountAt('waha');
	const recipients = ['79995253422', '79995253423'];
	const { sends, invalid } = planned(
		recipients.map((recipient) => ({ recipient })),
		{},
		hostOf(),
		(item) => (item ? account : accountAt()),
	);
	const [first, second] = recipients.map(
		(phone): ContactMessage => ({
			recipient: { by: 'phone', kind: 'person', chatId: `${phone}@c.us` },
			contacts: [{ phone: ANNA }, { phone: BORIS }],
			sendAs: 'contact',
		}),
	);
	expect(invalid).toEqual([]);
	expect(sends[0]).toEqual({
		account: accountAt(),
		item: 0,
		part: 0,
		parts: 1,
		message: first,
		fingerprint: fingerprint(first),
		itemFingerprint: fingerprint(first),
	});
	expect(sends[1].account).toBe(account);
	expect(sends[1].itemFingerprint).toBe(fingerprint(second));
});

test('an item is several messages where each takes one contact', () => {
	const { sends } = planned([{}], { sendAs: 'vCard' });
	expect(sends.map(({ item, part, parts }) => [item, part, parts])).toEqual([
		[0, 0, 2],
		[0, 1, 2],
	]);
	expect(sends.map(({ message }) => message.contacts[0].phone)).toEqual([ANNA, BORIS]);
	const whole = fingerprint(readContactMessage(form(), readSettings({})));
	for (const each of sends) {
		expect(each.itemFingerprint).toBe(whole);
		expect(each.fingerprint).toBe(fingerprint(each.message));
	}
});

test('what is wrong is kept beside what is right, by its item', () => {
	const items = ['nobody', '79995253422', undefined, '49123456', '79995253422'];
	const noAccount = new InvalidInput('The credential has no token', 'Correct it.');
	const { sends, invalid } = planned(
		items.map((recipient) => (recipient ? { recipient } : new Error('no such field'))),
		{},
		hostOf(),
		(item) => {
			if (item === 4) throw noAccount;
			return accountAt();
		},
	);
	expect(sends.map(({ item }) => item)).toEqual([1]);
	expect(invalid.map(({ item, problem }) => [item, problem.message])).toEqual([
		[0, '"nobody" is not a phone number'],
		[2, 'no such field'],
		[3, 'The recipient 49123456 has 8 digits, and Chat API takes 9 to 14'],
		[4, 'The credential has no token'],
	]);
	expect(planOfNothing(2, noAccount)).toEqual({
		items: 2,
		sends: [],
		invalid: [0, 1].map((item) => ({ item, problem: noAccount })),
	});
});

test.each([
	[new InvalidInput('It is wrong', 'Mend it.'), 'It is wrong', 'Mend it.'],
	[new Error('it failed'), 'it failed', 'Check the expressions and the credential of this node.'],
	['thrown', 'thrown', 'Check the expressions and the credential of this node.'],
])('%p is bad input', (error, message, remedy) => {
	const problem = problemOf(error);
	expect(problem).toBeInstanceOf(InvalidInput);
	expect(problem).toMatchObject({ message, remedy });
});

describe('the claim key', () => {
	const NODE = { sendOnce: 'node' };
	const WORKFLOW = { sendOnce: 'workflow' };
	const PARTS = { ...NODE, sendAs: 'vCard' };
	const ORDER = { onceKey: 'order 7' };
	const keysOf = (items: Array<Partial<ItemForm>>, options: object = NODE, host = hostOf()) =>
		planned(items, { ...options }, host).sends.map(({ claimKey }) => claimKey);
	const keyOf = (...[item, ...more]: [Partial<ItemForm>, object?, ReturnType<typeof hostOf>?]) =>
		keysOf([item], ...more)[0];
	const boris = { contacts: [{ id: BORIS }] };

	test('has 64 hex digits, where Send Once is on', () => {
		expect(keyOf({})).toMatch(/^[0-9a-f]{64}$/);
	});

	test('is none where it is off, nor is a Once Key looked at', () => {
		const { sends, invalid } = planned([ORDER, { onceKey: null }]);
		expect(sends.map(({ claimKey }) => claimKey)).toEqual([undefined, undefined]);
		expect(invalid).toEqual([]);
	});

	test.each<[string, unknown, unknown]>([
		['in whichever item', keysOf([boris, {}])[1], keyOf({})],
		['in whichever execution', keyOf({}, NODE, hostOf({ executionId: '2' })), keyOf({})],
		[
			'at whichever node, in the scope of the workflow',
			keyOf({}, WORKFLOW, hostOf({ nodeId: 'x' })),
			keyOf({}, WORKFLOW),
		],
		['whatever it says, by its Once Key', keyOf({ ...boris, ...ORDER }), keyOf(ORDER)],
		['whatever else its item brings', keyOf({}, PARTS), keyOf({ contacts: [{ id: ANNA }] }, PARTS)],
		['in two items of a run', ...(keysOf([ORDER, ORDER]) as [unknown, unknown])],
	])('is the same %s', (_where, one, other) => {
		expect(one).toBe(other);
	});

	test.each<[string, unknown, unknown]>([
		['contact', keyOf(boris), keyOf({})],
		['chat', keyOf({ ...ORDER, recipient: '79990000001' }), keyOf(ORDER)],
		['Once Key', keyOf({ onceKey: 'order 8' }), keyOf(ORDER)],
		['kind of key', keyOf({}), keyOf(ORDER)],
		['part', ...(keysOf([ORDER], PARTS) as [unknown, unknown])],
		['node', keyOf({}, NODE, hostOf({ nodeId: 'other' })), keyOf({})],
		['workflow', keyOf({}, WORKFLOW, hostOf({ workflowId: 'other' })), keyOf({}, WORKFLOW)],
		['scope', keyOf({}, WORKFLOW), keyOf({})],
	])('is another for another %s', (_what, one, other) => {
		expect(one).not.toBe(other);
	});

	test('an item whose Once Key an expression has left empty is invalid', () => {
		const { sends, invalid } = planned([{ onceKey: null }, {}], NODE);
		expect(sends.map(({ item }) => item)).toEqual([1]);
		expect(invalid).toMatchObject([{ item: 0, problem: { message: 'The Once Key is empty' } }]);
	});

	test.each([NODE, PARTS])(
		'a Once Key that stands for two messages in a run is refused for the later ones, whole (%j)',
		(options) => {
			const other = { contacts: [{ id: BORIS }, { id: '79003333333' }], ...ORDER };
			const { sends, invalid } = planned([ORDER, other, { recipient: 'x' }, other, ORDER], options);
			expect([...new Set(sends.map(({ item }) => item))]).toEqual([0, 4]);
			expect(invalid.map(({ item }) => item)).toEqual([1, 2, 3]);
			expect(invalid[2].problem).toMatchObject({
				message:
					'The Once Key "order 7" is already used for another message to the same chat in item 0',
				remedy: "Give each message a key of its own, or leave 'Once Key' empty.",
			});
		},
	);
});

describe('the idempotency key', () => {
	const keyOf = (host: Parameters<typeof hostOf>[0] = {}, one = send()) =>
		idempotencyKey(one, hostOf(host));

	test('is the same in every try: 24 hex digits', () => {
		expect(keyOf()).toMatch(/^[0-9a-f]{24}$/);
		expect(keyOf()).toBe(keyOf({ isRetry: true }));
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

	test('is the beginning of the claim key where there is one', () => {
		const claimKey = '0123456789abcdef'.repeat(4);
		expect(keyOf({}, { ...send(), claimKey })).toBe('0123456789abcdef01234567');
	});
});
