'use strict';

const { resolve } = require('node:path');
const { parseArgs } = require('node:util');
const { EDITOR } = require('./paths');
const { FAULTS } = require('./faults');
const { PlainError } = require('./tools/plainError');

const HELP = `npm start                 starts a private n8n with this package in it, and a stand-in WhatsApp
                          gateway; runs a workflow that sends contact cards; leaves the editor and the
                          phone page open until Ctrl-C
npm start -- --once       ends after the run; exit status 0 only if the cards arrived

flag                      environment variable   default
--editor-port <port>      DEMO_EDITOR_PORT       15678     n8n's editor
--phone-port <port>       DEMO_PHONE_PORT        15680     the stand-in gateway and its phone page
--broker-port <port>      DEMO_BROKER_PORT       any free  n8n's talk with its own task runner
--folder <folder>         DEMO_FOLDER            demo/.run/editor   what this n8n remembers
--fault <name>                                   none      lets the gateway misbehave (see below)
--help                                           this text

fault                     what the gateway does, to show what the node makes of it
${Object.entries(FAULTS)
	.map(([name, { what }]) => name.padEnd(26) + what)
	.join('\n')}

Everything listens on 127.0.0.1 only. The demo workflow is put back at every start: save a copy to keep
your changes. To start from nothing, delete demo/.run (and demo/n8n/node_modules).`;

const FLAGS = /** @type {const} */ ({
	once: { type: 'boolean', default: false },
	help: { type: 'boolean', default: false },
	'editor-port': { type: 'string', default: process.env.DEMO_EDITOR_PORT || '15678' },
	'phone-port': { type: 'string', default: process.env.DEMO_PHONE_PORT || '15680' },
	'broker-port': { type: 'string', default: process.env.DEMO_BROKER_PORT },
	folder: { type: 'string', default: process.env.DEMO_FOLDER || EDITOR },
	fault: { type: 'string' },
});

/**
 * @param {string} flag the flag's name
 * @param {string} text what was given
 */
function portNumber(flag, text) {
	const port = Number(text);
	if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
	throw new PlainError(`--${flag} wants a port number between 1 and 65535, not "${text}".`);
}

/** @param {string | undefined} name */
function faultNamed(name) {
	if (name === undefined) return undefined;
	if (Object.hasOwn(FAULTS, name)) return FAULTS[name];
	throw new PlainError(`There is no fault "${name}". "npm start -- --help" lists them.`);
}

/** @param {string[]} args */
function parse(args) {
	try {
		return parseArgs({ args, options: FLAGS }).values;
	} catch (error) {
		const { message } = /** @type {Error} */ (error);
		throw new PlainError(`${message.split('. ')[0]}. "npm start -- --help" lists what there is.`);
	}
}

/**
 * @param {string[]} args the command line, without program and script
 * @returns what the person wants; ports as numbers
 */
function readOptions(args) {
	const { once, help, folder, fault, ...ports } = parse(args);
	const brokerPort = ports['broker-port'];
	return {
		once,
		help,
		fault: faultNamed(fault),
		folder: resolve(folder),
		editorPort: portNumber('editor-port', ports['editor-port']),
		phonePort: portNumber('phone-port', ports['phone-port']),
		brokerPort: brokerPort ? portNumber('broker-port', brokerPort) : undefined,
	};
}

module.exports = { HELP, readOptions };
