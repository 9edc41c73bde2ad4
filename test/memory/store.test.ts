import { later } from '../clock';
import type { Rows } from '../engine/n8nStore';
import { type Opener, storesOf } from './process';

const ONE: Opener = { workflow: 'workflow', node: 'node', scope: 'node' };

test('tells which marks were recorded before; a mark that is removed was not', async () => {
	const store = storesOf(new Map())(ONE);
	expect(await store.record(['a', 'b'])).toEqual(new Set());
	expect(await store.record(['b', 'c'])).toEqual(new Set(['b']));
	await store.remove(['b']);
	expect(await store.count()).toBe(2);
	expect(await store.record(['a', 'b', 'c'])).toEqual(new Set(['a', 'c']));
});

test('keeps the newest where it is given a limit', async () => {
	const store = storesOf(new Map())(ONE);
	await store.record(['a', 'b', 'c']);
	await store.record(['d'], 2);
	expect(await store.record(['a', 'b', 'c', 'd'])).toEqual(new Set(['c', 'd']));
});

test('a row is the node’s, or all of the workflow’s', async () => {
	const rows: Rows = new Map();
	const open = storesOf(rows);
	await open(ONE).record(['a']);
	expect(await open({ ...ONE, node: 'other' }).count()).toBe(0);
	await open({ ...ONE, scope: 'workflow' }).record(['b']);
	expect(await open({ ...ONE, node: 'other', scope: 'workflow' }).count()).toBe(1);
});

describe('writers of other processes are outlasted', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	test.each([
		[[0, 0, 0], 250],
		[[32, 0, 0], 256],
		[[0, 100, 0], 800],
		[[0, 0, 300], 2_400],
	])('after calls of %j ms: %i ms', async (calls, wait) => {
		let call = 0;
		const store = storesOf(new Map(), { read: () => calls[call++] })(ONE);
		const work = store.record(['a']).then(async () => {
			await store.remove(['a']);
			await store.count();
			const start = Date.now();
			await store.outlastWriters();
			return Date.now() - start;
		});
		await jest.runAllTimersAsync();
		expect(await work).toBe(wait);
	});
});

describe('works that belong together', () => {
	/** When works of these openers begin and end, one of which may fail. */
	async function diaryOf(openers: Opener[], failing?: number) {
		const open = storesOf(new Map());
		const diary: string[] = [];
		const works = openers.map(
			async (opener, index) =>
				await open(opener).exclusively(async () => {
					diary.push(`${index} begins`);
					await new Promise<void>((resolve) => later(resolve, 5));
					diary.push(`${index} ends`);
					if (index === failing) throw new Error('SQLITE_BUSY');
					return index;
				}),
		);
		return { diary, told: await Promise.allSettled(works) };
	}
	const shared: Opener = { ...ONE, scope: 'workflow' };

	test.each<[string, Opener[], failing: number]>([
		['the same node', [ONE, ONE, ONE], -1],
		['the same node, though one fails', [ONE, ONE, ONE], 0],
		['nodes of a workflow that share its row', [shared, { ...shared, node: 'other' }], -1],
	])(
		'of %s wait for each other, and give back what they come to',
		async (_what, openers, failing) => {
			const { diary, told } = await diaryOf(openers, failing);
			expect(diary).toEqual(openers.flatMap((_, index) => [`${index} begins`, `${index} ends`]));
			expect(told).toMatchObject(
				openers.map((_, value) => (value === failing ? { status: 'rejected' } : { value })),
			);
		},
	);

	test.each<[string, Opener]>([
		['two nodes', { ...ONE, node: 'other' }],
		['two workflows', { ...ONE, workflow: 'other' }],
		['a node and its workflow', shared],
		['names that look alike in a row', { workflow: 'work', node: 'flownode', scope: 'node' }],
	])('of %s do not', async (_what, other) => {
		const { diary } = await diaryOf([ONE, other]);
		expect(diary.slice(0, 2)).toEqual(['0 begins', '1 begins']);
	});
});
