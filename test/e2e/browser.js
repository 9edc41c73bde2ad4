// @ts-check
'use strict';

const { existsSync } = require('node:fs');
const { mkdir, rename, rm, writeFile } = require('node:fs/promises');
const { join } = require('node:path');
const execa = require('execa');
const { chromium } = require('playwright-core');
const which = require('which');
const { RUN } = require('../../demo/paths');
const { withLock } = require('../../demo/tools/lock');
const { LOOPBACK } = require('../../demo/tools/ports');
const { devDependencies } = require('../../package.json');

/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('playwright-core').LaunchOptions} LaunchOptions */
/** @typedef {import('playwright-core').Page} Page */

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Where the registry's browser is unpacked. */
const BROWSERS = join(RUN, 'browser');
const UNPACKED = join(BROWSERS, devDependencies['@sparticuz/chromium']);
const FONTS = `<fontconfig><dir>/usr/share/fonts</dir><dir>${UNPACKED}/fonts</dir></fontconfig>`;
const UNPACK = "require('@sparticuz/chromium').executablePath()";

/**
 * The browser that the registry carries, for Linux on x64. It is unpacked once, with the libraries and the
 * font it brings along, which its package does only where it believes itself in a cloud.
 *
 * @returns {Promise<LaunchOptions>}
 */
async function registryBrowser() {
	await withLock(BROWSERS, async () => {
		if (existsSync(UNPACKED)) return;
		const unfinished = join(BROWSERS, 'unfinished');
		await rm(unfinished, { recursive: true, force: true });
		await mkdir(unfinished);
		const env = { TMPDIR: unfinished, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };
		await execa(process.execPath, ['--eval', UNPACK], { cwd: __dirname, env });
		// Its package's own one looks for fonts in the cloud's places.
		await writeFile(join(unfinished, 'fonts', 'fonts.conf'), FONTS);
		await rename(unfinished, UNPACKED);
	});
	const LD_LIBRARY_PATH = join(UNPACKED, 'al2023', 'lib');
	const FONTCONFIG_PATH = join(UNPACKED, 'fonts');
	const env = { ...process.env, LD_LIBRARY_PATH, FONTCONFIG_PATH };
	return { executablePath: join(UNPACKED, 'chromium'), env };
}

/** @param {LaunchOptions} options */
const launch = (options) => chromium.launch({ ...options, args: FLAGS });

/**
 * Starts the browser that CHROMIUM_PATH names, else one that is installed, else the registry's.
 *
 * @returns {Promise<Browser>}
 */
async function launchBrowser() {
	const { CHROMIUM_PATH } = process.env;
	if (CHROMIUM_PATH) return await launch({ executablePath: CHROMIUM_PATH });
	const executablePath = which.sync('chromium', { nothrow: true }) ?? undefined;
	const installed = [{ channel: 'chrome' }, { channel: 'msedge' }];
	for (const options of executablePath ? [{ executablePath }, ...installed] : installed) {
		const browser = await launch(options).catch(() => undefined);
		if (browser) return browser;
	}
	try {
		return await launch(await registryBrowser());
	} catch (cause) {
		throw new Error(
			"There is no Chrome, Edge or Chromium here, and the registry's Chromium does not run on this " +
				`machine (${process.platform}-${process.arch}): install one of them, or say where it is ` +
				'with CHROMIUM_PATH.',
			{ cause },
		);
	}
}

/**
 * Opens a browser that notes each request which would leave this machine.
 *
 * @param {import('playwright-core').BrowserContextOptions} [options] what differs from the usual window
 * @returns {Promise<{ page: Page, openPage: () => Promise<Page>, strangers: string[], close: () => Promise<void> }>}
 */
async function openBrowser(options) {
	const browser = await launchBrowser();
	const context = await browser.newContext({ viewport: { width: 1500, height: 1000 }, ...options });
	// A busy machine takes its time.
	context.setDefaultTimeout(100_000);
	/** @type {string[]} */
	const strangers = [];
	context.on('request', (request) => {
		const { protocol, hostname, href } = new URL(request.url());
		if (protocol.startsWith('http') && hostname !== LOOPBACK) strangers.push(href);
	});
	const openPage = () => context.newPage();
	return { page: await openPage(), openPage, strangers, close: () => browser.close() };
}

module.exports = { openBrowser };
