import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';

const require = createRequire(import.meta.url);
const { openBench } = require('../demo/privateN8n/bench');

/** What *Send Once* costs in a real n8n with its SQLite database, as ratios within one run. */

const ROUNDS = 3;
const people = (count) =>
	Array.from({ length: count }, (_, row) => ({ phone: String(79_990_000_000 + row) }));
const median = (numbers) =>
	[...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

const bench = await openBench();
try {
	/** Seconds that a run of the list takes, in a workflow of its own: its memory begins empty. */
	const open = async (count, options) => {
		const settings = { onError: 'continueRegularOutput' };
		const parameters = { options: { timeout: 60, ...options } };
		return await bench.importWorkflow({ items: people(count), parameters, settings });
	};
	const seconds = async (id) => {
		const before = performance.now();
		const { status } = await bench.api.runWorkflow(id);
		if (status !== 'success') throw new Error(`The run ended as ${status}`);
		return (performance.now() - before) / 1000;
	};
	const compared = async (count, latency, parallelChats) => {
		bench.standIn.reset();
		if (latency > 0) bench.standIn.misbehave(() => ({ delay: latency, accept: true }));
		const runs = { without: [], with: [] };
		for (let round = 0; round < ROUNDS; round++) {
			runs.without.push(await seconds(await open(count, { parallelChats })));
			runs.with.push(await seconds(await open(count, { parallelChats, sendOnce: 'node' })));
		}
		return { without: median(runs.without), with: median(runs.with) };
	};

	const late = await compared(1_000, 200, 5);
	const plain = await compared(1_000, 0, 5);
	const wide = await compared(1_000, 0, 32);
	bench.standIn.reset();
	const list = await open(10_000, { sendOnce: 'node', parallelChats: 32 });
	const first = await seconds(list);
	const known = await seconds(list);
	const dry = await seconds(await open(10_000, { dryRun: true }));

	const row = (what, one) =>
		`| ${what} | ${one.without.toFixed(1)} | ${one.with.toFixed(1)} | ${(one.with / one.without).toFixed(2)} |`;
	const text = [
		`Node of n8n 2.41.1, SQLite, ${cpus().length} cores, gateway on the same machine; medians of ${ROUNDS}, seconds.`,
		'',
		'| | without | with Send Once | ratio |',
		'|---|--:|--:|--:|',
		row('1,000 items, 200 ms latency', late),
		row('1,000 items, no latency', plain),
		row('the same, 32 Parallel Chats', wide),
		'',
		`10,000 items sent for the first time: ${first.toFixed(1)} s; known and skipped: ${known.toFixed(1)} s; in a dry run: ${dry.toFixed(1)} s.`,
		'',
	].join('\n');
	await writeFile(join(import.meta.dirname, 'results/send-once.md'), text);
	process.stdout.write(`${text}\n`);
} finally {
	await bench.close();
}
