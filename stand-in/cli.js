// @ts-check
'use strict';

const { parseArgs } = require('node:util');
const { startStandIn } = require('./index');

const USAGE = 'node stand-in/cli.js [--port 8080] [--host 127.0.0.1] [--instance 1150] [--token …]';

/** The token comes from STAND_IN_TOKEN unless it is given; there, nobody sees it in a list of processes. */
function optionsFromCommandLine() {
	const { port, ...others } = parseArgs({
		options: {
			port: { type: 'string', default: '8080' },
			host: { type: 'string' },
			instance: { type: 'string' },
			token: { type: 'string', default: process.env.STAND_IN_TOKEN },
		},
	}).values;
	if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) throw new Error(`"${port}" is not a port`);
	return { port: Number(port), ...others };
}

/** Starts the stand-in, prints `{"url":"http://…"}` in one line once it listens, ends on a signal. */
async function main() {
	const options = optionsFromCommandLine();
	const standIn = await startStandIn(options).catch((error) => {
		throw error.code === 'EADDRINUSE'
			? new Error(`Port ${options.port} is busy: end what uses it, or choose another with --port`)
			: error;
	});
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
		process.once(signal, () => standIn.close());
	}
	console.log(JSON.stringify({ url: standIn.url }));
}

main().catch((error) => {
	const isUsage = String(error.code).startsWith('ERR_PARSE_ARGS');
	console.error(
		`The stand-in gateway did not start. ${error.message}${isUsage ? `\n${USAGE}` : ''}`,
	);
	process.exitCode = 1;
});
