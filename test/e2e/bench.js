// @ts-check
'use strict';

const { readFile, rm } = require('node:fs/promises');
const { join } = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');
const { demoCredential } = require('../../demo/cards');
const { RUN } = require('../../demo/paths');
const { itemsOf } = require('../../demo/privateN8n/api');
const { installN8n } = require('../../demo/privateN8n/install');
const { startN8n } = require('../../demo/privateN8n/start');
const { packTarball } = require('../../demo/privateN8n/tarball');
const { freePorts } = require('../../demo/tools/ports');
const { step } = require('../../demo/tools/progress');
const { startStandIn } = require('../../stand-in');
const { TRIGGER, NODE, oneNode, webhookList } = require('./workflow');

/** @typedef {import('../../demo/privateN8n/api').Execution} Execution */
/** @typedef {import('../../demo/privateN8n/start').PrivateN8n} PrivateN8n */

/**
 * A private n8n with the packed package in it, and a stand-in gateway that its credential reaches.
 *
 *     const bench = await openBench('retry');
 *     const id = await bench.importWorkflow({ items: [{ phone: '79995253422' }] });
 *     const execution = await bench.runWorkflow(id);
 *     bench.sent(execution); bench.failed(execution); execution.stored; bench.standIn.cards;
 */
class Bench {
	/**
	 * @param {() => Promise<PrivateN8n>} start starts the n8n of this bench, with all that it remembers
	 * @param {PrivateN8n} n8n the running one
	 * @param {import('../../stand-in/types').StandIn} standIn
	 */
	constructor(start, n8n, standIn) {
		this.start = start;
		this.n8n = n8n;
		this.standIn = standIn;
	}

	/** @param {Record<string, unknown>} [data] what differs from the credential that reaches the stand-in */
	credential(data = {}) {
		const credential = demoCredential(this.standIn);
		return { ...credential, data: { ...credential.data, ...data } };
	}

	/**
	 * Saves the one credential of all workflows here.
	 *
	 * @param {Record<string, unknown>} [data] what differs from the one that reaches the stand-in
	 */
	async importCredential(data) {
		return await this.n8n.api.saveCredential(this.credential(data));
	}

	/**
	 * Presses the credential's *Test* button.
	 *
	 * @param {Record<string, unknown>} [data] what differs from the credential that reaches the stand-in
	 */
	async testCredential(data) {
		return await this.n8n.api.testCredential(await this.importCredential(data));
	}

	/**
	 * Saves a workflow of a trigger that gives the items and the node under test.
	 *
	 * @param {import('./workflow').Case} one
	 * @returns {Promise<string>} its id
	 */
	async importWorkflow(one) {
		await this.importCredential();
		return await this.n8n.api.saveWorkflow(oneNode(one));
	}

	/**
	 * Changes a workflow of {@link importWorkflow}.
	 *
	 * @param {string} id
	 * @param {import('./workflow').Case} one
	 */
	async changeWorkflow(id, one) {
		await this.n8n.api.saveWorkflow({ ...oneNode(one), id });
	}

	/**
	 * @param {string} workflowId
	 * @returns {Promise<Execution>} the execution, once it has ended
	 */
	async runWorkflow(workflowId) {
		return await this.n8n.api.runWorkflow(workflowId);
	}

	/**
	 * @param {string} workflowId
	 * @returns {Promise<string>} the execution's id, at once
	 */
	async startWorkflow(workflowId) {
		return await this.n8n.api.startWorkflow(workflowId);
	}

	/** @param {string} executionId */
	async getExecution(executionId) {
		return await this.n8n.api.getExecution(executionId);
	}

	/**
	 * Presses *Retry execution*.
	 *
	 * @param {string} executionId
	 * @param {boolean} [withTheWorkflowAsItIsNow]
	 * @returns {Promise<Execution>} the new execution, once it has ended
	 */
	async retryExecution(executionId, withTheWorkflowAsItIsNow) {
		return await this.n8n.api.retryExecution(executionId, withTheWorkflowAsItIsNow);
	}

