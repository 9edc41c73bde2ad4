import fc from 'fast-check';

import { openJournal } from '../../nodes/WhatsAppSendContact/memory/journal';
import { fingerprint } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import { runs } from '../property';
import { send } from '../sending/send';
import { LOST, REFUSED, SENT } from './process';

const IN_DOUBT = { idempotencyKey: 'name', since: 1 };
const INTERRUPTED = { ...rejected('unknown', 'interrupted'), earlier: true };
const isSent = { id: 'A' };
const isLost = { reason: 'timeout' };
const anna = send({ contact: '79001111111' });
const boris = send({ contact: '79002222222' });
const clara = send({ contact: '79003333333' });
const other = send({ item: 1 });

/** The journal of an execution: of its first run, unless another is named. */
const open = (context: object, executionId: string, runIndex = 0) =>
	openJournal(context as never, { executionId, runIndex, isTool: false });
/** The journal of one of a tool's calls. */
const call = (context: object, runIndex: number, executionId = '1') =>
	openJournal(context as never, { executionId, runIndex, isTool: true });

/** In an execution, a message has left and come to an end, or to none. */
type Step = [execution: string, send: Send, outcome?: Outcome];

/** What n8n has stored after these steps; each execution goes on from the one before. */
function after(steps: Step[]): object {
	let context = {};
	for (const [execution, one, outcome] of steps) {
		const journal = open(context, execution);
		journal.markInFlight(one, IN_DOUBT);
		if (outcome !== undefined) journal.settle(one, outcome);
		context = JSON.parse(JSON.stringify(context)) as object;
	}
	return context;
}

/** What an execution knows of messages after these steps. */
const recalled = (steps: Step[], execution: string, sends: Send[]) =>
	sends.map(open(after(steps), execution).recall);

test.each<[string, Outcome | undefined, object]>([
	['what was sent, without the reply', { ...SENT, reply: { a: 1 } }, { ...SENT, attempts: 0 }],
	['its place in the queue', { ...SENT, queueNumber: 7 }, { ...SENT, queueNumber: 7, attempts: 0 }],
	['its status', { ...LOST, httpCode: 502 }, { ...LOST, httpCode: 502, earlier: true }],
	[
		'how to ask after it',
		{ ...LOST, inDoubt: IN_DOUBT },
		{ ...LOST, inDoubt: IN_DOUBT, earlier: true },
	],
	['what was under way when n8n ended', undefined, { ...INTERRUPTED, inDoubt: IN_DOUBT }],
])('a later try recalls %s', (_what, outcome, expected) => {
	expect(recalled([['1', anna, outcome]], '2', [anna])).toStrictEqual([expected]);
});

const parts = [0, 1].map((part) => send({ part, parts: 2 }));
const [first, second] = parts;
const whole = send();
const corrected = [
	{ ...first, itemFingerprint: 'corrected' },
	{ ...second, itemFingerprint: 'corrected', fingerprint: 'clara' },
];
const swapped = parts.map((one) => ({ ...one, itemFingerprint: 'swapped' }));
const ends = (one: Outcome, two: Outcome): Step[] => [
	['1', first, one],
	['1', second, two],
];
const half = ends(SENT, REFUSED);

