// @ts-check
'use strict';

const { setTimeout: pause } = require('node:timers/promises');
const { CHECKS } = require('../hosts/checks');

/** @typedef {Awaited<ReturnType<typeof import('./cluster').openCluster>>} Cluster */
/** @typedef {Awaited<ReturnType<Cluster['publish']>>} Flow a published workflow */
/** @typedef {{ phone: string, contact: string }} Person */

const LONG_RUN = 400;
/** Slow enough that a worker starts while a long run is under way. */
const SLOW = 1_000;
/** Enough of a long run to show that it is under way, little enough that most is still to come. */
const UNDER_WAY = 40;

/** @param {number} number */
const digits = (number) => `79${String(number).padStart(9, '0')}`;

/** What a person needs to see that an execution has ended; n8n is still storing it for a moment. */
const A_PERSON = 3_000;

let chats = 0;
/** @param {number} count @returns {Person[]} people whom no other case has sent to */
const newPeople = (count) =>
	Array.from({ length: count }, () => ({ phone: digits((chats += 1)), contact: '79001111111' }));

/**
 * @param {Cluster} cluster
 * @param {Person[]} people
 * @returns {{ cards: number, twice: number }} how many have got their card, and how many more than one
 */
function count({ standIn }, people) {
	/** @type {Map<string, number>} */
	const arrived = new Map();
	for (const { chat, contacts } of standIn.cards) {
		const card = `${chat} ${contacts}`;
		arrived.set(card, (arrived.get(card) ?? 0) + 1);
	}
	const counts = people.map(
		({ phone, contact }) => arrived.get(`${phone}@c.us ${contact}@c.us`) ?? 0,
	);
	return {
		cards: counts.filter((times) => times > 0).length,
		twice: counts.filter((times) => times > 1).length,
	};
}

const PARAMETERS = { contacts: { contact: [{ id: '={{ $json.contact }}' }] } };
const ONCE = { ...PARAMETERS, onceKey: '={{ $json.phone }}', options: { sendOnce: 'workflow' } };

const HARMED = [
	'Case',
	'Send Once',
	'n8n says',
	`cards of ${LONG_RUN}`,
	'_Retry execution_',
	'cards then',
	'twice',
];

/**
 * Presses *Retry execution* once n8n says how a long run has ended.
 *
 * @param {Cluster} cluster
 * @param {{ id: string, status: string }} execution
 * @param {Person[]} people
 * @returns {Promise<Array<string | number>>} what was seen
 */
async function retried(cluster, { id, status }, people) {
	await pause(A_PERSON);
	const before = count(cluster, people);
	cluster.latency = 0;
	const said = status === 'success' ? 'not needed' : await cluster.retry(id);
	const after = count(cluster, people);
	return [status, before.cards, said, after.cards, after.twice];
}

/**
 * Starts a long run without and one with *Send Once*, and does them harm.
 *
 * @param {string} title
 * @param {(cluster: Cluster, flows: Flow[]) => Promise<unknown>} harm
 * @returns {(cluster: Cluster) => Promise<Seen>}
 */
const harming = (title, harm) => async (cluster) => {
	await cluster.need('worker 1');
	cluster.reset(SLOW);
	const setups = [
		{ once: 'off', parameters: PARAMETERS },
		{ once: 'on', parameters: ONCE },
	];
	const settings = { onError: 'continueErrorOutput' };
	const runs = await Promise.all(
		setups.map(async ({ once, parameters }) => {
			const flow = await cluster.publish({ parameters, settings });
			return { once, flow, people: newPeople(LONG_RUN) };
		}),
	);
	await Promise.all(runs.map(({ flow, people }) => flow.start(people)));
	while (runs.some(({ people }) => count(cluster, people).cards < UNDER_WAY)) await pause(100);
	await harm(
		cluster,
		runs.map(({ flow }) => flow),
	);
	const rows = runs.map(async ({ once, flow, people }) => {
		const [ended] = await cluster.ended(flow.id);
		return [title, once, ...(await retried(cluster, ended, people))];
	});
	return { head: HARMED, rows: await Promise.all(rows) };
};

