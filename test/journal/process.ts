import type { IExecuteFunctions } from 'n8n-workflow';

import { openStore, type Store } from '../../nodes/WhatsAppSendContact/journal/store';
import { type Delays, n8nStore, type Rows } from '../engine/n8nStore';

let processes = 0;

/**
 * The store as a process of n8n has it: all processes write the same row, and runs of one process wait for each other.
 */
export function storeOfProcess(rows: Rows, delays?: Delays): Store {
	const id = String(processes++);
	const shared = n8nStore(rows, delays);
	const place = { workflow: { id: 'workflow', active: true } };
	const n8n = {
		getWorkflow: () => ({ id }),
		getNode: () => ({ id: 'node' }),
		helpers: {
			checkProcessedAndRecord: async (marks: string[], _scope: never, options: never) =>
				await shared.checkProcessedAndRecord(marks, 'workflow', place, options),
			removeProcessed: async (marks: string[], _scope: never, options: never) =>
				await shared.removeProcessed(marks, 'workflow', place, options),
			getProcessedDataCount: async (_scope: never, options: never) =>
				await shared.getProcessedDataCount('workflow', place, options),
		},
	};
	return openStore(n8n as unknown as IExecuteFunctions, 'node');
}
