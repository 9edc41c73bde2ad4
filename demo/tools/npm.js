'use strict';

const { existsSync, realpathSync } = require('node:fs');
const { basename, delimiter, dirname, join } = require('node:path');
const { PlainError } = require('./plainError');
const { run } = require('./processes');

/**
 * @returns {string} npm's own script: run with Node it works alike on every system, without a shell
 */
function npmScript() {
	const home = dirname(process.execPath);
	const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm'));
	const candidates = [
		process.env.npm_execpath ?? '',
		join(home, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		join(home, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		...onPath.filter((path) => existsSync(path)).map((path) => realpathSync(path)),
	];
	const script = candidates.find((path) => basename(path) === 'npm-cli.js' && existsSync(path));
	if (!script) throw new PlainError('npm was not found: start this with "npm start".');
	return script;
}

/**
 * @param {NodeJS.ProcessEnv} more variables to add
 * @param {string} [nodeFolder] the folder of the Node that child processes shall find first
 * @returns {NodeJS.ProcessEnv} the environment for an npm that works in another folder than the one it was
 *   called from: what the calling npm says about *its* package is left out, the person's settings stay
 */
function npmEnvironment(more, nodeFolder) {
	const stale =
		/^(npm_(package|lifecycle)_|npm_config_(local_prefix|prefix|npm_version)$|INIT_CWD$)/i;
	const kept = Object.entries(process.env).filter(([name]) => !stale.test(name));
	const env = Object.fromEntries(kept);
	const path = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
	if (nodeFolder) env[path] = [nodeFolder, env[path]].filter(Boolean).join(delimiter);
	return { ...env, npm_config_update_notifier: 'false', ...more };
}

/**
 * Runs npm with the Node this program runs in.
 *
 * @param {string[]} args npm's arguments
 * @param {object} how
 * @param {string} how.cwd the folder of the package
 * @param {string} how.log the file that collects what npm writes
 * @param {NodeJS.ProcessEnv} [how.env] variables to add
 * @param {string} [how.nodeFolder] the folder of the Node that install scripts shall find first
 * @param {(line: string) => void} [how.onLine] sees each line npm writes
 * @returns {Promise<{ ok: boolean, lines: string[] }>} whether it worked, and the end of what it wrote
 */
async function npm(args, { cwd, log, env = {}, nodeFolder, onLine }) {
	const { code, lines } = await run([npmScript(), ...args, '--no-audit', '--no-fund'], {
		cwd,
		log,
		env: npmEnvironment(env, nodeFolder),
		onLine,
	});
	return { ok: code === 0, lines };
}

module.exports = { npm };
