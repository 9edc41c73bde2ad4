// @ts-check
'use strict';

const { MODEL_CREDENTIAL } = require('./model');

const TRIGGER = 'Trigger';
/** The node under test. */
const NODE = 'WhatsApp Send Contact';
const AGENT = 'AI Agent';
const CREDENTIAL = { whatsAppGatewayApi: { id: '', name: 'Stand-in gateway' } };

/**
 * @typedef {object} Case
 * @property {Array<Record<string, unknown>>} items what the trigger gives
 * @property {Record<string, unknown>} [parameters] of the node, where they differ from the usual ones
 * @property {Record<string, unknown>} [settings] of the node: `onError`, `retryOnFail`, `maxTries`,
 *   `waitBetweenTries`
 */

/** Sends one card to the phone of each item. */
const USUAL = {
	recipient: { __rl: true, mode: 'phone', value: '={{ $json.phone }}' },
	contacts: { contact: [{ id: '79001111111' }] },
	quotedMessageId: '',
	options: {},
};

/**
 * @param {Case} one
 * @returns a workflow as n8n exports it: a trigger with pinned items, and the node under test
 */
const oneNode = ({ items, parameters = {}, settings = {} }) => ({
	name: 'Test',
	active: false,
	settings: { executionOrder: 'v1' },
	pinData: { [TRIGGER]: items.map((json) => ({ json })) },
	connections: { [TRIGGER]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
	nodes: [
		{
			id: '1e2ab5f0-0000-4000-8000-000000000001',
			name: TRIGGER,
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: '1e2ab5f0-0000-4000-8000-000000000002',
			name: NODE,
			type: 'n8n-nodes-whatsapp-send-contact.whatsAppSendContact',
			typeVersion: 1,
			position: [220, 0],
			parameters: { ...USUAL, ...parameters },
			credentials: CREDENTIAL,
			...settings,
		},
	],
});

/**
 * @param {Omit<Case, 'items'> & { path: string }} one
 * @returns a workflow as production runs it: a webhook, whose body's people become items, and the node under test
 */
const webhookList = ({ path, ...one }) => {
	const { nodes, ...workflow } = oneNode({ ...one, items: [] });
	const [trigger, node] = nodes;
	const webhook = {
		...trigger,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { httpMethod: 'POST', path, options: {} },
	};
	const split = {
		...trigger,
		id: '1e2ab5f0-0000-4000-8000-000000000003',
		name: 'People',
		type: 'n8n-nodes-base.splitOut',
		parameters: { fieldToSplitOut: 'body.people', options: {} },
	};
	const to = (/** @type {string} */ name) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
	return {
		...workflow,
		pinData: {},
		nodes: [webhook, split, node],
		connections: { [TRIGGER]: to(split.name), [split.name]: to(NODE) },
	};
};

/**
 * @param {object} one
 * @param {string} one.ask what the person writes into the chat
 * @param {number} [one.agent] the agent's version: 3 asks n8n's engine to run a tool, 2 runs it itself
 * @param {boolean} [one.responses] speaks OpenAI's newer interface
 * @param {Record<string, unknown>} [one.options] of the node
 * @param {Record<string, unknown>} [one.settings] of the node, such as `onError`
 * @returns a workflow in which a model fills in the node under test
 */
const agentWorkflow = ({ ask, agent = 3, responses = false, options = {}, settings = {} }) => {
	const { nodes, connections, ...workflow } = oneNode({ items: [{ chatInput: ask }], settings });
	const [trigger, node] = nodes;
	const fromAI = (/** @type {string} */ name) => `={{ $fromAI('${name}', '', 'string') }}`;
	const tool = {
		...node,
		type: `${node.type}Tool`,
		position: [340, 220],
		parameters: {
			recipient: { __rl: true, mode: 'phone', value: fromAI('phone') },
			contacts: { contact: [{ id: fromAI('contact') }] },
			quotedMessageId: '',
			options,
		},
	};
	const model = {
		id: '1e2ab5f0-0000-4000-8000-000000000004',
		name: 'Model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.3,
		position: [140, 220],
		parameters: {
			model: { __rl: true, mode: 'id', value: 'scripted' },
			responsesApiEnabled: responses,
			options: { maxRetries: 0 },
		},
		credentials: { openAiApi: { id: '', name: MODEL_CREDENTIAL } },
	};
	const chat = {
		...trigger,
		type: '@n8n/n8n-nodes-langchain.chatTrigger',
		typeVersion: 1.1,
		webhookId: '1e2ab5f0-1111-4000-8000-000000000001',
		parameters: { options: {} },
	};
	const agentNode = {
		...trigger,
		id: '1e2ab5f0-0000-4000-8000-000000000005',
		name: AGENT,
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion: agent,
		position: [220, 0],
		parameters: { options: {} },
	};
	const to = (/** @type {string} */ type) => ({ [type]: [[{ node: AGENT, type, index: 0 }]] });
	return {
		...workflow,
		nodes: [chat, agentNode, model, tool],
		connections: {
			[TRIGGER]: to('main'),
			[model.name]: to('ai_languageModel'),
			[NODE]: to('ai_tool'),
		},
	};
};

module.exports = { AGENT, NODE, TRIGGER, agentWorkflow, oneNode, webhookList };
