// @ts-check
'use strict';

const assert = require('node:assert/strict');
const { join } = require('node:path');
const { failed, sent } = require('../../demo/privateN8n/bench');
const { npm } = require('../../demo/tools/npm');
const { name: PACKAGE } = require('../../package.json');
const faults = require('../../stand-in/faults');

/** @typedef {import('../../demo/privateN8n/bench').Bench} Bench */
/** @typedef {import('../../stand-in/types').Fault} Fault */

/** Five people, and the chats they are in. */
const PHONES = [0, 1, 2, 3, 4].map((number) => `7999000000${number}`);
const CHATS = PHONES.map((phone) => `${phone}@c.us`);
const PEOPLE = PHONES.map((phone, row) => ({ phone, row }));

const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];
/** @type {Record<string, Fault>} what happens once to one item */
const PASSING = {
	'500, arrived': faults.passingServerError({ accept: true }),
	'500, not arrived': faults.passingServerError(),
	refused: { body: { sent: false, message: 'Try again' } },
};

/**
 * @param {string} onError
 * @param {number} row the item that meets the fault
 * @param {string} name the fault's
 * @returns {boolean} whether its card arrives in the end: what may have arrived is not sent again, and where the
 *   workflow continues, n8n runs a node again only if the first item failed
 */
const arrives = (onError, row, name) =>
	name === 'refused' ? onError === 'stopWorkflow' || row === 0 : name === '500, arrived';

/**
 * What is tried in each n8n, in this order: the last one takes the package away.
 *
 * @type {Record<string, (bench: Bench) => Promise<string | void>>} says more than "yes" where there is more to
 *   say, and throws where n8n or the node did not do what it should
 */
const CHECKS = {
	async starts(bench) {
		await bench.start();
	},

	async 'offers the node'({ api }) {
		const names = (await api.nodesOf(PACKAGE)).map(({ name }) => name);
		assert.deepEqual(names, [
			`${PACKAGE}.whatsAppSendContact`,
			`${PACKAGE}.whatsAppSendContactTool`,
		]);
	},

	async 'five items'(bench) {
		const execution = await bench.run({ items: PEOPLE });
		assert.equal(execution.status, 'success');
		assert.deepEqual(bench.chats(), CHATS);
		assert.deepEqual(
			sent(execution).map(({ json, pairedItem }) => [json.sent, json.message, pairedItem]),
			CHATS.map((chat, item) => [true, `Sent to ${chat}`, { item }]),
		);
	},

	async 'error output'(bench) {
		const items = PEOPLE.map((one) => (one.row === 1 ? { ...one, phone: '8 999' } : one));
		const execution = await bench.run({ items, settings: { onError: 'continueErrorOutput' } });
		assert.equal(execution.status, 'success');
		assert.deepEqual(
			bench.chats(),
			[0, 2, 3, 4].map((row) => CHATS[row]),
		);
		assert.equal(sent(execution).length, 4);
		// n8n puts the input's own fields beside the error.
		const [{ json }, ...more] = failed(execution);
		assert.deepEqual([more.length, Object.keys(json).sort()], [0, ['error', 'phone', 'row']]);
		assert.equal(/** @type {any} */ (json.error).certainty, 'notSent');
	},

	async 'Retry On Fail'(bench) {
		const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		const cases = ON_ERROR.flatMap((onError) =>
			[0, 3].flatMap((row) => Object.keys(PASSING).map((name) => ({ onError, row, name }))),
		);
		for (const { onError, row, name } of cases) {
			bench.standIn.reset();
			bench.standIn.misbehave({ ...PASSING[name], chat: PHONES[row] });
			await bench.run({ items: PEOPLE, settings: { ...retrying, onError } });
			const expected = CHATS.filter((_, item) => item !== row || arrives(onError, row, name));
			assert.deepEqual(bench.chats(), expected, `${onError}, item ${row}, ${name}`);
		}
		return `${cases.length} of ${cases.length}, nothing twice`;
	},

	async 'Retry execution'(bench) {
		bench.standIn.misbehave({ body: { sent: false, message: 'No' }, chat: PHONES[2] });
		const first = await bench.run({ items: PEOPLE });
		assert.equal(first.status, 'error');
		const retried = await bench.api.retryExecution(first.id);
		assert.equal(retried.status, 'success');
		assert.deepEqual(bench.chats(), CHATS);
		assert.equal(sent(retried).length, 5);
	},

	async 'credential test'(bench) {
		const test = async (/** @type {Record<string, string>} */ change) =>
			await bench.api.testCredential(await bench.saveCredential(change));
		assert.equal((await test({ token: 'wrong' })).status, 'Error');
		assert.equal((await test({ server: 'http://127.0.0.1:9' })).status, 'Error');
		assert.equal((await test({})).status, 'OK');
	},

	async 'list of chats'(bench) {
		const id = await bench.importWorkflow({ items: PEOPLE });
		const [, node] = (await bench.api.call('GET', `/workflows/${id}`)).nodes;
		const asked = (/** @type {string} */ filter) => ({
			path: 'parameters.recipient',
			methodName: 'searchChats',
			nodeTypeAndVersion: { name: node.type, version: node.typeVersion },
			currentNodeParameters: node.parameters,
			credentials: node.credentials,
			filter,
		});
		const route = '/dynamic-node-parameters/resource-locator-results';
		const { results } = await bench.api.call('POST', route, asked('anna'));
		assert.deepEqual(
			results.map((/** @type {{ name: string }} */ { name }) => name),
			['Anna Ivanova (79001111111)'],
		);
		await bench.saveCredential({ server: 'http://127.0.0.1:9' });
		const said = await bench.api.call('POST', route, asked('')).catch(({ message }) => message);
		assert.match(String(said), /can.t be reached/);
	},

	async cancel(bench) {
		bench.standIn.misbehave({ ...faults.slow(600_000), chat: PHONES[2], accept: true });
		const parameters = { options: { parallelChats: 1 } };
		const id = await bench.importWorkflow({ items: PEOPLE, parameters });
		const executionId = await bench.api.startWorkflow(id);
		await bench.receivedAt(CHATS[2]);
		assert.equal((await bench.api.stopExecution(executionId)).status, 'canceled');
		assert.deepEqual(bench.chats(), CHATS.slice(0, 3));
		assert.equal(bench.standIn.counts.received, 3);
	},

	async removal(bench) {
		await bench.stop();
		// As it was brought, with npm.
		const args = ['remove', '--ignore-scripts', '--legacy-peer-deps', PACKAGE];
		await npm(args, { cwd: join(bench.folder, '.n8n', 'nodes') });
		await bench.start();
		assert.deepEqual(await bench.api.nodesOf(PACKAGE), []);
	},
};

module.exports = { CHECKS };
