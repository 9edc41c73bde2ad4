// @ts-check
'use strict';

const { execFileSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '../..');

/** The text of a file of the project. @param {string} path from the project's folder */
const textOf = (path) => readFileSync(join(root, path), 'utf8');

/** The names of the files git knows, in one folder. @param {string} folder @returns {string[]} */
const filesIn = (folder) =>
	execFileSync('git', ['ls-files', folder], { cwd: root, encoding: 'utf8' }).trim().split('\n');

/**
 * Builds the package and asks npm what it would publish.
 *
 * @returns {string[]} the paths inside the tarball
 */
function packedFiles() {
	const run = (/** @type {string[]} */ args) =>
		execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
	run(['run', 'build']);
	const [{ files }] = JSON.parse(run(['pack', '--dry-run', '--json']));
	return files.map((/** @type {{ path: string }} */ { path }) => path);
}

module.exports = { filesIn, packedFiles, textOf };
