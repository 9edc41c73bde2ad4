import fc from 'fast-check';

import { inChatQueues } from '../../nodes/WhatsAppSendContact/sending/chatQueues';
import { runs } from '../property';

/** A task in the diary: when it started and ended, on a clock that counts starts and ends. */
interface Span {
	task: number;
	start: number;
	end: number;
}

const anySchedule = fc.record({
	scheduler: fc.scheduler(),
	lanes: fc.array(fc.constantFrom(...'abcdef'), { maxLength: 40 }),
	width: fc.integer({ min: 1, max: 8 }),
});
type Schedule = typeof anySchedule extends fc.Arbitrary<infer T> ? T : never;

/** Runs a task for each lane that is named. Each ends when the scheduler says so, before the whole does. */
async function run({ scheduler, lanes, width }: Schedule, stopAfter = Infinity) {
	const diary: Span[] = [];
	let [clock, busy, most, ended] = [0, 0, 0, 0];
	const work = async (task: number) => {
		const span = { task, start: clock++, end: Infinity };
		diary.push(span);
		most = Math.max(most, ++busy);
		await scheduler.schedule(Promise.resolve());
		busy--;
		ended++;
		span.end = clock++;
	};
	const isStopped = () => ended >= stopAfter;
	await scheduler.waitFor(
		inChatQueues(lanes.length, (task) => lanes[task], width, work, isStopped),
	);
	for (const { end } of diary) expect(end).toBeLessThan(Infinity);
	return { diary, most };
}

test('any schedule: order in each lane, one at a time, never more than the width', async () => {
	await fc.assert(
		fc.asyncProperty(anySchedule, async (schedule) => {
			const { lanes, width } = schedule;
			const { diary, most } = await run(schedule);
			expect(diary.map(({ task }) => task).sort((a, b) => a - b)).toEqual([...lanes.keys()]);
			expect(most).toBeLessThanOrEqual(width);
			if (width === 1) expect(diary.map(({ task }) => task)).toEqual([...lanes.keys()]);
			for (const lane of new Set(lanes)) {
				const spans = diary.filter(({ task }) => lanes[task] === lane);
				spans.slice(1).forEach((span, index) => {
					expect(span.task).toBeGreaterThan(spans[index].task);
					expect(span.start).toBeGreaterThan(spans[index].end);
				});
			}
		}),
		runs(),
	);
});

test('no place stands empty while a lane has something to do', async () => {
	await fc.assert(
		fc.asyncProperty(fc.scheduler(), async (scheduler) => {
			const lanes = [...'aaabcd'];
			const { diary, most } = await run({ scheduler, lanes, width: 4 });
			expect(most).toBe(4);
			expect(diary.slice(0, 4).map(({ task }) => task)).toEqual([0, 3, 4, 5]);
		}),
		runs(),
	);
});

test('after a stop nothing new starts, and what runs ends', async () => {
	await fc.assert(
		fc.asyncProperty(anySchedule, fc.nat(10), async (schedule, stopAfter) => {
			const { diary } = await run(schedule, stopAfter);
			expect(diary.length).toBeLessThan(stopAfter + schedule.width);
		}),
		runs(),
	);
});

test('a lane of 100,000 tasks costs no more than as many lanes', async () => {
	let done = 0;
	const work = async () => void (await Promise.resolve(done++));
	const [chatOf, isStopped] = [() => 'a', () => false];
	await inChatQueues(100_000, chatOf, 5, work, isStopped);
	expect(done).toBe(100_000);
});
