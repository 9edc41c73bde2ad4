'use strict';

const { delimiter, dirname } = require('node:path');
const { LOOPBACK } = require('../tools/ports');

/** n8n talks to nobody but the stand-in: each of these would otherwise call home or fetch something. */
const OFFLINE = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_DIAGNOSTICS_CONFIG_FRONTEND: '',
	N8N_DIAGNOSTICS_CONFIG_BACKEND: '',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
};

/**
 * The same for the page in the browser: its node panel, for one, asks the public registry about each
 * community package.
 *
 * @param {number} port where the editor listens
 */
const contentSecurityPolicy = (port) =>
	JSON.stringify({ 'connect-src': ["'self'", `ws://${LOOPBACK}:${port}`] });

/** What a program needs to know about the machine; no N8N_… or DB_… of the person's own n8n among it. */
const FROM_THE_MACHINE = /^(HOME|USERPROFILE|LANG|LC_ALL|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|APPDATA)$/i;

/**
 * @param {object} n8n
 * @param {string} n8n.folder n8n's user folder
 * @param {number} n8n.port where the editor listens
 * @param {number} n8n.brokerPort where n8n talks to its own task runner
 * @param {string} n8n.encryptionKey encrypts its credentials
 * @param {string} n8n.node the Node it runs in
 * @param {Record<string, string>} [n8n.settings] anything more
 * @returns {NodeJS.ProcessEnv} the whole environment of a private n8n
 */
function environment({ folder, port, brokerPort, encryptionKey, node, settings = {} }) {
	const kept = Object.entries(process.env).filter(([name]) => FROM_THE_MACHINE.test(name));
	return {
		...Object.fromEntries(kept),
		// n8n starts its task runner with the first "node" on the path.
		PATH: [dirname(node), process.env.PATH].filter(Boolean).join(delimiter),
		...OFFLINE,
		N8N_USER_FOLDER: folder,
		N8N_ENCRYPTION_KEY: encryptionKey,
		N8N_LISTEN_ADDRESS: LOOPBACK,
		N8N_HOST: LOOPBACK,
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: LOOPBACK,
		N8N_CONTENT_SECURITY_POLICY: contentSecurityPolicy(port),
		// The editor is opened over plain http, on this machine.
		N8N_SECURE_COOKIE: 'false',
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		DB_TYPE: 'sqlite',
		...settings,
	};
}

module.exports = { environment };
