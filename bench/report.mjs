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
function goalsOf({ results, loading }) {
	const find = (name) => results.find((each) => each.name.startsWith(name)).runs;
	const [plain, late] = [find('no latency, 1,000'), find('50 ms')];
	const [large, huge] = [find('no latency, 10,000'), find('no latency, 100,000')];
	const rate = (runs, label) => of(runs[label], 'perSecond');
	const node = 'this node (5)';
	const goal = (what, value, target, atMost = false) => ({
		what,
		value: value.toFixed(2),
		target: `${atMost ? '≤' : '≥'} ${target}`,
		met: atMost ? value <= target : value >= target,
	});
	const bare = 'bare loop that reads the recipient';
	return [
		goal(
			'speed ÷ bare loop (5), no latency',
			rate(plain, node) / rate(plain, 'bare loop (5)'),
			0.95,
		),
		goal(`speed ÷ ${bare} (5), no latency`, rate(plain, node) / rate(plain, `${bare} (5)`), 0.95),
		goal(
			'speed ÷ bare loop (32), 50 ms',
			rate(late, 'this node (32)') / rate(late, 'bare loop (32)'),
			0.95,
		),
		goal('speed ÷ HTTP Request, no latency', rate(plain, node) / rate(plain, 'HTTP Request'), 1.2),
		goal(
			'open sockets ÷ HTTP Request, 50 ms',
			of(late[node], 'peakSockets') / of(late['HTTP Request'], 'peakSockets'),
			0.1,
			true,
		),
		goal(
			'speed ÷ one by one, 50 ms, at the default 5',
			rate(late, node) / rate(late, 'one by one'),
			4.5,
		),
		goal(
			'speed ÷ one by one, 50 ms, at 32',
			rate(late, 'this node (32)') / rate(late, 'one by one'),
			20,
		),
		goal('speed at 100,000 items ÷ speed at 1,000', rate(huge, node) / rate(plain, node), 0.9),
		goal(
			'peak memory ÷ HTTP Request, 10,000 items (with 100,000 it does not finish)',
			of(large[node], 'peakMemory') / of(large['HTTP Request'], 'peakMemory'),
			0.8,
			true,
		),
		goal('loading the package, ms more than n8n-workflow', median(loading), 10, true),
	];
}

const goalTable = (raw) =>
	[
		'| goal (ratios of medians, same run) | measured | goal | |',
		'|---|--:|--:|---|',
		...goalsOf(raw).map(
			({ what, value, target, met }) =>
				`| ${what} | ${value} | ${target} | ${met ? 'met' : '**missed**'} |`,
		),
		'',
	].join('\n');

/** Writes the tables, the picture, and the part of each README between the bench marks. */
export async function report(raw) {
	const tables = [goalTable(raw), ...raw.results.map(tableOf)].join('\n');
	const head = `Node ${raw.node}, ${raw.cores} cores, gateway on the same machine.\n\n`;
	await writeFile(join(root, 'bench/results/results.md'), head + tables);
	await writeFile(join(root, 'docs/images/bench.svg'), chart(raw.results));
	for (const file of ['README.md', 'README.ru.md']) {
		const text = await readFile(join(root, file), 'utf8');
		const part = `$1\n\n![](docs/images/bench.svg)\n\n${goalTable(raw)}\n$2`;
		await writeFile(join(root, file), text.replace(MARKS, part));
	}
	process.stdout.write(`${head}${tables}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await report(JSON.parse(await readFile(join(root, 'bench/results/raw.json'), 'utf8')));
}
