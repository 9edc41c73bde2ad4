import fc from 'fast-check';

import { openJournal } from '../../nodes/WhatsAppSendContact/journal/journal';
import type { Outcome } from '../../nodes/WhatsAppSendContact/sending/outcome';
import type { Send } from '../../nodes/WhatsAppSendContact/sending/plan';
import { rejected } from '../../nodes/WhatsAppSendContact/gateways/sendResult';
import { send } from '../sending/send';

const LOST = { reference: 'name', since: 1, until: 2, answered: false, account: 'one' };
const sent: Outcome = { accepted: true, status: 'sent', id: 'A', message: 'ok', attempts: 2 };

const place = (runIndex = 0, executionId = 'first', isTool = false) => ({
	executionId,
	runIndex,
	isTool,
});

/** As the database gives it back for *Retry execution*. */
const reopened = (context: object, runIndex = 0) =>
	openJournal(JSON.parse(JSON.stringify(context)), place(runIndex, 'later'));

/** What a later try recalls of a send, after an earlier one has written it down. */
function recalled(outcome: Outcome | undefined, other = send()) {
	const context = {};
	openJournal(context, place(0)).write([send()], [outcome]);
	return reopened(context).recall(other);
}

test('what was sent comes out again, without the reply', () => {
	expect(recalled({ ...sent, queueNumber: 7, reply: { a: 1 } })).toEqual({
		...sent,
		queueNumber: 7,
		attempts: 0,
	});
	expect(recalled(sent)).toStrictEqual({ ...sent, attempts: 0 });
});

test('what is unknown stays unknown, with its reason', () => {
	const failure = rejected('unknown', 'timeout', 'oops');
	expect(recalled(failure)).toStrictEqual({ ...failure, earlier: true });
	const answered: Outcome = { ...rejected('unknown', 'serverError'), httpCode: 502 };
	expect(recalled(answered)).toEqual({ ...answered, earlier: true });
	expect(recalled({ ...failure, lost: LOST })).toEqual({ ...failure, lost: LOST, earlier: true });
});

test.each([rejected('notSent', 'refused'), undefined])('%j may be sent', (outcome) => {
	expect(recalled(outcome)).toBeUndefined();
});

test.each([
	['another item', send({ item: 1 })],
	['another content', send({ contact: '79002222222' })],
])('%s is another message', (_what, other) => {
	expect(recalled(sent, other)).toBeUndefined();
});

test('what departed and has not arrived is unknown, whatever was known of it', () => {
	const context = {};
	const journal = openJournal(context, place(0));
	const [flying, landed, waiting] = [send(), send({ item: 1 }), send({ item: 2 })];
	for (const each of [flying, landed]) journal.depart(each, () => LOST);
	journal.arrive(landed);
	journal.write([flying, landed, waiting], [undefined, sent, undefined]);
	const later = reopened(context);
	expect(later.recall(send())).toMatchObject({
		certainty: 'unknown',
		reason: 'cancelled',
		earlier: true,
		lost: LOST,
	});
	expect(later.recall(send({ item: 1 }))).toMatchObject({ accepted: true });
	expect(later.recall(send({ item: 2 }))).toBeUndefined();
});

test('within an execution only a volatile expression changes an item: it has left all the same', () => {
	const context = {};
	openJournal(context, place()).write([send()], [sent]);
	const other = send({ contact: '79002222222' });
	expect(openJournal(context, place()).recall(other)).toMatchObject({ accepted: true });
	expect(reopened(context).recall(other)).toBeUndefined();
});

