// @ts-check
'use strict';

const { randomUUID } = require('node:crypto');
const { NODE, oneNode } = require('../e2e/workflow');

/**
 * @typedef {object} WebhookCase
 * @property {string} [answer] n8n's responseMode: at once, unless told
 * @property {Record<string, unknown>} [parameters] of the node under test
 * @property {Record<string, unknown>} [settings] of the node under test: `onError`, `retryOnFail`, …
 */

/**
 * @param {WebhookCase} one
 * @returns the webhook's path, and a workflow as n8n exports it: a webhook, its list of people as items, and the node
 *   under test
 */
function webhookWorkflow({ answer = 'onReceived', parameters, settings }) {
	const { nodes, ...rest } = oneNode({ items: [], parameters, settings });
	const path = randomUUID();
	const webhook = {
		id: randomUUID(),
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		position: [0, 0],
		parameters: { path, httpMethod: 'POST', responseMode: answer },
	};
	const people = {
		id: randomUUID(),
		name: 'People',
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		position: [110, 0],
		parameters: { fieldToSplitOut: 'body.people' },
	};
	const to = (/** @type {string} */ node) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	const workflow = {
		...rest,
		pinData: {},
		connections: { Webhook: to('People'), People: to(NODE) },
		nodes: [webhook, people, { ...nodes[1], id: randomUUID() }],
	};
	return { path, workflow };
}

module.exports = { webhookWorkflow };
