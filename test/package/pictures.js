// @ts-check
'use strict';

const { createHash } = require('node:crypto');
const { join } = require('node:path');

/** Where the pictures of the README lie. */
const FOLDER = join(__dirname, '..', '..', 'docs', 'images');
/** What the form was like when they were made. */
const CHECKSUM = join(FOLDER, 'form.sha256');

/**
 * The same keys in the same order, whatever order they were written in, and without the descriptions: they are
 * tooltips, and in no picture.
 *
 * @param {string} key
 * @param {unknown} value
 */
function shown(key, value) {
	if (key === 'description') return undefined;
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).sort());
}

/**
 * @param {import('n8n-workflow').INodeTypeDescription} description
 * @returns {string} changes whenever the form looks different
 */
const checksumOf = (description) =>
	createHash('sha256').update(JSON.stringify(description, shown)).digest('hex');

module.exports = { CHECKSUM, FOLDER, checksumOf };