/** Waits until these processes are gone. @param {Cluster} cluster @param {string[]} names */
async function untilGone(cluster, ...names) {
	while (names.some((name) => cluster.process(name).runs())) await pause(100);
}

/** @typedef {{ head: string[], rows: Array<Array<string | number>> }} Seen rows of the table with that head */

/**
 * The cases by the names that the command takes.
 *
 * @type {Record<string, (cluster: Cluster) => Promise<Seen>>}
 */
const CASES = {
	/** 300 webhook calls of five items for one chat each, which must arrive in order; with one worker, then with two. */
	async 'many-calls'(cluster) {
		const rows = [];
		let single = 0;
		for (const workers of [['worker 1'], ['worker 1', 'worker 2']]) {
			await cluster.need(...workers);
			cluster.reset(50);
			const flow = await cluster.publish({ answer: 'lastNode', parameters: PARAMETERS });
			const people = newPeople(300).map(({ phone }) =>
				[1, 2, 3, 4, 5].map((number) => ({ phone, contact: digits(number) })),
			);
			const started = Date.now();
			const left = [...people];
			const caller = async () => {
				for (let list = left.pop(); list; list = left.pop()) await flow.start(list);
			};
			await Promise.all(Array.from({ length: 20 }, caller));
			const perSecond = (1_000 * 1_500) / (Date.now() - started);
			single ||= perSecond;
			const { cards, twice } = count(cluster, people.flat());
			const inOrder = people.filter(([{ phone }]) => isInOrder(cluster, phone)).length;
			const memory = workers.map((name) => `${cluster.peakMemory(name)} MB`).join(', ');
			const throughput = (perSecond / single).toFixed(2);
			const told = [`${cards} of 1500`, twice, `${inOrder} of 300`, throughput, memory];
			rows.push([workers.length, ...told]);
		}
		return {
			head: ['Workers', 'cards', 'twice', 'chats in order', 'throughput', 'peak memory'],
			rows,
		};
	},

	'worker-killed': harming('A worker killed, another one runs', async (cluster) => {
		await cluster.startWorker('worker 2');
		await cluster.process('worker 1').end('SIGKILL');
	}),

	'worker-restarted': harming('The worker killed and started again', async (cluster) => {
		await cluster.process('worker 1').end('SIGKILL');
		await cluster.startWorker('worker 1');
	}),

	'worker-stopped': harming('SIGTERM, runs longer than the grace', async (cluster) => {
		await cluster.process('worker 1').end('SIGTERM');
		await cluster.startWorker('worker 1');
	}),

	'main-killed': harming('Main killed and started again', async (cluster) => {
		await cluster.process('main').end('SIGKILL');
		await cluster.startMain();
	}),

	'redis-4s': harming('Redis gone for 4 s', async ({ redis }) => {
		await redis.stop();
		await pause(4_000);
		redis.start();
	}),

	'redis-15s': harming('Redis gone for 15 s, all started again', async (cluster) => {
		await cluster.redis.stop();
		await pause(15_000);
		await untilGone(cluster, 'main', 'worker 1');
		cluster.redis.start();
		await cluster.need('worker 1');
	}),

	canceled: harming('Stopped in the editor', async (cluster, flows) => {
		for (const flow of flows) {
			const [{ id }] = await cluster.api.executionsOf(flow.id);
			await cluster.api.call('POST', `/executions/${id}/stop`);
		}
	}),

	/** A list that fails at one person, its retry that dies with its worker, and the retry of that. */
	async 'retry-killed'(cluster) {
		await cluster.need('worker 1');
		cluster.reset(0);
		const people = newPeople(LONG_RUN);
		let refused = `${people[UNDER_WAY].phone}@c.us`;
		cluster.standIn.misbehave(({ chat }) =>
			chat === refused ? { status: 400, body: '' } : { delay: cluster.latency },
		);
		const flow = await cluster.publish({ parameters: PARAMETERS });
		await flow.start(people);
		const [first] = await cluster.ended(flow.id);
		refused = '';
		cluster.latency = SLOW;
		const wanted = count(cluster, people).cards + UNDER_WAY;
		void cluster.api.retryExecution(first.id).catch(() => undefined);
		while (count(cluster, people).cards < wanted) await pause(100);
		await cluster.process('worker 1').end('SIGKILL');
		await cluster.startWorker('worker 1');
		const [, second] = await cluster.ended(flow.id);
		const seen = await retried(cluster, second, people);
		return { head: HARMED, rows: [['The worker of a retry killed', 'off', ...seen]] };
	},

	/** The same as in whole hosts, on workers. */
	async retry(cluster) {
		await cluster.need('worker 1', 'worker 2');
		const rows = [];
		for (const name of ['Retry On Fail', 'Retry execution', 'cancel']) {
			cluster.standIn.reset();
			rows.push([name, (await CHECKS[name](/** @type {any} */ (cluster))) ?? 'yes']);
		}
		return { head: ['On a worker', 'seen'], rows };
	},

	/** Two executions with the same keys on two workers. */
	async 'same-keys'(cluster) {
		await cluster.need('worker 1', 'worker 2');
		cluster.reset(50);
		const settings = { onError: 'continueErrorOutput' };
		const flow = await cluster.publish({ parameters: ONCE, settings });
		const people = newPeople(200);
		await Promise.all([flow.start(people), flow.start(people)]);
		await cluster.ended(flow.id);
		const { cards, twice } = count(cluster, people);
		return {
			head: ['Two executions at once, the same 200 keys', 'cards', 'twice'],
			rows: [['Send Once per workflow', cards, twice]],
		};
	},

	/** *Pause* 1 s, four executions at once: the account's pace. */
	async pauses(cluster) {
		const setups = [
			{ title: 'one worker', workers: ['worker 1'], pause: 1 },
			{ title: 'two workers', workers: ['worker 1', 'worker 2'], pause: 1 },
			{ title: 'two workers, _Pause_ × 2', workers: ['worker 1', 'worker 2'], pause: 2 },
			{ title: 'one worker, `--concurrency=1`', workers: [], pause: 1 },
		];
		const rows = [];
		for (const { title, workers, pause: seconds } of setups) {
			await cluster.need(...workers);
			if (workers.length === 0) await cluster.startWorker('lone worker', 1);
			cluster.reset(0);
			const options = { pauseMin: seconds, pauseMax: seconds };
			const flow = await cluster.publish({ parameters: { ...PARAMETERS, options } });
			await Promise.all([1, 2, 3, 4].map(() => flow.start(newPeople(6))));
			await cluster.ended(flow.id);
			const times = cluster.standIn.cards.map(({ at }) => at);
			const took = Math.max(...times) - Math.min(...times);
			const perSecond = (1_000 * (times.length - 1)) / took;
			rows.push([title, seconds, times.length, perSecond.toFixed(2)]);
		}
		return {
			head: ['Four executions of 6 items at once', '_Pause_, s', 'cards', 'cards per second'],
			rows,
		};
	},

	async 'ten-thousand'(cluster) {
		await cluster.need('worker 1');
		cluster.reset(0);
		const flow = await cluster.publish({ parameters: PARAMETERS });
		const people = newPeople(10_000);
		const started = Date.now();
		await flow.start(people);
		const [{ id, status }] = await cluster.ended(flow.id);
		const seconds = Math.round((Date.now() - started) / 1_000);
		const { cards, twice } = count(cluster, people);
		const { stored } = await cluster.api.getExecution(id);
		const [memory, size] = [cluster.peakMemory('worker 1'), (stored.length / 1e6).toFixed(1)];
		return {
			head: ['10,000 items in one execution', 'cards', 'twice', 'time', 'peak memory', 'stored'],
			rows: [[status, cards, twice, `${seconds} s`, `${memory} MB`, `${size} MB`]],
		};
	},
};

/** @param {Cluster} cluster @param {string} phone whose contacts are numbered */
function isInOrder({ standIn }, phone) {
	const sent = standIn.cards.filter(({ chat }) => chat === `${phone}@c.us`);
	const contacts = sent.map(({ contacts }) => String(contacts));
	return contacts.join() === [...contacts].sort().join();
}

module.exports = { CASES };
