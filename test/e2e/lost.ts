import { type Bench, sent } from '../../demo/privateN8n/bench';
import { later } from '../clock';
import type { RealN8n } from './realN8n';

const COUNT = 40;
/** Of which so many arrive before the execution is cut off; the gateway keeps the others waiting. */
const ARRIVED = 8;
/** What a run may leave in doubt when it is cut off: four times Parallel Chats. */
const MOST_IN_DOUBT = 4 * 5;
const ONCE = { sendOnce: 'node' };

type Told = { sent?: boolean; error?: { certainty: string; reason: string } };
const told = (execution: Parameters<typeof sent>[0]) =>
	sent(execution).map(({ json }) => json as Told);

/** A little later. */
const soon = async () => await new Promise<void>((resolve) => later(resolve, 20));

/** Executions of production workflows, on n8n's own database, that are cut off. */
export const lost = (real: RealN8n) => {
	let lists = 0;
	let isSlow = true;
	/** The place in its list of a person whose card is refused. */
	let refused: number | undefined;

	beforeEach(() => {
		isSlow = true;
		refused = undefined;
		real.bench.standIn.misbehave(({ chat }) => {
			const place = Number.parseInt(String(chat), 10) % COUNT;
			if (place === refused) return { status: 400, body: '' };
			return isSlow && place >= ARRIVED ? { delay: 600_000, accept: true } : undefined;
		});
	});

	/** A list of people whom no other list has: a webhook is called with them, and n8n runs the workflow. */
	async function openList(options: Record<string, unknown> = {}, change: object = {}) {
		const first = 79_000_000_000 + COUNT * lists++;
		const phones = Array.from({ length: COUNT }, (_, row) => String(first + row));
		const settings = { onError: 'continueRegularOutput' };
		const flow = await real.bench.publish({ parameters: { options }, settings, ...change });
		const cards = () => {
			const chats = real.bench.chats();
			return phones.map((phone) => chats.filter((chat) => chat === `${phone}@c.us`).length);
		};
		const newest = async () => (await real.bench.api.executionsOf(flow.id))[0].id;
		const start = async () => {
			await flow.start(phones.map((phone) => ({ phone })));
			return await newest();
		};
		/** @returns the id of the newest execution, once that is in its middle */
		const inMiddle = async () => {
			while (cards().filter((count) => count > 0).length < ARRIVED) await soon();
			return await newest();
		};
		return {
			begin: async () => {
				await start();
				return await inMiddle();
			},
			/** The same, of the retry of an execution that failed at its third person. */
			beginRetry: async () => {
				refused = 2;
				const { id } = await real.bench.api.ended(await start());
				refused = undefined;
				// It is cut off: nobody waits for its end.
				void real.bench.api.retryExecution(id).catch(() => undefined);
				return await inMiddle();
			},
			/** @returns the execution, once it has ended */
			run: async () => await real.bench.api.ended(await start()),
			mostForOne: () => Math.max(...cards()),
		};
	}

	test.each([
		[
			'stopped from the editor',
			async ({ api }: Bench, ids: string[]) =>
				void (await Promise.all(ids.map(async (id) => await api.stopExecution(id)))),
		],
		['killed with n8n (kill -9)', async (bench: Bench) => await bench.killAndRestart()],
	])('%s: nothing goes on by itself, and nobody gets a card twice', async (_how, cutOff) => {
		const { bench } = real;
		const [plain, retriedOnce, newOnce] = await Promise.all(
			[{}, ONCE, ONCE].map(async (options) => await openList(options)),
		);
		const progress = { workflowSettings: { saveExecutionProgress: true } };
		const saved = await openList({}, progress);
		const failed = await openList({ parallelChats: 1, retries: 0 }, { settings: {} });
		const retry = await failed.beginRetry();
		const ids = await Promise.all([plain.begin(), retriedOnce.begin(), newOnce.begin()]);
		const savedId = await saved.begin();
		await cutOff(bench, [...ids, retry, savedId]);
		isSlow = false;
		const before = bench.standIn.received.length;

		// Without Send Once, a retry knows nothing of what the lost execution did, whether that was a first run or a retry,
		// nor where n8n saves the progress of executions.
		const interrupted = { certainty: 'unknown', reason: 'interrupted' };
		for (const id of [ids[0], savedId]) {
			const retried = told(await bench.api.retryExecution(id));
			expect(retried).toEqual(Array(COUNT).fill({ error: expect.objectContaining(interrupted) }));
		}
		expect((await bench.api.retryExecution(retry)).status).toBe('error');
		expect(bench.standIn.received).toHaveLength(before);

		// With Send Once, only what is in doubt stays, in a retry as in a new execution.
		const inRetry = told(await bench.api.retryExecution(ids[1]));
		const inNew = told(await newOnce.run());
		for (const items of [inRetry, inNew]) {
			const inDoubt = items.filter(({ error }) => error?.reason === 'interrupted');
			expect(inDoubt.length).toBeLessThanOrEqual(MOST_IN_DOUBT);
			expect(items.filter((item) => item.sent)).toHaveLength(COUNT - inDoubt.length);
		}
		// The older one again, after a newer one.
		await bench.api.retryExecution(ids[2]);
		for (const list of [plain, retriedOnce, newOnce, saved, failed])
			expect(list.mostForOne()).toBe(1);
	});

	test('with Send Once, two executions at once send each card once', async () => {
		isSlow = false;
		const list = await openList(ONCE);
		const executions = await Promise.all([list.run(), list.run()]);
		expect(list.mostForOne()).toBe(1);
		expect(executions.map(({ status }) => status)).toEqual(['success', 'success']);
	});
};
