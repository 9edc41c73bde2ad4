import { type DeduplicationScope, type IExecuteFunctions, sleep } from 'n8n-workflow';

/**
 * n8n's own store of what has been processed, one row for a node or for all of a workflow. It knows marks, and neither
 * values nor times; it reads and rewrites its whole row at each call, without a lock. Nothing can be asked without being
 * recorded.
 */
export type Store = ReturnType<typeof openStore>;

/** The last work on each row that runs of this process are at. */
const chains = new Map<string, Promise<unknown>>();

/** The shortest time, in milliseconds, that another process is given between reading a row and writing it back. */
const SHORTEST_WAIT = 250;
/** How much slower another process's call may be than the slowest of our own. */
const SAFETY = 8;
/** What counts of a slow call at the next one: a database that was slow once must not slow down the rest of a long run. */
const FADING = 0.9;

/** Opens the row of this node, or the one of its workflow. */
export function openStore(n8n: IExecuteFunctions, scope: DeduplicationScope) {
	const { helpers } = n8n;
	const row = [n8n.getWorkflow().id, scope === 'node' ? n8n.getNode().id : ''].join('/');
	const mode = 'entries';
	let slowest = 0;
	const timed = async <T>(call: Promise<T>): Promise<T> => {
		const begun = performance.now();
		return await call.finally(() => {
			slowest = Math.max(FADING * slowest, performance.now() - begun);
		});
	};
	return {
		/** Records marks; the oldest go where the row would hold more than `maxEntries`. @returns those recorded before */
		async record(marks: string[], maxEntries?: number): Promise<Set<string>> {
			const options = { mode, maxEntries } as const;
			const told = await timed(helpers.checkProcessedAndRecord(marks, scope, options));
			return new Set(told.processed.map(String));
		},
		remove: async (marks: string[]) => await timed(helpers.removeProcessed(marks, scope, { mode })),
		/** How many marks the row holds. */
		count: async () => await timed(helpers.getProcessedDataCount(scope, { mode })),
		/** Does several calls in a row: no other run of this process reads or writes the row in between. */
		async exclusively<T>(work: () => Promise<T>): Promise<T> {
			const mine = (chains.get(row) ?? Promise.resolve()).then(work);
			const settled = mine.catch(() => undefined);
			chains.set(row, settled);
			await settled;
			if (chains.get(row) === settled) chains.delete(row);
			return await mine;
		},
		/** Waits until no other process can write back a row that it read before the last call. */
		outlastWriters: async () => await sleep(Math.max(SHORTEST_WAIT, SAFETY * slowest)),
	};
}
