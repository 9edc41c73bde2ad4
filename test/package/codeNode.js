// @ts-check
'use strict';

/**
 * Runs the code of an n8n Code node (*Run Once for All Items*) on one item.
 *
 * @param {string} code
 * @param {object} json of the item
 * @returns {Array<{ json: Record<string, unknown> }>} the items that come out
 */
const runCode = (code, json) =>
	new Function('$input', code)({ first: () => ({ json }), all: () => [{ json }] });

module.exports = { runCode };
