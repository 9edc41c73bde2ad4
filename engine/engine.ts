import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	type IConnections,
	type ICredentialDataDecryptedObject,
	ICredentialsHelper,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type IRun,
	type IRunExecutionData,
	type ITaskData,
	type IWorkflowExecuteAdditionalData,
	NodeHelpers,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { WhatsAppGatewayApi } from '../credentials/WhatsAppGatewayApi.credentials';
import { WhatsAppSendContact } from '../nodes/WhatsAppSendContact/WhatsAppSendContact.node';

/** A credential's data; a function of the item where its fields are expressions. */
export type Credential = IDataObject | ((item: number) => IDataObject);

/** The part of n8n's credentials that lives outside n8n-core: hands out one credential. */
class OneCredential extends ICredentialsHelper {
	private readonly type: ICredentialType = new WhatsAppGatewayApi();

	constructor(private readonly credential: Credential) {
		super();
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.type;
		if (typeof authenticate !== 'function') throw new Error('authenticate is not a function');
		return await authenticate(credentials, options);
	}

	getDecrypted: ICredentialsHelper['getDecrypted'] = async (...asked) => {
		const item = asked[6]?.itemIndex ?? 0;
		const { credential } = this;
		const data = typeof credential === 'function' ? credential(item) : credential;
		return data as ICredentialDataDecryptedObject;
	};

	getParentTypes = () => [];

	isCredentialUsableByNode = () => true;

	preAuthentication = async () => undefined;

	runPreAuthentication = async () => undefined;

	getCredentialsProperties = (): INodeProperties[] => this.type.properties;

	getCredentials = async (): Promise<never> =>
		await Promise.reject(new Error('not part of the test'));

	updateCredentials = async () => undefined;

	updateCredentialsOauthTokenData = async () => undefined;
}

const passOn: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: 'Hands on what it gets',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	},
};

const fails: INodeType = {
	...passOn,
	execute: async () => await Promise.reject(new Error('The earlier node failed')),
};

/** In place of a model: calls its one tool with what is given, and hands on what the tool says, also of its failure. */
const agentThat = (calls: IDataObject[]): INodeType => ({
	description: {
		...passOn.description,
		name: 'agent',
		inputs: ['main', { type: 'ai_tool', maxConnections: 1 }],
	},
	async execute(this: IExecuteFunctions) {
		const tool = (await this.getInputConnectionData('ai_tool', 0)) as {
			invoke: (input: IDataObject) => Promise<string>;
		};
		const told: INodeExecutionData[] = [];
		for (const call of calls) {
			const said = await tool.invoke(call).catch((error: Error) => error.message);
			told.push({ json: { said } });
		}
		return [told];
	},
});

const URL = 'http://127.0.0.1';