test.each<[string, Step[], execution: string, Send[], unknown[]]>([
	['nothing of another item', [['1', anna, SENT]], '2', [other], [undefined]],
	['nothing of another content', [['1', anna, SENT]], '2', [boris], [undefined]],
	[
		'that it is under way anew, whatever was known of it',
		[
			['1', anna, REFUSED],
			['1', anna],
		],
		'2',
		[anna],
		[INTERRUPTED],
	],
	// Only a volatile expression changes an item within an execution.
	['all of an item within its execution', [['1', anna, LOST]], '1', [boris], [isLost]],
	[
		'items that are not sent now',
		[
			['1', anna, SENT],
			['2', other, SENT],
		],
		'3',
		[anna, other],
		[isSent, isSent],
	],
	...[SENT, LOST, REFUSED].map((outcome): [string, Step[], string, Send[], unknown[]] => [
		'an item that was edited, whatever became of the edit: it may be taken back',
		[
			['1', anna, SENT],
			['2', boris, outcome],
			['3', clara, SENT],
		],
		'4',
		[anna, boris],
		[isSent, outcome === REFUSED ? undefined : expect.anything()],
	]),
	[
		'the parts of an item where another part is sent now',
		[...ends(SENT, REFUSED), ['2', second, SENT]],
		'3',
		parts,
		[isSent, isSent],
	],
	// An item that goes out in another form: one message for all contacts, or one for each.
	['each part by itself', half, '2', parts, [isSent, undefined]],
	['the parts of what was sent whole', [['1', whole, SENT]], '2', parts, [isSent, isSent]],
	['the whole, of which all parts were sent', ends(SENT, SENT), '2', [whole], [isSent]],
	['nothing of parts that were not sent', ends(REFUSED, REFUSED), '2', [whole], [undefined]],
	['the parts beside one that was corrected', half, '2', corrected, [isSent, undefined]],
	[
		'a corrected part too, once it was sent',
		[...half, ['2', corrected[1], { ...SENT, id: 'clara' }]],
		'2',
		corrected,
		[isSent, { id: 'clara' }],
	],
	[
		'what was in doubt and an edit of its item has found, also after the next edit',
		[...ends(LOST, REFUSED), ['2', { ...first, itemFingerprint: '2' }, SENT]],
		'3',
		[{ ...first, itemFingerprint: '3' }],
		[isSent],
	],
	[
		'only doubt of parts that may have changed places within an execution',
		half,
		'1',
		swapped,
		[{ reason: 'interrupted' }, { reason: 'interrupted' }],
	],
])('a later try knows %s', (_what, steps, execution, sends, expected) => {
	expect(recalled(steps, execution, sends)).toMatchObject(expected);
});

test.each([
	[SENT, REFUSED],
	[REFUSED, SENT],
	[LOST, SENT],
	[LOST, REFUSED],
])('a part of it may have been sent: nobody can tell, and no question would (%#)', (one, two) => {
	const [told] = recalled(ends(one, two), '2', [whole]);
	expect(told).toMatchObject({ ...INTERRUPTED, gatewayMessage: expect.stringContaining('part') });
	expect(told).not.toHaveProperty('inDoubt', expect.anything());
});

test('neither a vCard nor the way the chat is named makes it another message', () => {
	const { message } = whole;
	const forms = [
		{ ...message, sendAs: 'vCard' as const },
		{ ...message, recipient: { ...message.recipient, by: 'chatId' as const } },
	];
	const now = forms.map((form) => ({ ...whole, itemFingerprint: fingerprint(form) }));
	expect(recalled([['1', whole, SENT]], '2', now)).toMatchObject([isSent, isSent]);
});

test('what is told later of one part leaves the others of what was sent whole as they are', () => {
	const context = after([['1', whole, SENT]]);
	open(context, '2').settle(first, LOST);
	expect(parts.map(open(context, '3').recall)).toMatchObject([isSent, isSent]);
});

test('what was in doubt gives way to what an execution learns of the same message', () => {
	const context = after([['1', anna, { ...LOST, inDoubt: IN_DOUBT }]]);
	open(context, '2').settle(anna, SENT);
	for (const execution of ['2', '3'])
		expect(open(context, execution).recall(anna)).toMatchObject(isSent);
});

