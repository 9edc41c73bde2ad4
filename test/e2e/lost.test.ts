import { later } from '../clock';
import { type Bench, openBench } from './bench';

const INSTALLING = 900_000;
/** n8n starts anew in them. */
jest.setTimeout(240_000);
const COUNT = 40;
const LATENCY = 100;
/** What a run may leave in doubt when it is cut off: four times Parallel Chats. */
const MOST_IN_DOUBT = 4 * 5;

let bench: Bench;
beforeAll(async () => {
	bench = await openBench('lost');
}, INSTALLING);
afterAll(async () => await bench?.close());
beforeEach(() => {
	bench.standIn.reset();
	bench.standIn.misbehave(() => ({ delay: LATENCY, accept: true }));
});
afterEach(() => expect(bench.standIn.violations).toEqual([]));

const PHONES = Array.from({ length: COUNT }, (_, row) => String(79_990_000_000 + row));
const KEEPING_ON = { onError: 'continueRegularOutput' };

/** A list of people in production: a webhook is called with them, and n8n runs the workflow. */
async function openList(options: Record<string, unknown> = {}) {
	const path = `list-${Math.random().toString(36).slice(2)}`;
	const id = await bench.importWebhook({ path, parameters: { options }, settings: KEEPING_ON });
	const call = async () =>
		await bench.callWebhook(path, { people: PHONES.map((phone) => ({ phone })) });
	/** @returns the execution's id, as soon as so many cards have arrived */
	const begin = async (cards: number) => {
		const before = bench.standIn.cards.length;
		await call();
		while (bench.standIn.cards.length < before + cards) await soon();
		return (await bench.executionsOf(id))[0].id;
	};
	/** @returns the execution, once it has ended */
	const run = async () => {
		await call();
		return await bench.ended((await bench.executionsOf(id))[0].id);
	};
	return { begin, run };
}

/** A little later. */
const soon = async () => await new Promise<void>((resolve) => later(resolve, 20));

/** How many cards each of the people got. */
const cardsPerPerson = () =>
	PHONES.map((phone) => bench.chats().filter((chat) => chat === `${phone}@c.us`).length);
const mostForOne = () => Math.max(...cardsPerPerson());

type Told = { sent?: boolean; error?: { certainty: string; reason: string } };
const told = (execution: Parameters<Bench['sent']>[0]) =>
	bench.sent(execution).map(({ json }) => json as Told);

describe('an execution of a production workflow that is cut off, and then retried', () => {
	test.each([
		['stopped from the editor', async (id: string) => void (await bench.stopExecution(id))],
		['killed with n8n', async () => await bench.killAndRestart()],
	])('%s: Retry execution is accepted and sends nothing twice', async (_how, cutOff) => {
		const list = await openList();
		const id = await list.begin(8);
		await cutOff(id);
		const before = bench.standIn.received.length;
		const retried = await bench.retryExecution(id);
		expect(bench.standIn.received).toHaveLength(before);
		expect(mostForOne()).toBe(1);
		expect(told(retried)).toEqual(
			PHONES.map(() => ({
				error: expect.objectContaining({ certainty: 'unknown', reason: 'interrupted' }),
			})),
		);
	});

	test('a new execution, meant as such, sends the list again', async () => {
		const list = await openList();
		await list.run();
		await list.run();
		expect(cardsPerPerson()).toEqual(PHONES.map(() => 2));
	});
});

describe('with Send Once', () => {
	const once = { sendOnce: 'node' };

	test('a second execution sends nothing', async () => {
		const list = await openList(once);
		await list.run();
		expect(told(await list.run()).every(({ sent }) => sent)).toBe(true);
		expect(cardsPerPerson()).toEqual(PHONES.map(() => 1));
	});

	test.each([
		['stopped', async (id: string) => void (await bench.stopExecution(id))],
		['killed', async () => await bench.killAndRestart()],
	])('%s in mid-run, then a new execution: only what is in doubt stays', async (_how, cutOff) => {
		const list = await openList(once);
		await cutOff(await list.begin(8));
		const second = told(await list.run());
		expect(mostForOne()).toBe(1);
		const inDoubt = second.filter(({ error }) => error?.reason === 'interrupted');
		expect(inDoubt.length).toBeLessThanOrEqual(MOST_IN_DOUBT);
		expect(second.filter(({ sent }) => sent)).toHaveLength(COUNT - inDoubt.length);
	});

	test('killed in mid-run, then Retry execution: the same', async () => {
		const list = await openList(once);
		const id = await list.begin(8);
		await bench.killAndRestart();
		const retried = told(await bench.retryExecution(id));
		expect(mostForOne()).toBe(1);
		const inDoubt = retried.filter(({ error }) => error?.reason === 'interrupted');
		expect(retried.filter(({ sent }) => sent)).toHaveLength(COUNT - inDoubt.length);
	});

	test('an older execution retried after a newer one sends nothing', async () => {
		const list = await openList({ ...once, parallelChats: 1 });
		const id = await list.begin(4);
		await bench.stopExecution(id);
		await list.run();
		const before = bench.standIn.received.length;
		await bench.retryExecution(id);
		expect(bench.standIn.received).toHaveLength(before);
		expect(mostForOne()).toBe(1);
	});

	test('two executions at once: each card once', async () => {
		const list = await openList(once);
		const [one, other] = await Promise.all([list.run(), list.run()]);
		expect(mostForOne()).toBe(1);
		expect(one.status).toBe('success');
		expect(other.status).toBe('success');
	});
});
