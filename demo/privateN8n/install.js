'use strict';

const { createHash } = require('node:crypto');
const { existsSync } = require('node:fs');
const { readFile, writeFile } = require('node:fs/promises');
const { join } = require('node:path');
const { N8N, RUN } = require('../paths');
const { withLock } = require('../tools/lock');
const { npm } = require('../tools/npm');
const { PlainError } = require('../tools/plainError');
const { run } = require('../tools/processes');

/** The oldest Node that n8n 2.41 starts in. */
const N8N_NEEDS = 24;
const LOG = join(RUN, 'install.log');
/** Inside node_modules, so that it disappears together with what it vouches for. */
const STAMP = join(N8N, 'node_modules', '.lock-hash');

/** @typedef {import('./start').Installed} Installed */
/** @typedef {typeof import('../tools/progress').step} Step */

/** @returns {Promise<string>} changes whenever another n8n has to be installed */
const lockHash = async () =>
	createHash('sha256')
		.update(await readFile(join(N8N, 'package-lock.json')))
		.digest('hex');

/** @returns {string[]} where the registry's ready-made Node for this system may lie */
function pinnedNodes() {
	const windows = process.platform === 'win32';
	const system = `${windows ? 'win' : process.platform}-${process.arch}`;
	const program = join('bin', windows ? 'node.exe' : 'node');
	// The registry has two names for it, and not every system under both.
	return ['node', 'node-bin'].map((name) =>
		join(N8N, 'node_modules', `${name}-${system}`, program),
	);
}

/**
 * The pinned Node from the registry is preferred even where the running one is new enough: it is the one
 * that this n8n is tested in.
 *
 * @returns {Promise<string>} the Node that runs n8n
 */
async function findNode() {
	for (const node of [...pinnedNodes(), process.execPath].filter(existsSync)) {
		const how = { cwd: N8N, env: process.env, log: LOG, node };
		const { ok, lines } = await run(['--print', 'process.versions.node'], how);
		if (ok && parseInt(lines.at(-1) ?? '', 10) >= N8N_NEEDS) return node;
	}
	throw new PlainError(
		`n8n needs Node.js ${N8N_NEEDS}, this is ${process.versions.node}, and the registry carries no ` +
			`ready-made one for ${process.platform}-${process.arch}: install Node.js ${N8N_NEEDS} and try again.`,
	);
}

/** @param {(detail: string) => void} detail */
async function installPackages(detail) {
	let packages = 0;
	const count = (/** @type {string} */ line) => {
		if (/^npm http .*\.tgz/.test(line)) detail(`${++packages} packages fetched`);
	};
	await npm(['ci', '--loglevel=http'], { cwd: N8N, log: LOG }, count);
}

/**
 * Installs the private n8n, once: what an earlier run has finished is not done again, and what it was
 * killed in is started over.
 *
 * @param {Step} step tells the person what is going on
 * @returns {Promise<Installed>}
 */
const installN8n = (step) =>
	withLock(join(RUN, 'install'), async () => {
		const lock = await lockHash();
		if ((await readFile(STAMP, 'utf8').catch(() => '')) !== lock) {
			await step('Installing a private n8n: minutes, and only this once', installPackages);
			await writeFile(STAMP, lock);
		}
		const script = join(N8N, 'node_modules', 'n8n', 'bin', 'n8n');
		return { script, node: await findNode(), settings: { N8N_DISABLED_MODULES: 'mcp-registry' } };
	});

module.exports = { installN8n };
