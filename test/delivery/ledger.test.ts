import fc from 'fast-check';

import { openLedger } from '../../nodes/WhatsAppSendContact/delivery/ledger';
import type { Outcome } from '../../nodes/WhatsAppSendContact/delivery/outcome';
import type { Send } from '../../nodes/WhatsAppSendContact/delivery/plan';
import { rejected } from '../../nodes/WhatsAppSendContact/gateways/verdict';

const send = (item = 0, part = 0, phone = '79001111111'): Send => ({
	item,
	part,
	message: {
		recipient: { by: 'phone', kind: 'person', chatId: '79995253422@c.us' },
		contacts: [{ phone }],
		sendAs: 'contact',
	},
});
const sent: Outcome = { accepted: true, status: 'sent', id: 'A', message: 'ok', attempts: 2 };

/** As the database gives it back. */
const reopened = (context: object, runIndex = 0) =>
	openLedger(JSON.parse(JSON.stringify(context)), runIndex);

test('what was sent comes out again, without the reply', () => {
	const context = {};
	const ledger = openLedger(context, 0);
	ledger.depart(send());
	ledger.settle(send(), { ...sent, queueNumber: 7, reply: { a: 1 } });
	const known = { ...sent, queueNumber: 7, attempts: 0 };
	expect(ledger.recall(send())).toEqual(known);
	expect(reopened(context).recall(send())).toEqual(known);
});

test('what is unknown stays unknown, with its reason', () => {
	const context = {};
	const ledger = openLedger(context, 0);
	const failure: Outcome = { ...rejected('unknown', 'serverError', 'oops'), httpCode: 502 };
	ledger.depart(send());
	ledger.settle(send(), failure);
	expect(reopened(context).recall(send())).toEqual({ ...failure, earlier: true });
});

test('what departed and was never heard of is unknown', () => {
	const context = {};
	openLedger(context, 0).depart(send());
	expect(reopened(context).recall(send())).toMatchObject({
		certainty: 'unknown',
		reason: 'cancelled',
		earlier: true,
	});
});

test('what was not sent may be sent', () => {
	const ledger = openLedger({}, 0);
	ledger.depart(send());
	ledger.settle(send(), rejected('notSent', 'refused'));
	expect(ledger.recall(send())).toBeUndefined();
});

test.each([
	['another item', send(1)],
	['another part', send(0, 1)],
	['another content', send(0, 0, '79002222222')],
])('%s is another message', (_what, other) => {
	const ledger = openLedger({}, 0);
	ledger.depart(send());
	ledger.settle(send(), sent);
	expect(ledger.recall(other)).toBeUndefined();
});

test('each run of a loop has its own page', () => {
	const context = {};
	const first = openLedger(context, 0);
	first.depart(send());
	first.settle(send(), sent);
	const second = openLedger(context, 1);
	expect(second.recall(send())).toBeUndefined();
	second.clear();
	expect(first.recall(send())).toBeDefined();
	first.clear();
	expect(context).toEqual({});
});

test('any item and part is kept apart, in a few bytes', () => {
	fc.assert(
		fc.property(fc.nat(), fc.nat({ max: 5 }), (item, part) => {
			const context = {};
			const ledger = openLedger(context, 0);
			ledger.depart(send(item, part));
			ledger.settle(send(item, part), sent);
			expect(reopened(context).recall(send(item, part))).toMatchObject({ id: 'A' });
			expect(JSON.stringify(context).length).toBeLessThan(120);
		}),
	);
});

test('passes are counted across tries', () => {
	const context = {};
	openLedger(context, 0).passes += 1;
	const again = openLedger(context, 0);
	again.passes += 1;
	expect(reopened(context).passes).toBe(2);
});
