import { createHash } from 'node:crypto';

import type { IDataDeduplicator } from 'n8n-workflow';

import { later } from '../clock';

/** The rows of n8n's table of processed data, by workflow and scope. */
export type Rows = Map<string, string[]>;

/** How n8n keeps a mark. */
export const hash = (mark: unknown) => createHash('md5').update(String(mark)).digest('base64');

/** When one process reads and writes a row. */
export interface Delays {
	/** Milliseconds until a row is read. */
	read?: () => number;
	/** Milliseconds between reading a row and writing it back. */
	write?: () => number;
	/** Called before each write; what it throws is the database's failure. */
	beforeWrite?: () => void;
}

/**
 * n8n's store of processed data as n8n has it in its database (packages/cli/src/deduplication): each call reads the whole
 * row, looks, and writes the whole row back, without a lock. Several of them over the same rows are several processes.
 */
export function n8nStore(rows: Rows, { read, write, beforeWrite }: Delays = {}): IDataDeduplicator {
	const wait = async (delay: (() => number) | undefined) =>
		await new Promise<void>((resolve) => (delay ? later(resolve, delay()) : resolve()));
	type Place = [
		scope: 'node' | 'workflow',
		data: { workflow: { id: string }; node?: { id: string } },
	];
	const rowOf = (...[scope, { workflow, node }]: Place) =>
		`${workflow.id}:${scope === 'node' ? `n:${node?.id}` : ''}`;

	/** n8n keeps other things than marks in the rows of other modes. */
	const onlyEntries = ({ mode }: { mode: string }) => {
		if (mode !== 'entries') throw new Error(`The row is not of the mode ${mode}`);
	};

	/** Changes a copy of the row, and writes that back later. */
	const rewrite = async <T>(place: Place, change: (row: string[]) => T): Promise<T> => {
		await wait(read);
		const row = [...(rows.get(rowOf(...place)) ?? [])];
		const told = change(row);
		await wait(write);
		beforeWrite?.();
		rows.set(rowOf(...place), row);
		return told;
	};

	return {
		async checkProcessedAndRecord(items, scope, data, options) {
			onlyEntries(options);
			return await rewrite([scope, data], (row) => {
				const known = new Set(row);
				const isKnown = (item: string | number) => known.has(hash(item));
				const told = {
					new: items.filter((item) => !isKnown(item)),
					processed: items.filter(isKnown),
				};
				row.push(...told.new.map(hash));
				const { maxEntries } = options;
				if (maxEntries) row.splice(0, row.length - maxEntries);
				return told;
			});
		},
		async removeProcessed(items, scope, data, options) {
			onlyEntries(options);
			return await rewrite([scope, data], (row) => {
				for (const item of items) {
					const place = row.indexOf(hash(item));
					if (place >= 0) row.splice(place, 1);
				}
			});
		},
		clearAllProcessedItems: async (scope, data) => void rows.delete(rowOf(scope, data)),
		async getProcessedDataCount(scope, data, options) {
			onlyEntries(options);
			await wait(read);
			return rows.get(rowOf(scope, data))?.length ?? 0;
		},
	};
}
