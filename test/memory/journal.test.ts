import fc from 'fast-check';

import { openJournal } from '../../nodes/WhatsAppSendContact/memory/journal';
import { fingerprint } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import { send } from '../sending/send';

const IN_DOUBT = { idempotencyKey: 'name', since: 1 };
const sent: Outcome = { accepted: true, status: 'sent', id: 'A', message: 'ok', attempts: 2 };
const unknown = rejected('unknown', 'timeout', 'oops');
const notSent = rejected('notSent', 'refused');
const interrupted = { ...rejected('unknown', 'interrupted'), earlier: true };
const anna = send({ contact: '79001111111' });
const boris = send({ contact: '79002222222' });
const other = send({ item: 1 });

/** The journal of a run: within the first execution unless another is named, of its first run unless another is. */
const open = (context: object, executionId = 'first', runIndex = 0) =>
	openJournal(context as never, { executionId, runIndex, isTool: false });
/** The journal of one of a tool's calls. */
const call = (context: object, runIndex: number) =>
	openJournal(context as never, { executionId: 'first', runIndex, isTool: true });

type Settled = [Send, Outcome | undefined];

/** What is stored after an execution, perhaps one that goes on from another, in which sends have come to these ends. */
function after(settled: Settled[], execution = 'first', before: object = {}): object {
	const context = JSON.parse(JSON.stringify(before)) as object;
	const journal = open(context, execution);
	for (const [one, outcome] of settled) {
		expect(journal.markInFlight(one, IN_DOUBT)).toBeUndefined();
		if (outcome !== undefined) journal.settle(one, outcome);
	}
	return JSON.parse(JSON.stringify(context)) as object;
}

/** What an execution after these ends knows of messages. */
const recalled = (sends: Send[], ...settled: Settled[]) =>
	sends.map(open(after(settled), 'later').recall);

describe('a later try recalls', () => {
	const more = { queueNumber: 7 };
	test.each<[string, Outcome | undefined, object]>([
		['what was sent, without the reply', { ...sent, reply: { a: 1 } }, { ...sent, attempts: 0 }],
		['its place in the queue', { ...sent, ...more }, { ...sent, ...more, attempts: 0 }],
		['what is unknown', unknown, { ...unknown, earlier: true }],
		['its status', { ...unknown, httpCode: 502 }, { ...unknown, httpCode: 502, earlier: true }],
		[
			'how to ask after it',
			{ ...unknown, inDoubt: IN_DOUBT },
			{ ...unknown, inDoubt: IN_DOUBT, earlier: true },
		],
		['what was under way when n8n ended', undefined, { ...interrupted, inDoubt: IN_DOUBT }],
	])('%s', (_what, outcome, expected) => {
		expect(recalled([anna], [anna, outcome])).toStrictEqual([expected]);
	});

	test('nothing of what was not sent, of another item, nor of another content', () => {
		const told = recalled([other, send({ item: 2 }), boris], [anna, sent], [other, notSent]);
		expect(told).toEqual([undefined, undefined, undefined]);
	});

	test('that it is under way anew, whatever was known of it', () => {
		expect(recalled([anna], [anna, notSent], [anna, undefined])).toMatchObject([interrupted]);
	});
});

test('within an execution only a volatile expression changes an item: it has left all the same', () => {
	const context = after([[anna, sent]]);
	expect(open(context).recall(boris)).toMatchObject({ accepted: true });
	expect(open(context, 'later').recall(boris)).toBeUndefined();
});

test('any item and part is kept apart, in a few bytes', () => {
	fc.assert(
		fc.property(fc.nat(), fc.nat({ max: 5 }), (item, part) => {
			const one = send({ item, part, parts: 6 });
			const next = send({ item, part: (part + 1) % 6, parts: 6 });
			expect(recalled([one, next], [one, sent])).toMatchObject([{ id: 'A' }, undefined]);
			expect(JSON.stringify(after([[one, sent]])).length).toBeLessThan(270);
		}),
	);
});

test('what was not sent takes no place', () => {
	const context = after([
		[anna, notSent],
		[other, sent],
	]);
	expect(context).toEqual({ journal: { 0: { 1: [expect.anything()] } } });
});

test('each run of a loop has messages of its own', () => {
	const context = after([[anna, sent]]);
	const second = open(context, 'first', 1);
	expect(second.recall(anna)).toBeUndefined();
	second.markInFlight(anna, undefined);
	second.forget([anna]);
	expect(open(context).recall(anna)).toMatchObject({ id: 'A' });
	open(context).forget([anna]);
	expect(context).toEqual({});
});

describe('what earlier executions knew', () => {
	const idsIn = (context: object, ...sends: Send[]) =>
		sends.map((one) => (open(context, 'last').recall(one) as { id?: string } | undefined)?.id);

	test('stays known of items that are not sent now', () => {
		const context = after([[other, sent]], 'second', after([[anna, sent]]));
		expect(idsIn(context, anna, other)).toEqual(['A', 'A']);
	});

	test.each([sent, unknown, notSent])(
		'stays known of an item that was edited, whatever became of the edit: it may be taken back (%#)',
		(outcome) => {
			const second = after([[boris, outcome]], 'second', after([[anna, sent]]));
			expect(idsIn(second, anna)).toEqual(['A']);
			const third = after([[send({ contact: '79003333333' }), sent]], 'third', second);
			expect(idsIn(third, anna)).toEqual(['A']);
			expect(open(third, 'fourth').recall(boris) !== undefined).toBe(outcome !== notSent);
		},
	);

	test('gives way to what this one learns of the same message', () => {
		const context = after([[anna, { ...unknown, inDoubt: IN_DOUBT }]]);
		open(context, 'second').settle(anna, sent);
		expect(open(context, 'second').recall(anna)).toMatchObject({ id: 'A' });
		expect(idsIn(context, anna)).toEqual(['A']);
	});

	test('of the parts of an item is kept where another part is sent now', () => {
		const [first, second] = [0, 1].map((part) => send({ part, parts: 2 }));
		const context = after(
			[[second, sent]],
			'second',
			after([
				[first, sent],
				[second, notSent],
			]),
		);
		expect(idsIn(context, first, second)).toEqual(['A', 'A']);
	});
});

