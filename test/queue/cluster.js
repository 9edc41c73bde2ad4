// @ts-check
'use strict';

const { mkdtemp, rm } = require('node:fs/promises');
const { readFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');
const { LOOPBACK, freePorts } = require('../../demo/tools/ports');
const { Bench, failed, userFolder } = require('../hosts/bench');
const { startProcess } = require('../hosts/n8n');
const { startStandIn } = require('../../stand-in');
const { startPostgres, startRedis } = require('./services');
const { webhookWorkflow } = require('./workflow');

/** @typedef {import('../hosts/n8n').N8nProcess} N8nProcess */
/** @typedef {import('./services').Service} Service */

const ENDED = ['success', 'error', 'canceled', 'crashed'];
/** n8n takes some two minutes to give a dead worker's execution up. */
const PATIENCE = 420_000;

/** n8n in queue mode: Redis, PostgreSQL, the main process and its workers, on ports of their own. */
class Cluster extends Bench {
	/** @type {Map<string, N8nProcess>} */
	processes = new Map();
	/** Milliseconds that the gateway takes for each message. */
	latency = 0;

	/**
	 * @param {ConstructorParameters<typeof Bench>} bench
	 * @param {{ redis: Service, postgres: Service, mainPort: number, folders: string[] }} parts
	 */
	constructor(bench, { redis, postgres, mainPort, folders }) {
		super(...bench);
		this.redis = redis;
		this.postgres = postgres;
		this.mainPort = mainPort;
		this.folders = folders;
		this.settings = {
			EXECUTIONS_MODE: 'queue',
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			QUEUE_BULL_REDIS_HOST: LOOPBACK,
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: LOOPBACK,
			DB_POSTGRESDB_PORT: String(postgres.port),
			DB_POSTGRESDB_USER: 'n8n',
			DB_POSTGRESDB_DATABASE: 'postgres',
		};
	}

	/**
	 * @param {string} name
	 * @returns {N8nProcess}
	 */
	process(name) {
		const found = this.processes.get(name);
		if (!found) throw new Error(`There is no process ${name}`);
		return found;
	}

	async startMain() {
		const { folder, settings, mainPort: port } = this;
		const main = await startProcess(this.installed, { folder, port, name: 'main', settings });
		this.processes.set('main', main);
		await this.signIn(main.url);
	}

	/**
	 * @param {string} name
	 * @param {number} [concurrency] how many executions it works on at once
	 */
	async startWorker(name, concurrency = 10) {
		const { folder } = this;
		const [port] = await freePorts(1);
		const settings = {
			...this.settings,
			// A worker answers only who asks how it is.
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_WORKER_SERVER_ADDRESS: LOOPBACK,
		};
		const command = ['worker', `--concurrency=${concurrency}`];
		const how = { folder, command, port, name, settings };
		this.processes.set(name, await startProcess(this.installed, how));
	}

	/** Starts what does not run: the main process and exactly these workers. @param {string[]} workers */
	async need(...workers) {
		for (const [name, { runs, stop }] of this.processes) {
			if (runs() && name !== 'main' && !workers.includes(name)) await stop();
		}
		if (!this.processes.get('main')?.runs()) await this.startMain();
		for (const name of workers) {
			if (!this.processes.get(name)?.runs()) await this.startWorker(name);
		}
	}

	/** Forgets all cards; from now on the gateway takes so long. @param {number} latency milliseconds */
	reset(latency) {
		this.latency = latency;
		this.standIn.reset();
		this.standIn.misbehave(() => (this.latency > 0 ? { delay: this.latency } : undefined));
	}

	/**
	 * Saves a workflow that a webhook starts, and publishes it.
	 *
	 * @param {import('./workflow').WebhookCase} one
	 * @returns {Promise<Flow>}
	 */
	async publish(one) {
		await this.saveCredential();
		const { path, workflow } = webhookWorkflow(one);
		const id = await this.api.saveWorkflow(workflow);
		const { versionId } = await this.api.call('GET', `/workflows/${id}`);
		await this.api.call('POST', `/workflows/${id}/activate`, { versionId });
		return new Flow(this, id, path);
	}

	/** The most memory a process has had, in MB. @param {string} name */
	peakMemory(name) {
		const status = readFileSync(`/proc/${this.process(name).pid}/status`, 'utf8');
		return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1_024);
	}

	async close() {
		await Promise.all([...this.processes.values()].map(({ stop }) => stop()));
		await Promise.all([this.redis.stop(), this.postgres.stop(), this.standIn.close()]);
		for (const folder of this.folders) await rm(folder, { recursive: true, force: true });
	}
}

