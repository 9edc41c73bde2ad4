import fc from 'fast-check';

import { type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { openMemory, sendingOnce } from '../../nodes/WhatsAppSendContact/memory/sendOnce';
import type { Store } from '../../nodes/WhatsAppSendContact/memory/store';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import { later } from '../clock';
import type { Rows } from '../engine/n8nStore';
import { openThrottle } from '../../nodes/WhatsAppSendContact/sending/throttle';
import { send } from '../sending/send';
import { storeOfProcess } from './process';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const SENT: Outcome = { accepted: true, status: 'sent', id: 'A', message: 'ok', attempts: 1 };
const REFUSED: Outcome = rejected('notSent', 'refused');
const LOST: Outcome = rejected('unknown', 'timeout');

const message = (key: number, item = key): Send => ({
	...send({ item }),
	onceKey: `key ${key}`.padEnd(64, '.'),
});
const list = (count: number) => Array.from({ length: count }, (_, key) => message(key));

/** Lets time pass until the work is done. */
async function done<T>(work: Promise<T>): Promise<T> {
	await jest.runAllTimersAsync();
	return await work;
}

/**
 * An execution that sends messages one after the other.
 *
 * @param fate what becomes of each message that leaves
 */
async function execution(
	store: Store,
	sends: Send[],
	fate: (one: Send) => Outcome = () => SENT,
	limit = 10_000,
) {
	const memory = openMemory(store, sends, 2, limit);
	const received: string[] = [];
	const sendOnce = sendingOnce(
		async (one) => {
			received.push(one.onceKey ?? '');
			return await Promise.resolve(fate(one));
		},
		memory,
		openThrottle('account', 0, 0, new AbortController().signal),
		undefined,
	);
	const outcomes: Outcome[] = [];
	for (const one of sends) outcomes.push((await sendOnce(one)) ?? LOST);
	const count = await memory.close();
	return { outcomes, received, count };
}

describe('a second execution with the same messages', () => {
	test('sends nothing that was sent, and says so', async () => {
		const store = storeOfProcess(new Map());
		expect((await done(execution(store, list(50)))).received).toHaveLength(50);
		const second = await done(execution(store, list(50)));
		expect(second.received).toEqual([]);
		expect(second.outcomes[49]).toEqual({
			accepted: true,
			status: 'sentEarlier',
			id: null,
			message: 'Already sent by an earlier execution',
			attempts: 0,
		});
	});

	test('sends what was definitely not sent', async () => {
		const store = storeOfProcess(new Map());
		const fate = ({ item }: Send) => (item === 3 ? REFUSED : SENT);
		await done(execution(store, list(9), fate));
		expect((await done(execution(store, list(9)))).received).toEqual([message(3).onceKey]);
	});

	test('leaves in doubt what is unknown, and names it as the first one did', async () => {
		const store = storeOfProcess(new Map());
		await done(execution(store, [message(1)], () => LOST));
		const { outcomes, received } = await done(execution(store, [message(1)]));
		expect(received).toEqual([]);
		expect(outcomes).toMatchObject([
			{
				certainty: 'unknown',
				reason: 'interrupted',
				earlier: true,
				inDoubt: { idempotencyKey: message(1).onceKey?.slice(0, 24) },
			},
		]);
	});

	test('looks up known messages many at a time, and forgets none of them by asking', async () => {
		const rows: Rows = new Map();
		await done(execution(storeOfProcess(rows), list(200), undefined, 200));
		let writes = 0;
		const counting = storeOfProcess(rows, { beforeWrite: () => writes++ });
		expect((await done(execution(counting, list(200), undefined, 200))).received).toEqual([]);
		expect(writes).toBeLessThan(200 / 4);
		expect([...rows.values()].flat()).toHaveLength(200);
	});
});

test('new messages behind many that are known are each claimed before they leave', async () => {
	const rows: Rows = new Map();
	await done(execution(storeOfProcess(rows), list(60)));
	const second = await done(execution(storeOfProcess(rows), list(100)));
	expect(second.received).toEqual(
		list(100)
			.slice(60)
			.map(({ onceKey }) => onceKey),
	);
	expect((await done(execution(storeOfProcess(rows), list(100)))).received).toEqual([]);
});

test('two items with the same key are one message, and say so', async () => {
	const store = storeOfProcess(new Map());
	const { outcomes, received } = await done(execution(store, [message(1, 0), message(1, 1)]));
	expect(received).toHaveLength(1);
	expect(outcomes[1]).toMatchObject({
		accepted: true,
		message: 'The same message as item 0, which was sent',
	});
});

test('a second item with the key of one that failed has failed in the same way', async () => {
	const twins = [message(1, 0), message(1, 1)];
	const { outcomes } = await done(execution(storeOfProcess(new Map()), twins, () => REFUSED));
	expect(outcomes).toEqual([REFUSED, REFUSED]);
});

describe('two items with the same key, of which an earlier execution has left something', () => {
	const twins = [message(1, 0), message(1, 1)];
	const again = async (fate: Outcome) => {
		const store = storeOfProcess(new Map());
		await done(execution(store, [message(1)], () => fate));
		return await done(execution(store, twins));
	};

	test('sent: neither is sent again', async () => {
		const { outcomes, received } = await again(SENT);
		expect(received).toEqual([]);
		expect(outcomes).toMatchObject([{ status: 'sentEarlier' }, { status: 'sentEarlier' }]);
	});

	test('in doubt: so are both', async () => {
		const { outcomes, received } = await again(LOST);
		expect(received).toEqual([]);
		expect(outcomes).toMatchObject([{ reason: 'interrupted' }, { reason: 'interrupted' }]);
	});

	test('refused: one of them is sent', async () => {
		const { outcomes, received } = await again(REFUSED);
		expect(received).toHaveLength(1);
		expect(outcomes).toMatchObject([{ accepted: true }, { accepted: true }]);
	});
});

test('a second item with the key of one that broke off unforeseen is not sent', async () => {
	const memory = openMemory(storeOfProcess(new Map()), [message(1, 0)], 2, 10_000);
	expect(await done(memory.begin(message(1, 0)))).toBeUndefined();
	expect(await done(memory.begin(message(1, 1)))).toMatchObject({ reason: 'interrupted' });
	await done(memory.close());
});

test('what left and did not come to an end stays in doubt when the memory is closed', async () => {
	const rows: Rows = new Map();
	const memory = openMemory(storeOfProcess(rows), [message(1)], 2, 10_000);
	await done(memory.begin(message(1)));
	await done(memory.close());
	const { outcomes, received } = await done(execution(storeOfProcess(rows), [message(1)]));
	expect(received).toEqual([]);
	expect(outcomes).toMatchObject([{ reason: 'interrupted' }]);
});

describe('what another execution has left', () => {
	/** Sends a message of which the store knows this, and asks the gateway after what is in doubt. */
	async function again(fate: Outcome, told: Outcome) {
		const store = storeOfProcess(new Map());
		await done(execution(store, [message(1)], () => fate));
		const asked: Outcome[] = [];
		const memory = openMemory(store, [message(1)], 2, 10_000);
		const sendOnce = sendingOnce(
			async () => await Promise.resolve(undefined),
			memory,
			openThrottle('account', 0, 0, new AbortController().signal),
			async (_send, outcome) => {
				asked.push(outcome);
				return await Promise.resolve(told);
			},
		);
		const outcome = await done(sendOnce(message(1)));
		await done(memory.close());
		const next = await done(execution(store, [message(1)], () => REFUSED));
		return { asked, outcome, next: next.outcomes[0] };
	}

	test('in doubt, and the gateway has it: it was sent, for all executions after', async () => {
		const { asked, outcome, next } = await again(LOST, SENT);
		expect(asked).toMatchObject([{ reason: 'interrupted' }]);
		expect(outcome).toEqual(SENT);
		expect(next).toMatchObject({ status: 'sentEarlier' });
	});

	test('in doubt, and the gateway can’t tell: it stays so', async () => {
		const { outcome, next } = await again(LOST, LOST);
		expect(outcome).toEqual(LOST);
		expect(next).toMatchObject({ reason: 'interrupted' });
	});

	test('sent: there is nothing to ask', async () => {
		const { asked, outcome } = await again(SENT, LOST);
		expect(asked).toEqual([]);
		expect(outcome).toMatchObject({ status: 'sentEarlier' });
	});
});

test('a message whose run ends while it is looked up is given back, or stays what it is', async () => {
	const rows: Rows = new Map();
	const store = storeOfProcess(rows);
	await done(execution(store, [message(1)], () => LOST));
	const end = new AbortController();
	const memory = openMemory(store, [message(1), message(2)], 2, 10_000);
	const sendMessage = jest.fn();
	const throttle = openThrottle('account', 0, 0, end.signal);
	const sendOnce = sendingOnce(sendMessage, memory, throttle, undefined);
	const sending = [sendOnce(message(1)), sendOnce(message(2))];
	end.abort();
	expect(await done(Promise.all(sending))).toEqual([undefined, undefined]);
	await done(memory.close());
	expect(sendMessage).not.toHaveBeenCalled();
	const { received, outcomes } = await done(execution(store, [message(1), message(2)]));
	expect(received).toEqual([message(2).onceKey]);
	expect(outcomes[0]).toMatchObject({ reason: 'interrupted' });
});

test('messages that end together are settled in one write', async () => {
	let writes = 0;
	const store = storeOfProcess(new Map(), { beforeWrite: () => writes++, write: () => 10 });
	const sends = list(4);
	const memory = openMemory(store, sends, 2, 10_000);
	await done(Promise.all(sends.map(async (one) => await memory.begin(one))));
	writes = 0;
	for (const one of sends) memory.settle(one, SENT);
	await done(memory.close());
	expect(writes).toBe(1);
});

test('what was claimed ahead and did not leave is given back', async () => {
	const rows: Rows = new Map();
	const store = storeOfProcess(rows);
	const memory = openMemory(store, list(50), 2, 10_000);
	const begun = memory.begin(message(0));
	await jest.runAllTimersAsync();
	expect(await begun).toBeUndefined();
	memory.settle(message(0), SENT);
	await done(memory.close());
	expect([...rows.values()].flat()).toHaveLength(1);
	expect((await done(execution(store, list(50)))).received).toHaveLength(49);
});

test('a crash leaves in doubt at most four times the parallel chats', async () => {
	const rows: Rows = new Map();
	const store = storeOfProcess(rows);
	const memory = openMemory(store, list(100), 3, 10_000);
	for (let item = 0; item < 40; item++) {
		const begun = memory.begin(message(item));
		await jest.runAllTimersAsync();
		await begun;
		memory.settle(message(item), SENT);
	}
	await jest.runAllTimersAsync();
	const { outcomes } = await done(execution(storeOfProcess(rows), list(100)));
	const inDoubt = outcomes.filter(({ accepted }) => !accepted);
	expect(inDoubt.length).toBeGreaterThan(0);
	expect(inDoubt.length).toBeLessThanOrEqual(4 * 3);
});

test('the oldest messages are forgotten, whole; what is in doubt never turns into sent', async () => {
	const rows: Rows = new Map();
	const store = storeOfProcess(rows);
	const fate = ({ item }: Send) => (item % 2 ? SENT : LOST);
	const { count } = await done(execution(store, list(40), fate, 31));
	expect(count).toBe(31);
	expect([...rows.values()].flat()).toHaveLength(31);
	const { outcomes } = await done(execution(storeOfProcess(rows), list(40), () => REFUSED));
	outcomes.forEach((outcome, item) => {
		if (item % 2 === 0) expect(outcome.accepted).toBe(false);
	});
});

describe('a store that fails', () => {
	const failing = () =>
		storeOfProcess(new Map(), {
			beforeWrite() {
				throw new Error('SQLITE_BUSY');
			},
		});

	test('when a message is to be recorded: nothing is sent, and that is certain', async () => {
		const { outcomes, received, count } = await done(execution(failing(), list(3)));
		expect(received).toEqual([]);
		expect(outcomes).toEqual([1, 2, 3].map(() => rejected('notSent', 'memoryUnavailable')));
		expect(count).toBe(0);
	});

	test('nor is a second item with the same key', async () => {
		const twins = [message(1, 0), message(1, 1)];
		const { outcomes, received } = await done(execution(failing(), twins));
		expect(received).toEqual([]);
		expect(outcomes).toEqual([1, 2].map(() => rejected('notSent', 'memoryUnavailable')));
	});

	test('when it was sent: the outcome stands, and the next execution does not send it again', async () => {
		let works = true;
		const rows: Rows = new Map();
		const store = storeOfProcess(rows, {
			beforeWrite() {
				if (!works) throw new Error('SQLITE_BUSY');
			},
		});
		const first = await done(
			execution(store, [message(1)], () => {
				works = false;
				return SENT;
			}),
		);
		expect(first.outcomes).toEqual([SENT]);
		expect((await done(execution(storeOfProcess(rows), [message(1)]))).received).toEqual([]);
	});
});

/** A process that sends messages one after the other, and when its database does what. */
interface Racer {
	/** One that comes twice is two items of the same message. */
	keys: number[];
	fates: Outcome[];
	/** After so many messages the process is killed. */
	killedAfter: number;
	startsAfter: number;
	/** Milliseconds of each read and write, in turns. */
	delays: number[];
	parallelChats: number;
}

/** How often each message is received when these processes send at the same time. */
async function race(racers: Racer[]): Promise<number[]> {
	const rows: Rows = new Map();
	const received = new Map<string, number>();
	const run = async ({ keys, fates, killedAfter, startsAfter, delays, parallelChats }: Racer) => {
		await new Promise<void>((resolve) => later(resolve, startsAfter));
		let turn = 0;
		const delay = () => delays[turn++ % delays.length];
		const store = storeOfProcess(rows, { read: delay, write: delay });
		const sends = keys.map((key, item) => message(key, item));
		const memory = openMemory(store, sends, parallelChats, 10_000);
		for (const [index, one] of sends.entries()) {
			if (index >= killedAfter) return;
			const known = await memory.begin(one);
			if (known !== undefined) continue;
			const fate = fates[index % fates.length];
			const key = one.onceKey ?? '';
			if (fate !== REFUSED) received.set(key, (received.get(key) ?? 0) + 1);
			await new Promise<void>((resolve) => later(resolve, 20));
			memory.settle(one, fate);
		}
		await memory.close();
	};
	await done(Promise.all(racers.map(run)));
	return [...received.values()];
}

const racer = (racers: Partial<Racer>): Racer => ({
	keys: [],
	fates: [SENT],
	killedAfter: Infinity,
	startsAfter: 0,
	delays: [0],
	parallelChats: 1,
	...racers,
});

test('what was only looked up is not given back while another process may have claimed it', async () => {
	const received = await race([
		racer({ keys: [9, 4, 0, 5, 3], delays: [52] }),
		racer({ keys: [9, 4, 3, 0], delays: [0, 6] }),
	]);
	expect(received.sort()).toEqual([1, 1, 1, 1, 1]);
});

test('whatever is raced or killed, each message is received once at most', async () => {
	const anyRacer = fc.record({
		keys: fc.array(fc.nat(11), { minLength: 1, maxLength: 12 }),
		fates: fc.array(fc.constantFrom(SENT, SENT, SENT, REFUSED, LOST), {
			minLength: 12,
			maxLength: 12,
		}),
		killedAfter: fc.oneof(fc.constant(Infinity), fc.nat(6)),
		startsAfter: fc.nat(400),
		// Without a lock, no wait is long enough for every database: docs/retry.md says what is lost from 75 ms on.
		delays: fc.array(fc.nat(60), { minLength: 1, maxLength: 20 }),
		parallelChats: fc.integer({ min: 1, max: 3 }),
	});
	await fc.assert(
		fc.asyncProperty(fc.array(anyRacer, { minLength: 1, maxLength: 4 }), async (racers) => {
			expect(Math.max(0, ...(await race(racers)))).toBeLessThanOrEqual(1);
		}),
		{ numRuns: 1_000 },
	);
});
