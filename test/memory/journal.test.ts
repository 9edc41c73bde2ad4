import fc from 'fast-check';

import { type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { openJournal } from '../../nodes/WhatsAppSendContact/memory/journal';
import {
	type ContactMessage,
	fingerprint,
} from '../../nodes/WhatsAppSendContact/message/contactMessage';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import { send } from '../sending/send';

const IN_DOUBT = { idempotencyKey: 'name', since: 1 };
const sent: Outcome = { accepted: true, status: 'sent', id: 'A', message: 'ok', attempts: 2 };
const unknown = rejected('unknown', 'timeout', 'oops');
const notSent = rejected('notSent', 'refused');
const anna = send({ contact: '79001111111' });
const boris = send({ contact: '79002222222' });

/** The journal of a run: within an execution unless another is named, of the first run unless another is. */
const open = (context: object, executionId = 'first', runIndex = 0) =>
	openJournal(context, { executionId, runIndex, isTool: false });
/** The journal of one of a tool's calls. */
const call = (context: object, runIndex: number) =>
	openJournal(context, { executionId: 'first', runIndex, isTool: true });

/** The context as the database gives it back for *Retry execution*. */
const stored = (context: object) => JSON.parse(JSON.stringify(context)) as object;
const reopened = (context: object) => open(stored(context), 'later');

/** A context in which these sends have come to these ends. */
function after(...settled: Array<[Send, Outcome | undefined]>): object {
	const context = {};
	const journal = open(context);
	for (const [one, outcome] of settled) {
		journal.markInFlight(one, IN_DOUBT);
		if (outcome !== undefined) journal.settle(one, outcome);
	}
	return context;
}

describe('a later try recalls', () => {
	test('what was sent, without the reply', () => {
		const { recall } = reopened(after([anna, { ...sent, queueNumber: 7, reply: { a: 1 } }]));
		expect(recall(anna)).toStrictEqual({ ...sent, queueNumber: 7, attempts: 0 });
		expect(reopened(after([anna, sent])).recall(anna)).toStrictEqual({ ...sent, attempts: 0 });
	});

	test.each<[string, Outcome]>([
		['its reason', unknown],
		['its status', { ...unknown, httpCode: 502 }],
		['how to ask after it', { ...unknown, inDoubt: IN_DOUBT }],
	])('what is unknown, with %s', (_what, failure) => {
		expect(reopened(after([anna, failure])).recall(anna)).toStrictEqual({
			...failure,
			earlier: true,
		});
	});

	test('what was under way when n8n ended: it counts as interrupted', () => {
		const { recall } = reopened(after([anna, undefined]));
		expect(recall(anna)).toStrictEqual({
			...rejected('unknown', 'interrupted'),
			earlier: true,
			inDoubt: IN_DOUBT,
		});
	});

	test('that it is under way anew, whatever was known of it', () => {
		const context = after([anna, notSent]);
		open(context).markInFlight(anna, undefined);
		expect(reopened(context).recall(anna)).toMatchObject({ reason: 'interrupted' });
	});

	test.each<[string, Send]>([
		['what was not sent', send({ item: 1 })],
		['another item', send({ item: 2 })],
		['another content', boris],
	])('nothing of %s', (_what, other) => {
		const context = after([anna, sent], [send({ item: 1 }), notSent]);
		expect(reopened(context).recall(other)).toBeUndefined();
	});
});

test('within an execution only a volatile expression changes an item: it has left all the same', () => {
	const context = after([anna, sent]);
	expect(open(context).recall(boris)).toMatchObject({ accepted: true });
	expect(reopened(context).recall(boris)).toBeUndefined();
});

test('any item and part is kept apart, in a few bytes', () => {
	fc.assert(
		fc.property(fc.nat(), fc.nat({ max: 5 }), (item, part) => {
			const one = { ...send({ item, part }), parts: 6 };
			const context = after([one, sent]);
			const { recall } = reopened(context);
			expect(recall(one)).toMatchObject({ id: 'A' });
			const other = { ...send({ item, part: (part + 1) % 6 }), parts: 6 };
			expect(recall(other)).toBeUndefined();
			expect(JSON.stringify(context).length).toBeLessThan(270);
		}),
	);
});

test('what was not sent takes no place', () => {
	const ended = after([anna, notSent], [send({ item: 1 }), sent]);
	expect(ended).toEqual({ journal: { 0: { 1: [expect.anything()] } } });
});

test('each run of a loop has messages of its own', () => {
	const context = after([anna, sent]);
	expect(open(context, 'first', 1).recall(anna)).toBeUndefined();
	const second = open(context, 'first', 1);
	second.markInFlight(anna, undefined);
	second.forget([anna]);
	expect(open(context).recall(anna)).toMatchObject({ id: 'A' });
	open(context).forget([anna]);
	expect(context).toEqual({});
});

describe('what earlier executions knew', () => {
	/** A later execution in which these sends come to these ends; of each, the contents that are known after it. */
	function retried(context: object, execution: string, ...settled: Array<[Send, Outcome]>): object {
		const copy = stored(context);
		const journal = open(copy, execution);
		for (const [one, outcome] of settled) {
			expect(journal.markInFlight(one, undefined)).toBeUndefined();
			journal.settle(one, outcome);
		}
		return copy;
	}

	test('stays known of items that are not sent now', () => {
		const other = send({ item: 1 });
		const context = retried(after([anna, sent]), 'second', [other, sent]);
		const { recall } = open(context, 'third');
		expect([recall(anna), recall(other)]).toMatchObject([{ id: 'A' }, { id: 'A' }]);
	});

	test.each([sent, unknown, notSent])(
		'stays known of an item that was edited, whatever became of the edit: it may be taken back (%#)',
		(outcome) => {
			const second = retried(after([anna, sent]), 'second', [boris, outcome]);
			expect(open(second, 'third').recall(anna)).toMatchObject({ id: 'A' });
			const third = retried(second, 'third', [send({ contact: '79003333333' }), sent]);
			expect(open(third, 'fourth').recall(anna)).toMatchObject({ id: 'A' });
			expect(open(third, 'fourth').recall(boris) !== undefined).toBe(outcome !== notSent);
		},
	);

	test('gives way to what this one learns of the same message', () => {
		const context = stored(after([anna, { ...unknown, inDoubt: IN_DOUBT }]));
		open(context, 'second').settle(anna, sent);
		expect(open(context, 'second').recall(anna)).toMatchObject({ id: 'A' });
		expect(open(context, 'third').recall(anna)).toMatchObject({ id: 'A' });
	});

	test('of the parts of an item is kept where another part is sent now', () => {
		const [first, second] = [0, 1].map((part) => ({ ...send({ part }), parts: 2 }));
		const context = retried(after([first, sent], [second, notSent]), 'second', [second, sent]);
		const { recall } = open(context, 'third');
		expect([recall(first), recall(second)]).toMatchObject([{ id: 'A' }, { id: 'A' }]);
	});
});

test('knows which items have left, whatever they say now and in whichever execution', () => {
	const items = [0, 1, 2];
	const context = after([anna, sent], [send({ item: 1 }), notSent]);
	expect(items.map(open(context).hasLeft)).toEqual([true, false, false]);
	expect(items.map(reopened(context).hasLeft)).toEqual([true, false, false]);
});

describe('as a tool, every call and try is a run of its own: all share one page', () => {
	test('the same content is the same message, whichever item it is', () => {
		const context = {};
		call(context, 0).settle(anna, unknown);
		expect(call(context, 1).recall({ ...anna, item: 3 })).toMatchObject({ certainty: 'unknown' });
		expect(call(context, 1).recall(boris)).toBeUndefined();
	});

	test('two of a call that are alike are two messages', () => {
		const context = {};
		const twin = { ...anna, item: 1 };
		const first = call(context, 0);
		first.settle(anna, sent);
		first.settle(twin, unknown);
		const { recall } = call(context, 1);
		expect([recall(anna), recall(twin)]).toMatchObject([
			{ accepted: true },
			{ certainty: 'unknown' },
		]);
	});

	test('of two calls at once with the same message, one sends it', () => {
		const context = {};
		const [one, other] = [call(context, 0), call(context, 1)];
		expect([one.recall(anna), other.recall(anna)]).toEqual([undefined, undefined]);
		expect(one.markInFlight(anna, undefined)).toBeUndefined();
		expect(other.markInFlight(anna, undefined)).toMatchObject({ reason: 'interrupted' });
		one.settle(anna, sent);
		expect(other.markInFlight(anna, undefined)).toMatchObject({ id: 'A' });
	});

	test('what another call begins while this one waits to repeat it is left to that one', () => {
		const context = {};
		const [one, other] = [call(context, 0), call(context, 1)];
		one.markInFlight(anna, undefined);
		one.settle(anna, rejected('notSent', 'rateLimited'));
		expect(other.markInFlight(anna, undefined)).toBeUndefined();
		expect(one.markInFlight(anna, undefined)).toMatchObject({ reason: 'interrupted' });
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

	test('nobody asks for an item by its number', () => {
		const context = {};
		call(context, 0).settle(anna, sent);
		expect(call(context, 1).hasLeft(0)).toBe(false);
	});
});

describe('an item that goes out in another form: one message for all contacts, or one for each', () => {
	const whole = send();
	const parts = [0, 1].map((part) => ({ ...send({ part }), parts: 2 }));
	const recalledAs = (now: Send[], ...before: Array<[Send, Outcome]>) =>
		now.map(reopened(after(...before)).recall);

	test('in the same form, each is kept by itself', () => {
		expect(recalledAs(parts, [parts[0], sent])).toMatchObject([{ id: 'A' }, undefined]);
	});

	test('all of it was sent: so are the others', () => {
		expect(recalledAs(parts, [whole, sent])).toMatchObject([{ id: 'A' }, { id: 'A' }]);
		expect(recalledAs([whole], [parts[0], sent], [parts[1], sent])).toMatchObject([{ id: 'A' }]);
	});

	test.each([
		[sent, notSent],
		[notSent, sent],
		[unknown, sent],
		[unknown, notSent],
	])('a part of it may have been sent: nobody can tell, and no question would (%#)', (...ends) => {
		const [told] = recalledAs([whole], [parts[0], ends[0]], [parts[1], ends[1]]);
		expect(told).toMatchObject({ certainty: 'unknown', reason: 'interrupted', earlier: true });
		expect(told?.accepted === false && told.inDoubt).toBeUndefined();
	});

	test('nothing of it was sent: it may be', () => {
		expect(recalledAs([whole], [parts[0], notSent], [parts[1], notSent])).toEqual([undefined]);
	});

	describe('of which one message was corrected', () => {
		const [anna, boris] = parts;
		const corrected = [
			{ ...anna, itemFingerprint: 'corrected' },
			{ ...boris, itemFingerprint: 'corrected', fingerprint: 'clara' },
		];
		const first = after([anna, { ...sent, id: 'anna' }], [boris, notSent]);

		test('the others are known, the corrected one may be sent', () => {
			const { recall } = reopened(first);
			expect(corrected.map(recall)).toMatchObject([{ id: 'anna' }, undefined]);
		});

		test('also at a later try, when the corrected one was sent as well', () => {
			const context = stored(first);
			open(context, 'later').settle(corrected[1], { ...sent, id: 'clara' });
			const { recall } = open(stored(context), 'later');
			expect(corrected.map(recall)).toMatchObject([{ id: 'anna' }, { id: 'clara' }]);
		});
	});

	test('parts that may have changed places within an execution are not told apart', () => {
		const swapped = parts.map((one) => ({ ...one, itemFingerprint: boris.itemFingerprint }));
		const { recall } = open(after([parts[0], sent], [parts[1], notSent]));
		expect(swapped.map(recall)).toMatchObject([
			{ certainty: 'unknown', reason: 'interrupted' },
			{ certainty: 'unknown', reason: 'interrupted' },
		]);
	});

	test('neither a vCard nor the way the chat is named makes it another message', () => {
		const { message } = whole;
		const recipient = { ...message.recipient, by: 'chatId' } as const;
		const forms: ContactMessage[] = [
			{ ...message, sendAs: 'vCard' },
			{ ...message, recipient },
		];
		const now = forms.map((form) => ({ ...whole, itemFingerprint: fingerprint(form) }));
		expect(recalledAs(now, [whole, sent])).toMatchObject([{ id: 'A' }, { id: 'A' }]);
	});
});
