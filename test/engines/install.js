// @ts-check
'use strict';

const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const { withLock } = require('../../demo/tools/lock');
const { npm } = require('../../demo/tools/npm');

/**
 * Installs an older engine, a quarter of a minute, where it is not there yet. Each alone, as its n8n has it: npm would share
 * packages among them, of which an engine bears no second copy.
 *
 * @param {string} folder of an engine; the newest one comes with the package's own dependencies
 */
async function installEngine(folder) {
	if (dirname(folder) !== __dirname) return;
	const wanted = readFileSync(join(folder, 'package-lock.json'), 'utf8');
	const packages = join(folder, 'node_modules');
	/** Among the packages, so that it disappears together with what it vouches for. */
	const stamp = join(packages, '.installed');
	const isThere = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
	if (isThere()) return;
	await withLock(packages, async () => {
		if (isThere()) return;
		await npm(['ci', '--loglevel=error'], { cwd: folder });
		writeFileSync(stamp, wanted);
	});
}

module.exports = { installEngine };
