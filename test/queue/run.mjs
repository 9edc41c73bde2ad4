import execa from 'execa';
import which from 'which';

import { installN8n } from '../../demo/privateN8n/install.js';
import { packTarball } from '../../demo/privateN8n/tarball.js';
import { PlainError } from '../../demo/tools/plainError.js';
import { stopAll } from '../../demo/tools/processes.js';
import { step } from '../../demo/tools/progress.js';
import { table, writeInto } from '../hosts/table.js';
import { CASES } from './cases.js';
import { openCluster } from './cluster.js';

/** Tables of what was seen, the cases with the same head in one. */
function tables(seen) {
	const heads = [...new Set(seen.map(({ head }) => head.join()))];
	return heads.map((head) => {
		const same = seen.filter((one) => one.head.join() === head);
		return table(
			same[0].head,
			same.flatMap(({ rows }) => rows),
		);
	});
}

/** The next case is tried all the same. */
function failed(problem) {
	console.error(problem);
	process.exitCode = 1;
}

function isNothingTwice({ head, rows }) {
	const column = head.indexOf('twice');
	return column < 0 || rows.every((cells) => cells[column] === 0);
}

/** Does it all in a PostgreSQL of its own, which lives as long as what `pg_virtualenv` starts. */
async function storyInPostgres() {
	const missing = ['redis-server', 'pg_virtualenv'].filter(
		(name) => !which.sync(name, { nothrow: true }),
	);
	if (missing.length > 0) {
		throw new PlainError(
			`This test wants ${missing.join(' and ')}: apt-get install redis-server postgresql, on Debian and Ubuntu.`,
		);
	}
	const again = ['-o', 'fsync=off', process.execPath, ...process.argv.slice(1)];
	const env = { IN_POSTGRES: 'yes' };
	const { exitCode } = await execa('pg_virtualenv', again, {
		env,
		stdio: 'inherit',
		reject: false,
	});
	process.exitCode = exitCode;
}

async function story() {
	const asked = process.argv.slice(2);
	const unknown = asked.find((name) => !(name in CASES));
	if (unknown) {
		throw new PlainError(
			`There is no case "${unknown}". There are: ${Object.keys(CASES).join(', ')}`,
		);
	}
	const cluster = await openCluster(await installN8n(step), await packTarball(step));
	try {
		const names = asked.length > 0 ? asked : Object.keys(CASES);
		const seen = [];
		for (const name of names) {
			const one = await step(name, () => CASES[name](cluster)).catch(failed);
			if (one === undefined) continue;
			seen.push(one);
			console.log(tables([one]).join());
			if (!isNothingTwice(one)) failed(`${name}: something was sent twice`);
		}
		// Tables of some cases would pass for all of them.
		const isWhole = asked.length === 0 && seen.length === names.length;
		if (isWhole) await writeInto('test/queue/results.md', tables(seen).join('\n\n'));
	} finally {
		await cluster.close();
	}
}

// The exit ends all that was started.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

try {
	await (process.env.IN_POSTGRES ? story() : storyInPostgres());
} catch (error) {
	console.error(error instanceof PlainError ? `\n${error.message}` : error);
	process.exitCode = 1;
}
await stopAll();
