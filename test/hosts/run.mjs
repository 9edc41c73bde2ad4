import { Bench, userFolder } from '../../demo/privateN8n/bench.js';
import { packTarball } from '../../demo/privateN8n/tarball.js';
import { step } from '../../demo/tools/progress.js';
import standInModule from '../../stand-in/index.js';
import { CHECKS } from './checks.js';
import { HOSTS, installHost } from './hosts.js';
import { table, writeInto } from './table.js';

/** Does one check. Gives what the table says, and shows why where it says no. */
async function check(bench, version, name) {
	bench.standIn.reset();
	try {
		return (await CHECKS[name](bench)) ?? 'yes';
	} catch (error) {
		process.exitCode = 1;
		console.error(`n8n ${version}, ${name}: ${error.stack}`);
		if (bench.n8n?.runs() === false) console.error((await bench.n8n.log()).slice(-2_000));
		return '**no**';
	}
}

/** Tries everything in one n8n. Gives its row of the table. */
async function tryHost(host, tarball) {
	const installed = await installHost(host, step);
	const bench = new Bench(installed, await userFolder(tarball), await standInModule.startStandIn());
	try {
		const row = [`${host.n8n} (Node ${host.node.split('.')[0]})`];
		for (const name of Object.keys(CHECKS)) row.push(await check(bench, host.n8n, name));
		return row;
	} finally {
		await bench.close();
	}
}

// The exit ends all that was started.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

const asked = process.argv.slice(2);
const tarball = await packTarball(step);
const rows = [];
for (const host of HOSTS.filter(({ n8n }) => asked.length === 0 || asked.includes(n8n))) {
	rows.push(await step(`Trying n8n ${host.n8n}`, () => tryHost(host, tarball)));
}
const result = table(['n8n', ...Object.keys(CHECKS)], rows);
console.log(`\n${result}`);
// A table of some of the hosts would pass for all of them.
if (asked.length === 0) await writeInto('docs/compatibility.md', result);
