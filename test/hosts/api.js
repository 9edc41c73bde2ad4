// @ts-check
'use strict';

const { N8nApi } = require('../../demo/privateN8n/api');

const PACKAGE = 'n8n-nodes-whatsapp-send-contact';

/** n8n's REST interface where n8n 1 and 2 differ, or where only these tests use it. */
class HostApi extends N8nApi {
	/**
	 * Presses *Execute workflow* and does not wait. n8n 1 runs the workflow it is sent, n8n 2 the one it saved.
	 *
	 * @override
	 * @param {string} workflowId
	 * @returns {Promise<string>} the execution's id
	 */
	async startWorkflow(workflowId) {
		const workflowData = await this.call('GET', `/workflows/${workflowId}`);
		const { name } = workflowData.nodes[0];
		const body = { workflowData, triggerToStartFrom: { name } };
		return (await this.call('POST', `/workflows/${workflowId}/run`, body)).executionId;
	}

	/**
	 * An execution is called ended a moment before its data is stored; n8n 2.20 fails when it is asked in between.
	 *
	 * @override
	 * @param {string} executionId
	 * @returns {Promise<import('../../demo/privateN8n/api').Execution>}
	 */
	async getExecution(executionId) {
		const execution = await super.getExecution(executionId).catch(() => undefined);
		if (execution?.data) return execution;
		return /** @type {any} */ ({ id: executionId, status: 'running' });
	}

	/**
	 * n8n 1.100 answers the request without saying which execution is the retry.
	 *
	 * @override
	 * @param {string} executionId
	 */
	async retryExecution(executionId) {
		await this.call('POST', `/executions/${executionId}/retry`, { loadWorkflow: false });
		const { results } = await this.call('GET', '/executions?limit=10');
		const retry = results.find((/** @type {any} */ { retryOf }) => retryOf === executionId);
		return await this.ended(retry.id);
	}

	/** @returns {Promise<string[]>} the package's node types that the editor offers */
	async nodeTypes() {
		const response = await fetch(`${this.url}/types/nodes.json`, {
			headers: { cookie: this.cookie },
		});
		const types = /** @type {{ name: string }[]} */ (await response.json());
		return types.map(({ name }) => name).filter((name) => name.startsWith(`${PACKAGE}.`));
	}

	/**
	 * Opens the recipient's *From List*.
	 *
	 * @param {any} node of a saved workflow
	 * @param {string} [filter] what was typed
	 * @returns {Promise<string[]>} the names shown
	 */
	async searchChats({ type, typeVersion, parameters, credentials }, filter) {
		const { results } = await this.call(
			'POST',
			'/dynamic-node-parameters/resource-locator-results',
			{
				path: 'parameters.recipient',
				methodName: 'searchChats',
				nodeTypeAndVersion: { name: type, version: typeVersion },
				currentNodeParameters: parameters,
				credentials,
				filter,
			},
		);
		return results.map((/** @type {{ name: string }} */ { name }) => name);
	}
}

module.exports = { HostApi, PACKAGE };
