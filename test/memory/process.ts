import type { DeduplicationScope, IExecuteFunctions } from 'n8n-workflow';

import { openStore, type Store } from '../../nodes/WhatsAppSendContact/memory/store';
import { rejected, type Sent } from '../../nodes/WhatsAppSendContact/outcome';
import { type Delays, n8nStore, type Rows } from '../engine/n8nStore';
import { claimed, send } from '../sending/send';

/** Which node of which workflow opens the store, and whether all of the workflow shares it. */
export interface Opener {
	workflow: string;
	node: string;
	scope: DeduplicationScope;
}

/** The store as nodes of one process of n8n have it. */
export function storesOf(rows: Rows, delays?: Delays): (opener: Opener) => Store {
	const shared = n8nStore(rows, delays);
	return ({ workflow, node, scope }) => {
		const place = { workflow: { id: workflow, active: true }, node: { id: node } as never };
		const n8n = {
			getWorkflow: () => ({ id: workflow }),
			getNode: () => ({ id: node }),
			helpers: {
				checkProcessedAndRecord: async (marks: string[], within: never, options: never) =>
					await shared.checkProcessedAndRecord(marks, within, place, options),
				removeProcessed: async (marks: string[], within: never, options: never) =>
					await shared.removeProcessed(marks, within, place, options),
				getProcessedDataCount: async (within: never, options: never) =>
					await shared.getProcessedDataCount(within, place, options),
			},
		};
		return openStore(n8n as unknown as IExecuteFunctions, scope);
	};
}

export const SENT: Sent = {
	accepted: true,
	status: 'sent',
	id: 'A',
	message: 'ok',
	attempts: 1,
};
export const REFUSED = rejected('notSent', 'refused');
export const LOST = rejected('unknown', 'timeout');

/** A message as *Send Once* knows it. */
export const message = (key: number, item = key) => claimed(send({ item }), key);

/** How many marks all rows hold. */
export const marksIn = (rows: Rows) => [...rows.values()].flat().length;

let processes = 0;

/**
 * The store as one of several processes has it: all of them write the same row, and none waits for another. In one
 * process the queue of a row is found by its name, so that each process's is found by another.
 */
export function storeOfProcess(rows: Rows, delays?: Delays): Store {
	const open = storesOf(rows, delays);
	const { exclusively } = open({ workflow: String(processes++), node: 'node', scope: 'node' });
	return { ...open({ workflow: 'workflow', node: 'node', scope: 'node' }), exclusively };
}
