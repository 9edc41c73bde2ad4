import { idempotencyKey } from '../../nodes/WhatsAppSendContact/plan';
import { type Change, FAULT, hostOf, NOT_TRIED, ranWith, REFUSED, type Reply, SENT } from './run';
import { accountAt, send } from './send';

const NOW = 1_700_000_000_000;
beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

const one = send({ account: accountAt('ultraMsg') });
const referenceId = idempotencyKey(one, hostOf());
const listed = (status: string, id: unknown = 7, name = referenceId): Reply => ({
	status: 200,
	body: { messages: [{ referenceId: name, status, id }] },
});
const NOT_LISTED: Reply = { status: 200, body: { messages: [] } };
/** One question, as soon as the time is up. */
const CONFIRM = { trackDelivery: 1 };
const found = {
	accepted: true,
	status: 'sent',
	id: '7',
	message: 'Found by its reference after its answer was lost',
	attempts: 1,
	delivery: 'unconfirmed',
	takenAt: NOW,
};
const lost = { certainty: 'unknown', reason: 'serverError' };
const inQueue = { certainty: 'unknown', reason: 'notConnected' };

/** What a message in doubt comes to when the gateway is asked after it, and what a later try would know. */
async function asked(answer: Reply, options = {}, first: Reply = FAULT) {
	const ran = await ranWith([one], [first, answer], {
		host: { stopsOnFailure: true },
		options: { ...CONFIRM, ...options },
	});
	return { ...ran, now: ran.outcomes[0], later: ran.known(one) };
}

test('after its answer was given up, by the name that its request carried', async () => {
	const { requests, now } = await asked(listed('sent'));
	expect(requests).toMatchObject([
		{ method: 'POST', at: 0, body: { referenceId } },
		{ method: 'GET', at: 1_000, query: { referenceId } },
		{ method: 'GET', at: 1_050, query: { id: '7' } },
	]);
	expect(now).toEqual(found);
	const noId = { ...found, id: null, delivery: undefined, takenAt: undefined };
	expect((await asked(listed('sent', 'x'.repeat(201)))).now).toEqual(noId);
});

test('what is not there yet is looked for again', async () => {
	const answers = [FAULT, NOT_LISTED, listed('sent')];
	const { outcomes, times } = await ranWith([one], answers, { options: { trackDelivery: 4 } });
	expect(outcomes).toMatchObject([{ accepted: true, id: '7' }]);
	expect(times().slice(0, 3)).toEqual([0, 2_000, 4_000]);
});

test('under Stop, a chat waits until what was lost is found', async () => {
	const sends = [one, send({ account: one.account, item: 1 })];
	const change = { host: { stopsOnFailure: true }, options: CONFIRM };
	const { outcomes, requests } = await ranWith(sends, [FAULT, NOT_LISTED], change);
	expect(outcomes).toMatchObject([lost, NOT_TRIED]);
	expect(requests).toHaveLength(2);
});

test('what waits for the phone is queued, or a failure for those who want no queue', async () => {
	expect((await asked(listed('queue'))).now).toEqual({ ...found, status: 'queued' });
	const { now, later } = await asked(listed('queue'), { whenQueued: 'fail' });
	expect([now, later]).toMatchObject([inQueue, { ...inQueue, earlier: true }]);
	expect(now).not.toHaveProperty('earlier', true);
});

test('what is not there may still be on its way, and stays in doubt', async () => {
	const { now, later, requests } = await asked(NOT_LISTED);
	expect([now, later]).toMatchObject([lost, lost]);
	expect(requests).toHaveLength(2);
});

test.each([
	['of what was not sent', REFUSED, {}],
	['where the option is off', FAULT, { trackDelivery: 0 }],
])('nothing is asked %s', async (_what, first, options) => {
	const { requests } = await asked(listed('sent'), options, first);
	expect(requests).toHaveLength(1);
});

describe('by a later try', () => {
	/** The first try leaves it in doubt; what the second is told, and when, so many milliseconds after it. */
	async function later(answer: Reply, passed: number, options = {}) {
		const context = {};
		const change: Change = { context, host: { stopsOnFailure: true }, options: CONFIRM };
		await ranWith([one], [FAULT, NOT_LISTED], { ...change, options: {} });
		jest.setSystemTime(NOW + passed);
		const other = send({ item: 1, to: '79990000001' });
		const { outcomes, requests } = await ranWith(
			[one, other],
			({ method }) => (method === 'GET' ? answer : SENT),
			{ ...change, options: { ...CONFIRM, ...options } },
		);
		return { outcomes, at: requests.find(({ method }) => method === 'GET')?.at };
	}

	test.each([
		['at once, where the time is up', 60_000, 0],
		['sooner, when it is over', 100, 900],
		['whose clock was an hour behind, within its time', -3_600_000, 1_000],
	])('%s', async (_what, passed, at) => {
		const { outcomes, at: asked } = await later(listed('sent'), passed);
		expect(outcomes[0]).toMatchObject({ ...found, takenAt: expect.any(Number), attempts: 0 });
		expect(asked).toBe(at);
	});

	test('what is in doubt since an earlier one does not hold up its chat', async () => {
		const change: Change = { context: {}, host: { stopsOnFailure: true } };
		await ranWith([one], [FAULT], change);
		const next = send({ account: one.account, item: 1 });
		const { requests, outcomes } = await ranWith(
			[one, next],
			({ method }) => (method === 'GET' ? NOT_LISTED : SENT),
			{ ...change, options: CONFIRM },
		);
		expect(requests[0]).toMatchObject({ method: 'POST', at: 0 });
		expect(outcomes).toMatchObject([{ ...lost, earlier: true }, { accepted: true }]);
	});

	test('what turns out to be queued stays a failure of the earlier one, and ends no run', async () => {
		const { outcomes } = await later(listed('queue'), 0, { whenQueued: 'fail' });
		expect(outcomes).toMatchObject([{ ...inQueue, earlier: true }, { accepted: true }]);
	});
});

test('what another execution has left in doubt: it was sent, for all executions after', async () => {
	const rows = new Map();
	const claimed = { ...one, claimKey: 'a'.repeat(64) };
	const change: Change = { rows, options: { sendOnce: 'node', ...CONFIRM } };
	const told = listed('sent', 7, 'a'.repeat(24));
	const run = async (...answers: Reply[]) => (await ranWith([claimed], answers, change)).outcomes;
	expect(await run(FAULT, NOT_LISTED)).toMatchObject([lost]);
	expect(await run(NOT_LISTED)).toMatchObject([{ reason: 'interrupted', earlier: true }]);
	expect(await run(told)).toEqual([{ ...found, takenAt: 0, attempts: 0 }]);
	expect(await run(FAULT)).toMatchObject([{ status: 'sentEarlier' }]);
});
