'use strict';

const { setTimeout: pause } = require('node:timers/promises');
// n8n's way of writing data that refers to itself.
const flatted = require('flatted');

/** What becomes of an execution; "waiting" is one of them because this package's node never waits. */
const ENDED = new Set(['success', 'error', 'canceled', 'crashed', 'waiting', 'unknown']);
const RUN_DEADLINE = 120_000;

/** @typedef {import('n8n-workflow').IWorkflowBase} IWorkflowBase */
/** @typedef {import('n8n-workflow').IRunExecutionData} IRunExecutionData */
/**
 * @typedef {object} Execution as n8n stored it
 * @property {string} id
 * @property {string} status
 * @property {string} mode
 * @property {IRunExecutionData} data the whole run, unpacked
 * @property {string} stored the same as n8n sends it, for searching
 */
/** @typedef {{ id?: string, name: string, type: string, data: Record<string, unknown> }} Credential */

/**
 * Over a connection of its own: n8n closes one that rests, and a request that comes along just then would fail.
 *
 * @param {string} url
 * @param {RequestInit & { headers?: Record<string, string> }} [options]
 */
const request = (url, options) =>
	fetch(url, { ...options, headers: { ...options?.headers, connection: 'close' } });

/** n8n's own REST interface, spoken as the editor of any version does. */
class N8nApi {
	/** @param {string} url n8n's address */
	constructor(url) {
		this.url = url;
		this.cookie = '';
	}