describe('as a tool, every call and try is a run of its own: all share one page', () => {
	const unknown = rejected('unknown', 'serverError');
	const anna = send({ contact: '79001111111' });
	const boris = send({ contact: '79002222222' });
	const call = (context: object, number: number) =>
		openJournal(context, place(number, 'first', true));

	test('the same content is the same message', () => {
		const context = {};
		call(context, 0).write([anna], [unknown]);
		expect(call(context, 1).recall(anna)).toMatchObject({ certainty: 'unknown' });
		expect(call(context, 1).recall({ ...anna, item: 3 })).toMatchObject({ certainty: 'unknown' });
		expect(call(context, 1).recall(boris)).toBeUndefined();
	});

	test('another call neither forgets nor replaces it', () => {
		const context = {};
		call(context, 0).write([anna], [unknown]);
		call(context, 1).write([boris], [unknown]);
		call(context, 2).clear([send({ contact: '79003333333' })]);
		expect(call(context, 3).recall(anna)).toMatchObject({ certainty: 'unknown' });
		expect(call(context, 3).recall(boris)).toMatchObject({ certainty: 'unknown' });
	});

	test('two calls at once keep both', () => {
		const context = {};
		const [one, other] = [call(context, 0), call(context, 1)];
		one.write([anna], [unknown]);
		other.write([boris], [unknown]);
		expect(Object.keys(JSON.parse(JSON.stringify(context)).departed.tool.entries)).toHaveLength(2);
	});

	test('two of a call that are alike are two messages', () => {
		const context = {};
		const twin = { ...anna, item: 1 };
		call(context, 0).write([anna, twin], [sent, unknown]);
		const later = call(context, 1);
		expect([later.recall(anna), later.recall(twin)]).toMatchObject([
			{ accepted: true },
			{ certainty: 'unknown' },
		]);
	});

	test('what one call leaves unknown is not forgotten by another that says the same at the same time', () => {
		const context = {};
		const [one, other] = [call(context, 0), call(context, 1)];
		one.write([anna], [unknown]);
		other.clear([anna]);
		expect(call(context, 2).recall(anna)).toMatchObject({ certainty: 'unknown' });
	});

	test('what is done is forgotten, so that the model may send it once more', () => {
		const context = {};
		call(context, 0).write([anna], [unknown]);
		call(context, 1).clear([anna]);
		expect(context).toEqual({});
	});
});

describe('an item that goes out in another form: one message for all contacts, or one for each', () => {
	const whole = send();
	const part = (number: number) => ({ ...send({ part: number }), parts: 2 });
	const parts = [part(0), part(1)];
	const unknown = { ...rejected('unknown', 'serverError'), lost: LOST };
	const recalledAs = (before: Send[], outcomes: Array<Outcome | undefined>, now: Send[]) => {
		const context = {};
		openJournal(context, place()).write(before, outcomes);
		return now.map((each) => reopened(context).recall(each));
	};

	test('in the same form, each is kept by itself', () => {
		expect(recalledAs(parts, [sent, undefined], parts)).toMatchObject([{ id: 'A' }, undefined]);
	});

	test('all of it was sent: so are the others', () => {
		expect(recalledAs([whole], [sent], parts)).toMatchObject([{ id: 'A' }, { id: 'A' }]);
		expect(recalledAs(parts, [sent, sent], [whole])).toMatchObject([{ id: 'A' }]);
	});

	test.each([[[sent, undefined]], [[undefined, sent]], [[unknown, sent]], [[unknown, undefined]]])(
		'a part of it may have been sent: nobody can tell, and no question would (%#)',
		(outcomes) => {
			const [told] = recalledAs(parts, outcomes, [whole]);
			expect(told).toMatchObject({ certainty: 'unknown', reason: 'cancelled', earlier: true });
			expect(told).not.toHaveProperty('lost');
		},
	);

	test('nothing of it was sent: it may be', () => {
		expect(recalledAs(parts, [undefined, rejected('notSent', 'refused')], [whole])).toEqual([
			undefined,
		]);
	});

	test('the form does not make it another message', () => {
		const asCard = (one: Send): Send => ({ ...one, whole: { ...one.whole, sendAs: 'vCard' } });
		const byId = (one: Send): Send => ({
			...one,
			whole: { ...one.whole, recipient: { ...one.whole.recipient, by: 'chatId' } },
		});
		expect(recalledAs([whole], [sent], [asCard(whole), byId(whole)])).toMatchObject([
			{ id: 'A' },
			{ id: 'A' },
		]);
	});
});

test('each run of a loop has its own page', () => {
	const context = {};
	openJournal(context, place(0)).write([send()], [sent]);
	const second = openJournal(context, place(1));
	expect(second.recall(send())).toBeUndefined();
	second.write([send()], [sent]);
	second.clear([send()]);
	expect(reopened(context).recall(send())).toBeDefined();
	openJournal(context, place(0)).clear([send()]);
	expect(context).toEqual({});
});

