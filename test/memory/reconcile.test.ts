import { readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import type { Answer, GatewayRequest } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import { type Outcome, type Rejected, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { openJournal } from '../../nodes/WhatsAppSendContact/memory/journal';
import { reconciling } from '../../nodes/WhatsAppSendContact/memory/reconcile';
import { send } from '../sending/send';

const NOW = 1_700_000_000_000;
beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

const listed = (status: string, id: unknown = 7): Answer => ({
	status: 200,
	body: { messages: [{ referenceId: 'key', status, id }] },
});
const inDoubt = { idempotencyKey: 'key', since: NOW - 1_000 };
const lost: Outcome = { ...rejected('unknown', 'timeout'), inDoubt };
const found: Outcome = {
	accepted: true,
	status: 'sent',
	id: '7',
	message: 'Found by its reference after its answer was lost',
	attempts: 2,
};

/** What a message comes to once the gateway was asked; what the journal knows then. */
async function asked(
	answer: Answer | Rejected,
	{ outcome = lost, options = {}, gateway = 'ultraMsg', isEnded = false } = {},
) {
	const account = readAccount({
		gateway,
		server: 'https://gateway.example.org',
		instance: '1',
		token: 's3cr3t',
	});
	const journal = openJournal({}, { executionId: '1', runIndex: 0, isTool: false });
	const requests: GatewayRequest[] = [];
	const pauses: number[] = [];
	const ask = async (request: GatewayRequest) => {
		requests.push(request);
		return await Promise.resolve(answer);
	};
	const pause = async (milliseconds: number) => {
		pauses.push(milliseconds);
		return await Promise.resolve(!isEnded);
	};
	const reconcile = reconciling(account, readSettings(options), ask, pause, journal);
	const now = await reconcile(send(), outcome, 2);
	return { now, requests, pauses, known: journal.recall(send()) };
}

test('five seconds after its answer was given up, by the name that its request carried', async () => {
	const { requests, pauses } = await asked(listed('sent'));
	expect(pauses).toEqual([4_000]);
	expect(requests).toHaveLength(1);
	expect(requests[0].query).toMatchObject({ referenceId: 'key' });
});

test('five seconds at most, though another process’s clock was ahead', async () => {
	const outcome: Outcome = { ...lost, inDoubt: { ...inDoubt, since: NOW + 3_600_000 } };
	expect((await asked(listed('sent'), { outcome })).pauses).toEqual([5_000]);
});

test('what is found was sent, and is known to be', async () => {
	const { now, known } = await asked(listed('sent'));
	expect(now).toEqual(found);
	expect(known).toEqual({ ...found, attempts: 0 });
});

test('an endless id is none', async () => {
	expect((await asked(listed('sent', 'x'.repeat(201)))).now).toEqual({ ...found, id: null });
});

test('what waits for the phone is queued, or a failure for those who want no queue', async () => {
	expect((await asked(listed('queue'))).now).toEqual({ ...found, status: 'queued' });
	const { now, known } = await asked(listed('queue'), { options: { whenQueued: 'fail' } });
	expect(now).toMatchObject({ certainty: 'unknown', reason: 'notConnected' });
	expect(known).toMatchObject({ certainty: 'unknown', reason: 'notConnected' });
	expect(now).not.toHaveProperty('earlier', true);
});

test('a failure of an earlier try stays one, which ends no run, also when it turns out to be queued', async () => {
	const outcome: Outcome = { ...lost, earlier: true };
	const { now } = await asked(listed('queue'), { outcome, options: { whenQueued: 'fail' } });
	expect(now).toMatchObject({ reason: 'notConnected', earlier: true });
});

test.each<[string, Answer | Rejected]>([
	['not there', { status: 200, body: { messages: [] } }],
	['there, but not sent yet', listed('unsent')],
	['there under another name', { status: 200, body: { messages: [{ referenceId: 'x' }] } }],
	['not told', { status: 500, body: '' }],
	['asked after in vain', rejected('notSent', 'unreachable')],
])('what is %s may still be on its way, and stays in doubt', async (_what, answer) => {
	const { now, known } = await asked(answer);
	expect(now).toBe(lost);
	expect(known).toBeUndefined();
});

test.each<[string, Parameters<typeof asked>[1], number]>([
	['of what was sent', { outcome: found }, 0],
	['of what was not sent', { outcome: rejected('notSent', 'refused') }, 0],
	['of what has no name', { outcome: rejected('unknown', 'interrupted') }, 0],
	['a gateway that keeps no names', { gateway: 'chatApi' }, 0],
	['once the run was ended', { isEnded: true }, 1],
])('nothing is asked %s', async (_what, change, pauses) => {
	const result = await asked(listed('sent'), change);
	expect(result.now).toBe(change?.outcome ?? lost);
	expect(result.requests).toEqual([]);
	expect(result.pauses).toHaveLength(pauses);
});
