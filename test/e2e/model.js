// @ts-check
'use strict';

const { once } = require('node:events');
const { createServer } = require('node:http');
const { json } = require('node:stream/consumers');
const { CREDENTIAL } = require('../../demo/cards');
const { LOOPBACK } = require('../../demo/tools/ports');
const { readText } = require('../package/files');

/**
 * What the model does in one turn: calls tools, fails, or answers. The answer may be made of what the tools have said.
 *
 * @typedef {{ fail: true } | { calls: Array<Record<string, unknown>> } | { say: string | ((told: string[]) => string) }} Turn
 */
/**
 * A server that speaks OpenAI's chat completions, and whose model says what a test has written down for it.
 *
 * @typedef {object} ScriptedModel
 * @property {import('../../demo/privateN8n/api').Credential} credential reaches it
 * @property {(...turns: Turn[]) => void} script what to do from now on; forgets everything before
 * @property {string[]} told what the tools have answered to the model, in the order of its calls
 * @property {any[]} tools the tools that it was offered last, each with name, description, parameters
 * @property {() => Promise<void>} close
 */

const AGENT = 'AI Agent';
/** The example whose model calls the node, and the node's name there. */
const AGENT_EXAMPLE = 'examples/ai-agent-tool.json';
const TOOL = 'Send a Contact Card';
const MODEL = 'Scripted model';

/** @param {any} message @param {string} reason */
const completion = (message, reason) => ({
	id: 'chatcmpl-1',
	object: 'chat.completion',
	created: 1_700_000_000,
	model: 'scripted',
	choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: reason }],
	usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

/** @returns {Promise<ScriptedModel>} */
async function startModel() {
	/** @type {Turn[]} */
	let turns = [];
	let count = 0;
	/** @type {ScriptedModel} */
	const model = {
		credential: { name: MODEL, type: 'openAiApi', data: {} },
		told: [],
		tools: [],
		script(...wanted) {
			turns = wanted;
			Object.assign(model, { told: [], tools: [] });
		},
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
	/** @param {any} request */
	const answer = ({ messages, tools }) => {
		const answers = messages.filter((/** @type {any} */ { role }) => role === 'tool');
		model.told = answers.map((/** @type {any} */ { content }) => content);
		model.tools = tools.map((/** @type {any} */ one) => one.function);
		const turn = turns.shift() ?? { say: 'I have nothing more to say.' };
		if ('fail' in turn) return undefined;
		if ('say' in turn) {
			const content = typeof turn.say === 'string' ? turn.say : turn.say(model.told);
			return completion({ content }, 'stop');
		}
		const [{ name }] = model.tools;
		const calls = turn.calls.map((given) => ({
			id: `call_${++count}`,
			type: 'function',
			function: { name, arguments: JSON.stringify(given) },
		}));
		return completion({ content: null, tool_calls: calls }, 'tool_calls');
	};
	const server = createServer(async (request, reply) => {
		const body = answer(await json(request));
		if (body === undefined) reply.statusCode = 400;
		reply.setHeader('content-type', 'application/json').end(JSON.stringify(body ?? {}));
	}).listen(0, LOOPBACK);
	await once(server, 'listening');
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	model.credential.data = { apiKey: 'none', url: `http://${LOOPBACK}:${port}/v1` };
	return model;
}

/**
 * @param {string} file below the checkout
 * @returns {any} that workflow, its credentials chosen
 */
function example(file) {
	const workflow = JSON.parse(readText(file));
	for (const node of workflow.nodes) {
		if (/whatsAppSendContact(Tool)?$/.test(node.type))
			node.credentials = { whatsAppGatewayApi: { id: '', name: CREDENTIAL } };
		if (node.type.endsWith('lmChatOpenAi'))
			node.credentials = { openAiApi: { id: '', name: MODEL } };
	}
	return workflow;
}

/**
 * @param {object} one
 * @param {string} one.ask what the person writes into the chat
 * @param {number} [one.agent] the agent's version: 3 asks n8n's engine to run a tool, 2 runs it itself
 * @param {Record<string, unknown>} [one.options] of the node
 * @param {string} [one.onError] of the node
 * @returns {any} that example
 */
function agentWorkflow({ ask, agent = 3, options = {}, onError }) {
	const workflow = example(AGENT_EXAMPLE);
	const node = (/** @type {string} */ wanted) =>
		workflow.nodes.find((/** @type {any} */ { name }) => name === wanted);
	node(AGENT).typeVersion = agent;
	Object.assign(node(TOOL), { onError });
	node(TOOL).parameters.options = options;
	const [, { name: chat }] = workflow.nodes;
	return { ...workflow, pinData: { [chat]: [{ json: { chatInput: ask } }] } };
}

module.exports = { AGENT, AGENT_EXAMPLE, TOOL, agentWorkflow, example, startModel };