test('what was surely not sent takes no place', () => {
	const context = {};
	const sends = [0, 1, 2].map((item) => send({ item }));
	const journal = openJournal(context, place(0));
	journal.write(sends, [sent, rejected('notSent', 'refused'), undefined]);
	expect(JSON.parse(JSON.stringify(context)).departed['0'].entries).toEqual({
		0: [expect.any(String), expect.any(Array)],
	});
});

test('nothing is stored before it is written', () => {
	const context = {};
	const journal = openJournal(context, place(0));
	journal.passes += 1;
	journal.depart(send(), () => LOST);
	expect(context).toEqual({});
});

test('any item and part is kept apart, in a few bytes', () => {
	fc.assert(
		fc.property(fc.nat(), fc.nat({ max: 5 }), (item, part) => {
			const context = {};
			openJournal(context, place(0)).write([send({ item, part })], [sent]);
			expect(reopened(context).recall(send({ item, part }))).toMatchObject({ id: 'A' });
			expect(JSON.stringify(context).length).toBeLessThan(150);
		}),
	);
});

test('passes are counted across the tries of an execution', () => {
	const context = {};
	const first = openJournal(context, place(0));
	first.passes += 1;
	first.write([], []);
	expect(openJournal(context, place(0)).passes).toBe(1);
	expect(reopened(context).passes).toBe(0);
});

test('knows the IDs of all that was sent, whatever the items say now', () => {
	const context = {};
	const unknown = rejected('unknown', 'timeout');
	const sends = [0, 1, 2].map((item) => send({ item }));
	openJournal(context, place(0)).write(sends, [sent, unknown, { ...sent, id: null }]);
	expect(reopened(context).ids).toEqual(['A']);
});

describe('an item that is not sent now', () => {
	const unknown = rejected('unknown', 'timeout');

	test('stays known: it may be readable again, or an edit be taken back', () => {
		const context = {};
		openJournal(context, place()).write([send(), send({ item: 1 })], [sent, sent]);
		reopened(context).write([send()], [sent]);
		expect(reopened(context).recall(send({ item: 1 }))).toMatchObject({ id: 'A' });
		const journal = openJournal(context, place(0, 'second'));
		journal.write([send({ contact: '79002222222' })], [rejected('notSent', 'refused')]);
		expect(openJournal(context, place(0, 'third')).recall(send())).toMatchObject({ id: 'A' });
	});

	test('is forgotten when this very message was found not to have left', () => {
		const context = {};
		openJournal(context, place()).write([send()], [unknown]);
		openJournal(context, place(0, 'second')).write([send()], [rejected('notSent', 'serverError')]);
		expect(context).toEqual({});
	});

	test('is known to have left', () => {
		const context = {};
		openJournal(context, place()).write([send(), send({ item: 1 })], [sent, undefined]);
		const { hasLeft } = openJournal(context, place());
		expect([hasLeft(0), hasLeft(1), hasLeft(2)]).toEqual([true, false, false]);
	});

	test.each<[string, Outcome, Send[], boolean]>([
		['unknown, and the same now', unknown, [send()], false],
		['unknown, and edited', unknown, [send({ contact: '79002222222' })], true],
		['unknown, and not among the items', unknown, [], true],
		['sent without an ID, and edited', { ...sent, id: null }, [send({ to: '7999000001' })], true],
		['sent with an ID, and edited', sent, [send({ contact: '79002222222' })], false],
	])('%s: a stray? %s', (_what, outcome, now, expected) => {
		const context = {};
		openJournal(context, place()).write([send()], [outcome]);
		expect(openJournal(context, place()).hasStrays(now)).toBe(expected);
		expect(openJournal(context, place(0, 'later')).hasStrays(now)).toBe(expected);
	});

	test('knows whether another execution wrote it', () => {
		const context = {};
		openJournal(context, place()).write([send()], [sent]);
		expect(openJournal(context, place()).isOfAnother).toBe(false);
		expect(reopened(context).isOfAnother).toBe(true);
		expect(openJournal({}, place()).isOfAnother).toBe(false);
	});
});
