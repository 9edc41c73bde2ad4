import { readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import type { Answer, GatewayRequest } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import {
	ifQueued,
	type Outcome,
	type Rejected,
	rejected,
} from '../../nodes/WhatsAppSendContact/outcome';
import { openJournal } from '../../nodes/WhatsAppSendContact/memory/journal';
import { attemptWith, repeating } from '../../nodes/WhatsAppSendContact/sending/sendMessage';
import { openThrottle } from '../../nodes/WhatsAppSendContact/sending/throttle';
import { send } from './send';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const accepted = { accepted: true, status: 'sent', id: 'A', message: 'Sent' } as const;

describe('repeats what was not sent for a reason that may pass', () => {
	const DOWN = rejected('notSent', 'unreachable');
	const slow = (retryAfter?: number): Outcome => ({
		...rejected('notSent', 'rateLimited'),
		...(retryAfter === undefined ? {} : { retryAfter }),
	});
	const SENT: Outcome = { ...accepted, attempts: 1 };
	let accounts = 0;

	/** Sends through an account whose requests end like this, one after the other, the last way for ever. */
	function sending(outcomes: Outcome[], retries = 3) {
		const end = new AbortController();
		const start = Date.now();
		const times: number[] = [];
		const attempt = async () => {
			times.push(Date.now() - start);
			return await Promise.resolve(outcomes[Math.min(times.length, outcomes.length) - 1]);
		};
		const throttle = openThrottle(`account ${++accounts}`, 0, 0, end.signal);
		const sendMessage = repeating(attempt, retries, throttle);
		const settled = async () => {
			const outcome = sendMessage(send());
			await jest.runAllTimersAsync();
			return await outcome;
		};
		return { times, sendMessage, settled, end };
	}

	test('a server that is not there: after half a second, one, two …', async () => {
		const { times, settled } = sending([DOWN], 4);
		expect(await settled()).toEqual(DOWN);
		expect(times).toEqual([0, 500, 1_500, 3_500, 7_500]);
	});

	test('never more than a minute later', async () => {
		const { times, settled } = sending([DOWN], 10);
		await settled();
		const pauses = times.slice(1).map((at, index) => at - times[index]);
		expect(Math.max(...pauses)).toBe(60_000);
	});

	test('429 after as long as the gateway asks, a minute at most', async () => {
		const { times, settled } = sending([slow(7_000), slow(600_000), slow(), SENT]);
		expect(await settled()).toEqual(SENT);
		expect(times).toEqual([0, 7_000, 67_000, 69_000]);
	});

	test.each<[string, Outcome]>([
		['what was sent', SENT],
		['what may have arrived', rejected('unknown', 'serverError')],
		['what was refused', rejected('notSent', 'refused')],
	])('but never %s', async (_what, outcome) => {
		const { times, settled } = sending([outcome]);
		expect(await settled()).toEqual(outcome);
		expect(times).toEqual([0]);
	});

	test('nothing at all when told so', async () => {
		const { times, settled } = sending([DOWN], 0);
		await settled();
		expect(times).toEqual([0]);
	});

	test('while the server is down, the next ones are tried once, until one gets through', async () => {
		const { times, settled } = sending([DOWN, DOWN, DOWN, SENT, DOWN, SENT], 1);
		const tries: number[] = [];
		for (let message = 0; message < 4; message++) {
			const before = times.length;
			await settled();
			tries.push(times.length - before);
		}
		expect(tries).toEqual([2, 1, 1, 2]);
	});

	test('a refusal is no server that is down', async () => {
		const { times, settled } = sending([rejected('notSent', 'refused'), DOWN, SENT], 1);
		await settled();
		expect(await settled()).toEqual(SENT);
		expect(times).toHaveLength(3);
	});

	test.each([
		['429 holds every message back', slow(7_000), 7_000],
		['a server that is not there holds no other message back', DOWN, 0],
	])('%s, also where nothing is repeated', async (_what, outcome, start) => {
		const { times, settled } = sending([outcome, SENT], 0);
		await settled();
		await settled();
		expect(times).toEqual([0, start]);
	});

	test('the end of the run ends the wait: it counts as it did, and nothing more starts', async () => {
		const { times, sendMessage, end } = sending([DOWN]);
		const outcome = sendMessage(send());
		await jest.advanceTimersByTimeAsync(100);
		end.abort();
		expect(await outcome).toEqual(DOWN);
		expect(await sendMessage(send())).toBeUndefined();
		expect(times).toEqual([0]);
	});
});

describe('one request', () => {
	const SENT: Answer = { status: 200, body: { sent: true, message: 'Sent', id: 'A' } };
	const FAULT: Answer = { status: 500, body: { error: 'Internal' } };
	const slow = (retryAfter?: number): Answer => ({ status: 429, body: '', retryAfter });

	/** What a message comes to that meets this answer, and what is known of it before and after. */
	async function attempted(
		answer: Answer | Rejected,
		{ options = {}, gateway = 'chatApi', count = 1 } = {},
	) {
		const account = readAccount({
			gateway,
			server: 'https://gateway.example.org',
			instance: '1',
			token: 's3cr3t',
		});
		const journal = openJournal({}, { executionId: '1', runIndex: 0, isTool: false });
		const asked: Array<{ request: GatewayRequest; known: Outcome | undefined }> = [];
		const ask = async (request: GatewayRequest) => {
			asked.push({ request, known: journal.recall(send()) });
			await jest.advanceTimersByTimeAsync(1_000);
			return answer;
		};
		const attempt = attemptWith(
			account,
			readSettings(options),
			ask,
			journal,
			({ item }) => `key ${item}`,
		);
		const outcome = await attempt(send(), count);
		return { attempt, asked, outcome, after: journal.recall(send()) };
	}

	test('is known to be under way before it leaves', async () => {
		const start = Date.now();
		const { asked } = await attempted(SENT, { gateway: 'ultraMsg' });
		expect(asked).toHaveLength(1);
		expect(asked[0].known).toMatchObject({
			certainty: 'unknown',
			reason: 'interrupted',
			inDoubt: { idempotencyKey: 'key 0', since: start },
		});
	});

	test('carries the name of its message', async () => {
		const { asked } = await attempted(SENT, { gateway: 'ultraMsg' });
		expect(asked[0].request.body).toMatchObject({ referenceId: 'key 0' });
	});

	test('that is accepted is known to be sent, and counts', async () => {
		const { outcome, after } = await attempted(SENT, { count: 3 });
		expect(outcome).toEqual({ ...accepted, attempts: 3 });
		expect(after).toEqual({ ...accepted, attempts: 0 });
	});

	test('that was not sent may be made again', async () => {
		const { attempt, asked, after } = await attempted(slow());
		expect(after).toBeUndefined();
		await attempt(send(), 2);
		expect(asked).toHaveLength(2);
	});

	test('that another call of a tool has begun meanwhile is not made', async () => {
		const { attempt, asked } = await attempted(SENT);
		expect(await attempt(send(), 1)).toEqual({ ...accepted, attempts: 0 });
		expect(asked).toHaveLength(1);
	});

	test.each([FAULT, rejected('unknown', 'timeout')])(
		'in doubt can be asked after from its end on (%j)',
		async (answer) => {
			const start = Date.now();
			const { outcome, after } = await attempted(answer, { gateway: 'ultraMsg' });
			const inDoubt = { idempotencyKey: 'key 0', since: start + 1_000 };
			expect(outcome).toMatchObject({ certainty: 'unknown', inDoubt });
			expect(after).toMatchObject({ certainty: 'unknown', earlier: true, inDoubt });
		},
	);

	test('in doubt can’t be asked after where the gateway keeps no name', async () => {
		const { outcome } = await attempted(FAULT);
		expect(outcome).toMatchObject({ certainty: 'unknown', inDoubt: undefined });
	});

	test.each([
		[slow(7_000), { httpCode: 429, retryAfter: 7_000 }],
		[slow(), { httpCode: 429 }],
	])('that failed says no more than its status and how long to wait (%j)', async (answer, more) => {
		const { outcome } = await attempted(answer);
		expect(outcome).toEqual({ ...rejected('notSent', 'rateLimited'), ...more });
	});

	test('the whole answer is kept only where it is shown', async () => {
		expect((await attempted(SENT)).outcome).toEqual({ ...accepted, attempts: 1 });
		const { outcome } = await attempted(SENT, { options: { output: 'full' } });
		expect(outcome).toMatchObject({ reply: SENT.body });
	});

	test('that was queued is in doubt for those who want no queue, also for a later try', async () => {
		const queued: Answer = { status: 200, body: { sent: 'queued', message: 'later', id: 'A' } };
		const { outcome, after } = await attempted(queued, { options: { whenQueued: 'fail' } });
		const expected = { certainty: 'unknown', reason: 'notConnected', gatewayMessage: 'later' };
		expect(outcome).toMatchObject(expected);
		expect(after).toMatchObject({ ...expected, earlier: true });
	});
});

const sent: Outcome = { ...accepted, attempts: 1 };
const queued: Outcome = { ...sent, status: 'queued' };
const failed = rejected('notSent', 'refused');
const inQueue = rejected('unknown', 'notConnected', 'Sent');

test.each([
	[sent, 'accept', sent],
	[sent, 'fail', sent],
	[queued, 'accept', queued],
	[queued, 'fail', inQueue],
	[failed, 'fail', failed],
] as const)('%j, when queued: %s', (outcome, whenQueued, expected) => {
	expect(ifQueued(outcome, readSettings({ whenQueued }).whenQueued)).toEqual(expected);
});
