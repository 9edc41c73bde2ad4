// @ts-check
'use strict';

const { createHash } = require('node:crypto');
const { join } = require('node:path');

/** Where the pictures of the README lie. */
const FOLDER = join(__dirname, '..', '..', 'docs', 'images');
/** What the form was like when they were made. */
const CHECKSUM = join(FOLDER, 'form.sha256');

/**
 * @param {import('n8n-workflow').INodeTypeDescription} description
 * @returns {string} changes whenever the form looks different; the descriptions are tooltips, and in no picture
 */
const checksumOf = (description) =>
	createHash('sha256')
		.update(JSON.stringify(description, (key, value) => (key === 'description' ? '' : value)))
		.digest('hex');

module.exports = { CHECKSUM, FOLDER, checksumOf };
