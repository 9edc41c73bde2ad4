// @ts-check
'use strict';

const { readFileSync } = require('node:fs');
const { setTimeout: pause } = require('node:timers/promises');
const { Bench, failed, userFolder } = require('../../demo/privateN8n/bench');
const { startN8n } = require('../../demo/privateN8n/start');
const { LOOPBACK, freePorts } = require('../../demo/tools/ports');
const { startStandIn } = require('../../stand-in');
const { startRedis } = require('./redis');

/** @typedef {import('../../demo/privateN8n/start').N8n} N8n */
/** @typedef {import('./redis').Redis} Redis */

const ENDED = ['success', 'error', 'canceled', 'crashed'];
/** n8n takes some two minutes to give a dead worker's execution up. */
const PATIENCE = 420_000;

/** @param {Redis} redis @returns {Record<string, string>} n8n's settings in queue mode */
function queueMode({ port }) {
	const { PGHOST = '', PGPORT = '', PGUSER = '', PGPASSWORD = '', PGDATABASE = '' } = process.env;
	return {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		QUEUE_BULL_REDIS_HOST: LOOPBACK,
		QUEUE_BULL_REDIS_PORT: String(port),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: PGHOST,
		DB_POSTGRESDB_PORT: PGPORT,
		DB_POSTGRESDB_USER: PGUSER,
		DB_POSTGRESDB_PASSWORD: PGPASSWORD,
		DB_POSTGRESDB_DATABASE: PGDATABASE,
	};
}

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
	 * @param {Redis} redis
	 */
	constructor(installed, folder, standIn, redis) {
		super(installed, folder, standIn, queueMode(redis));
		this.redis = redis;
	}

	/** @param {string} name @returns {N8n} */
	process(name) {
		return /** @type {N8n} */ (this.processes.get(name));
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
			const items = (/** @type {string} */ certainty) =>
				failed(retry).filter(({ json }) => Object(json.error).certainty === certainty).length;
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
		await this.redis.close();
	}
}

/**
 * @param {import('../../demo/privateN8n/start').Installed} installed
 * @param {string} tarball the packed package
 * @returns {Promise<Cluster>} with no n8n started yet
 */
async function openCluster(installed, tarball) {
	const [folder, standIn] = [await userFolder(tarball), await startStandIn()];
	return new Cluster(installed, folder, standIn, await startRedis());
}

module.exports = { openCluster };
