import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { CASES, ROUNDS } from './cases.mjs';
import { report } from './report.mjs';

const run = promisify(execFile);
const folder = dirname(fileURLToPath(import.meta.url));

/** One run of one contender, and what the gateway saw of it. */
async function measure(gateway, account, { contender, items, chats, latency, width }) {
	gateway.send({ latency });
	await once(gateway, 'message');
	const job = JSON.stringify({ contender, items, chats, width, gateway: account });
	const { stdout } = await run(process.execPath, [join(folder, 'contender.js'), job], {
		maxBuffer: 2 ** 26,
	});
	gateway.send({ report: true });
	const [seen] = await once(gateway, 'message');
	if (seen.accepted !== items)
		throw new Error(`${contender}: ${seen.accepted} of ${items} arrived`);
	const { milliseconds, peakMemory } = JSON.parse(stdout.trim().split('\n').at(-1));
	return { perSecond: (items / milliseconds) * 1000, peakMemory, peakSockets: seen.peakSockets };
}

/** A contender that could not do the job takes part with nothing. */
function unfinished(label, error) {
	process.stdout.write(`  ${label} did not finish: ${String(error.message).slice(0, 300)}\n`);
	return { perSecond: 0, peakMemory: 0, peakSockets: 0 };
}

/** All contenders of a case in turns, so that a slow minute of the machine meets all of them. */
async function play(gateway, account, { name, contenders, rounds = ROUNDS, ...rest }) {
	const runs = Object.fromEntries(contenders.map((each) => [each.label, []]));
	for (let round = 0; round < rounds; round++) {
		for (const { label, ...contender } of contenders) {
			const figures = measure(gateway, account, { ...rest, ...contender });
			runs[label].push(await figures.catch((error) => unfinished(label, error)));
		}
	}
	process.stdout.write(`  ${name}\n`);
	return { name, ...rest, runs };
}

const gateway = fork(join(folder, 'gateway.js'));
const [account] = await once(gateway, 'message');
try {
	process.stdout.write(`Node ${process.version}, ${cpus().length} cores\n`);
	const results = [];
	for (const each of CASES) results.push(await play(gateway, account, each));
	const raw = { node: process.version, cores: cpus().length, results };
	await mkdir(join(folder, 'results'), { recursive: true });
	await writeFile(join(folder, 'results/raw.json'), `${JSON.stringify(raw, null, '\t')}\n`);
	await report(raw);
} finally {
	gateway.disconnect();
}