test.each(['first', 'later'])(
	'knows which items have left, whatever they say now (%s)',
	(execution) => {
		const context = after([
			[anna, sent],
			[other, notSent],
		]);
		expect([0, 1, 2].map(open(context, execution).hasLeft)).toEqual([true, false, false]);
	},
);

describe('as a tool, every call and try is a run of its own: all share one page', () => {
	test('the same content is the same message, whichever item it is; none is asked for by number', () => {
		const context = {};
		call(context, 0).settle(anna, unknown);
		expect(call(context, 1).recall({ ...anna, item: 3 })).toMatchObject({ certainty: 'unknown' });
		expect(call(context, 1).recall(boris)).toBeUndefined();
		expect(call(context, 1).hasLeft(0)).toBe(false);
	});

	test('two of a call that are alike are two messages', () => {
		const context = {};
		const twin = { ...anna, item: 1 };
		const first = call(context, 0);
		first.settle(anna, sent);
		first.settle(twin, unknown);
		const told = [anna, twin].map(call(context, 1).recall);
		expect(told).toMatchObject([{ accepted: true }, { certainty: 'unknown' }]);
	});

	test('of two calls at once with the same message, one sends it', () => {
		const context = {};
		const [one, another] = [call(context, 0), call(context, 1)];
		expect([one.recall(anna), another.recall(anna)]).toEqual([undefined, undefined]);
		expect(one.markInFlight(anna, undefined)).toBeUndefined();
		expect(another.markInFlight(anna, undefined)).toMatchObject(interrupted);
		one.settle(anna, notSent);
		// What another call begins while this one waits to repeat it is left to that one.
		expect(another.markInFlight(anna, undefined)).toBeUndefined();
		expect(one.markInFlight(anna, undefined)).toMatchObject(interrupted);
		another.settle(anna, sent);
		expect(one.markInFlight(anna, undefined)).toMatchObject({ id: 'A' });
	});

	test('a call forgets its own messages, so that the model may send them once more, and no others', () => {
		const context = {};
		call(context, 0).settle(anna, unknown);
		call(context, 1).settle(boris, sent);
		call(context, 2).forget([boris]);
		expect(call(context, 3).recall(boris)).toBeUndefined();
		expect(call(context, 3).recall(anna)).toMatchObject({ certainty: 'unknown' });
		call(context, 4).forget([anna]);
		expect(context).toEqual({});
	});
});

describe('an item that goes out in another form: one message for all contacts, or one for each', () => {
	const whole = send();
	const [first, second] = [0, 1].map((part) => send({ part, parts: 2 }));
	const corrected = [
		{ ...first, itemFingerprint: 'corrected' },
		{ ...second, itemFingerprint: 'corrected', fingerprint: 'clara' },
	];
	const id = { id: 'A' };
	const ends = (one: Outcome, two: Outcome): Settled[] => [
		[first, one],
		[second, two],
	];
	const half = ends(sent, notSent);

	test.each<[string, Send[], Settled[], unknown[]]>([
		['the same form: each is kept by itself', [first, second], half, [id, undefined]],
		['all of it was sent: so are the others', [first, second], [[whole, sent]], [id, id]],
		['all parts were sent: so is the whole', [whole], ends(sent, sent), [id]],
		['nothing was sent', [whole], ends(notSent, notSent), [undefined]],
		['a part was corrected', corrected, half, [id, undefined]],
	])('%s', (_what, now, before, expected) => {
		expect(recalled(now, ...before)).toMatchObject(expected);
	});

	test.each([
		[sent, notSent],
		[notSent, sent],
		[unknown, sent],
		[unknown, notSent],
	])('a part of it may have been sent: nobody can tell, and no question would (%#)', (one, two) => {
		const [told] = recalled([whole], ...ends(one, two));
		expect(told).toMatchObject({ ...interrupted, gatewayMessage: expect.stringContaining('part') });
		expect(told).not.toHaveProperty('inDoubt', expect.anything());
	});

	test('the corrected part was sent at a later try: both are known', () => {
		const context = after(half);
		open(context, 'later').settle(corrected[1], { ...sent, id: 'clara' });
		expect(corrected.map(open(context, 'later').recall)).toMatchObject([id, { id: 'clara' }]);
	});

	test('parts that may have changed places within an execution are not told apart', () => {
		const swapped = [first, second].map((one) => ({ ...one, itemFingerprint: 'swapped' }));
		const { recall } = open(after(half));
		for (const one of swapped) expect(recall(one)).toMatchObject({ reason: 'interrupted' });
	});

	test('neither a vCard nor the way the chat is named makes it another message', () => {
		const { message } = whole;
		const forms = [
			{ ...message, sendAs: 'vCard' as const },
			{ ...message, recipient: { ...message.recipient, by: 'chatId' as const } },
		];
		const now = forms.map((form) => ({ ...whole, itemFingerprint: fingerprint(form) }));
		expect(recalled(now, [whole, sent])).toMatchObject([id, id]);
	});
});
