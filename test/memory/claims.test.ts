import { claim, marksOfSent, marksOfUnsent } from '../../nodes/WhatsAppSendContact/memory/claims';
import type { Store } from '../../nodes/WhatsAppSendContact/memory/store';
import type { Rows } from '../engine/n8nStore';
import { marksIn, storeOfProcess } from './process';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const MANY = 100;

async function claimed(store: Store, keys: string[], most = MANY) {
	const claiming = claim(store, keys, most);
	claiming.catch(() => undefined);
	await jest.runAllTimersAsync();
	return Object.fromEntries(await claiming);
}

/** What becomes of claims made one after the other, by processes of their own; how many marks the row has after each. */
async function after(...steps: Array<string[] | { removed: string[] }>) {
	const rows: Rows = new Map();
	const told: unknown[] = [];
	for (const step of steps) {
		const store = storeOfProcess(rows);
		if ('removed' in step) await store.remove(step.removed);
		else told.push([await claimed(store, step), marksIn(rows)]);
	}
	return told;
}

test('what nobody knows is ours, and recorded with two marks each; who comes later leaves it in doubt', async () => {
	expect(await after(['a', 'b'], ['a', 'c'])).toEqual([
		[{ a: 'mine', b: 'mine' }, 4],
		[{ a: 'inDoubt', c: 'mine' }, 6],
	]);
});

test('what was sent keeps one mark, also after it was asked for', async () => {
	const sent = { removed: marksOfSent('a') };
	expect(await after(['a', 'b'], sent, ['a'], ['a', 'b', 'c'])).toEqual([
		[{ a: 'mine', b: 'mine' }, 4],
		[{ a: 'sentEarlier' }, 3],
		[{ a: 'sentEarlier', b: 'inDoubt', c: 'mine' }, 5],
	]);
});

test('what was not sent is ours again', async () => {
	const notSent = { removed: marksOfUnsent('a') };
	expect(await after(['a'], notSent, ['a'])).toEqual([
		[{ a: 'mine' }, 2],
		[{ a: 'mine' }, 2],
	]);
});

test.each([
	[2, { a: 'mine', b: 'mine' }, 4],
	[0, {}, 0],
])(
	'no more than the most (%i) become ours; the others stay unclaimed',
	async (most, ours, marks) => {
		const rows: Rows = new Map();
		expect(await claimed(storeOfProcess(rows), ['a', 'b', 'c'], most)).toEqual(ours);
		expect(marksIn(rows)).toBe(marks);
	},
);

test('where nothing is ours there is nothing to wait for', async () => {
	const store = storeOfProcess(new Map());
	await claimed(store, ['a']);
	expect(Object.fromEntries(await claim(store, ['a'], MANY))).toEqual({ a: 'inDoubt' });
});

test.each([
	[1, 2],
	[4, 5],
	[Infinity, 5],
])(
	'another process that writes back the row as it was, %d times: %i claims',
	async (times, claims) => {
		const rows: Rows = new Map();
		const store = storeOfProcess(rows);
		let made = 0;
		const record: Store['record'] = async (marks) => {
			const before = new Map(rows);
			const known = await store.record(marks);
			if (marks.length === 1 || ++made > times) return known;
			rows.clear();
			before.forEach((row, name) => rows.set(name, row));
			return known;
		};
		const claiming = claimed({ ...store, record }, ['a', 'b']);
		if (times === Infinity) await expect(claiming).rejects.toThrow('The claim was overwritten');
		else expect(await claiming).toEqual({ a: 'mine', b: 'mine' });
		expect([made, marksIn(rows)]).toEqual([claims, times === Infinity ? 0 : 4]);
	},
);

test('a claim costs three writes, and one that finds all of it sent two', async () => {
	let writes = 0;
	const store = storeOfProcess(new Map(), { beforeWrite: () => writes++ });
	await claimed(store, ['a', 'b']);
	expect(writes).toBe(3);
	await store.remove([...marksOfSent('a'), ...marksOfSent('b')]);
	writes = 0;
	await claimed(store, ['a', 'b']);
	expect(writes).toBe(2);
});
