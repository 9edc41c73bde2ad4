import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = dirname(fileURLToPath(import.meta.url));
const ITEMS = 8_000;
const MOST_ROWS = 25;

/** Microseconds per item that a contender spends in each function itself, by Node's own profiler. */
async function profile(gateway, account, contender) {
	gateway.send({ latency: 0 });
	await once(gateway, 'message');
	const where = await mkdtemp(join(tmpdir(), 'profile-'));
	const job = JSON.stringify({ contender, items: ITEMS, chats: ITEMS, width: 5, gateway: account });
	await run(process.execPath, [
		'--cpu-prof',
		`--cpu-prof-dir=${where}`,
		join(folder, 'contender.js'),
		job,
	]);
	const [file] = await readdir(where);
	const { nodes, samples, timeDeltas } = JSON.parse(await readFile(join(where, file), 'utf8'));
	await rm(where, { recursive: true });
	const named = new Map(
		nodes.map(({ id, callFrame: { functionName, url } }) => [
			id,
			`${functionName || '(anonymous)'} ${url.split('/').slice(-2).join('/')}`,
		]),
	);
	const cost = new Map();
	samples.forEach((id, index) => {
		const name = named.get(id);
		cost.set(name, (cost.get(name) ?? 0) + timeDeltas[index] / ITEMS);
	});
	return cost;
}

const gateway = fork(join(folder, 'gateway.js'));
const [account] = await once(gateway, 'message');
const node = await profile(gateway, account, 'this node');
const bare = await profile(gateway, account, 'loop');
gateway.disconnect();

const rows = [...new Set([...node.keys(), ...bare.keys()])]
	.map((name) => [name, node.get(name) ?? 0, bare.get(name) ?? 0])
	.sort((one, other) => Math.abs(other[1] - other[2]) - Math.abs(one[1] - one[2]))
	.slice(0, MOST_ROWS)
	.map(
		(row) =>
			`| \`${row[0]}\` | ${[row[1], row[2], row[1] - row[2]].map((each) => each.toFixed(1)).join(' | ')} |`,
	);
const head = `Where this node spends more, or less, than a loop over n8n's helper: µs per item in the function itself, ${ITEMS} items, 5 in flight.\n\n| function | this node | loop | difference |\n|---|--:|--:|--:|\n`;
await writeFile(join(folder, 'results/profile.md'), `${head}${rows.join('\n')}\n`);
