// @ts-check
'use strict';

/**
 * One run of one contender on n8n's own engine, in a process of its own. Takes a job as JSON on the command line, prints
 * what it measured as JSON: `{ milliseconds, items, peakMemory }` (memory in bytes, the whole process).
 */

const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
process.env.N8N_USER_FOLDER = folder;
process.env.N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS = 'false';
process.env.N8N_LOG_LEVEL = 'silent';
require('reflect-metadata');

const { execute } = require('./.build/engine/execution');

/**
 * @typedef {object} Job
 * @property {keyof typeof CONTENDERS} contender
 * @property {number} items
 * @property {number} chats over how many chats the items are spread
 * @property {number} width how many may be in flight
 * @property {{ url: string, instance: string, token: string }} gateway
 */

/** What any node must do: n8n's helper for each item, one expression read, so many in flight; nothing checked. */
const loop = {
	description: {
		displayName: 'Loop',
		name: 'loop',
		group: ['output'],
		version: 1,
		description: 'Sends what it gets',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'whatsAppGatewayApi', required: true }],
		properties: [
			{ displayName: 'Width', name: 'width', type: 'number', default: 1 },
			{ displayName: 'URL', name: 'url', type: 'string', default: '' },
			{ displayName: 'Recipient', name: 'recipient', type: 'string', default: '' },
		],
	},
	/** @this {any} */
	async execute() {
		const items = this.getInputData();
		const width = this.getNodeParameter('width', 0);
		const baseURL = this.getNodeParameter('url', 0);
		const out = new Array(items.length);
		let next = 0;
		const worker = async () => {
			while (next < items.length) {
				const item = next++;
				const phone = this.getNodeParameter('recipient', item);
				const json = await this.helpers.httpRequestWithAuthentication.call(
					this,
					'whatsAppGatewayApi',
					{
						method: 'POST',
						baseURL,
						url: '/sendContact',
						body: { phone, contactId: ['79001111111@c.us'] },
						json: true,
					},
				);
				out[item] = { json, pairedItem: { item } };
			}
		};
		await Promise.all(Array.from({ length: width }, worker));
		return [out];
	},
};

/** @type {Record<string, (job: Job) => object>} */
const CONTENDERS = {
	'this node': ({ width }) => ({
		parameters: {
			recipient: { __rl: true, mode: 'phone', value: '={{ $json.phone }}' },
			contacts: { contact: [{ id: '79001111111' }] },
			options: { parallelChats: width },
		},
	}),
	loop: ({ width, gateway }) => ({
		nodeType: loop,
		parameters: {
			width,
			url: `${gateway.url}/instance${gateway.instance}`,
			recipient: '={{ $json.phone }}',
		},
	}),
	'HTTP Request': ({ gateway }) => ({
		nodeType: httpRequestNode(),
		parameters: {
			method: 'POST',
			url: `${gateway.url}/instance${gateway.instance}/sendContact`,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpQueryAuth',
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ { phone: $json.phone, contactId: ["79001111111@c.us"] } }}',
			options: {},
		},
		// By this name n8n lets the node use every kind of credential.
		node: {
			type: 'n8n-nodes-base.httpRequest',
			credentials: { httpQueryAuth: { id: '2', name: 'Token' } },
		},
	}),
};

/** n8n's own node, from the private n8n that `npm start` installs. */
function httpRequestNode() {
	const base = join(__dirname, '../demo/n8n/node_modules/n8n-nodes-base/dist/nodes/HttpRequest');
	const { HttpRequest } = require(join(base, 'HttpRequest.node.js'));
	const versions = new HttpRequest().nodeVersions;
	return versions[Math.max(...Object.keys(versions).map(Number))];
}

async function main() {
	/** @type {Job} */
	const job = JSON.parse(process.argv[2]);
	const items = Array.from({ length: job.items }, (_, index) => ({
		phone: String(79_990_000_000 + (index % job.chats)),
	}));
	const { url: server, instance, token } = job.gateway;
	const setup = {
		items,
		// name and value are what n8n's own Query Auth credential holds, for the HTTP Request node.
		credential: { gateway: 'chatApi', server, instance, token, name: 'token', value: token },
		...CONTENDERS[job.contender](job),
	};
	const before = performance.now();
	const cpuBefore = process.cpuUsage();
	const { items: out, error } = await execute(setup);
	const milliseconds = performance.now() - before;
	if (error !== undefined || out.length !== job.items) {
		throw new Error(`${job.contender} gave ${out.length} items: ${error?.message}`);
	}
	const { user, system } = process.cpuUsage(cpuBefore);
	const peakMemory = process.resourceUsage().maxRSS * 1024;
	console.log(
		JSON.stringify({ milliseconds, cpu: (user + system) / 1000, items: out.length, peakMemory }),
	);
}

main()
	.catch((error) => {
		console.error(error);
		process.exitCode = 1;
	})
	.finally(() => rmSync(folder, { recursive: true, force: true }));
