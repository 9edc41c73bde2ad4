import fc from 'fast-check';

import { openSendOnce } from '../../nodes/WhatsAppSendContact/memory/sendOnce';
import { type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { later } from '../clock';
import type { Rows } from '../engine/n8nStore';
import { process } from '../node';
import { claimed, send } from '../sending/send';
import { storeOfProcess } from './process';

// Several processes send the same messages at the same time: none may be received twice.

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const SENT: Outcome = { accepted: true, status: 'sent', id: 'A', message: 'ok', attempts: 1 };
const REFUSED = rejected('notSent', 'refused');
const LOST = rejected('unknown', 'timeout');
const message = (key: number, item = key) => claimed(send({ item }), key);

/** A process that sends messages one after the other. */
interface Racer {
	keys: number[];
	parallelChats: number;
	startsAfter: number;
	/** Milliseconds that the next read or write of the database takes. */
	delay: () => number;
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
		const { keys, parallelChats, startsAfter, delay, fate, killedAfter } = racer;
		await pause(startsAfter);
		const sends = keys.map((key) => message(key));
		const store = storeOfProcess(rows, { read: delay, write: delay });
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

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
const randomOf = (seed: number) => () => {
	seed = (seed + 0x6d2b79f5) | 0;
	let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
	mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
	return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

const MESSAGES = 30;
const SLOWEST = 300;

const anyRacer = (seed: number): Racer => {
	const random = randomOf(seed);
	const upTo = (most: number) => Math.floor(random() * (most + 1));
	const places = new Map(Array.from({ length: MESSAGES }, (_, key) => [key, random()]));
	return {
		keys: [...places.keys()].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0)),
		parallelChats: 1 + upTo(4),
		startsAfter: upTo(1_000),
		delay: () => upTo(SLOWEST),
		fate: () => [SENT, SENT, SENT, REFUSED, LOST][upTo(4)],
		killedAfter: random() < 0.2 ? upTo(MESSAGES) : Infinity,
	};
};

test('reads and writes of up to 300 ms, kills, refusals: 3,000 races, and more with FC_RUNS', async () => {
	const seeds = fc.array(fc.integer(), { minLength: 2, maxLength: 5 });
	await fc.assert(
		fc.asyncProperty(seeds, async (each) => {
			expect(Math.max(0, ...(await race(each.map(anyRacer))))).toBeLessThanOrEqual(1);
		}),
		{ numRuns: Number(process.env.FC_RUNS ?? 100) },
	);
});

/** Two that send the same messages, and when the database answers each of them. */
const pair = (one: Partial<Racer>, other: Partial<Racer>) =>
	[one, other].map((change) => ({
		keys: [1],
		parallelChats: 1,
		startsAfter: 0,
		delay: () => 0,
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
