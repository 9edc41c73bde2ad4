import {
	type IConnections,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeType,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';

import { WhatsAppSendContact } from '../nodes/WhatsAppSendContact/WhatsAppSendContact.node';

/** The sender's name in its workflow. */
export const SENDER = 'Send';

export interface WorkflowSetup {
	parameters: IDataObject;
	/** Settings of the node: onError, retryOnFail, maxTries, waitBetweenTries … */
	node?: Partial<INode>;
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

const nodeOf = (type: string, name: string): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
});

const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });

/** A workflow of a start and a sender, with a branch between them for each run of the sender, or with what is set up. */
export function workflowOf(setup: WorkflowSetup): Workflow {
	const { runs = 1, nodeType = new WhatsAppSendContact(), toolCalls, failFirst, twice } = setup;
	const sender = {
		...nodeOf('sender', SENDER),
		parameters: setup.parameters as INode['parameters'],
		credentials: { whatsAppGatewayApi: { id: '1', name: 'Gateway' } },
		waitBetweenTries: 1,
		...setup.node,
	};
	const start = nodeOf('start', 'Start');
	if (toolCalls !== undefined) {
		const { description, execute } = nodeType;
		// As n8n makes a tool of a node that is usable as one.
		const tool = { description: { ...description, outputs: ['ai_tool' as const] }, execute };
		return workflowWith(
			[start, nodeOf('agent', 'Agent'), sender],
			{ start: passOn, agent: agentThat(toolCalls), [sender.type]: tool },
			{
				Start: to('Agent'),
				[SENDER]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			},
		);
	}
	const branches = Array.from({ length: runs }, (_, index) => nodeOf('branch', `Branch ${index}`));
	const between = twice ? [{ ...sender, id: 'first', name: 'First' }] : branches;
	return workflowWith(
		[start, ...between, sender],
		{ start: passOn, branch: failFirst ? fails : passOn, [sender.type]: nodeType },
		{
			Start: { main: [between.flatMap(({ name }) => to(name).main[0])] },
			...Object.fromEntries(between.map(({ name }) => [name, to(SENDER)])),
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
