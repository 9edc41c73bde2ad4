// @ts-check
'use strict';

const { mkdtempSync } = require('node:fs');
const { createRequire } = require('node:module');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const { TestEnvironment } = require('jest-environment-node');

const { installEngine } = require('../engines/install');

// n8n-core writes its settings into the user folder as soon as it is loaded.
process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
// Without it, n8n-core asks for an encryption key file's permissions to be changed, on every load.
process.env.N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS = 'false';
// The engine logs every failing node; the tests look at what it stores instead.
process.env.N8N_LOG_LEVEL = 'silent';

// An engine before 2.x looks after its SSH connections once a minute, though it has none: that keeps no process alive.
const { setInterval } = globalThis;
Object.assign(globalThis, {
	setInterval: (/** @type {Parameters<typeof setInterval>} */ ...given) =>
		setInterval(...given).unref(),
});

/**
 * Lends a test file the engine as Node.js itself loads it, once for all files of a process. Jest's own loader takes ten
 * times as long, anew for each file, and keeps what it has loaded.
 */
class EngineEnvironment extends TestEnvironment {
	/** @param {ConstructorParameters<typeof TestEnvironment>} given */
	constructor(...given) {
		super(...given);
		const [{ projectConfig }] = given;
		/** The folder whose packages are the engine. */
		this.engine = String(projectConfig.globals.ENGINE);
	}

	/** @override */
	async setup() {
		await super.setup();
		await installEngine(this.engine);
		const loadNative = createRequire(join(this.engine, 'package.json'));
		loadNative('reflect-metadata');
		// What a test makes or changes of these is the engine's own.
		Object.assign(this.global, { loadNative, Error, Math });
		this.global.process.env = process.env;
	}
}

module.exports = EngineEnvironment;
