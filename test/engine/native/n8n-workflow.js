// @ts-check
'use strict';

module.exports = /** @type {any} */ (globalThis).loadNative('n8n-workflow');
