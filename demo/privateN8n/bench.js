'use strict';

const { randomUUID } = require('node:crypto');
const { mkdtemp, rm } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');
const { startStandIn } = require('../../stand-in');
const { demoCredential } = require('../cards');
const { step } = require('../tools/progress');
const { N8nApi, itemsOf } = require('./api');
const { installN8n } = require('./install');
const { secretsOf } = require('./secrets');
const { startN8n } = require('./start');
const { installTarball, packTarball } = require('./tarball');
const { NODE, oneNode, webhookList } = require('./workflow');

/** @typedef {import('./api').Execution} Execution */
/** @typedef {import('./start').Installed} Installed */

/**
 * An n8n with the packed package in it, and a stand-in gateway that its credential reaches.
 *
 *     const bench = await openBench();
 *     const execution = await bench.run({ items: [{ phone: '79995253422' }] });
 *     sent(execution); failed(execution); execution.stored; bench.standIn.cards;
 */
class Bench {
	/** @type {import('./start').N8n | undefined} */
	n8n;
	api = new N8nApi('http://not.started.invalid');

	/**
	 * @param {Installed} installed
	 * @param {string} folder n8n's user folder
	 * @param {import('../../stand-in/types').StandIn} standIn
	 * @param {Record<string, string>} [settings] more of n8n's environment variables
	 */
	constructor(installed, folder, standIn, settings) {
		this.installed = installed;
		this.folder = folder;
		this.standIn = standIn;
		this.settings = settings;
	}

	/** Starts n8n, with all that it remembers, and signs in. @param {{ name?: string }} [how] */
	async start(how) {
		const { folder, settings } = this;
		this.n8n = await startN8n(this.installed, { folder, settings, ...how });
		this.api = new N8nApi(this.n8n.url);
		await this.api.signIn(await secretsOf(folder));
		return this.n8n;
	}

	async stop() {
		await this.n8n?.stop();
	}

	/** Kills n8n the hard way (kill -9) and starts it again. */
	async killAndRestart() {
		await this.n8n?.end('SIGKILL');
		await this.start();
	}

	async close() {
		await this.stop();
		await this.standIn.close();
		await rm(this.folder, { recursive: true, force: true });
	}

	/**
	 * Saves the one credential of all workflows here.
	 *
	 * @param {Record<string, unknown>} [change] what differs from the one that reaches the stand-in
	 */
	async saveCredential(change) {
		const { data, ...credential } = demoCredential(this.standIn);
		return await this.api.saveCredential({ ...credential, data: { ...data, ...change } });
	}

	/**
	 * @param {import('./workflow').Case} one
	 * @returns {Promise<string>} the saved workflow's id
	 */
	async importWorkflow(one) {
		await this.saveCredential();
		return await this.api.saveWorkflow(oneNode(one));
	}

	/**
	 * @param {import('./workflow').Case} one
	 * @returns {Promise<Execution>} once it has ended
	 */
	async run(one) {
		return await this.api.runWorkflow(await this.importWorkflow(one));
	}

	/**
	 * Publishes a workflow that a webhook starts, and whose node under test gets the people of its body.
	 *
	 * @param {Omit<import('./workflow').Webhook, 'path'>} one
	 */
	async publish(one) {
		await this.saveCredential();
		const path = randomUUID();
		const id = await this.api.saveWorkflow(webhookList({ ...one, path }));
		await this.api.publish(id, path);
		/** @param {Array<Record<string, unknown>>} people one item each */
		const start = async (people) => await this.api.callWebhook(path, { people });
		return { id, start };
	}

	/** @returns {string[]} the chats that cards arrived in, sorted: a duplicate is there twice */
	chats() {
		return this.standIn.cards.map(({ chat }) => chat).sort();
	}

	/** @param {string} chat waits until a request to send to it has come */
	async receivedAt(chat) {
		while (!this.standIn.counts.perChat.get(chat)?.received) await pause(50);
	}
}

/** @param {Execution} execution @returns the items of the first output */
const sent = (execution) => itemsOf(execution, NODE);
/** @param {Execution} execution @returns the items of the error output */
const failed = (execution) => itemsOf(execution, NODE, 1);

/**
 * @param {string} tarball the packed package
 * @returns {Promise<string>} a fresh user folder that has it installed
 */
async function userFolder(tarball) {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-with-package-'));
	await installTarball(tarball, folder);
	return folder;
}

/**
 * Starts a fresh private n8n and a fresh stand-in.
 *
 * @param {Record<string, string>} [settings] more of n8n's environment variables
 * @returns {Promise<Bench>}
 */
async function openBench(settings) {
	const [tarball, installed] = await Promise.all([packTarball(step), installN8n(step)]);
	const bench = new Bench(installed, await userFolder(tarball), await startStandIn(), settings);
	try {
		await bench.start();
	} catch (error) {
		await bench.close();
		throw error;
	}
	return bench;
}

module.exports = { Bench, failed, openBench, sent, userFolder };
