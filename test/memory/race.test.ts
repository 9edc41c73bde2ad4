import fc from 'fast-check';

import { openSendOnce } from '../../nodes/WhatsAppSendContact/memory/sendOnce';
import { later } from '../clock';
import type { Rows } from '../engine/n8nStore';
import { process } from '../node';
import { storeOfProcess } from './process';
import { message, REFUSED, SENT, LOST } from './message';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const RUNS = Number(process.env.FC_RUNS ?? 100);
const KEYS = 30;

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
const random = (seed: number) => () => {
	seed = (seed + 0x6d2b79f5) | 0;
	let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
	mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
	return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

const pause = async (milliseconds: number) =>
	await new Promise<void>((resolve) => later(resolve, milliseconds));

/** Lets processes send the same messages at the same time, each in its own order; how often each was received. */
async function race(seed: number, processes: number): Promise<number[]> {
	const draw = random(seed);
	const rows: Rows = new Map();
	const received = Array<number>(KEYS).fill(0);
	const run = async () => {
		await pause(draw() * 1_000);
		const delay = () => draw() * 300;
		const store = storeOfProcess(rows, { read: delay, write: delay });
		const sends = Array.from({ length: KEYS }, (_, key) => message(key));
		sends.sort(() => draw() - 0.5);
		const memory = openSendOnce(store, sends, 1 + Math.floor(draw() * 5));
		const dies = draw() < 0.2 ? Math.floor(draw() * KEYS) : KEYS;
		for (const one of sends.slice(0, dies)) {
			if ((await memory.claim(one)) !== undefined) continue;
			const fate = draw() < 0.6 ? SENT : draw() < 0.5 ? REFUSED : LOST;
			if (fate !== REFUSED) received[one.item]++;
			await pause(20);
			memory.settle(one, fate);
		}
		if (dies === KEYS) await memory.close();
	};
	const running = Promise.all(Array.from({ length: processes }, run));
	await jest.runAllTimersAsync();
	await running;
	return received;
}

test('however slow the database, no message is received twice', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer(), fc.integer({ min: 2, max: 5 }), async (seed, processes) => {
			expect(Math.max(...(await race(seed, processes)))).toBe(1);
		}),
		{ numRuns: RUNS },
	);
});
