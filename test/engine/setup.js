// @ts-check
'use strict';

const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

// n8n-core writes its settings into the user folder as soon as it is loaded; each test file has one of its own.
process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
// Without it, n8n-core asks for an encryption key file's permissions to be changed, on every load.
process.env.N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS = 'false';

// The engine logs every failing node; the tests look at what it stores instead.
process.env.N8N_LOG_LEVEL = 'silent';

require('reflect-metadata');
