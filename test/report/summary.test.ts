import type { Outcome } from '../../nodes/WhatsAppSendContact/sending/outcome';
import {
	isNoteworthy,
	summary,
	summaryByItem,
} from '../../nodes/WhatsAppSendContact/report/summary';
import { rejected } from '../../nodes/WhatsAppSendContact/gateways/sendResult';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { send } from '../sending/send';

const sent: Outcome = { accepted: true, status: 'sent', id: '1', message: 'ok', attempts: 1 };
const queued: Outcome = { ...sent, status: 'queued' };
const earlier: Outcome = { ...sent, attempts: 0 };
const remembered: Outcome = { ...sent, status: 'sentEarlier', attempts: 0 };
const notSent = rejected('notSent', 'refused');
const unknown = rejected('unknown', 'timeout');
const skipped: Outcome = { ...notSent, skipped: true };

test('counts in a fixed order, and leaves out what did not happen', () => {
	expect(summary([unknown, sent, skipped, queued, sent, earlier, notSent], 0)).toBe(
		'2 sent, 1 queued, 1 already sent earlier, 1 not sent, 1 unknown, 1 not tried',
	);
	expect(summary([earlier, remembered], 0)).toBe('2 already sent earlier');
	expect(summary([sent], 0)).toBe('1 sent');
	expect(summary([sent, notSent], 2)).toBe('1 sent, 3 not sent');
});

test('names the items behind the counts, neighbours as a range, and those that were invalid', () => {
	const outcomes = [sent, sent, unknown, sent, sent, skipped, skipped, notSent];
	const sends = [0, 1, 2, 4, 4, 6, 7, 9].map((item) => send({ item }));
	const invalid = [3, 8].map((item) => ({ item, problem: new InvalidInput('', '') }));
	expect(summaryByItem({ sends, invalid }, outcomes)).toBe(
		'4 sent (items 0-1, 4), 3 not sent (items 3, 8-9), 1 unknown (item 2), 2 not tried (items 6-7)',
	);
	const parts = [send({ item: 3 }), send({ item: 3, part: 1 })];
	expect(summaryByItem({ sends: parts, invalid: [] }, [sent, sent])).toBe('2 sent (item 3)');
});

test.each([
	[[sent], false],
	[Array<Outcome>(19).fill(sent), false],
	[Array<Outcome>(20).fill(sent), true],
	[[sent, queued], true],
	[[sent, earlier], true],
	[[sent, remembered], true],
	[[sent, notSent], true],
	[[unknown], true],
])('%#: noteworthy is %s', (outcomes, expected) => {
	expect(isNoteworthy(outcomes, 0)).toBe(expected);
});

test('bad input is noteworthy', () => {
	expect(isNoteworthy([sent], 1)).toBe(true);
});
