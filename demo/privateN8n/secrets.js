'use strict';

const { randomBytes } = require('node:crypto');
const { mkdir, readFile, rename, writeFile } = require('node:fs/promises');
const { join } = require('node:path');

/**
 * @typedef {object} Secrets
 * @property {string} encryptionKey what n8n encrypts its credentials with
 * @property {string} email the made-up person who owns this n8n
 * @property {string} password that person's password
 * @property {string} token the stand-in gateway's token
 */

/**
 * Made up at the first start and kept, so that the login stays the same. Random although nothing here is
 * worth stealing: a web page in the same browser can reach 127.0.0.1, too, and n8n runs any code it is given.
 *
 * @param {string} folder the run's folder
 * @returns {Promise<Secrets>} the run's secrets
 */
async function secretsOf(folder) {
	const path = join(folder, 'secrets.json');
	const kept = await readFile(path, 'utf8').catch(() => undefined);
	if (kept !== undefined) return JSON.parse(kept);
	const secrets = {
		encryptionKey: randomBytes(24).toString('hex'),
		email: 'demo@example.com',
		// n8n asks for a capital letter and a digit.
		password: `Demo1-${randomBytes(9).toString('hex')}`,
		token: randomBytes(12).toString('hex'),
	};
	await mkdir(folder, { recursive: true });
	await writeFile(`${path}.new`, JSON.stringify(secrets), { mode: 0o600 });
	await rename(`${path}.new`, path);
	return secrets;
}

module.exports = { secretsOf };
