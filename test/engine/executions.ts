import { DataDeduplicationService } from 'n8n-core';
import type { WorkflowExecuteMode } from 'n8n-workflow';

import { type Result, resultOf, type Setup, start } from '../../engine/execution';
import { n8nStore, type Rows } from './n8nStore';

let executions = 0;

/** Executions as n8n starts them in production, with n8n's store of processed data behind them. */
export function useExecutions() {
	const store = {
		rows: new Map() as Rows,
		/** Whether the next write to the database fails. */
		isWriteBroken: () => false,
		/** What the database waits for before it answers. */
		silence: undefined as Promise<unknown> | undefined,
	};
	beforeAll(async () => {
		const beforeWrite = () => {
			if (store.isWriteBroken()) throw new Error('SQLITE_BUSY');
		};
		const behind = n8nStore(store.rows, { beforeWrite });
		await DataDeduplicationService.init({
			...behind,
			async getProcessedDataCount(...asked) {
				await store.silence;
				return await behind.getProcessedDataCount(...asked);
			},
		});
	});
	// The next test file of this process has a store of its own.
	afterAll(() => Reflect.set(DataDeduplicationService, 'instance', undefined));
	beforeEach(() => {
		store.rows.clear();
		store.isWriteBroken = () => false;
		store.silence = undefined;
	});

	/** Starts an execution of its own. `cancel()` on what comes back cancels it. */
	const begin = (setup: Setup, mode: WorkflowExecuteMode = 'webhook') =>
		start(setup, mode, `execution ${executions++}`).running;

	return {
		store,
		begin,
		/** Runs a workflow from its trigger, or goes on, as it is set up now, where a stored execution has ended. */
		run: async (setup: Setup, mode?: WorkflowExecuteMode): Promise<Result> =>
			resultOf(await begin(setup, mode)),
	};
}
