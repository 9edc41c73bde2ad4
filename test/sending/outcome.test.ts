import {
	endsTheAccount,
	isRepeatable,
	isUnsent,
	REASONS,
	rejected,
	sent,
	skippedBecause,
} from '../../nodes/WhatsAppSendContact/outcome';

const accepted = { accepted: true, status: 'sent', id: 'A', message: 'Sent' } as const;

test('what no other message of the account can get around', () => {
	const ending = REASONS.filter((reason) => endsTheAccount(rejected('notSent', reason)));
	expect(ending).toEqual(['unauthorized', 'instanceNotFound', 'notPaid', 'quotaExceeded']);
	const ofThisChat = { ...rejected('notSent', 'quotaExceeded'), thisChatOnly: true };
	expect(endsTheAccount(ofThisChat)).toBe(false);
	expect(endsTheAccount(sent(accepted, 2))).toBe(false);
	expect(endsTheAccount({ ...rejected('notSent', 'restricted'), lasting: true })).toBe(true);
});

test('what repeating can help', () => {
	const passing = (certainty: 'notSent' | 'unknown') =>
		REASONS.filter((reason) => isRepeatable(rejected(certainty, reason)));
	expect(passing('notSent')).toEqual(['rateLimited', 'unreachable']);
	expect(passing('unknown')).toEqual([]);
	expect(isRepeatable({ ...rejected('notSent', 'rateLimited'), lasting: true })).toBe(false);
});

test('what surely did not leave', () => {
	const failures = [rejected('unknown', 'timeout'), rejected('notSent', 'refused')];
	expect([sent(accepted, 1), ...failures].map(isUnsent)).toEqual([false, false, true]);
});

test.each([
	['A', 'A'],
	[null, null],
	['x'.repeat(200), 'x'.repeat(200)],
	['x'.repeat(201), null],
])('of the id %s, %s is kept', (id, kept) => {
	expect(sent({ ...accepted, id }, 2)).toEqual({ ...accepted, id: kept, attempts: 2 });
});

test('what was not tried says why: the account is refused, or the run was ended', () => {
	const canceled = { ...rejected('notSent', 'cancelled'), skipped: true };
	const unpaid = rejected('notSent', 'notPaid', 'pay');
	expect(skippedBecause()).toEqual(canceled);
	expect(skippedBecause({ ...unpaid, httpCode: 402 })).toEqual({ ...unpaid, skipped: true });
});
