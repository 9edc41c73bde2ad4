// @ts-check
'use strict';

const { mkdtemp, rm } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');
const { demoCredential } = require('../../demo/cards');
const { itemsOf } = require('../../demo/privateN8n/api');
const { secretsOf } = require('../../demo/privateN8n/secrets');
const { installTarball } = require('../../demo/privateN8n/tarball');
const { NODE, oneNode } = require('../e2e/workflow');
const { startStandIn } = require('../../stand-in');
const { HostApi, PACKAGE } = require('./api');
const { npm } = require('./hosts');
const { startProcess } = require('./n8n');

/** @typedef {import('../../demo/privateN8n/api').Execution} Execution */
/** @typedef {import('./hosts').InstalledHost} InstalledHost */

/** An n8n with the packed package in it, and a stand-in gateway that its credential reaches. */
class Bench {
	/**
	 * @param {InstalledHost} installed
	 * @param {string} folder n8n's user folder
	 * @param {import('../../stand-in/types').StandIn} standIn
	 */
	constructor(installed, folder, standIn) {
		this.installed = installed;
		this.folder = folder;
		this.standIn = standIn;
		this.api = new HostApi('http://not.started.invalid');
	}

	/** @param {string} url of an n8n that has started */
	async signIn(url) {
		this.api = new HostApi(url);
		await this.api.signIn(await secretsOf(this.folder));
	}

	/** @param {Record<string, string>} [change] what differs from the credential that reaches the stand-in */
	async saveCredential(change) {
		const { data, ...credential } = demoCredential(this.standIn);
		return await this.api.saveCredential({ ...credential, data: { ...data, ...change } });
	}

	/**
	 * @param {import('../e2e/workflow').Case} one
	 * @returns {Promise<string>} the saved workflow's id
	 */
	async importWorkflow(one) {
		await this.saveCredential();
		return await this.api.saveWorkflow(oneNode(one));
	}

	/**
	 * @param {import('../e2e/workflow').Case} one
	 * @returns {Promise<Execution>} once it has ended
	 */
	async run(one) {
		return await this.api.runWorkflow(await this.importWorkflow(one));
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

/** One n8n process with all that it needs in itself. */
class HostBench extends Bench {
	async start() {
		this.n8n = await startProcess(this.installed, { folder: this.folder });
		await this.signIn(this.n8n.url);
	}

	async stop() {
		await this.n8n?.stop();
	}

	/** Takes the package away as it was brought, with npm. */
	async removePackage() {
		const nodes = join(this.folder, '.n8n', 'nodes');
		await npm(['remove', '--ignore-scripts', '--legacy-peer-deps', PACKAGE], nodes);
	}

	async close() {
		await this.stop();
		await this.standIn.close();
		await rm(this.folder, { recursive: true, force: true });
	}
}

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
 * @param {InstalledHost} installed
 * @param {string} tarball the packed package
 * @returns {Promise<HostBench>} with the package installed, not yet started
 */
async function openHost(installed, tarball) {
	const folder = await userFolder(tarball);
	return new HostBench(installed, folder, await startStandIn({ token: 'a+token/of=tests' }));
}

/** @param {Execution} execution */
const sent = (execution) => itemsOf(execution, NODE);
/** @param {Execution} execution */
const failed = (execution) => itemsOf(execution, NODE, 1);

module.exports = { Bench, failed, openHost, sent, userFolder };
