import { WorkflowExecute } from 'n8n-core';
import type {
	IDataObject,
	INodeExecutionData,
	IRun,
	IRunExecutionData,
	ITaskData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { type Credential, surroundings } from './surroundings';
import { SENDER, workflowOf, type WorkflowSetup } from './workflow';

export interface Setup extends WorkflowSetup {
	/** The input: json of each item. */
	items: IDataObject[];
	credential: Credential;
	/** What an earlier execution left, to go on from (the editor's Retry execution). */
	resume?: IRunExecutionData;
}

export interface Result {
	run: IRun;
	/** The first output, or the success output where there are two. */
	items: INodeExecutionData[];
	/** The error output. */
	errorItems: INodeExecutionData[];
	error?: Error & IDataObject;
	hints: string[];
}

/** Starts a workflow on n8n's own engine. `cancel()` on the promise cancels it. */
export function start(
	setup: Setup,
	mode: WorkflowExecuteMode = 'manual',
	id = setup.resume ? 'retried execution' : 'execution',
) {
	const { resume, credential, items } = setup;
	const workflow = workflowOf(setup);
	const data = resume ? withCurrentNodes(resume, workflow) : freshData(workflow, items);
	const execution = new WorkflowExecute(surroundings(credential, id), mode, data);
	return { data, running: execution.processRunExecutionData(workflow) };
}

/** Written out: n8n's factory of it is not there before 1.123. */
function freshData(workflow: Workflow, items: IDataObject[]): IRunExecutionData {
	const node = workflow.nodes.Start;
	const main = [items.map((json, item) => ({ json, pairedItem: { item } }))];
	return {
		version: 1,
		resultData: { runData: {} },
		executionData: {
			contextData: {},
			nodeExecutionStack: [{ node, data: { main }, source: null }],
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	} as unknown as IRunExecutionData;
}

/** *Retry with currently saved workflow*: n8n goes on with the nodes as they are now. */
function withCurrentNodes(data: IRunExecutionData, workflow: Workflow): IRunExecutionData {
	for (const waiting of data.executionData?.nodeExecutionStack ?? []) {
		waiting.node = workflow.getNode(waiting.node.name) ?? waiting.node;
	}
	return data;
}

/** Runs it to its end. */
export async function execute(setup: Setup): Promise<Result> {
	return resultOf(await start(setup).running);
}

/** What a run came to, as a person would look at it. */
export function resultOf(run: IRun): Result {
	const task: ITaskData | undefined = run.data.resultData.runData[SENDER]?.at(-1);
	const [items, errorItems] = task?.data?.main ?? [];
	return {
		run,
		items: items ?? [],
		errorItems: errorItems ?? [],
		error: run.data.resultData.error as Result['error'],
		hints: (task?.hints ?? []).map(({ message }) => message),
	};
}

/**
 * A failed execution as n8n's database gives it back when a person presses *Retry execution*: n8n forgets the run that
 * failed, and goes on from its node, with its input, the nodes' earlier runs and their contexts.
 */
export function stored({ run }: Result): IRunExecutionData {
	const data = JSON.parse(JSON.stringify(run.data)) as IRunExecutionData;
	const { runData, lastNodeExecuted = '' } = data.resultData;
	const runs = runData[lastNodeExecuted] ?? [];
	if (runs.at(-1)?.error !== undefined) runs.pop();
	delete data.resultData.error;
	return data;
}