/** A published workflow, and what becomes of its executions. */
class Flow {
	/**
	 * @param {Cluster} cluster
	 * @param {string} id the workflow's
	 * @param {string} path the webhook's
	 */
	constructor(cluster, id, path) {
		this.cluster = cluster;
		this.id = id;
		this.path = path;
	}

	/**
	 * Calls the webhook.
	 *
	 * @param {Array<Record<string, unknown>>} people one item each
	 */
	async start(people) {
		const deadline = Date.now() + PATIENCE;
		for (;;) {
			const answer = await fetch(`${this.cluster.process('main').url}/webhook/${this.path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ people }),
			});
			const text = await answer.text();
			if (answer.ok) return;
			// A webhook is registered a moment after its workflow is published.
			if (answer.status !== 404 || Date.now() > deadline) throw new Error(text);
			await pause(100);
		}
	}

	/** @returns {Promise<Array<{ id: string, status: string }>>} its executions, the oldest first */
	async executions() {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: this.id }));
		const { results } = await this.cluster.api.call(
			'GET',
			`/executions?filter=${filter}&limit=100`,
		);
		return results.reverse();
	}

	/** @returns {Promise<Array<{ id: string, status: string }>>} the same, once all have ended */
	async ended() {
		const deadline = Date.now() + PATIENCE;
		for (;;) {
			const executions = await this.executions();
			const open = executions.filter(({ status }) => !ENDED.includes(status));
			if (executions.length > 0 && open.length === 0) return executions;
			if (Date.now() > deadline) return executions;
			await pause(500);
		}
	}

	/**
	 * Presses *Retry execution*.
	 *
	 * @param {string} executionId
	 * @returns {Promise<string>} what came of it: n8n's word for how it ended, and the items that failed
	 */
	async retry(executionId) {
		try {
			const retry = await this.cluster.api.retryExecution(executionId);
			const certainties = failed(retry).map(
				({ json }) => /** @type {any} */ (json.error).certainty,
			);
			const items = (/** @type {string} */ certainty) =>
				certainties.filter((one) => one === certainty).length;
			return `${retry.status}: ${items('unknown')} unknown, ${items('notSent')} not sent`;
		} catch (error) {
			return `refused: ${/** @type {Error} */ (error).message.split('\n')[0]}`;
		}
	}
}

/**
 * @param {import('../hosts/hosts').InstalledHost} installed
 * @param {string} tarball the packed package
 * @returns {Promise<Cluster>} with no n8n started yet
 */
async function openCluster(installed, tarball) {
	const temporary = (/** @type {string} */ name) => mkdtemp(join(tmpdir(), `queue-${name}-`));
	const [folder, redisFolder, postgresFolder, [mainPort]] = await Promise.all([
		userFolder(tarball),
		temporary('redis'),
		temporary('postgres'),
		freePorts(1),
	]);
	const folders = [folder, redisFolder, postgresFolder];
	const standIn = await startStandIn({ token: 'a+token/of=tests' });
	const [redis, postgres] = await Promise.all([
		startRedis(redisFolder),
		startPostgres(postgresFolder),
	]);
	const parts = { redis, postgres, mainPort, folders };
	return new Cluster([installed, folder, standIn], parts);
}

module.exports = { openCluster };