test('any item and part is kept apart, in a few bytes; what was not sent takes no place', () => {
	fc.assert(
		fc.property(fc.nat(), fc.nat({ max: 5 }), (item, part) => {
			const one = send({ item, part, parts: 6 });
			const next = send({ item, part: (part + 1) % 6, parts: 6 });
			const steps: Step[] = [
				['1', one, SENT],
				['1', { ...next, item: item + 1 }, REFUSED],
			];
			expect(recalled(steps, '2', [one, next])).toMatchObject([isSent, undefined]);
			expect(after(steps)).toEqual({ journal: { 0: { [item]: [expect.anything()] } } });
			expect(JSON.stringify(after(steps)).length).toBeLessThan(270);
		}),
		runs(),
	);
});

test('each run of a loop has messages of its own', () => {
	const context = after([['1', anna, SENT]]);
	const next = open(context, '1', 1);
	expect(next.recall(anna)).toBeUndefined();
	next.markInFlight(anna, undefined);
	next.forget([anna]);
	expect(open(context, '1').recall(anna)).toMatchObject(isSent);
	open(context, '1').forget([anna]);
	expect(context).toEqual({});
});

test.each(['1', '2'])('knows which items have left, whatever they say now (%s)', (execution) => {
	const steps: Step[] = [
		['1', anna, SENT],
		['1', other, REFUSED],
	];
	const { hasLeft } = open(after(steps), execution);
	expect([0, 1, 2].map(hasLeft)).toEqual([true, false, false]);
});

describe('as a tool, every call and try is a run of its own: all share one page', () => {
	test('the same content is the same message, until a call with it has ended well', () => {
		const context = {};
		call(context, 0).settle(anna, LOST);
		call(context, 1).settle(boris, SENT);
		call(context, 2).forget([boris, clara]);
		const { recall, hasLeft } = call(context, 3);
		expect(recall({ ...anna, item: 3 })).toMatchObject(isLost);
		expect(recall(boris)).toBeUndefined();
		expect(hasLeft(0)).toBe(false);
	});

	test('two of a call that are alike are two messages', () => {
		const context = {};
		const twins = [anna, { ...anna, item: 1 }];
		const { settle } = call(context, 0);
		[SENT, LOST].forEach((outcome, twin) => settle(twins[twin], outcome));
		expect(twins.map(call(context, 1).recall)).toMatchObject([isSent, isLost]);
	});

	test('of two calls at once with the same message, one sends it', () => {
		const context = {};
		const [one, another] = [call(context, 0), call(context, 1)];
		expect([one.recall(anna), another.recall(anna)]).toEqual([undefined, undefined]);
		expect(one.markInFlight(anna, undefined)).toBeUndefined();
		expect(another.markInFlight(anna, undefined)).toMatchObject(INTERRUPTED);
		one.settle(anna, REFUSED);
		// What another call begins while this one waits to repeat it is left to that one.
		expect(another.markInFlight(anna, undefined)).toBeUndefined();
		expect(one.markInFlight(anna, undefined)).toMatchObject(INTERRUPTED);
		another.settle(anna, SENT);
		expect(one.markInFlight(anna, undefined)).toMatchObject(isSent);
		expect(one.recall(anna)).toMatchObject(isSent);
	});

	test.each([
		['whole', [anna]],
		['in parts', parts],
	])(
		'in a retry, which lets the model call anew, each card that was sent %s answers for one call',
		(_how, sends) => {
			const context = {};
			/** The model calls, and the call ends. @returns whether all of it was known; what was not is sent */
			const isKnown = (runIndex: number, execution: string) => {
				const journal = call(context, runIndex, execution);
				const unknown = sends.filter((one) => journal.recall(one) === undefined);
				for (const one of unknown) journal.settle(one, SENT);
				journal.forget(sends);
				return unknown.length === 0;
			};
			expect([0, 1].map((index) => isKnown(index, '1'))).toEqual([false, false]);
			for (const execution of ['2', '3'])
				expect([0, 1].map((index) => isKnown(index, execution))).toEqual([true, true]);
			expect([2, 3].map((index) => isKnown(index, '3'))).toEqual([false, false]);
			expect([0, 1, 2, 3].map((index) => isKnown(index, '4'))).not.toContain(false);
		},
	);
});