	/**
	 * Presses *Stop*.
	 *
	 * @param {string} executionId
	 * @returns {Promise<Execution>} what n8n stored
	 */
	async stopExecution(executionId) {
		return await this.n8n.api.stopExecution(executionId);
	}

	/** @returns {Promise<string>} all that n8n has logged so far */
	async log() {
		return await readFile(join(this.n8n.folder, 'n8n.log'), 'utf8');
	}

	/** @param {Execution} execution @returns the items of the first output */
	sent(execution) {
		return itemsOf(execution, NODE);
	}

	/** @param {Execution} execution @returns the items of the error output */
	failed(execution) {
		return itemsOf(execution, NODE, 1);
	}

	/** @returns {string[]} the chats the cards arrived in, in order */
	chats() {
		return this.standIn.cards.map(({ chat }) => chat);
	}

	/**
	 * Waits until the stand-in has got a request to send to a chat.
	 *
	 * @param {string} chat its chat id
	 */
	async receivedAt(chat) {
		while (!this.standIn.counts.perChat.get(chat)?.received) await pause(50);
	}

	/**
	 * Publishes a workflow that a webhook starts, and whose node under test gets the people of its body.
	 *
	 * @param {Omit<import('./workflow').Case, 'items'> & { path: string }} one
	 * @returns {Promise<string>} its id
	 */
	async importWebhook(one) {
		await this.importCredential();
		const id = await this.n8n.api.saveWorkflow(webhookList(one));
		await this.publish(id, one.path);
		return id;
	}

	/**
	 * Publishes a workflow, and waits until its webhook is there.
	 *
	 * @param {string} id
	 * @param {string} path its webhook's
	 */
	async publish(id, path) {
		const { versionId } = await this.n8n.api.call('GET', `/workflows/${id}`);
		await this.n8n.api.call('POST', `/workflows/${id}/activate`, { versionId });
		// n8n registers a webhook some time after it has answered; then it names the method that it wants.
		for (let words = ''; !words.includes('POST request'); await pause(50)) {
			words = await (await fetch(`${this.n8n.url}/webhook/${path}`)).text();
		}
	}

	/**
	 * @param {string} path of {@link importWebhook}
	 * @param {unknown} body
	 */
	async callWebhook(path, body) {
		const headers = { 'content-type': 'application/json' };
		const url = `${this.n8n.url}/webhook/${path}`;
		const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
		if (!response.ok) throw new Error(`The webhook answered ${response.status}`);
	}

	/**
	 * @param {string} workflowId
	 * @returns {Promise<Array<{ id: string }>>} its executions, the newest first
	 */
	async executionsOf(workflowId) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		return (await this.n8n.api.call('GET', `/executions?filter=${filter}`)).results;
	}

	/** @param {string} executionId @returns {Promise<Execution>} what n8n stored, once it has ended */
	async ended(executionId) {
		return await this.n8n.api.ended(executionId);
	}

	/** Kills n8n the hard way (kill -9) and starts it again, with all that it remembers. */
	async killAndRestart() {
		await this.n8n.kill();
		this.n8n = await this.start();
	}

	async close() {
		await this.n8n.stop();
		await this.standIn.close();
	}
}

/**
 * Starts a fresh n8n and a fresh stand-in.
 *
 * @param {string} name names the folder of what it remembers
 * @param {Record<string, string>} [settings] more of n8n's environment variables
 * @returns {Promise<Bench>}
 */
async function openBench(name, settings) {
	const folder = join(RUN, 'tests', name);
	await rm(folder, { recursive: true, force: true });
	const [tarball, runtime, [port, brokerPort]] = await Promise.all([
		packTarball(step),
		installN8n(step),
		freePorts(2),
	]);
	const start = () => startN8n({ folder, port, brokerPort, runtime, tarball, settings });
	const n8n = await start();
	try {
		return new Bench(start, n8n, await startStandIn({ token: 'a+token/of=tests' }));
	} catch (error) {
		await n8n.stop();
		throw error;
	}
}

module.exports = { Bench, NODE, TRIGGER, openBench };