	/**
	 * @param {string} method the HTTP method
	 * @param {string} path below /rest
	 * @param {unknown} [body] sent as JSON
	 * @returns {Promise<any>} the answer's data
	 */
	async call(method, path, body) {
		const response = await request(`${this.url}/rest${path}`, {
			method,
			headers: { 'content-type': 'application/json', cookie: this.cookie },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok) {
			const words = text.slice(0, 500);
			throw new Error(`n8n answered ${response.status} to ${method} ${path}: ${words}`);
		}
		const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		if (cookies.length > 0) this.cookie = cookies.join('; ');
		return JSON.parse(text).data;
	}

	/**
	 * Signs in; in a new n8n, becomes its owner first, so that the editor asks nobody to sign up.
	 *
	 * @param {{ email: string, password: string }} login
	 */
	async signIn({ email, password }) {
		const { userManagement } = await this.call('GET', '/settings');
		if (userManagement.showSetupOnFirstLoad) {
			const owner = { email, password, firstName: 'Demo', lastName: 'Person' };
			await this.call('POST', '/owner/setup', owner);
		}
		await this.call('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	/**
	 * Saves a credential; one of the same name and type is replaced.
	 *
	 * @param {Credential} credential
	 * @returns {Promise<Credential & { id: string }>} the saved one
	 */
	async saveCredential(credential) {
		const { name, type } = credential;
		const all = await this.call('GET', '/credentials');
		const known = all.find(
			(/** @type {Credential} */ one) => one.name === name && one.type === type,
		);
		const { id } = known
			? await this.call('PATCH', `/credentials/${known.id}`, credential)
			: await this.call('POST', '/credentials', credential);
		return { ...credential, id };
	}

	/**
	 * Presses a credential's *Test* button.
	 *
	 * @param {Credential & { id: string }} credential
	 * @returns {Promise<{ status: string, message: string }>} what the editor would show
	 */
	async testCredential(credential) {
		return await this.call('POST', '/credentials/test', { credentials: credential });
	}

	/**
	 * Saves a workflow; the one with the same id is replaced. A credential is found by its name.
	 *
	 * @param {any} workflow as exported from the editor
	 * @returns {Promise<string>} its id
	 */
	async saveWorkflow(workflow) {
		const credentials = await this.call('GET', '/credentials');
		const nodes = workflow.nodes.map((/** @type {any} */ node) => linked(node, credentials));
		const body = { ...workflow, nodes };
		const { exists } = workflow.id
			? await this.call('GET', `/workflows/${workflow.id}/exists`)
			: { exists: false };
		const { id } = exists
			? await this.call('PATCH', `/workflows/${workflow.id}?forceSave=true`, body)
			: await this.call('POST', '/workflows', body);
		return id;
	}

	/**
	 * Publishes a workflow, and waits until its webhook is there.
	 *
	 * @param {string} workflowId
	 * @param {string} path its webhook's
	 */
	async publish(workflowId, path) {
		const { versionId } = await this.call('GET', `/workflows/${workflowId}`);
		await this.call('POST', `/workflows/${workflowId}/activate`, { versionId });
		// n8n registers a webhook some time after it has answered; then it names the method that it wants.
		for (let words = ''; !words.includes('POST request'); await pause(50)) {
			words = await (await request(`${this.url}/webhook/${path}`)).text();
		}
	}

	/**
	 * @param {string} path of a published workflow's webhook
	 * @param {unknown} body
	 */
	async callWebhook(path, body) {
		const headers = { 'content-type': 'application/json' };
		const url = `${this.url}/webhook/${path}`;
		const response = await request(url, { method: 'POST', headers, body: JSON.stringify(body) });
		if (!response.ok) throw new Error(`The webhook answered ${response.status}`);
	}

	/**
	 * @param {string} packageName
	 * @returns {Promise<any[]>} the descriptions of its nodes, as the editor gets them
	 */
	async nodesOf(packageName) {
		const headers = { cookie: this.cookie };
		const response = await request(`${this.url}/types/nodes.json`, { headers });
		return JSON.parse(await response.text()).filter((/** @type {{ name: string }} */ { name }) =>
			name.startsWith(`${packageName}.`),
		);
	}

	/**
	 * Presses *Execute workflow* and waits until it has ended.
	 *
	 * @param {string} workflowId
	 * @returns {Promise<Execution>} what n8n stored
	 */
	async runWorkflow(workflowId) {
		return await this.ended(await this.startWorkflow(workflowId));
	}

	/**
	 * Presses *Execute workflow* and does not wait. n8n 1 runs the workflow it is sent, n8n 2 the one it saved.
	 *
	 * @param {string} workflowId
	 * @returns {Promise<string>} the execution's id
	 */
	async startWorkflow(workflowId) {
		const workflowData = await this.call('GET', `/workflows/${workflowId}`);
		const trigger = workflowData.nodes.find((/** @type {any} */ { type }) =>
			/trigger$/i.test(type),
		);
		const body = { workflowData, triggerToStartFrom: { name: trigger.name } };
		return (await this.call('POST', `/workflows/${workflowId}/run`, body)).executionId;
	}

	/**
	 * Waits until an execution has ended.
	 *
	 * @param {string} executionId
	 * @returns {Promise<Execution>} what n8n stored
	 */
	async ended(executionId) {
		const deadline = Date.now() + RUN_DEADLINE;
		for (;;) {
			// It is called ended a moment before its data is stored; n8n 2.20 fails when it is asked in between.
			const execution = await this.getExecution(executionId).catch(() => undefined);
			if (execution && ENDED.has(execution.status)) return execution;
			if (Date.now() > deadline) throw new Error(`Execution ${executionId} did not end`);
			await pause(100);
		}
	}

	/**
	 * @param {string} executionId
	 * @returns {Promise<Execution>} what n8n stored, unpacked
	 */
	async getExecution(executionId) {
		const { id, status, mode, data } = await this.call('GET', `/executions/${executionId}`);
		return { id, status, mode, stored: data, data: flatted.parse(data) };
	}

	/**
	 * @param {string} workflowId
	 * @returns {Promise<Array<{ id: string, status: string }>>} its executions, the newest first
	 */
	async executionsOf(workflowId) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		return (await this.call('GET', `/executions?filter=${filter}&limit=100`)).results;
	}

	/**
	 * Presses *Stop* and waits until the execution has ended.
	 *
	 * @param {string} executionId
	 * @returns {Promise<Execution>} what n8n stored
	 */
	async stopExecution(executionId) {
		await this.call('POST', `/executions/${executionId}/stop`);
		return await this.ended(executionId);
	}

	/**
	 * Presses a button of n8n's human review in the chat, and waits until the execution has ended.
	 *
	 * @param {Execution} execution that waits for it
	 * @param {string} button
	 * @returns {Promise<Execution>} what n8n stored
	 */
	async decide({ id, data: { resultData } }, button) {
		const [{ data }] = resultData.runData[String(resultData.lastNodeExecuted)];
		const { buttons } = /** @type {any} */ (data?.ai_tool[0]?.[0].sendMessage);
		const { link } = buttons.find((/** @type {any} */ { text }) => text === button);
		// n8n takes no decision from what looks like a program.
		await request(link, { headers: { 'user-agent': 'Mozilla/5.0 Chrome/143' } });
		for (;;) {
			const execution = await this.ended(id);
			if (execution.status !== 'waiting') return execution;
			await pause(100);
		}
	}

	/**
	 * Presses *Retry execution* and waits until that has ended.
	 *
	 * @param {string} executionId a failed one
	 * @param {boolean} [withTheWorkflowAsItIsNow] otherwise with the one that failed
	 * @returns {Promise<Execution>} the new execution
	 */
	async retryExecution(executionId, withTheWorkflowAsItIsNow = false) {
		const body = { loadWorkflow: withTheWorkflowAsItIsNow };
		const { id } = await this.call('POST', `/executions/${executionId}/retry`, body);
		return await this.ended(id);
	}
}

/**
 * @param {any} node a node of an exported workflow
 * @param {Array<{ id: string, name: string, type: string }>} known the credentials of this n8n
 * @returns {any} the node, its credentials' ids those of this n8n
 */
function linked(node, known) {
	if (!node.credentials) return node;
	const credentials = Object.entries(node.credentials).map(([type, { name }]) => {
		const found = known.find((one) => one.name === name && one.type === type);
		if (!found) throw new Error(`There is no credential "${name}" of the type ${type}`);
		return [type, { id: found.id, name }];
	});
	return { ...node, credentials: Object.fromEntries(credentials) };
}

/**
 * @param {Execution} execution
 * @param {string} node a node's name
 * @param {number} [output] 0 is the first output, 1 the error output
 * @returns {import('n8n-workflow').INodeExecutionData[]} what came out of the node's last run
 */
function itemsOf(execution, node, output = 0) {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs.at(-1)?.data?.main[output] ?? [];
}

module.exports = { N8nApi, itemsOf };
