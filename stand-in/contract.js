// @ts-check
'use strict';

const { Ajv } = require('ajv');
const { readVcard } = require('./vcard');

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
ajv.addFormat('vcard', (text) => readVcard(text) !== undefined);

/**
 * @param {RegExp} form
 * @returns {{ type: 'string', pattern: string }} the schema of a text of that form
 */
const text = ({ source }) => ({ type: 'string', pattern: source });

/**
 * @param {Record<string, object>} properties the fields that there may be, and no others
 * @param {string[]} [required] all of them unless told
 */
const object = (properties, required = Object.keys(properties)) => ({
	type: 'object',
	required,
	properties,
	additionalProperties: false,
});

/** A name, an organization, …: something to read, in one line. */
const ONE_LINE = text(/^[^\r\n]*\S[^\r\n]*$/);

/** No plus sign and no ending: digits. */
const DIGITS = text(/^[1-9]\d{6,14}$/);

/** The whole id of a message, such as `false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F`. */
const MESSAGE_ID = text(/^(true|false)_[^_\s]+@[^_\s]+_\S+$/);

/** One of version 3.0. */
const VCARD = { type: 'string', format: 'vcard' };

/** @param {import('ajv').ErrorObject} error */
const sentenceOf = ({ instancePath, message, params: { additionalProperty = '' } }) =>
	`${instancePath} ${message} ${additionalProperty}`.trim();

/**
 * What a gateway's documents allow a body to be. What a real server is known to refuse, and in which words, is no part
 * of it: this is for what a real server might let pass, so that a test can see it.
 *
 * @param {import('ajv').AnySchemaObject} schema a JSON schema
 * @returns {(body: unknown) => string[]} a sentence for each rule that the body breaks
 */
function contractOf(schema) {
	const keeps = ajv.compile(schema);
	return (body) => (keeps(body) ? [] : (keeps.errors ?? []).map(sentenceOf));
}

module.exports = { contractOf, text, object, ONE_LINE, DIGITS, MESSAGE_ID, VCARD };
