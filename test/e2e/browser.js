// @ts-check
'use strict';

const { existsSync, mkdirSync } = require('node:fs');
const { join } = require('node:path');
const { chromium } = require('playwright-core');
const { SCREENSHOTS } = require('../../demo/paths');
const { LOOPBACK } = require('../../demo/tools/ports');

/** @typedef {import('playwright-core').Page} Page */

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** @returns {string} the browser's program */
function findChromium() {
	const wanted = process.env.CHROMIUM_PATH;
	const found = (wanted ? [wanted] : PLACES).find((path) => existsSync(path));
	if (found) return found;
	throw new Error(
		`There is no Chromium at ${wanted ?? PLACES.join(', ')}: install it ` +
			'(Debian: apt-get install chromium) or say where it is with CHROMIUM_PATH.',
	);
}

/**
 * Opens a browser that notes each request which would leave this machine.
 *
 * @returns {Promise<{ page: Page, openPage: () => Promise<Page>, strangers: string[], close: () => Promise<void> }>}
 */
async function openBrowser() {
	const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
	const context = await browser.newContext({ viewport: { width: 1500, height: 1000 } });
	/** @type {string[]} */
	const strangers = [];
	context.on('request', (request) => {
		const { protocol, hostname, href } = new URL(request.url());
		if (protocol.startsWith('http') && hostname !== LOOPBACK) strangers.push(href);
	});
	const openPage = () => context.newPage();
	return { page: await openPage(), openPage, strangers, close: () => browser.close() };
}

/**
 * @param {Page} page
 * @param {string} name the picture's name, without the ending
 */
async function screenshot(page, name) {
	mkdirSync(SCREENSHOTS, { recursive: true });
	await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

module.exports = { openBrowser, screenshot };
