import {
	type Certainty,
	endsTheAccount,
	type Failure,
	ifQueued,
	interrupted,
	isRepeatable,
	type Reason,
	rejected,
	sent,
	skippedBecause,
} from '../../nodes/WhatsAppSendContact/outcome';

const accepted = { accepted: true, status: 'sent', id: 'A', message: 'Sent' } as const;

/** What each failure means for its own message, and for all the others of the run. */
const FATES: Array<[Certainty, Reason, { ends?: true; repeated?: true }]> = [
	['notSent', 'invalidInput', {}],
	['notSent', 'unauthorized', { ends: true }],
	['notSent', 'instanceNotFound', { ends: true }],
	['notSent', 'notPaid', { ends: true }],
	['notSent', 'quotaExceeded', { ends: true }],
	['notSent', 'notConnected', {}],
	['notSent', 'refused', {}],
	['notSent', 'restricted', {}],
	['notSent', 'notOnWhatsApp', {}],
	['notSent', 'rateLimited', { repeated: true }],
	['notSent', 'unreachable', { repeated: true }],
	['notSent', 'serverError', {}],
	['notSent', 'cancelled', {}],
	['notSent', 'memoryUnavailable', {}],
	['unknown', 'unreachable', {}],
	['unknown', 'rateLimited', {}],
	['unknown', 'timeout', {}],
	['unknown', 'serverError', {}],
	['unknown', 'unreadableReply', {}],
	['unknown', 'notDelivered', {}],
	['unknown', 'cancelled', {}],
	['unknown', 'interrupted', {}],
];

test.each(FATES)('%s, %s: %j', (certainty, reason, { ends, repeated }) => {
	const failure = rejected(certainty, reason);
	expect(endsTheAccount(failure)).toBe(ends === true);
	expect(isRepeatable(failure)).toBe(repeated === true);
});

test('a quota of this chat alone ends no others', () => {
	const failure: Failure = { ...rejected('notSent', 'quotaExceeded'), thisChatOnly: true };
	expect(endsTheAccount(failure)).toBe(false);
});

test('what will last is not repeated, though its reason commonly passes', () => {
	expect(isRepeatable({ ...rejected('notSent', 'rateLimited'), lasting: true })).toBe(false);
});

test('what is sent ends nothing', () => {
	expect(sent(accepted, 2)).toEqual({ ...accepted, attempts: 2 });
	expect(endsTheAccount(sent(accepted, 2))).toBe(false);
});

test.each([
	[200, 200],
	[201, undefined],
])('of an id of %i characters, %p are kept', (length, kept) => {
	expect(sent({ ...accepted, id: 'x'.repeat(length) }, 1).id?.length).toBe(kept);
});

test('no id stays none', () => {
	expect(sent({ ...accepted, id: null }, 1).id).toBeNull();
});

test('what was not tried says why: the account is refused, or the run was ended', () => {
	expect(skippedBecause()).toEqual({ ...rejected('notSent', 'cancelled'), skipped: true });
	expect(skippedBecause({ ...rejected('notSent', 'notPaid', 'pay'), httpCode: 402 })).toEqual({
		...rejected('notSent', 'notPaid', 'pay'),
		skipped: true,
	});
});

test('what another execution has begun is unknown, with what it takes to ask after it', () => {
	const failure = { ...rejected('unknown', 'interrupted'), earlier: true };
	const inDoubt = { idempotencyKey: 'key', since: 1 };
	expect(interrupted()).toEqual(failure);
	expect(interrupted(inDoubt)).toEqual({ ...failure, inDoubt });
});

test.each([
	['sent', 'accept', undefined],
	['sent', 'fail', undefined],
	['queued', 'accept', undefined],
	['queued', 'fail', rejected('unknown', 'notConnected', 'Sent')],
	['refused', 'fail', undefined],
] as const)('%s, When Queued %s: %j', (status, whenQueued, changed) => {
	const outcome =
		status === 'refused' ? rejected('notSent', 'refused') : sent({ ...accepted, status }, 1);
	expect(ifQueued(outcome, whenQueued)).toEqual(changed ?? outcome);
});
