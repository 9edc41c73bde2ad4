// @ts-check
'use strict';

/** @type {{ loadNative: (name: string) => typeof import('n8n-workflow') }} */
const { loadNative } = /** @type {any} */ (globalThis);
const n8nWorkflow = loadNative('n8n-workflow');

/** What sleeps for a test file and the node in it: n8n's own, until the file sets another one. */
const clock = { sleep: n8nWorkflow.sleep };

/** @type {typeof n8nWorkflow.sleep} */
const sleep = async (...given) => await clock.sleep(...given);

module.exports = { ...n8nWorkflow, sleep, clock };
