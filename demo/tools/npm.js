'use strict';

const { existsSync, realpathSync } = require('node:fs');
const { join } = require('node:path');
const which = require('which');
const { PlainError } = require('./plainError');
const { run } = require('./processes');

/*
 * By hand, because npm has no interface for programs, is a shell script or a batch file by name, and hands what it knows
 * of its own package on to whatever it starts.
 */

/**
 * @returns {string} npm's own script: run with Node it works alike on every system, without a shell
 */
function npmScript() {
	const onPath = which.sync('npm', { nothrow: true });
	const candidates = [process.env.npm_execpath, onPath && realpathSync(onPath)];
	const script = candidates.find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
	if (!script) throw new PlainError('npm was not found: start this with "npm start".');
	return script;
}

/**
 * @returns {NodeJS.ProcessEnv} the environment for an npm that works in another folder than the one it was
 *   called from: what the calling npm says about *its* package is left out, the person's settings stay
 */
function npmEnvironment() {
	const stale =
		/^(npm_(package|lifecycle)_|npm_config_(local_prefix|prefix|npm_version)$|INIT_CWD$)/i;
	const kept = Object.entries(process.env).filter(([name]) => !stale.test(name));
	return { ...Object.fromEntries(kept), npm_config_update_notifier: 'false' };
}

/**
 * Runs npm with the Node this program runs in.
 *
 * @param {string[]} args npm's arguments
 * @param {object} how
 * @param {string} how.cwd the folder of the package
 * @param {string} [how.log] the file that collects what npm writes
 * @param {NodeJS.ProcessEnv} [how.env] variables to add
 * @param {(line: string) => void} [onLine] sees each line npm writes
 * @returns {Promise<string[]>} what it wrote
 * @throws PlainError with its last words when it did not work
 */
async function npm(args, { cwd, log = join(cwd, 'npm.log'), env }, onLine) {
	const { ok, lines } = await run(
		[npmScript(), ...args, '--no-audit', '--no-fund'],
		{ cwd, log, env: { ...npmEnvironment(), ...env } },
		onLine,
	);
	if (ok) return lines;
	const words = lines.filter((line) => !/^npm (http|warn) /.test(line)).slice(-15);
	throw new PlainError(`"npm ${args.join(' ')}" failed in ${cwd}. It says:\n${words.join('\n')}`);
}

module.exports = { npm };
