import './tools/nodeVersion.js';

import standInModule from '../stand-in/index.js';
import { SENDERS, demoCredential, demoWorkflow, whatIsMissing } from './cards.js';
import { openDoor } from './door.js';
import { HELP, readOptions } from './options.js';
import { N8nApi, itemsOf } from './privateN8n/api.js';
import { installN8n } from './privateN8n/install.js';
import { secretsOf } from './privateN8n/secrets.js';
import { startN8n } from './privateN8n/start.js';
import { installTarball, packTarball } from './privateN8n/tarball.js';
import { tryLock } from './tools/lock.js';
import { PlainError } from './tools/plainError.js';
import { requireFreePort } from './tools/ports.js';
import { stopAll } from './tools/processes.js';
import { step } from './tools/progress.js';

const { startStandIn } = standInModule;

/** Milliseconds from one tick on the phone page to the next. */
const TICK = 700;

/** What has to be closed, in the order it was opened. */
const opened = [];
let leaving;

/** Closes everything, the last opened first, and ends with this exit status. */
function leave(status) {
	leaving ??= (async () => {
		for (const close of opened.reverse()) await close().catch(() => undefined);
		await stopAll();
		process.exit(status);
	})();
	return leaving;
}

/** Makes sure of everything that can be made sure of before minutes are spent. */
async function prepare({ editorPort, phonePort, brokerPort, folder }) {
	await requireFreePort(editorPort, "for n8n's editor", '--editor-port');
	await requireFreePort(phonePort, 'for the stand-in gateway', '--phone-port');
	if (brokerPort) await requireFreePort(brokerPort, "for n8n's task runner", '--broker-port');
	const release = await tryLock(folder);
	if (!release) {
		throw new PlainError(
			`Another "npm start" is using ${folder}: stop it, or choose another folder with --folder.`,
		);
	}
	opened.push(release);
}

async function startGateway({ phonePort, folder, fault }) {
	const { token } = await secretsOf(folder);
	const standIn = await startStandIn({ port: phonePort, instance: '1150', token });
	opened.push(() => standIn.close());
	standIn.decide('read', TICK);
	fault?.cause(standIn);
	return standIn;
}

async function startEditor({ editorPort: port, brokerPort, folder }, installed, tarball) {
	await installTarball(tarball, folder);
	const n8n = await startN8n(installed, { folder, port, brokerPort });
	opened.push(n8n.stop);
	const api = new N8nApi(n8n.url);
	await api.signIn(await secretsOf(folder));
	return { n8n, api };
}

/** Shows the items that came out, and the failure where there is one. */
function print(execution) {
	for (const name of SENDERS) {
		const items = itemsOf(execution, name);
		console.log(`\n${name}: ${items.length} ${items.length === 1 ? 'item' : 'items'} out`);
		for (const { json } of items) console.log(`  ${JSON.stringify(json)}`);
	}
	const { error } = execution.data.resultData;
	// The node writes its description for n8n's panel, which reads it as HTML.
	const lines = (error?.description ?? '').replaceAll('<br>', '\n');
	if (error) console.log(`\nThe workflow failed: ${error.message}\n${lines}`);
	console.log('');
}

async function invite(api, workflowId, standIn) {
	const door = await openDoor(api.cookie, `${api.url}/workflow/${workflowId}`);
	opened.push(door.close);
	console.log(
		[
			'',
			`The editor, signed in:  ${door.url}`,
			`The phone page:         ${standIn.url}/phone`,
			'',
			'Press "Execute workflow" in the editor and watch the phone page. Ctrl-C ends everything.',
		].join('\n'),
	);
}

async function story() {
	const options = readOptions(process.argv.slice(2));
	if (options.help) return console.log(HELP);
	await prepare(options);

	const tarball = await packTarball(step);
	const installed = await installN8n(step);
	const standIn = await startGateway(options);
	const { n8n, api } = await step('Starting n8n with the packed package in it', () =>
		startEditor(options, installed, tarball),
	);

	const { tracked, what } = options.fault ?? {};
	const workflow = await demoWorkflow(`${standIn.url}/phone`, tracked);
	const sending = what ? `Sending contact cards; ${what}` : 'Sending contact cards';
	const { workflowId, execution } = await step(sending, async () => {
		await api.saveCredential(demoCredential(standIn, tracked ? 'waha' : 'chatApi'));
		const workflowId = await api.saveWorkflow(workflow);
		return { workflowId, execution: await api.runWorkflow(workflowId) };
	});
	print(execution);

	// The gateway knows what arrived; n8n only knows what it believes.
	const problem = whatIsMissing(workflow, standIn.cards);
	console.log(problem ?? `All ${standIn.cards.length} cards arrived at the stand-in gateway.`);
	process.exitCode = problem ? 1 : 0;
	if (options.once) return;

	await invite(api, workflowId, standIn);
	await n8n.ended;
	throw new PlainError(`n8n has ended. What it wrote last is in ${options.folder}/n8n.log.`);
}

// npm passes a Ctrl-C on that the terminal has sent here already: only the first one counts.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => {
		if (!leaving) console.log('\nStopping …');
		void leave(process.exitCode ?? 130);
	});
}

// A signal that reaches npm alone kills the shell between npm and this program, which then tells nobody.
if (process.env.npm_lifecycle_event) {
	const parent = process.ppid;
	setInterval(() => process.ppid === parent || void leave(143), 500).unref();
}

try {
	await story();
} catch (error) {
	// Once everything is being stopped, a step that fails for that reason is no news.
	if (!leaving) console.error(error instanceof PlainError ? `\n${error.message}` : error);
	process.exitCode = 1;
}
await leave(process.exitCode ?? 0);
