// @ts-check
'use strict';

const { readFile, writeFile } = require('node:fs/promises');
const prettier = require('prettier');

/**
 * @param {string[]} head
 * @param {Array<Array<string | number>>} rows
 * @returns {string} a table in Markdown
 */
const table = (head, rows) =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/**
 * Puts the table of the last run where a document carries it.
 *
 * @param {string} path of the document, which has a line `<!-- measured -->` before and after the place
 * @param {string} text the new one
 */
async function writeInto(path, text) {
	const [before, , after] = (await readFile(path, 'utf8')).split('<!-- measured -->');
	const whole = [before, `\n\n${text}\n\n`, after].join('<!-- measured -->');
	await writeFile(path, await prettier.format(whole, { filepath: path }));
}

module.exports = { table, writeInto };
