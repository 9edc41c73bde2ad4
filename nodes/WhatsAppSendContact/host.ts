import type { IExecuteFunctions } from 'n8n-workflow';

/** What n8n says of this run of the node, as plain data. */
export interface Host {
	workflowId: string;
	nodeId: string;
	executionId: string;
	/** Counts the node's runs in this execution, as in a loop. As a tool, each call is a run of its own. */
	runIndex: number;
	/** True for n8n's *Retry execution*. */
	isRetry: boolean;
	/** True for the retry of an execution that was cut off: n8n starts it at the trigger, and has nothing of what was sent. */
	isRetryOfCutOff: boolean;
	/** When the execution, or the first one that it goes on from, was started: milliseconds since 1970. */
	startedAt: number;
	/** Whether another workflow has started this one. */
	isSubWorkflow: boolean;
	/** Whether a model calls the node. */
	isTool: boolean;
	/** *On Error: Stop Workflow*. */
	stopsOnFailure: boolean;
	/** *Retry On Fail*. */
	retriesOnFail: boolean;
	/** Aborted when the execution is canceled, by a person or by n8n's own time limit. */
	canceled: AbortSignal;
}

/** Reads what n8n says of this run. */
export function readHost(n8n: IExecuteFunctions): Host {
	const node = n8n.getNode();
	const mode = n8n.getMode();
	// `source` is the mode of the first run, and n8n stores it with the execution: a retry that finds its own mode there has
	// nothing of the run before it. What an older n8n does not have is refused later.
	const origin = n8n.getExecutionContext?.();
	return {
		workflowId: n8n.getWorkflow().id ?? '',
		nodeId: node.id,
		executionId: n8n.getExecutionId(),
		runIndex: n8n.getWorkflowDataProxy(0).$runIndex,
		isRetry: mode === 'retry',
		isRetryOfCutOff: mode === 'retry' && (origin?.source ?? mode) === 'retry',
		startedAt: origin?.establishedAt ?? 0,
		isSubWorkflow: mode === 'integrated',
		isTool: isTool(n8n),
		stopsOnFailure: !n8n.continueOnFail(),
		retriesOnFail: node.retryOnFail === true,
		canceled: n8n.getExecutionCancelSignal() ?? new AbortController().signal,
	};
}

/**
 * n8n before 2.2 has no `isToolExecution`; what that looks at is there. An agent that asks for tools through n8n's engine
 * lets the node run as any other, but shows its output at its tool connection.
 */
const isTool = (n8n: IExecuteFunctions & { connectionType?: string }): boolean =>
	(n8n.isToolExecution?.() ?? n8n.connectionType === 'ai_tool') ||
	n8n.getNode().rewireOutputLogTo === 'ai_tool';
