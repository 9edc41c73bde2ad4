// @ts-check
'use strict';

const { once } = require('node:events');
const { createServer } = require('node:http');
const { json } = require('node:stream/consumers');
const { NODE, TRIGGER, oneNode } = require('../../demo/privateN8n/workflow');
const { LOOPBACK } = require('../../demo/tools/ports');

/**
 * What the model does in one turn: calls tools, fails, or answers. The answer may be made of what the tools have said.
 *
 * @typedef {{ fail: true } | { calls: Array<Record<string, unknown>> } | { say: string | ((told: string[]) => string) }} Turn
 */
/**
 * A server that speaks OpenAI's two interfaces, and whose model says what a test has written down for it.
 *
 * @typedef {object} ScriptedModel
 * @property {import('../../demo/privateN8n/api').Credential} credential reaches it
 * @property {(...turns: Turn[]) => void} script what to do from now on; forgets everything before
 * @property {string[]} told what the tools have answered to the model, in the order of its calls
 * @property {any[]} tools the tools that it was offered last, each with name, description, parameters
 * @property {string[]} surprises what it was asked and has no line for
 * @property {() => Promise<void>} close
 */

const AGENT = 'AI Agent';
const MODEL_CREDENTIAL = 'Scripted model';

/** @typedef {{ id: string, name: string, arguments: string }} Call */
/** @typedef {{ path: string, told: (body: any) => string[], tools: (body: any) => any[], calls: (calls: Call[]) => any, says: (text: string) => any }} Dialect */

/** @param {unknown} content a text, or a list of parts with one */
const textOf = (content) =>
	Array.isArray(content) ? content.map(({ text }) => text ?? '').join('') : String(content);

/** @param {any} message @param {string} reason */
const completion = (message, reason) => ({
	id: 'chatcmpl-1',
	object: 'chat.completion',
	created: 1_700_000_000,
	model: 'scripted',
	choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: reason }],
	usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

/** @type {Dialect} */
const chatCompletions = {
	path: '/v1/chat/completions',
	told: ({ messages }) =>
		messages
			.filter((/** @type {any} */ { role }) => role === 'tool')
			.map((/** @type {any} */ { content }) => textOf(content)),
	tools: ({ tools = [] }) => tools.map((/** @type {any} */ one) => one.function),
	calls: (calls) => {
		const asked = calls.map(({ id, ...call }) => ({ id, type: 'function', function: call }));
		return completion({ content: null, tool_calls: asked }, 'tool_calls');
	},
	says: (content) => completion({ content }, 'stop'),
};

/** @param {any[]} output */
const response = (output) => ({
	id: 'resp_1',
	object: 'response',
	created_at: 1_700_000_000,
	status: 'completed',
	model: 'scripted',
	output,
	usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
});

/** @type {Dialect} */
const responses = {
	path: '/v1/responses',
	told: ({ input }) =>
		input
			.filter((/** @type {any} */ { type }) => type === 'function_call_output')
			.map((/** @type {any} */ { output }) => textOf(output)),
	tools: ({ tools = [] }) => tools,
	calls: (calls) =>
		response(
			calls.map(({ id, ...call }) => ({
				type: 'function_call',
				id: `fc_${id}`,
				call_id: id,
				status: 'completed',
				...call,
			})),
		),
	says: (text) => {
		const content = [{ type: 'output_text', text, annotations: [] }];
		return response([
			{ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content },
		]);
	},
};

/** @returns {Promise<ScriptedModel>} */
async function startModel() {
	/** @type {Turn[]} */
	let turns = [];
	let count = 0;
	/** @type {ScriptedModel} */
	const model = {
		credential: { name: MODEL_CREDENTIAL, type: 'openAiApi', data: {} },
		told: [],
		tools: [],
		surprises: [],
		script(...wanted) {
			turns = wanted;
			Object.assign(model, { told: [], tools: [], surprises: [] });
		},
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
	/** @param {Dialect} dialect @param {any} body */
	const answer = (dialect, body) => {
		model.told = dialect.told(body);
		model.tools = dialect.tools(body);
		const turn = turns.shift() ?? { say: 'I have nothing more to say.' };
		if ('say' in turn)
			return dialect.says(typeof turn.say === 'string' ? turn.say : turn.say(model.told));
		if ('fail' in turn) return undefined;
		const [{ name }] = model.tools;
		return dialect.calls(
			turn.calls.map((given) => ({
				id: `call_${++count}`,
				name,
				arguments: JSON.stringify(given),
			})),
		);
	};
	const server = createServer(async (request, reply) => {
		const dialect = [chatCompletions, responses].find(({ path }) => path === request.url);
		if (!dialect) model.surprises.push(`${request.method} ${request.url}`);
		const body = dialect ? answer(dialect, await json(request)) : { data: [{ id: 'scripted' }] };
		if (body === undefined) reply.statusCode = 400;
		reply.setHeader('content-type', 'application/json').end(JSON.stringify(body ?? {}));
	}).listen(0, LOOPBACK);
	await once(server, 'listening');
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	model.credential.data = { apiKey: 'none', url: `http://${LOOPBACK}:${port}/v1` };
	return model;
}

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

module.exports = { AGENT, MODEL_CREDENTIAL, agentWorkflow, startModel };
