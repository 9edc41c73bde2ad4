import {
	delivered,
	type Failure,
	isRepeatable,
	isWorthAnotherTry,
	skippedBecause,
	stopsTheRun,
} from '../../nodes/WhatsAppSendContact/sending/outcome';
import {
	type Certainty,
	type Reason,
	rejected,
} from '../../nodes/WhatsAppSendContact/gateways/sendResult';

/** What each failure means for its own message, and for all the others of the run. */
const FATES: Array<[Certainty, Reason, { stops?: true; repeated?: true; triedAgain?: true }]> = [
	['notSent', 'invalidInput', { triedAgain: true }],
	['notSent', 'unauthorized', { stops: true }],
	['notSent', 'instanceNotFound', { stops: true }],
	['notSent', 'notPaid', { stops: true }],
	['notSent', 'quotaExceeded', { stops: true }],
	['notSent', 'notConnected', { triedAgain: true }],
	['notSent', 'refused', { triedAgain: true }],
	['notSent', 'notOnWhatsApp', {}],
	['notSent', 'rateLimited', { repeated: true, triedAgain: true }],
	['notSent', 'unreachable', { repeated: true, triedAgain: true }],
	['notSent', 'serverError', { triedAgain: true }],
	['notSent', 'cancelled', {}],
	['unknown', 'unreachable', {}],
	['unknown', 'rateLimited', {}],
	['unknown', 'timeout', {}],
	['unknown', 'serverError', {}],
	['unknown', 'unreadableReply', {}],
	['unknown', 'cancelled', {}],
];

test.each(FATES)('%s, %s: %j', (certainty, reason, { stops, repeated, triedAgain }) => {
	const failure = rejected(certainty, reason);
	expect(stopsTheRun(failure)).toBe(stops === true);
	expect(isRepeatable(failure)).toBe(repeated === true);
	expect(isWorthAnotherTry(failure)).toBe(triedAgain === true);
});

test('a quota of this chat alone stops no others', () => {
	const failure: Failure = { ...rejected('notSent', 'quotaExceeded'), thisChatOnly: true };
	expect(stopsTheRun(failure)).toBe(false);
	expect(isWorthAnotherTry(failure)).toBe(true);
});

test('what is sent stops nothing and is not tried again', () => {
	const sent = delivered({ accepted: true, status: 'sent', id: 'A', message: 'Sent' }, 2);
	expect(sent).toEqual({ accepted: true, status: 'sent', id: 'A', message: 'Sent', attempts: 2 });
	expect([stopsTheRun(sent), isWorthAnotherTry(sent)]).toEqual([false, false]);
});

test.each([
	['x'.repeat(200), 'x'.repeat(200)],
	['x'.repeat(201), null],
	[null, null],
])('the id %j is %j', (id, expected) => {
	expect(delivered({ accepted: true, status: 'sent', id, message: '' }, 1).id).toBe(expected);
});

test('what was kept back says why: the account is refused, or the run was ended', () => {
	const canceled = { ...rejected('notSent', 'cancelled'), skipped: true };
	expect(skippedBecause(undefined)).toEqual(canceled);
	expect(skippedBecause({ ...rejected('notSent', 'refused', 'no'), httpCode: 400 })).toEqual(
		canceled,
	);
	expect(skippedBecause({ ...rejected('notSent', 'notPaid', 'pay'), httpCode: 402 })).toEqual({
		...rejected('notSent', 'notPaid', 'pay'),
		skipped: true,
	});
});
