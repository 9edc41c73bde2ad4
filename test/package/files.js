// @ts-check
'use strict';

const { execFileSync } = require('node:child_process');
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');

const ROOT = join(__dirname, '..', '..');

/**
 * @param {string} path below the checkout
 * @returns {string} the file's text
 */
const readText = (path) => readFileSync(join(ROOT, path), 'utf8');

/**
 * @param {string} folder below the checkout
 * @param {string} ending of the names
 * @returns {string[]} its files, below the checkout
 */
const filesOf = (folder, ending) =>
	readdirSync(join(ROOT, folder))
		.filter((name) => name.endsWith(ending))
		.sort()
		.map((name) => join(folder, name));

/**
 * @param {string} file the one the link stands in, below the checkout
 * @param {string} link a relative one, without what follows #
 * @returns {string | undefined} where it leads, below the checkout; undefined where nothing is
 */
function target(file, link) {
	const path = link === '' ? join(ROOT, file) : join(ROOT, dirname(file), decodeURI(link));
	return existsSync(path) ? relative(ROOT, path) : undefined;
}

/**
 * @param {string} folder below the checkout
 * @returns {string[]} the files that git knows in it and in what is in it, below the checkout
 */
const trackedFiles = (folder) =>
	execFileSync('git', ['ls-files', folder], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');

module.exports = { filesOf, readText, target, trackedFiles };
