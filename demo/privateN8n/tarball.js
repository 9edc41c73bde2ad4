'use strict';

const { createHash } = require('node:crypto');
const { existsSync } = require('node:fs');
const { mkdir, readFile, readdir, rename, rm, stat, writeFile } = require('node:fs/promises');
const { join, relative } = require('node:path');
const { ROOT, RUN, TARBALLS } = require('../paths');
const { withLock } = require('../tools/lock');
const { npm } = require('../tools/npm');

const LOG = join(RUN, 'build.log');

/** Everything that decides what the tarball contains. */
const SOURCES = [
	'nodes',
	'credentials',
	'package.json',
	'tsconfig.json',
	'gulpfile.js',
	'index.js',
	'README.md',
	'LICENSE',
];

/**
 * @param {string} path a file or a folder
 * @returns {Promise<string[]>} the files in it, always in the same order
 */
async function filesIn(path) {
	if ((await stat(path)).isFile()) return [path];
	const nested = await Promise.all((await readdir(path)).map((name) => filesIn(join(path, name))));
	return nested.flat().sort();
}

/** @returns {Promise<string>} changes whenever the package does */
async function sourceHash() {
	const hash = createHash('sha256');
	const files = await Promise.all(SOURCES.map((source) => filesIn(join(ROOT, source))));
	for (const file of files.flat()) hash.update(relative(ROOT, file)).update(await readFile(file));
	return hash.digest('hex').slice(0, 16);
}

/**
 * Builds and packs the package as a release does. Sources that have not changed are not built again.
 *
 * @param {typeof import('../tools/progress').step} step tells the person what is going on
 * @returns {Promise<string>} the tarball
 */
const packTarball = (step) =>
	withLock(join(RUN, 'build'), async () => {
		const tarball = join(TARBALLS, `${await sourceHash()}.tgz`);
		if (existsSync(tarball)) return tarball;
		await mkdir(TARBALLS, { recursive: true });
		const how = { cwd: ROOT, log: LOG };
		await step('Building the package', () => npm(['run', 'build'], how));
		const lines = await step('Packing it', () =>
			npm(['pack', '--pack-destination', TARBALLS], how),
		);
		const [packed] = lines.filter((line) => line.endsWith('.tgz')).slice(-1);
		// Renamed at the very end: a tarball of that name is always a whole one.
		await rename(join(TARBALLS, packed), tarball);
		return tarball;
	});

/**
 * Installs the tarball into an n8n's user folder the way its users do.
 *
 * @param {string} tarball the packed package
 * @param {string} folder n8n's user folder
 */
async function installTarball(tarball, folder) {
	const nodes = join(folder, '.n8n', 'nodes');
	// A fresh folder each time: a version that is installed already would otherwise be left as it is.
	await rm(nodes, { recursive: true, force: true });
	await mkdir(nodes, { recursive: true });
	const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
	await writeFile(join(nodes, 'package.json'), JSON.stringify(manifest));
	// No peer: a second n8n-workflow beside n8n's own would blank the node's error messages.
	const flags = ['--ignore-scripts', '--legacy-peer-deps', '--omit=peer'];
	await npm(['install', ...flags, tarball], { cwd: nodes, log: join(folder, 'npm.log') });
}

module.exports = { installTarball, packTarball };
