// @ts-check
'use strict';

const { execFileSync } = require('node:child_process');
const { mkdtempSync, readFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const { packTarball } = require('../../demo/privateN8n/tarball');

const root = join(__dirname, '../..');

/** The text of a file of the project. @param {string} path from the project's folder */
const textOf = (path) => readFileSync(join(root, path), 'utf8');

/** The names of the files git knows, in one folder. @param {string} folder @returns {string[]} */
const filesIn = (folder) =>
	execFileSync('git', ['ls-files', folder], { cwd: root, encoding: 'utf8' }).trim().split('\n');

/** Packs the package as a release does. @returns {Promise<string>} the tarball */
const packed = () => packTarball((_title, work) => work(() => undefined));

/** @returns {Promise<string[]>} the paths inside the tarball */
async function packedFiles() {
	const list = execFileSync('tar', ['-tzf', await packed()], { encoding: 'utf8' });
	return list
		.trim()
		.split('\n')
		.map((path) => path.replace(/^package\//, ''));
}

/** @returns {Promise<string>} a new folder with what is in the tarball */
async function unpacked() {
	const folder = mkdtempSync(join(tmpdir(), 'package-'));
	execFileSync('tar', ['-xzf', await packed(), '-C', folder, '--strip-components=1']);
	return folder;
}

module.exports = { filesIn, packedFiles, textOf, unpacked };
