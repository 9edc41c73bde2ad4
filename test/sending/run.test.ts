import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import { type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import {
	begin,
	type Change,
	DOWN,
	FAULT,
	NOT_TRIED,
	ranWith,
	REFUSED,
	type Reply,
	SENT,
	slow,
	wasSent,
	WRONG_TOKEN,
} from './run';
import { accountAt, claimed, list, send } from './send';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const TIMELOCK = 'WA_REACHOUT_TIMELOCK';
const RESTRICTED: Reply = { status: 400, body: { message: TIMELOCK } };
const refused = { ...rejected('notSent', 'refused', 'no'), httpCode: 400 };
const unauthorized = { ...rejected('notSent', 'unauthorized', 'Wrong token'), httpCode: 401 };
/** The others of an account whose token was refused. */
const blamed = { ...rejected('notSent', 'unauthorized', 'Wrong token'), skipped: true };
const STOP: Change = { host: { stopsOnFailure: true } };

describe('what ends a run', () => {
	const WAITING: Change = { options: { pauseMin: 1, parallelChats: 4 } };
	test.each<[string, Reply[], Change, unknown[]]>([
		['a failure, under Stop', [SENT, REFUSED], STOP, [wasSent, refused, NOT_TRIED, NOT_TRIED]],
		['no failure, under Continue', [REFUSED, SENT], {}, [refused, wasSent, wasSent, wasSent]],
		['a refused token', [SENT, WRONG_TOKEN], {}, [wasSent, unauthorized, blamed, blamed]],
		['one under Stop', [SENT, WRONG_TOKEN], STOP, [wasSent, unauthorized, blamed, blamed]],
		['one while others wait', [WRONG_TOKEN], WAITING, [unauthorized, blamed, blamed, blamed]],
	])('%s', async (_what, answers, change, expected) => {
		const { outcomes } = await ranWith(list(4), answers, change);
		expect(outcomes).toEqual(expected);
	});

	test('a cancel: what is under way ends as it does, nothing more starts', async () => {
		const { running, requests, cancel, known } = begin(list(3), [SENT], { latency: 1_000 });
		await jest.advanceTimersByTimeAsync(500);
		cancel();
		await jest.runAllTimersAsync();
		expect((await running).outcomes).toEqual([wasSent, NOT_TRIED, NOT_TRIED]);
		expect(requests).toHaveLength(1);
		expect(known(list(1)[0])).toMatchObject({ accepted: true });
	});

	test('a fault of this package is an unknown, and takes nothing else down', async () => {
		let count = 0;
		const { outcomes } = await ranWith(list(3), () => {
			if (++count === 2) throw new TypeError('x is not a function');
			return SENT;
		});
		const fault = rejected('unknown', 'unreadableReply', 'TypeError');
		expect(outcomes).toEqual([wasSent, fault, wasSent]);
	});
});

test.each<[string, Reply[], requests: number]>([
	['three in a row', [RESTRICTED], 3],
	['two, and one after that', [RESTRICTED, RESTRICTED, SENT, RESTRICTED], 6],
	['two, and one after a refusal', [RESTRICTED, RESTRICTED, REFUSED, RESTRICTED, REFUSED], 6],
])('WhatsApp restricts the number: %s', async (_what, answers, expected) => {
	const { requests, outcomes } = await ranWith(list(6), answers);
	expect(requests).toHaveLength(expected);
	const skipped = { ...rejected('notSent', 'restricted', TIMELOCK), skipped: true };
	expect(outcomes.slice(expected)).toEqual(Array(6 - expected).fill(skipped));
});

describe('several accounts', () => {
	const [one, other] = [accountAt('chatApi', '1'), accountAt('chatApi', '2')];
	const mixed = (count: number, accounts = [one, other]): Send[] =>
		list(count).map((each, item) => ({ ...each, account: accounts[item % 2] }));
	/** What the one account is answered; the other's messages are sent. */
	const ofOne =
		(answer: Reply) =>
		({ path }: { path: string }): Reply =>
			path.startsWith('/instance1/') ? answer : SENT;

	test.each<[string, Change, unknown[]]>([
		['ends its account’s messages', {}, [unauthorized, wasSent, blamed, wasSent]],
		['ends all under Stop', STOP, [unauthorized, NOT_TRIED, blamed, NOT_TRIED]],
	])('a refused token %s; it is blamed for no others', async (_what, change, expected) => {
		const { outcomes } = await ranWith(mixed(4), ofOne(WRONG_TOKEN), change);
		expect(outcomes).toEqual(expected);
	});

	const accountOf = (token: string) => readAccount({ gateway: 'whapi', token });
	test.each([
		['their instances', [one, other]],
		['only their tokens', [accountOf('token-one'), accountOf('token-two')]],
	])('two that %s tell apart have pauses of their own', async (_what, accounts) => {
		const options = { pauseMin: 1, parallelChats: 4 };
		const { times } = await ranWith(mixed(4, accounts), [SENT], { options });
		expect(times()).toEqual([0, 0, 1_000, 1_000]);
	});

	test('a server that asks to wait, or is down, holds back no other’s messages', async () => {
		const options = { retries: 0 };
		const waited = await ranWith(mixed(4), ofOne(slow(5_000)), { options });
		expect(waited.times()).toEqual([0, 0, 5_000, 5_000]);
		const down = await ranWith(mixed(4), ofOne(DOWN), { options: { retries: 1 } });
		expect(down.times()).toEqual([0, 500, 500, 500, 500]);
	});

	test('a chat gets its messages in their order, in either spelling, through whichever accounts', async () => {
		const spellings = ['5511987654321', '551187654321'];
		const sends = mixed(4).map(({ account, item }) =>
			send({ account, item, to: spellings[item % 2] }),
		);
		const options = { parallelChats: 4 };
		const { requests } = await ranWith(sends, [SENT], { options, latency: 100 });
		const told = requests.map(({ at, account, path }) => [at, account.instance, path]);
		const path = (instance: string) => `/instance${instance}/sendContact`;
		expect(told).toEqual(['1', '2', '1', '2'].map((own, turn) => [100 * turn, own, path(own)]));
	});
});

describe('a later try', () => {
	const earlier = { ...wasSent, attempts: 0 };
	const unknown = rejected('unknown', 'serverError', 'Internal');
	const inDoubt = { ...unknown, httpCode: 500, earlier: true };

	test('sends the rest, and tells what was sent and what is in doubt', async () => {
		const context = {};
		await ranWith(list(3), [SENT, FAULT], { ...STOP, context });
		const host = { ...STOP.host, isRetry: true, executionId: '2' };
		const { outcomes, requests } = await ranWith(list(3), [SENT], { host, context });
		expect(outcomes).toEqual([earlier, inDoubt, wasSent]);
		expect(requests).toHaveLength(1);
	});

	test('tells what was sent also where it is ended before its turn', async () => {
		const context = {};
		const [first, second, third] = list(3);
		await ranWith([third, first], [SENT, REFUSED], { ...STOP, context });
		const { outcomes } = await ranWith([first, second, third], [WRONG_TOKEN], { context });
		expect(outcomes).toEqual([unauthorized, blamed, earlier]);
	});

	const RETRIED: Change = { host: { retriesOnFail: true } };
	test.each<[string, Change, Reply[], boolean]>([
		['all was sent', STOP, [SENT], false],
		['one failed, under Stop', STOP, [SENT, REFUSED], true],
		['one failed, under Continue', {}, [REFUSED, SENT], false],
		['the first failed, under Retry On Fail', RETRIED, [REFUSED, SENT], true],
		['another failed, under Retry On Fail', RETRIED, [SENT, REFUSED], false],
		['one failed, as a tool', { host: { isTool: true } }, [SENT, REFUSED], true],
		['the first item is invalid, under Retry On Fail', { ...RETRIED, invalid: [0] }, [SENT], true],
		['another is invalid, under Retry On Fail', { ...RETRIED, invalid: [2] }, [SENT], false],
	])(
		'is possible, and what was sent is kept for it: %s',
		async (_what, change, answers, isKept) => {
			const first = change.invalid?.includes(0) ? 1 : 0;
			const sends = list(2).map((each) => ({ ...each, item: each.item + first }));
			const { known } = await ranWith(sends, answers, change);
			expect(sends.some((each) => known(each) !== undefined)).toBe(isKept);
		},
	);

	test('knows of an invalid item whether it has left, also when the journal forgets', async () => {
		const context = {};
		await ranWith(list(2), [SENT, REFUSED], { ...STOP, context });
		const { hasLeft } = await ranWith([], [], { context, invalid: [0, 1] });
		expect([0, 1].map(hasLeft)).toEqual([true, false]);
		expect(context).not.toHaveProperty('journal');
	});
});

describe('where an earlier try was cut off', () => {
	const CUT_OFF: Change['host'] = { isRetry: true, isRetryOfCutOff: true, executionId: '2' };
	const interrupted: Outcome = { ...rejected('unknown', 'interrupted'), earlier: true };
	const options = { sendOnce: 'node' };
	const canceled = AbortSignal.abort();
	const broken: Change['rows'] = new Map();
	broken.get = () => {
		throw new Error('no database');
	};

	test.each<[string, Change, Outcome]>([
		['nothing is known', { host: CUT_OFF }, interrupted],
		['the memory fails', { host: CUT_OFF, options, rows: broken }, interrupted],
		['it is canceled first', { host: { ...CUT_OFF, canceled } }, interrupted],
		['it is canceled before it is known', { host: { ...CUT_OFF, canceled }, options }, interrupted],
		['there was none, and it is canceled first', { host: { canceled } }, NOT_TRIED],
	])('sends nothing: %s', async (_what, change, expected) => {
		const ran = await ranWith([claimed(send())], [SENT], change);
		expect(ran).toMatchObject({ outcomes: [expected], requests: [], losses: [] });
		expect(ran.hasLeft(7)).toBe(expected === interrupted);
	});

	test('sends nothing on a state that another run has begun on', async () => {
		const rows: Change['rows'] = new Map();
		await ranWith(list(1), [SENT], { rows });
		const host = { isRetry: true, executionId: '2' };
		const { outcomes, requests } = await ranWith(list(1), [SENT], { rows, host });
		expect([outcomes, requests]).toEqual([[interrupted], []]);
	});

	test.each(['node', 'workflow'])(
		'sends the rest where Send Once was on from the beginning (%s)',
		async (sendOnce) => {
			const [sends, rows] = [list(3).map((each) => claimed(each)), new Map()];
			const change: Change = { rows, options: { sendOnce }, host: CUT_OFF };
			await ranWith(sends.slice(0, 2), [SENT], { ...change, host: {} });
			const { times, remembered } = await ranWith(sends, [SENT], change);
			expect([times().length, remembered]).toEqual([1, 3]);
			expect((await ranWith(sends, [SENT], { ...change, rows: new Map() })).times()).toEqual([]);
		},
	);
});
