// @ts-check
'use strict';

const TRIGGER = 'Trigger';
/** The node under test. */
const NODE = 'WhatsApp Send Contact';
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

module.exports = { NODE, TRIGGER, oneNode, webhookList };
