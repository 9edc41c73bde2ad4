'use strict';

const { CREDENTIAL } = require('../cards');

const TRIGGER = 'Trigger';
/** The node under test. */
const NODE = 'WhatsApp Send Contact';

/**
 * @typedef {object} Settings of the node under test, where they differ from the usual ones
 * @property {Record<string, unknown>} [parameters] what the form has
 * @property {Record<string, unknown>} [settings] `onError`, `retryOnFail`, `maxTries`, `waitBetweenTries`
 * @property {Record<string, unknown>} [workflowSettings] of the workflow, such as `saveExecutionProgress`
 */
/** @typedef {Settings & { items: Array<Record<string, unknown>> }} Case with what the trigger gives */
/** @typedef {Settings & { path: string, answer?: string }} Webhook with its path and n8n's responseMode */

/** Sends one card to the phone of each item. */
const USUAL = {
	recipient: { __rl: true, mode: 'phone', value: '={{ $json.phone }}' },
	contacts: { contact: [{ id: '79001111111' }] },
	quotedMessageId: '',
	options: {},
};

/** @param {string} node */
const to = (node) => ({ main: [[{ node, type: 'main', index: 0 }]] });

/**
 * @param {Case} one
 * @returns a workflow as n8n exports it: a trigger with pinned items, and the node under test
 */
const oneNode = ({ items, parameters = {}, settings = {}, workflowSettings = {} }) => ({
	name: 'Test',
	active: false,
	settings: { executionOrder: 'v1', ...workflowSettings },
	pinData: { [TRIGGER]: items.map((json) => ({ json })) },
	connections: { [TRIGGER]: to(NODE) },
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
			credentials: { whatsAppGatewayApi: { id: '', name: CREDENTIAL } },
			...settings,
		},
	],
});

/**
 * @param {Webhook} one
 * @returns a workflow as production runs it: a webhook, whose body's people become items, and the node under test
 */
const webhookList = ({ path, answer = 'onReceived', ...one }) => {
	const { nodes, ...workflow } = oneNode({ ...one, items: [] });
	const [trigger, node] = nodes;
	const webhook = {
		...trigger,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { httpMethod: 'POST', path, responseMode: answer, options: {} },
	};
	const split = {
		...trigger,
		id: '1e2ab5f0-0000-4000-8000-000000000003',
		name: 'People',
		type: 'n8n-nodes-base.splitOut',
		parameters: { fieldToSplitOut: 'body.people', options: {} },
	};
	return {
		...workflow,
		pinData: {},
		nodes: [webhook, split, node],
		connections: { [TRIGGER]: to(split.name), [split.name]: to(NODE) },
	};
};

module.exports = { NODE, oneNode, webhookList };
