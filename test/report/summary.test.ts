import { type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { isNoteworthy, summary } from '../../nodes/WhatsAppSendContact/report/summary';

const sent: Outcome = { accepted: true, status: 'sent', id: '1', message: 'ok', attempts: 1 };
const queued: Outcome = { ...sent, status: 'queued' };
const earlier: Outcome = { ...sent, attempts: 0 };
const remembered: Outcome = { ...sent, status: 'sentEarlier', attempts: 0 };
const notSent = rejected('notSent', 'refused');
const unknown = rejected('unknown', 'timeout');
const skipped: Outcome = { ...notSent, skipped: true };

test('counts in a fixed order, and leaves out what did not happen', () => {
	expect(summary([unknown, sent, skipped, queued, sent, earlier, notSent])).toBe(
		'2 sent, 1 queued, 1 already sent earlier, 1 not sent, 1 unknown, 1 not tried',
	);
	expect(summary([earlier, remembered])).toBe('2 already sent earlier');
	expect(summary([sent])).toBe('1 sent');
});

test('counts what was tracked by what is known of its delivery', () => {
	const told = (delivery: 'delivered' | 'read' | 'unconfirmed'): Outcome => ({ ...sent, delivery });
	const failed = rejected('unknown', 'notDelivered');
	const restricted = rejected('unknown', 'restricted');
	const outcomes = [failed, told('unconfirmed'), told('delivered'), told('read'), restricted];
	expect(summary(outcomes)).toBe(
		'1 delivered, 1 read, 1 unconfirmed, 2 failed after they were taken',
	);
	expect(summary([failed, rejected('notSent', 'restricted')])).toBe(
		'1 failed after it was taken, 1 not sent',
	);
	expect(isNoteworthy([told('delivered'), told('read'), sent])).toBe(false);
	expect(isNoteworthy([told('unconfirmed')])).toBe(true);
});

test('names the items behind the counts where asked to, neighbors as a range', () => {
	const outcomes = [sent, sent, unknown, sent, sent, skipped, skipped, notSent, notSent, notSent];
	expect(summary(outcomes, [0, 1, 2, 4, 4, 6, 7, 10, 3, 9])).toBe(
		'4 sent (items 0-1, 4), 3 not sent (items 3, 9-10), 1 unknown (item 2), 2 not tried (items 6-7)',
	);
	expect(summary([sent, sent], [3, 3])).toBe('2 sent (item 3)');
});

test.each([
	[Array<Outcome>(19).fill(sent), false],
	[Array<Outcome>(20).fill(sent), true],
	[[sent, queued], true],
])('%#: noteworthy is %s', (outcomes, expected) => {
	expect(isNoteworthy(outcomes)).toBe(expected);
});
