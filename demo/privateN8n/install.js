'use strict';

const { createHash } = require('node:crypto');
const { existsSync } = require('node:fs');
const { readFile, writeFile } = require('node:fs/promises');
const { delimiter, dirname, join } = require('node:path');
const { N8N, RUN } = require('../paths');
const { withLock } = require('../tools/lock');
const { npm } = require('../tools/npm');
const { PlainError } = require('../tools/plainError');
const { run } = require('../tools/processes');

/** The oldest Node that n8n 2.41 starts in. */
const N8N_NEEDS = 24;
const LOG = join(RUN, 'install.log');
/** Inside node_modules, so that it disappears together with what it vouches for. */
const STAMP = join(N8N, 'node_modules', '.demo-stamp.json');

/** @typedef {{ binary: string, home: string, version: string }} Runtime */
/** @typedef {typeof import('../tools/progress').step} Step */
/** @typedef {{ lock?: string, sqlite?: string }} Stamp */

/** @returns {Promise<string>} changes whenever another n8n has to be installed */
const lockHash = async () =>
	createHash('sha256')
		.update(await readFile(join(N8N, 'package-lock.json')))
		.digest('hex');

/** @returns {Promise<Stamp>} what an earlier run has finished */
const readStamp = async () => JSON.parse(await readFile(STAMP, 'utf8').catch(() => '{}'));

/** @param {Stamp} stamp */
const writeStamp = (stamp) => writeFile(STAMP, JSON.stringify(stamp));

/** @param {string[]} lines */
const tail = (lines) => lines.slice(-8).join('\n');

/**
 * @param {string} binary a Node
 * @param {string} script what it shall run
 */
const tryNode = (binary, script) =>
	run(['-e', script], { cwd: N8N, env: process.env, log: LOG, node: binary }).catch(() => ({
		code: 1,
		lines: [],
	}));

/** @returns {string[]} the folders in which the registry's ready-made Node for this system may lie */
function pinnedHomes() {
	const system = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	// The registry has two names for it, and not every system under both.
	return ['node', 'node-bin'].map((name) => join(N8N, 'node_modules', `${name}-${system}`));
}

/**
 * The pinned Node from the registry is preferred even where the running one is new enough: n8n's native
 * parts come ready-made for exactly that line.
 *
 * @returns {Promise<Runtime>} the Node that runs n8n
 */
async function findRuntime() {
	const program = process.platform === 'win32' ? 'node.exe' : 'node';
	const pinned = pinnedHomes().map((home) => ({ binary: join(home, 'bin', program), home }));
	const running = { binary: process.execPath, home: join(dirname(process.execPath), '..') };
	for (const candidate of [...pinned, running]) {
		if (!existsSync(candidate.binary)) continue;
		const { code, lines } = await tryNode(candidate.binary, 'console.log(process.versions.node)');
		const version = lines.at(-1) ?? '';
		if (code === 0 && Number(version.split('.')[0]) >= N8N_NEEDS) return { ...candidate, version };
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
	const { ok, lines } = await npm(['ci', '--loglevel=http'], { cwd: N8N, log: LOG, onLine: count });
	if (ok) return;
	const error = lines.filter((line) => !/^npm http /.test(line));
	throw new PlainError(`n8n could not be installed. npm says:\n${tail(error)}`);
}

/** @param {string} name a program */
const isOnPath = (name) =>
	(process.env.PATH ?? '')
		.split(delimiter)
		.some((folder) => existsSync(join(folder, name)) || existsSync(join(folder, `${name}.exe`)));

/** @returns {string[]} what compiling the database module needs and this machine lacks */
function missingTools() {
	const windows = process.platform === 'win32';
	const compilers = windows ? ['cl', 'msbuild'] : ['c++', 'g++', 'clang++'];
	const missing = [];
	// Visual Studio keeps its compiler off the PATH: there, node-gyp's own words are all there is.
	if (!windows && !process.env.CXX && !compilers.some(isOnPath)) missing.push('a C++ compiler');
	if (!windows && !isOnPath('make')) missing.push('make');
	if (!['python3', 'python'].some(isOnPath)) missing.push('Python 3');
	return missing;
}

/** @param {Runtime} runtime */
async function buildDatabase({ binary, home }) {
	const headers = existsSync(join(home, 'include', 'node', 'node.h'));
	const { ok, lines } = await npm(['rebuild', 'sqlite3', '--ignore-scripts=false'], {
		cwd: N8N,
		log: LOG,
		nodeFolder: dirname(binary),
		// Saves node-gyp a download: the Node from the registry brings its headers along.
		env: headers ? { npm_config_nodedir: home } : {},
	});
	if (ok && (await tryNode(binary, "require('sqlite3')")).code === 0) return;
	const missing = missingTools();
	throw new PlainError(
		missing.length > 0
			? `n8n's database module (sqlite3) has to be compiled on this machine, and it lacks ` +
					`${missing.join(', ')}: install that ` +
					`(Debian and Ubuntu: apt-get install build-essential python3) and run the command again.`
			: `n8n's database module (sqlite3) could not be compiled. npm says:\n${tail(lines)}`,
	);
}

/**
 * Installs the private n8n, once: what an earlier run has finished is not done again, and what it was
 * killed in is started over.
 *
 * @param {Step} step tells the person what is going on
 * @returns {Promise<Runtime>} the Node that runs it
 */
const installN8n = (step) =>
	withLock(join(RUN, 'install.lock'), async () => {
		const lock = await lockHash();
		let stamp = await readStamp();
		if (stamp.lock !== lock) {
			await step('Installing a private n8n, about 4 minutes and only this once', installPackages);
			stamp = { lock };
			await writeStamp(stamp);
		}
		const runtime = await findRuntime();
		if (stamp.sqlite !== runtime.version) {
			await step("Compiling n8n's database module, about a minute", () => buildDatabase(runtime));
			await writeStamp({ ...stamp, sqlite: runtime.version });
		}
		return runtime;
	});

module.exports = { installN8n };
