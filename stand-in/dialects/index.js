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

/**
 * Every dialect the stand-in speaks. A new one is a file beside this one and a name here; where two
 * could match the same request, the first one answers.
 *
 * @satisfies {Record<string, import('../types').Dialect>}
 */
const DIALECTS = { ultraMsg, chatApi, greenApi, evolutionApi, waha, metaCloudApi, uazapi, whapi };

module.exports = { DIALECTS };
