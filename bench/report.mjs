import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { chart } from './chart.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const MARKS = /(<!-- bench -->)[^]*?(<!-- \/bench -->)/;

const sorted = (numbers) => [...numbers].sort((one, other) => one - other);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
const of = (runs, key) => median(runs.map((run) => run[key]));
const spread = (runs) => {
	const rates = sorted(runs.map(({ perSecond }) => perSecond));
	return `${Math.round(rates[0])}–${Math.round(rates.at(-1))}`;
};

/** One row for each contender of a case: what it did, and what this node did in the same minutes as a ratio. */
function rowsOf({ runs }) {
	const [first] = Object.values(runs);
	return Object.entries(runs).map(([label, each]) => ({
		label,
		perSecond: Math.round(of(each, 'perSecond')),
		spread: spread(each),
		ratio: (of(first, 'perSecond') / of(each, 'perSecond')).toFixed(2),
		sockets: of(each, 'peakSockets'),
		megabytes: Math.round(of(each, 'peakMemory') / 2 ** 20),
	}));
}

const tableOf = (result) =>
	[
		`**${result.name}**`,
		'',
		'| | items/s (median) | lowest–highest | this node (5) is … × as fast | open sockets | peak memory, MB |',
		'|---|--:|--:|--:|--:|--:|',
		...rowsOf(result).map(({ label, perSecond, ...row }) =>
			perSecond === 0
				? `| ${label} | did not finish | | | | |`
				: `| ${label} | ${perSecond} | ${row.spread} | ${row.ratio} | ${row.sockets} | ${row.megabytes} |`,
		),
		'',
	].join('\n');

/** The goals this package sets itself, each as a ratio within one run. */
function goalsOf({ results }) {
	const find = (name) => results.find((each) => each.name.startsWith(name)).runs;
	const late = find('50 ms');
	const [plain, large, huge] = [1, 10, 100].map((many) => find(`no latency, ${many},000`));
	const ratio = (runs, key, width, other = `loop (${width})`) =>
		of(runs[`this node (${width})`], key) / of(runs[other], key);
	const least = (what, value, target) => [what, value, `≥ ${target}`, value >= target];
	const most = (what, value, target) => [what, value, `≤ ${target}`, value <= target];
	const http = 'HTTP Request';
	return [
		least('speed ÷ loop (5), no latency', ratio(plain, 'perSecond', 5), 0.95),
		least('speed ÷ loop (32), no latency', ratio(plain, 'perSecond', 32), 0.95),
		least('speed ÷ loop (5), 50 ms', ratio(late, 'perSecond', 5), 0.95),
		least('speed ÷ loop (32), 50 ms', ratio(late, 'perSecond', 32), 0.95),
		least('speed ÷ loop (5), 10,000 items', ratio(large, 'perSecond', 5), 0.92),
		least(`speed ÷ ${http}, 100 in flight, 50 ms`, ratio(late, 'perSecond', 100, http), 0.8),
		most('open sockets ÷ the same', ratio(late, 'peakSockets', 100, http), 0.11),
		most('memory ÷ loop (5), 100,000 items', ratio(huge, 'peakMemory', 5), 1.3),
	];
}

const goalTable = (raw) =>
	[
		'| ratio of medians | measured | goal | |',
		'|---|--:|--:|---|',
		...goalsOf(raw).map(
			([what, value, target, isMet]) =>
				`| ${what} | ${value.toFixed(3)} | ${target} | ${isMet ? 'met' : '**missed**'} |`,
		),
		'',
	].join('\n');

/** Writes the tables, the picture, and the part of the page on performance between the bench marks. */
export async function report(raw) {
	const tables = [goalTable(raw), ...raw.results.map(tableOf)].join('\n');
	const head = `Node ${raw.node}, ${raw.cores} cores, gateway on the same machine.\n\n`;
	await writeFile(join(root, 'bench/results/results.md'), head + tables);
	await writeFile(join(root, 'docs/images/bench.svg'), chart(raw.results));
	const page = join(root, 'docs/performance.md');
	const text = await readFile(page, 'utf8');
	const part = `$1\n\n![](images/bench.svg)\n\n${head}${goalTable(raw)}\n$2`;
	await writeFile(page, text.replace(MARKS, part));
	process.stdout.write(`${head}${tables}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await report(JSON.parse(await readFile(join(root, 'bench/results/raw.json'), 'utf8')));
}
