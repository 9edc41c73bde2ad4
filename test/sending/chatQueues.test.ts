import fc from 'fast-check';

import { inChatQueues } from '../../nodes/WhatsAppSendContact/sending/chatQueues';
import { later } from '../clock';

/** A task in the diary: when it started and ended, on the fake clock. */
interface Span {
	task: number;
	start: number;
	end: number;
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

async function run(lanes: string[], latencies: number[], width: number, stopAfter = Infinity) {
	const diary: Span[] = [];
	let most = 0;
	let flying = 0;
	let ended = 0;
	const work = async (task: number) => {
		const span = { task, start: Date.now(), end: Infinity };
		diary.push(span);
		most = Math.max(most, ++flying);
		await new Promise<void>((resolve) => later(resolve, latencies[task]));
		flying--;
		ended++;
		span.end = Date.now();
	};
	const isStopped = () => ended >= stopAfter;
	const running = inChatQueues(lanes.length, (task) => lanes[task], width, work, isStopped);
	await jest.runAllTimersAsync();
	await running;
	return { diary, most, flying };
}

const anySchedule = fc.record({
	lanes: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 40 }),
	latencies: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 40, maxLength: 40 }),
	width: fc.integer({ min: 1, max: 8 }),
});

test('a thousand schedules: order in each lane, one at a time, never more than the width', async () => {
	await fc.assert(
		fc.asyncProperty(anySchedule, async ({ lanes, latencies, width }) => {
			const { diary, most, flying } = await run(lanes, latencies, width);
			expect(diary.map(({ task }) => task).sort((a, b) => a - b)).toEqual([...lanes.keys()]);
			expect(most).toBeLessThanOrEqual(width);
			expect(flying).toBe(0);
			if (width === 1) expect(diary.map(({ task }) => task)).toEqual([...lanes.keys()]);
			for (const lane of new Set(lanes)) {
				const spans = diary.filter(({ task }) => lanes[task] === lane);
				spans.slice(1).forEach((span, index) => {
					expect(span.task).toBeGreaterThan(spans[index].task);
					expect(span.start).toBeGreaterThanOrEqual(spans[index].end);
				});
			}
		}),
		{ numRuns: 1_000 },
	);
});

test('no place stands empty while a lane has something to do', async () => {
	const { diary, most } = await run(['a', 'a', 'a', 'b', 'c', 'd'], [10, 10, 10, 10, 10, 10], 4);
	expect(most).toBe(4);
	expect(diary.filter(({ start }) => start === diary[0].start).map(({ task }) => task)).toEqual([
		0, 3, 4, 5,
	]);
});

test('after a stop nothing new starts, and what runs ends', async () => {
	await fc.assert(
		fc.asyncProperty(anySchedule, fc.integer({ min: 0, max: 10 }), async (schedule, stopAfter) => {
			const { lanes, latencies, width } = schedule;
			const { diary, flying } = await run(lanes, latencies, width, stopAfter);
			expect(flying).toBe(0);
			expect(diary.length).toBeLessThan(stopAfter + width);
			for (const { end } of diary) expect(end).toBeLessThan(Infinity);
		}),
	);
});

test('a lane of 100,000 tasks costs no more than as many lanes', async () => {
	let done = 0;
	const work = async () => void (await Promise.resolve(done++));
	await inChatQueues(
		100_000,
		() => 'a',
		5,
		work,
		() => false,
	);
	expect(done).toBe(100_000);
});
