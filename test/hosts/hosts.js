// @ts-check
'use strict';

const { mkdir, readFile, rm, writeFile } = require('node:fs/promises');
const { delimiter, dirname, join } = require('node:path');
const { npm } = require('../../demo/tools/npm');

/** Git-ignored; an n8n is 2 to 3 GB, and stays for the next run. */
const CACHE = join(__dirname, '.cache');

/**
 * @typedef {object} Host an n8n that people run
 * @property {string} n8n its version
 * @property {string} node the version of the Node that runs it
 * @property {Record<string, string>} [overrides] versions of packages that can't be had as n8n asks for them
 * @property {Record<string, string>} [settings] environment variables without which it does not start
 */
/** @typedef {import('../../demo/privateN8n/start').Installed} Installed */

/** n8n named one that only its maker's website has. */
const xlsx = '0.18.5';

/** @type {Host[]} the oldest n8n that the package supports, two much-used ones, and the newest */
const HOSTS = [
	{
		n8n: '1.123.81',
		node: '20.20.2',
		overrides: { xlsx },
		// The other engine wants a native module built for a newer Node.
		settings: { N8N_EXPRESSION_ENGINE: 'legacy' },
	},
	{ n8n: '2.0.3', node: '20.20.2', overrides: { xlsx } },
	{ n8n: '2.20.12', node: '22.23.3', overrides: { xlsx } },
	{
		n8n: '2.41.1',
		node: '24.21.0',
		overrides: { 'msgpackr-extract': '3.0.3' },
		settings: { N8N_DISABLED_MODULES: 'mcp-registry' },
	},
];

/** Older ones do not start with the one that the demo sets. */
const ANY_POLICY = { N8N_CONTENT_SECURITY_POLICY: '{}' };

/** The registry's ready-made Node for this machine. */
const NODE_PACKAGE = `node-${process.platform}-${process.arch}`;

/**
 * Installs an n8n and its Node, unless an earlier run has.
 *
 * @param {Host} host
 * @param {typeof import('../../demo/tools/progress').step} step tells the person what is going on
 * @returns {Promise<Installed>}
 */
async function installHost(host, step) {
	const folder = join(CACHE, host.n8n);
	const modules = join(folder, 'node_modules');
	const runtime = join(modules, NODE_PACKAGE);
	const installed = {
		script: join(modules, 'n8n', 'bin', 'n8n'),
		node: join(runtime, 'bin', 'node'),
		settings: { ...ANY_POLICY, ...host.settings },
	};
	const manifest = JSON.stringify({
		private: true,
		dependencies: { n8n: host.n8n, [NODE_PACKAGE]: host.node },
		overrides: host.overrides,
	});
	// Written last, and inside node_modules: it disappears together with what it vouches for.
	const stamp = join(modules, '.installed.json');
	if ((await readFile(stamp, 'utf8').catch(() => '')) === manifest) return installed;
	await step(`Installing n8n ${host.n8n}, some 4 minutes and only this once`, async () => {
		await rm(modules, { recursive: true, force: true });
		await mkdir(folder, { recursive: true });
		await writeFile(join(folder, 'package.json'), manifest);
		await npm(['install', '--ignore-scripts', '--no-package-lock'], { cwd: folder });
		const env = {
			PATH: [dirname(installed.node), process.env.PATH].join(delimiter),
			// The Node from the registry brings its headers along.
			npm_config_nodedir: runtime,
		};
		await npm(['rebuild', 'sqlite3', '--ignore-scripts=false'], { cwd: folder, env });
		await writeFile(stamp, manifest);
	});
	return installed;
}

module.exports = { HOSTS, installHost };
