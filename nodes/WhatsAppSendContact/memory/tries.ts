import type { IExecuteFunctions } from 'n8n-workflow';

import type { Settings } from '../form/settings';
import type { Outcome } from '../outcome';
import type { Plan, Send } from '../plan';
import { type Journal, openJournal } from './journal';
import { idempotencyKeys, keyOfOnce } from './keys';

/** Counts the runs of a node within an execution, as in a loop. */
export const runIndexOf = (n8n: IExecuteFunctions): number => n8n.getWorkflowDataProxy(0).$runIndex;

/** The journal of this run of the node. */
export const journalOf = (n8n: IExecuteFunctions): Journal =>
	openJournal(n8n.getContext('node'), {
		executionId: n8n.getExecutionId(),
		runIndex: runIndexOf(n8n),
		isTool: isTool(n8n),
	});

/**
 * Names the memory of *Send Once*, unlike any other: a gateway that is asked after a message must not find the one that
 * another node has sent.
 */
export const memoryIdOf = (n8n: IExecuteFunctions, { sendOnce, memoryName }: Settings): string =>
	[n8n.getWorkflow().id, sendOnce === 'node' ? n8n.getNode().id : '', memoryName].join('/');

/** Names the messages of this run of the node: those that *Send Once* remembers are called the same in every execution. */
export function keysOf(n8n: IExecuteFunctions): (send: Send) => string {
	const ofExecution = idempotencyKeys(n8n.getExecutionId(), n8n.getNode().id, runIndexOf(n8n));
	return (send) => (send.onceKey ? keyOfOnce(send.onceKey) : ofExecution(send));
}

/** Whether the execution was canceled, by a person or by n8n's own time limit. */
export const isCanceled = (n8n: IExecuteFunctions): boolean =>
	n8n.getExecutionCancelSignal()?.aborted === true;

/** What the work comes to; undefined as soon as the execution is canceled. */
export async function unlessCanceled<T>(
	n8n: IExecuteFunctions,
	work: Promise<T>,
): Promise<T | undefined> {
	const cancel = n8n.getExecutionCancelSignal();
	let end = (): void => undefined;
	const ended = new Promise<undefined>((resolve) => {
		end = () => resolve(undefined);
	});
	if (cancel?.aborted) end();
	cancel?.addEventListener('abort', end);
	try {
		return await Promise.race([work, ended]);
	} finally {
		cancel?.removeEventListener('abort', end);
	}
}

/**
 * Whether somebody may run the node again with the same items: n8n, a person after a failure or a cancel, or a model that
 * calls a tool.
 *
 * @param outcomes one for every message of the plan, in their order
 */
export function isLaterTryPossible(
	n8n: IExecuteFunctions,
	plan: Plan,
	outcomes: Outcome[],
): boolean {
	if (isCanceled(n8n)) return true;
	if (!n8n.continueOnFail() || isTool(n8n)) return outcomes.some(({ accepted }) => !accepted);
	// Under Continue, n8n looks at the first item alone, and then runs the node again with all of them.
	const firstIsInvalid = plan.invalid.some(({ item }) => item === 0);
	const firstFailed = plan.sends[0]?.item === 0 && !outcomes[0].accepted;
	return n8n.getNode().retryOnFail === true && (firstIsInvalid || firstFailed);
}

/**
 * Whether a model has called the node. n8n before 2.2 has no `isToolExecution`; what that looks at is there. An agent that
 * asks for tools through n8n's engine lets the node run as any other, but shows its output at its tool connection.
 */
export const isTool = (n8n: IExecuteFunctions & { connectionType?: string }): boolean =>
	(n8n.isToolExecution?.() ?? n8n.connectionType === 'ai_tool') ||
	n8n.getNode().rewireOutputLogTo === 'ai_tool';
