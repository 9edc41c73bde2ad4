// @ts-check
'use strict';

const { mkdtemp, rm } = require('node:fs/promises');
const { readFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');
const { Bench, failed, userFolder } = require('../../demo/privateN8n/bench');
const { startN8n } = require('../../demo/privateN8n/start');
const { LOOPBACK, freePorts } = require('../../demo/tools/ports');
const { startStandIn } = require('../../stand-in');
const { startPostgres, startRedis } = require('./services');

/** @typedef {import('../../demo/privateN8n/start').N8n} N8n */
/** @typedef {import('./services').Service} Service */

const ENDED = ['success', 'error', 'canceled', 'crashed'];
/** n8n takes some two minutes to give a dead worker's execution up. */
const PATIENCE = 420_000;

/** @param {Service} redis @param {Service} postgres @returns {Record<string, string>} n8n's settings in queue mode */
const queueMode = (redis, postgres) => ({
	EXECUTIONS_MODE: 'queue',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	QUEUE_BULL_REDIS_HOST: LOOPBACK,
	QUEUE_BULL_REDIS_PORT: String(redis.port),
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: LOOPBACK,
	DB_POSTGRESDB_PORT: String(postgres.port),
	DB_POSTGRESDB_USER: 'n8n',
	DB_POSTGRESDB_DATABASE: 'postgres',
});

/** n8n in queue mode: Redis, PostgreSQL, the main process and its workers, on ports of their own. */
class Cluster extends Bench {
	/** @type {Map<string, N8n>} */
	processes = new Map();
	/** Milliseconds that the gateway takes for each message. */
	latency = 0;

	/**
	 * @param {import('../../demo/privateN8n/start').Installed} installed
	 * @param {string} folder n8n's user folder
	 * @param {import('../../stand-in/types').StandIn} standIn
	 * @param {{ redis: Service, postgres: Service, folders: string[] }} parts
	 */
	constructor(installed, folder, standIn, { redis, postgres, folders }) {
		super(installed, folder, standIn, queueMode(redis, postgres));
		this.redis = redis;
		this.postgres = postgres;
		this.folders = folders;
	}

	/**
	 * @param {string} name
	 * @returns {N8n}
	 */
	process(name) {
		const found = this.processes.get(name);
		if (!found) throw new Error(`There is no process ${name}`);
		return found;
	}

	async startMain() {
		this.processes.set('main', await this.start({ name: 'main' }));
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
		this.processes.set(name, await startN8n(this.installed, how));
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
	 * @param {string} workflowId
	 * @returns {Promise<Array<{ id: string, status: string }>>} its executions, the oldest first, once all have ended
	 */
	async ended(workflowId) {
		const deadline = Date.now() + PATIENCE;
		for (;;) {
			const executions = (await this.api.executionsOf(workflowId)).reverse();
			const isOver = executions.every(({ status }) => ENDED.includes(status));
			if ((executions.length > 0 && isOver) || Date.now() > deadline) return executions;
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
			const retry = await this.api.retryExecution(executionId);
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

	/** The most memory a process has had, in MB. @param {string} name */
	peakMemory(name) {
		const status = readFileSync(`/proc/${this.process(name).pid}/status`, 'utf8');
		return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1_024);
	}

	/** @override */
	async close() {
		await Promise.all([...this.processes.values()].map(({ stop }) => stop()));
		await super.close();
		await Promise.all([this.redis.stop(), this.postgres.stop()]);
		for (const folder of this.folders) await rm(folder, { recursive: true, force: true });
	}
}

/**
 * @param {import('../../demo/privateN8n/start').Installed} installed
 * @param {string} tarball the packed package
 * @returns {Promise<Cluster>} with no n8n started yet
 */
async function openCluster(installed, tarball) {
	const folders = await Promise.all(
		['redis', 'postgres'].map((name) => mkdtemp(join(tmpdir(), `queue-${name}-`))),
	);
	const [folder, standIn, redis, postgres] = await Promise.all([
		userFolder(tarball),
		startStandIn(),
		startRedis(folders[0]),
		startPostgres(folders[1]),
	]);
	return new Cluster(installed, folder, standIn, { redis, postgres, folders });
}

module.exports = { openCluster };
