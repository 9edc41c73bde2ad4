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

	/** Milliseconds that are waited after calls that took so long. */
	async function waitAfter(...calls: number[]) {
		let call = 0;
		const store = storesOf(new Map(), { read: () => calls[call++] })(ONE);
		const waiting = async () => {
			await store.record(['a']).catch(() => undefined);
			await store.remove(['a']);
			await store.count();
			const start = Date.now();
			await store.outlastWriters();
			return Date.now() - start;
		};
		const waited = waiting();
		await jest.runAllTimersAsync();
		return await waited;
	}

	test.each([
		[[0, 0, 0], 250],
		[[31, 31, 31], 250],
		[[32, 0, 0], 256],
		[[0, 100, 0], 800],
		[[0, 0, 300], 2_400],
	])('after calls of %j ms: %i ms', async (calls, wait) => {
		expect(await waitAfter(...calls)).toBe(wait);
	});
});

describe('works that belong together', () => {
	const pause = async (milliseconds: number) =>
		await new Promise<void>((resolve) => later(resolve, milliseconds));

	/** When works of these openers begin and end. */
	async function diaryOf(...openers: Opener[]) {
		const open = storesOf(new Map());
		const diary: string[] = [];
		await Promise.all(
			openers.map(
				async (opener, index) =>
					await open(opener).exclusively(async () => {
						diary.push(`begin ${index}`);
						await pause(5);
						diary.push(`end ${index}`);
					}),
			),
		);
		return diary;
	}
	const ONE_BY_ONE = ['begin 0', 'end 0', 'begin 1', 'end 1'];

	test.each<[string, Opener, Opener]>([
		['the same node', ONE, ONE],
		[
			'two nodes of a workflow that share its row',
			{ ...ONE, scope: 'workflow' },
			{ ...ONE, scope: 'workflow', node: 'other' },
		],
	])('of %s wait for each other', async (_what, one, other) => {
		expect(await diaryOf(one, other)).toEqual(ONE_BY_ONE);
	});

	test.each<[string, Opener]>([
		['two nodes', { ...ONE, node: 'other' }],
		['two workflows', { ...ONE, workflow: 'other' }],
		['a node and its workflow', { ...ONE, scope: 'workflow' }],
		['names that look alike in a row', { workflow: 'work', node: 'flownode', scope: 'node' }],
	])('of %s do not', async (_what, other) => {
		const diary = await diaryOf(ONE, other);
		expect(diary.slice(0, 2)).toEqual(['begin 0', 'begin 1']);
	});

	test('that come later wait for all before them, and for those that fail too', async () => {
		const store = storesOf(new Map())(ONE);
		const diary: string[] = [];
		const work = async (name: string) => {
			diary.push(`begin ${name}`);
			await pause(3);
			diary.push(`end ${name}`);
		};
		const failing = store.exclusively(async () => {
			await work('failing');
			throw new Error('SQLITE_BUSY');
		});
		const second = store.exclusively(async () => await work('second'));
		await expect(failing).rejects.toThrow('SQLITE_BUSY');
		await Promise.all([second, store.exclusively(async () => await work('third'))]);
		expect(diary).toEqual(
			['failing', 'second', 'third'].flatMap((name) => [`begin ${name}`, `end ${name}`]),
		);
	});

	test('give back what they come to', async () => {
		expect(await storesOf(new Map())(ONE).exclusively(async () => await pause(0))).toBeUndefined();
		expect(await storesOf(new Map())(ONE).exclusively(async () => await Promise.resolve(7))).toBe(
			7,
		);
	});
});
