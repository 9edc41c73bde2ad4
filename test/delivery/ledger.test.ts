import fc from 'fast-check';

import { openLedger } from '../../nodes/WhatsAppSendContact/delivery/ledger';
import type { Outcome } from '../../nodes/WhatsAppSendContact/delivery/outcome';
import { rejected } from '../../nodes/WhatsAppSendContact/gateways/verdict';
import { send } from './send';

const LOST = { reference: 'name', since: 1, until: 2, answered: false };
const sent: Outcome = { accepted: true, status: 'sent', id: 'A', message: 'ok', attempts: 2 };

const place = (runIndex = 0, executionId = 'first', isTool = false) => ({
	executionId,
	runIndex,
	isTool,
});

/** As the database gives it back for *Retry execution*. */
const reopened = (context: object, runIndex = 0) =>
	openLedger(JSON.parse(JSON.stringify(context)), place(runIndex, 'later'));

/** What a later try recalls of a send, after an earlier one has written it down. */
function recalled(outcome: Outcome | undefined, other = send()) {
	const context = {};
	openLedger(context, place(0)).write([send()], [outcome]);
	return reopened(context).recall(other);
}

test('what was sent comes out again, without the reply', () => {
	expect(recalled({ ...sent, queueNumber: 7, reply: { a: 1 } })).toEqual({
		...sent,
		queueNumber: 7,
		attempts: 0,
	});
	expect(recalled(sent)).toEqual({ ...sent, attempts: 0 });
});

test('what is unknown stays unknown, with its reason', () => {
	const failure = rejected('unknown', 'timeout', 'oops');
	expect(recalled(failure)).toEqual({ ...failure, earlier: true });
	const answered: Outcome = { ...rejected('unknown', 'serverError'), httpCode: 502 };
	expect(recalled(answered)).toEqual({ ...answered, earlier: true });
	expect(recalled({ ...failure, lost: LOST })).toEqual({ ...failure, lost: LOST, earlier: true });
});

test.each([rejected('notSent', 'refused'), undefined])('%j may be sent', (outcome) => {
	expect(recalled(outcome)).toBeUndefined();
});

test.each([
	['another item', send({ item: 1 })],
	['another part', send({ part: 1 })],
	['another content', send({ contact: '79002222222' })],
])('%s is another message', (_what, other) => {
	expect(recalled(sent, other)).toBeUndefined();
});

test('what departed and has not arrived is unknown, whatever was known of it', () => {
	const context = {};
	const ledger = openLedger(context, place(0));
	const [flying, landed, waiting] = [send(), send({ item: 1 }), send({ item: 2 })];
	for (const each of [flying, landed]) ledger.depart(each, () => LOST);
	ledger.arrive(landed);
	ledger.write([flying, landed, waiting], [undefined, sent, undefined]);
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
	openLedger(context, place()).write([send()], [sent]);
	const other = send({ contact: '79002222222' });
	expect(openLedger(context, place()).recall(other)).toMatchObject({ accepted: true });
	expect(reopened(context).recall(other)).toBeUndefined();
});

test('as a tool, each try is a run of its own: all share one page', () => {
	const context = {};
	const unknown = rejected('unknown', 'serverError');
	openLedger(context, place(0, 'first', true)).write([send()], [unknown]);
	const second = openLedger(context, place(1, 'first', true));
	expect(second.recall(send())).toMatchObject({ certainty: 'unknown' });
	expect(second.recall(send({ contact: '79002222222' }))).toBeUndefined();
	second.write([send({ item: 1 })], [sent]);
	expect(openLedger(context, place(2, 'first', true)).recall(send())).toBeDefined();
});

test('each run of a loop has its own page', () => {
	const context = {};
	openLedger(context, place(0)).write([send()], [sent]);
	const second = openLedger(context, place(1));
	expect(second.recall(send())).toBeUndefined();
	second.write([send()], [sent]);
	second.clear();
	expect(reopened(context).recall(send())).toBeDefined();
	openLedger(context, place(0)).clear();
	expect(context).toEqual({});
});

test('nothing is stored before it is written', () => {
	const context = {};
	const ledger = openLedger(context, place(0));
	ledger.passes += 1;
	ledger.depart(send(), () => LOST);
	expect(context).toEqual({});
});

test('any item and part is kept apart, in a few bytes', () => {
	fc.assert(
		fc.property(fc.nat(), fc.nat({ max: 5 }), (item, part) => {
			const context = {};
			openLedger(context, place(0)).write([send({ item, part })], [sent]);
			expect(reopened(context).recall(send({ item, part }))).toMatchObject({ id: 'A' });
			expect(JSON.stringify(context).length).toBeLessThan(120);
		}),
	);
});

test('passes are counted across tries', () => {
	const context = {};
	const first = openLedger(context, place(0));
	first.passes += 1;
	first.write([], []);
	const second = reopened(context);
	expect(second.passes).toBe(1);
});