export interface Setup {
	/** The input: json of each item. */
	items: IDataObject[];
	parameters: IDataObject;
	credential: Credential;
	/** Settings of the node: onError, retryOnFail, maxTries, waitBetweenTries … */
	node?: Partial<INode>;
	/** What an earlier execution left, to go on from (the editor's Retry execution). */
	resume?: IRunExecutionData;
	/** How often the node runs in the execution, each time with all items (as in a loop); once unless told. */
	runs?: number;
	/** The node before ours fails, so that ours does not run. */
	failFirst?: boolean;
	/** The same node once more, under another name, before it. */
	twice?: boolean;
	/** Another node in place of ours, for comparisons. */
	nodeType?: INodeType;
	/** The sender as a tool: what a model calls it with, one call after the other, for each item. */
	toolCalls?: IDataObject[];
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

export const SENDER = 'Send';

const passOnNode = (name: string): INode => ({
	id: name,
	name,
	type: 'start',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
});

const to = (name: string) => ({ node: name, type: 'main' as const, index: 0 });

const senderNode = ({ parameters, node }: Setup): INode => ({
	id: '2',
	name: SENDER,
	type: 'sender',
	typeVersion: 1,
	position: [200, 0],
	parameters: parameters as INode['parameters'],
	credentials: { whatsAppGatewayApi: { id: '1', name: 'Gateway' } },
	waitBetweenTries: 1,
	...node,
});

/** A workflow of a start and a sender, with a branch between them for each run of the sender. */
export function workflowOf(setup: Setup): Workflow {
	const { runs = 1, nodeType = new WhatsAppSendContact(), toolCalls, failFirst } = setup;
	const sender = senderNode(setup);
	if (toolCalls !== undefined) return workflowOfTool(sender, nodeType, toolCalls);
	if (setup.twice) return workflowOfTwo(sender, nodeType);
	const branches = Array.from({ length: runs }, (_, index) => ({
		...passOnNode(`Branch ${index}`),
		type: 'branch',
	}));
	return workflowWith(
		[passOnNode('Start'), ...branches, sender],
		{ start: passOn, branch: failFirst ? fails : passOn, [sender.type]: nodeType },
		{
			Start: { main: [branches.map(({ name }) => to(name))] },
			...Object.fromEntries(branches.map(({ name }) => [name, { main: [[to(SENDER)]] }])),
		},
	);
}

/** A workflow of a start and two senders alike, one after the other. */
function workflowOfTwo(sender: INode, nodeType: INodeType): Workflow {
	const first = { ...sender, id: 'first', name: 'First' };
	return workflowWith(
		[passOnNode('Start'), first, sender],
		{ start: passOn, [sender.type]: nodeType },
		{ Start: { main: [[to('First')]] }, First: { main: [[to(SENDER)]] } },
	);
}

/** A workflow of a start and an agent, which has the sender for a tool. */
function workflowOfTool(sender: INode, nodeType: INodeType, calls: IDataObject[]): Workflow {
	const { description, execute } = nodeType;
	return workflowWith(
		[passOnNode('Start'), { ...passOnNode('Agent'), type: 'agent' }, sender],
		{
			start: passOn,
			agent: agentThat(calls),
			// As n8n makes a tool of a node that is usable as one.
			[sender.type]: { description: { ...description, outputs: ['ai_tool'] }, execute },
		},
		{
			Start: { main: [[to('Agent')]] },
			[SENDER]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
	);
}

function workflowWith(
	nodes: INode[],
	types: Record<string, INodeType>,
	connections: IConnections,
): Workflow {
	for (const each of nodes) {
		const { properties } = types[each.type].description;
		each.parameters =
			NodeHelpers.getNodeParameters(properties, each.parameters, true, false, each, null) ?? {};
	}
	return new Workflow({
		id: 'workflow',
		nodes,
		connections,
		active: false,
		nodeTypes: {
			getByName: (name) => types[name],
			getByNameAndVersion: (name) => types[name],
			getKnownTypes: () => ({}),
		},
		settings: { executionOrder: 'v1' },
	});
}

/** What n8n lends a node: one credential, and addresses nobody listens on. */
export function surroundings(
	credential: Credential,
	executionId = 'execution',
): IWorkflowExecuteAdditionalData {
	const workflowData = {
		id: 'workflow',
		name: 'Test',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: [],
		connections: {},
	};
	return {
		credentialsHelper: new OneCredential(credential),
		hooks: new ExecutionLifecycleHooks('manual', 'execution', workflowData),
		currentNodeExecutionIndex: 0,
		executionId,
		variables: {},
		restApiUrl: URL,
		instanceBaseUrl: URL,
		webhookBaseUrl: URL,
		webhookWaitingBaseUrl: URL,
		webhookTestBaseUrl: URL,
		formWaitingBaseUrl: URL,
	} as unknown as IWorkflowExecuteAdditionalData;
}

/** Written out: n8n's factory of it is not there before 1.123. */
function freshData(workflow: Workflow, items: IDataObject[]): IRunExecutionData {
	const start = workflow.nodes.Start;
	const main = [items.map((json, item) => ({ json, pairedItem: { item } }))];
	return {
		version: 1,
		resultData: { runData: {} },
		executionData: {
			contextData: {},
			nodeExecutionStack: [{ node: start, data: { main }, source: null }],
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	} as unknown as IRunExecutionData;
}

/** What an execution starts from: its trigger's data, or what an earlier one has left, with the nodes as they are now. */
export const stateOf = (setup: Setup, workflow = workflowOf(setup)): IRunExecutionData =>
	setup.resume ? withCurrentNodes(setup.resume, workflow) : freshData(workflow, setup.items);

/** Starts a workflow of two nodes, start and sender, on n8n's own engine. `cancel()` on the promise cancels it. */
export function start(
	setup: Setup,
	mode: WorkflowExecuteMode = 'manual',
	id = setup.resume ? 'retried execution' : 'execution',
) {
	const workflow = workflowOf(setup);
	const data = stateOf(setup, workflow);
	const execution = new WorkflowExecute(surroundings(setup.credential, id), mode, data);
	return { data, running: execution.processRunExecutionData(workflow) };
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
