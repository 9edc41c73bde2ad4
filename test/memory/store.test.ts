import fc from 'fast-check';

import type { Delays, Rows } from '../engine/n8nStore';
import { runs } from '../property';
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

	/** How long a store waits that has been read from and written to. */
	async function waitOf(delays: Delays) {
		const store = storesOf(new Map(), delays)(ONE);
		const work = async () => {
			await store.record(['a']);
			await store.remove(['a']);
			await store.count();
			const start = Date.now();
			await store.outlastWriters();
			return Date.now() - start;
		};
		const working = work();
		await jest.runAllTimersAsync();
		return await working;
	}

	test.each([
		[[0, 0, 0], 250],
		[[0, 0, 32], 256],
		[[0, 0, 300], 2_400],
		[[300, 0, 0], 1_944],
		[[200, 0, 250], 2_000],
	])('after calls of %j ms: %i ms', async (calls, wait) => {
		let call = 0;
		expect(await waitOf({ read: () => calls[call++] })).toBe(wait);
	});

	test.each([-1, 1])('whatever the clock is set to meanwhile: %i hours', async (hours) => {
		const beforeWrite = () => jest.setSystemTime(Date.now() + hours * 3_600_000);
		expect(await waitOf({ read: () => 300, beforeWrite })).toBe(2_400);
	});
});

test('works on a row wait for each other, though one fails; those on other rows do not', async () => {
	const opener = fc.record<Opener>({
		workflow: fc.constantFrom('work', 'workflow'),
		node: fc.constantFrom('node', 'flownode'),
		scope: fc.constantFrom('node', 'workflow'),
	});
	const work = fc.record({ opener, comesLater: fc.boolean(), fails: fc.boolean() });
	const works = fc.array(work, { maxLength: 8 });
	const property = fc.asyncProperty(fc.scheduler(), works, async (scheduler, all) => {
		const open = storesOf(new Map());
		const rows = all.map(({ opener: { workflow, node, scope } }) =>
			JSON.stringify([workflow, scope === 'node' && node]),
		);
		const diary: number[] = [];
		const told = Promise.allSettled(
			all.map(async ({ opener: one, comesLater, fails }, index) => {
				if (comesLater) await scheduler.schedule(Promise.resolve());
				return await open(one).exclusively(async () => {
					diary.push(index);
					await scheduler.schedule(Promise.resolve());
					diary.push(index);
					if (fails) throw new Error('SQLITE_BUSY');
					return index;
				});
			}),
		);
		await Promise.resolve();
		const atOnce = rows.filter((_, index) => !all[index].comesLater);
		expect(new Set(diary.map((index) => rows[index]))).toEqual(new Set(atOnce));
		await scheduler.waitFor(told);
		for (const row of rows) {
			const ofRow = diary.filter((index) => rows[index] === row);
			expect(ofRow).toEqual([...new Set(ofRow)].flatMap((index) => [index, index]));
		}
		expect(await told).toMatchObject(
			all.map(({ fails }, value) => (fails ? { reason: new Error('SQLITE_BUSY') } : { value })),
		);
	});
	await fc.assert(property, runs());
});
