import fc from 'fast-check';

import { openSendOnce } from '../../nodes/WhatsAppSendContact/memory/sendOnce';
import type { Outcome } from '../../nodes/WhatsAppSendContact/outcome';
import { later } from '../clock';
import type { Rows } from '../engine/n8nStore';
import { runs } from '../property';
import { LOST, message, REFUSED, SENT, storeOfProcess } from './process';

// Several processes send the same messages at the same time: none may be received twice.

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A process that sends messages one after the other. */
interface Racer {
	keys: number[];
	parallelChats: number;
	startsAfter: number;
	/** Milliseconds that the next read or write of the database takes. */
	delay: () => number;
	/** Whether the database fails at the next write. */
	isBusy: () => boolean;
	/** What becomes of a message that leaves. */
	fate: () => Outcome;
	/** After so many messages the process is killed. */
	killedAfter: number;
}

const pause = async (milliseconds: number) =>
	await new Promise<void>((resolve) => later(resolve, milliseconds));

/** How often each message is received. */
async function race(racers: Racer[]): Promise<number[]> {
	const rows: Rows = new Map();
	const received = new Map<number, number>();
	const run = async (racer: Racer) => {
		const { keys, parallelChats, startsAfter, delay, isBusy, fate, killedAfter } = racer;
		await pause(startsAfter);
		const sends = keys.map((key) => message(key));
		const beforeWrite = () => {
			if (isBusy()) throw new Error('SQLITE_BUSY');
		};
		const store = storeOfProcess(rows, { read: delay, write: delay, beforeWrite });
		const memory = openSendOnce(store, sends, parallelChats);
		for (const one of sends.slice(0, killedAfter)) {
			if ((await memory.claim(one)) !== undefined) continue;
			const outcome = fate();
			if (outcome !== REFUSED) received.set(one.item, (received.get(one.item) ?? 0) + 1);
			await pause(20);
			memory.settle(one, outcome);
		}
		if (killedAfter === Infinity) await memory.close();
	};
	const running = Promise.all(racers.map(run));
	await jest.runAllTimersAsync();
	await running;
	return [...received.values()];
}

const MESSAGES = 30;
const SLOWEST = 300;

const nextOf =
	<T>(stream: fc.Stream<T>) =>
	() =>
		stream.next().value as T;

const anyRacer: fc.Arbitrary<Racer> = fc.record({
	keys: fc.shuffledSubarray([...Array(MESSAGES).keys()], { minLength: MESSAGES }),
	parallelChats: fc.integer({ min: 1, max: 5 }),
	startsAfter: fc.nat(1_000),
	delay: fc.infiniteStream(fc.nat(SLOWEST)).map(nextOf),
	isBusy: fc.infiniteStream(fc.constantFrom(true, ...Array<boolean>(19).fill(false))).map(nextOf),
	fate: fc.infiniteStream(fc.constantFrom(SENT, SENT, SENT, REFUSED, LOST)).map(nextOf),
	killedAfter: fc.oneof({ weight: 4, arbitrary: fc.constant(Infinity) }, fc.nat(MESSAGES)),
});

test('reads and writes of up to 300 ms, kills, refusals, a database that is busy: no message is received twice', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(anyRacer, { minLength: 2, maxLength: 5 }), async (racers) => {
			expect(Math.max(0, ...(await race(racers)))).toBeLessThanOrEqual(1);
		}),
		runs(20_000),
	);
});

/** Two that send the same messages, and when the database answers each of them. */
const pair = (one: Partial<Racer>, other: Partial<Racer>) =>
	[one, other].map((change) => ({
		keys: [1],
		parallelChats: 1,
		startsAfter: 0,
		delay: () => 0,
		isBusy: () => false,
		fate: () => SENT,
		killedAfter: Infinity,
		...change,
	}));

// The wait takes two processes of one database for about as slow as each other: no lock would be needed otherwise.
test.each([
	[0, 249],
	[16, 255],
	[40, 639],
])('a process whose calls take 2 x %i ms outlasts a writer of %i ms', async (own, slow) => {
	for (let startsAfter = 0; startsAfter <= 2 * slow; startsAfter += 5) {
		const racers = pair({ delay: () => own, startsAfter }, { delay: () => slow });
		expect(Math.max(...(await race(racers)))).toBe(1);
	}
});

test('what was only looked up is not given back while another process may have claimed it', async () => {
	let calls = 0;
	const racers = pair(
		{ keys: [9, 4, 0, 5, 3], delay: () => 52 },
		{ keys: [9, 4, 3, 0], delay: () => [0, 6][calls++ % 2] },
	);
	expect((await race(racers)).sort()).toEqual([1, 1, 1, 1, 1]);
});
