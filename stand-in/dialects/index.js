// @ts-check
'use strict';

const { chatApi } = require('./chatApi');
const { evolutionApi } = require('./evolutionApi');
const { greenApi } = require('./greenApi');
const { metaCloudApi } = require('./metaCloudApi');
const { uazapi } = require('./uazapi');
const { ultraMsg } = require('./ultraMsg');
const { waha } = require('./waha');
const { whapi } = require('./whapi');

/** @typedef {import('../types').Dialect} Dialect */

/**
 * Every dialect the stand-in speaks. A new one is a file beside this one and a line here; where two
 * could match the same request, the first one answers.
 *
 * @type {readonly Dialect[]}
 */
const DIALECTS = [ultraMsg, chatApi, greenApi, evolutionApi, waha, metaCloudApi, uazapi, whapi];

/**
 * @param {string[]} [names] all unless told
 * @returns {Dialect[]}
 * @throws an Error that names a dialect nobody knows
 */
function dialectsNamed(names = DIALECTS.map(({ name }) => name)) {
	return names.map((name) => {
		const dialect = DIALECTS.find((candidate) => candidate.name === name);
		if (!dialect) throw new Error(`The stand-in does not speak "${name}"`);
		return dialect;
	});
}

module.exports = { dialectsNamed };
