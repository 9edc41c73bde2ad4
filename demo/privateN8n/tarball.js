'use strict';

const { createHash } = require('node:crypto');
const { existsSync } = require('node:fs');
const { mkdir, readFile, readdir, rename, rm, writeFile } = require('node:fs/promises');
const { join, relative } = require('node:path');
const { ROOT, RUN, TARBALLS } = require('../paths');
const { withLock } = require('../tools/lock');
const { npm } = require('../tools/npm');
const { PlainError } = require('../tools/plainError');

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
	'README.ru.md',
	'LICENSE',
];

/**
 * @param {string} path a file or a folder
 * @returns {Promise<string[]>} the files in it, always in the same order
 */
async function filesIn(path) {
	if (!existsSync(path)) return [];
	const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
	if (!entries) return [path];
	const nested = await Promise.all(entries.map(({ name }) => filesIn(join(path, name))));
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
 * @param {string[]} args npm's arguments
 * @param {string} failure what did not work
 */
async function npmHere(args, failure) {
	const { ok, lines } = await npm(args, { cwd: ROOT, log: LOG });
	if (!ok) throw new PlainError(`${failure} npm says:\n${lines.slice(-15).join('\n')}`);
	return lines;
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
		await step('Building the package', () =>
			npmHere(['run', 'build'], 'The package could not be built.'),
		);
		const [packed] = await step('Packing it', async () => {
			const lines = await npmHere(
				['pack', '--pack-destination', TARBALLS],
				'The package could not be packed.',
			);
			return lines.filter((line) => line.endsWith('.tgz')).slice(-1);
		});
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
	const { ok, lines } = await npm(
		// No peer: a second n8n-workflow beside n8n's own would blank the node's error messages.
		['install', '--ignore-scripts', '--legacy-peer-deps', '--omit=peer', tarball],
		{ cwd: nodes, log: join(folder, 'npm.log') },
	);
	if (!ok) {
		throw new PlainError(
			`The tarball could not be installed. npm says:\n${lines.slice(-8).join('\n')}`,
		);
	}
}

module.exports = { installTarball, packTarball };
