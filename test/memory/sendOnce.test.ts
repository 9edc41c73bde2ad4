import { marksOfSent } from '../../nodes/WhatsAppSendContact/memory/claims';
import {
	MOST_REMEMBERED,
	openSendOnce,
	remembersAny,
} from '../../nodes/WhatsAppSendContact/memory/sendOnce';
import type { Store } from '../../nodes/WhatsAppSendContact/memory/store';
import { interrupted, type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import { inChatQueues } from '../../nodes/WhatsAppSendContact/sending/chatQueues';
import { later } from '../clock';
import { hash, type Rows } from '../engine/n8nStore';
import { LOST, marksIn, message, REFUSED, SENT, storeOfProcess } from './process';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const list = (count: number) => Array.from({ length: count }, (_, key) => message(key));
const ALREADY_SENT = 'Already sent by an earlier execution';

/** Lets time pass until the work is done. */
async function done<T>(work: Promise<T>): Promise<T> {
	await jest.runAllTimersAsync();
	return await work;
}

/** A whole execution that sends messages one after the other; which items left, and what became of all. */
async function execution(store: Store, sends: Send[], fate: (one: Send) => Outcome = () => SENT) {
	const work = async () => {
		const memory = openSendOnce(store, sends, 2);
		const left: number[] = [];
		const outcomes: Outcome[] = [];
		for (const one of sends) {
			const known = await memory.claim(one);
			if (known === undefined) left.push(one.item);
			outcomes.push(known ?? fate(one));
			if (known === undefined) memory.settle(one, outcomes[outcomes.length - 1]);
		}
		return { outcomes, left, count: await memory.close() };
	};
	return await done(work());
}

/** What a second execution makes of messages that came to these ends in a first one. */
async function again(fate: (one: Send) => Outcome, first: Send[], second = first) {
	const store = storeOfProcess(new Map());
	await execution(store, first, fate);
	return await execution(store, second);
}

test.each<[string, Outcome, object, left: number[]]>([
	[
		'sends nothing that was sent, and says so',
		SENT,
		{ ...SENT, status: 'sentEarlier', id: null, message: ALREADY_SENT, attempts: 0 },
		[],
	],
	['sends what was definitely not sent', REFUSED, SENT, [3]],
	[
		'leaves in doubt what is unknown, and names it as the first one did',
		LOST,
		interrupted({ idempotencyKey: 'key 3'.padEnd(24, '.'), since: 0 }),
		[],
	],
])('a second execution with the same messages %s', async (_what, fate, expected, left) => {
	const second = await again(({ item }) => (item === 3 ? fate : SENT), list(9));
	expect(second.outcomes[3]).toEqual(expected);
	expect(second.left).toEqual(left);
});

test('known messages are looked up many at a time; those behind them are claimed before they leave', async () => {
	const rows: Rows = new Map();
	await execution(storeOfProcess(rows), list(200));
	let writes = 0;
	const counting = storeOfProcess(rows, { beforeWrite: () => writes++ });
	expect((await execution(counting, list(200))).left).toEqual([]);
	expect(writes).toBeLessThan(200 / 4);
	const { left } = await execution(storeOfProcess(rows), list(230));
	expect(left).toEqual([...Array(230).keys()].slice(200));
	expect((await execution(storeOfProcess(rows), list(230))).left).toEqual([]);
	expect(marksIn(rows)).toBe(230);
});

describe('two items with the same key are one message', () => {
	const twins = [message(1, 0), message(1, 1)];

	test.each<[Outcome, object]>([
		[SENT, { ...SENT, message: 'The same message as item 0, which was sent', attempts: 0 }],
		[REFUSED, { ...REFUSED, earlier: true }],
		[LOST, { ...LOST, earlier: true }],
	])('of %j, the second comes to the same', async (fate, second) => {
		const { outcomes, left } = await execution(storeOfProcess(new Map()), twins, () => fate);
		expect([outcomes, left]).toEqual([[fate, second], [0]]);
	});

	test.each<[string, Outcome, number[], object]>([
		['sent: neither is sent again', SENT, [], { status: 'sentEarlier' }],
		['left in doubt: so are both', LOST, [], { reason: 'interrupted' }],
		['not sent: one of them is', REFUSED, [0], { accepted: true }],
	])('that an earlier execution has %s', async (_what, fate, expected, both) => {
		const { outcomes, left } = await again(() => fate, [message(1)], twins);
		expect(left).toEqual(expected);
		expect(outcomes).toMatchObject([both, both]);
	});

	test('where the first broke off unforeseen, the second is not sent, nor by a later execution', async () => {
		const store = storeOfProcess(new Map());
		const memory = openSendOnce(store, twins, 2);
		expect(await done(memory.claim(twins[0]))).toBeUndefined();
		expect(await done(memory.claim(twins[1]))).toMatchObject({ reason: 'interrupted' });
		await done(memory.close());
		expect((await execution(store, [message(1)])).outcomes).toMatchObject([
			{ reason: 'interrupted' },
		]);
	});
});

test('messages that end together are settled in one write; of what is told later of one that was sent, nothing is written', async () => {
	let writes = 0;
	const store = storeOfProcess(new Map(), { beforeWrite: () => writes++, write: () => 10 });
	const memory = openSendOnce(store, list(4), 2);
	await done(Promise.all(list(4).map(memory.claim)));
	writes = 0;
	for (const one of list(4)) memory.settle(one, SENT);
	await done(Promise.resolve());
	for (const one of list(4)) memory.settle(one, { ...SENT, delivery: 'delivered' });
	await done(memory.close());
	expect(writes).toBe(1);
});

test('what was claimed ahead and did not leave is given back', async () => {
	const rows: Rows = new Map();
	const store = storeOfProcess(rows);
	const memory = openSendOnce(store, list(50), 2);
	expect(await done(memory.claim(message(0)))).toBeUndefined();
	memory.settle(message(0), SENT);
	expect(await done(memory.close())).toBe(1);
	expect(marksIn(rows)).toBe(1);
	expect((await execution(store, list(50))).left).toHaveLength(49);
});

test.each<[string, chatOf: (task: number) => number, times: number]>([
	['four times the parallel chats', (task) => task, 4],
	['five where a chat gets several', (task) => Math.max(30, task), 5],
])('wherever a crash comes, it leaves in doubt at most %s', async (_what, chatOf, times) => {
	const sends = list(100);
	const open = new Set(sends.flatMap(({ claimKey = '' }) => marksOfSent(claimKey)).map(hash));
	const rows: Rows = new Map();
	let most = 0;
	const beforeWrite = () => {
		const inDoubt = [...rows.values()].flat().filter((mark) => open.has(mark));
		most = Math.max(most, inDoubt.length);
	};
	const memory = openSendOnce(storeOfProcess(rows, { write: () => 30, beforeWrite }), sends, 6);
	const work = async (task: number) => {
		expect(await memory.claim(sends[task])).toBeUndefined();
		await new Promise<void>((resolve) => later(resolve, 300));
		memory.settle(sends[task], SENT);
	};
	const running = inChatQueues(
		100,
		(task) => String(chatOf(task)),
		6,
		work,
		() => false,
	);
	await done(running);
	await done(memory.close());
	expect(most / 6).toBeGreaterThan(times - 1);
	expect(most / 6).toBeLessThanOrEqual(times);
});

test('what stands behind known messages is claimed in blocks too', async () => {
	const store = storeOfProcess(new Map());
	await execution(store, list(50));
	const start = Date.now();
	expect((await execution(store, list(100))).left).toHaveLength(50);
	// Blocks of four, one of them claimed while another is sent: eight messages in each wait.
	expect(Date.now() - start).toBeLessThanOrEqual((50 / 8 + 1) * 250);
});

test('what still waits for its claim when the run ends is claimed no more', async () => {
	const rows: Rows = new Map();
	const store = storeOfProcess(rows);
	await execution(store, list(50));
	const memory = openSendOnce(store, list(100), 2);
	for (const one of list(3)) await done(memory.claim(one));
	const recorded = jest.spyOn(store, 'record');
	// With the fourth, those up to the sixtieth are looked up, and too many of them are new.
	const claims = [3, 59].map(async (key) => await memory.claim(message(key)));
	await done(Promise.all([memory.close(), ...claims]));
	// To record them, and to see whether that stands.
	expect(recorded).toHaveBeenCalledTimes(2);
	expect(marksIn(rows)).toBe(50);
});

describe('at the end of a run, when the memory is full', () => {
	/** Adds what others have recorded in the meantime. */
	const fill = (rows: Rows, until: number) => {
		for (const row of rows.values()) while (row.length < until) row.push(`other ${row.length}`);
	};

	test('the oldest messages are forgotten, whole; what is in doubt never turns into sent', async () => {
		const rows: Rows = new Map();
		const store = storeOfProcess(rows);
		await execution(store, list(40), ({ item }) => (item % 2 ? SENT : LOST));
		fill(rows, MOST_REMEMBERED + 30);
		const { count } = await execution(store, [message(99)]);
		expect([count, marksIn(rows)]).toEqual([MOST_REMEMBERED, MOST_REMEMBERED]);
		const { outcomes } = await execution(store, list(40), () => REFUSED);
		const isForgotten = outcomes.map((outcome) => outcome === REFUSED);
		// Thirty-one marks are gone; of the message at the edge, which is in doubt, one.
		expect(isForgotten).toEqual(list(40).map(({ item }) => item < 20));
		expect(outcomes[20]).toMatchObject({ reason: 'interrupted' });
	});

	test('nothing is forgotten that a run under way has begun, however many others end meanwhile', async () => {
		const rows: Rows = new Map();
		const store = storeOfProcess(rows);
		const memory = openSendOnce(store, list(2), 1);
		for (const one of list(2)) await done(memory.claim(one));
		fill(rows, MOST_REMEMBERED);
		for (let key = 10; key < 20; key++)
			await execution(store, [message(key), message(2 * key + 10)]);
		const twins = await execution(store, list(2));
		expect(twins.left).toEqual([]);
		for (const one of list(2)) memory.settle(one, SENT);
		expect(await done(memory.close())).toBe(MOST_REMEMBERED);
	});
});

describe('a store that fails', () => {
	/** One that fails while it is told to. */
	const broken = { is: true };
	const failing = (rows: Rows = new Map()) =>
		storeOfProcess(rows, {
			beforeWrite() {
				if (broken.is) throw new Error('SQLITE_BUSY');
			},
		});
	beforeEach(() => (broken.is = true));

	test.each([
		['nothing is sent, and that is certain', list(3)],
		['nor is a second item with the same key', [message(1, 0), message(1, 1)]],
	])('when a message is to be recorded: %s', async (_what, sends) => {
		const { outcomes, left, count } = await execution(failing(), sends);
		const failure = rejected('notSent', 'memoryUnavailable');
		expect(outcomes).toMatchObject(sends.map(() => failure));
		expect([left, count]).toEqual([[], 0]);
	});

	test('when it was sent: the outcome stands, and the next execution does not send it again', async () => {
		const rows: Rows = new Map();
		broken.is = false;
		const first = await execution(failing(rows), [message(1)], () => {
			broken.is = true;
			return SENT;
		});
		expect(first.outcomes).toEqual([SENT]);
		expect((await execution(storeOfProcess(rows), [message(1)])).left).toEqual([]);
	});

	test('when it is to tell how full it is: that is not known', async () => {
		const store = storeOfProcess(new Map());
		const count = async () => await Promise.reject(new Error('SQLITE_BUSY'));
		expect((await execution({ ...store, count }, list(1))).count).toBeUndefined();
	});
});

describe('whether any message of a run is remembered', () => {
	test.each<[string, Outcome, number, boolean]>([
		['sent', SENT, 0, true],
		['not sent', REFUSED, 0, false],
		['the hundredth', SENT, 99, true],
		['beyond the hundredth', SENT, 100, false],
	])('%s: what was only looked up is given back', async (_what, fate, key, isRemembered) => {
		const rows: Rows = new Map();
		const store = storeOfProcess(rows);
		await execution(store, [message(key)], () => fate);
		const before = marksIn(rows);
		expect(await done(remembersAny(store, list(150)))).toBe(isRemembered);
		expect(marksIn(rows)).toBe(before);
	});
});
