import { FAULTS } from '../../demo/faults';
import { freePorts } from '../../demo/tools/ports';
import { openBrowser } from './browser';
import { npmStart, occupy, type Command } from './command';

const INSTALLING = 900_000;
/** Each test starts a whole n8n, perhaps on a busy machine. */
jest.setTimeout(180_000);
const STACK_TRACE = /^\s+at .+:\d+:\d+\)?$/m;

/** Runs it to its end. */
const once = async (flags: string[], ports?: { editor?: number; phone?: number }) => {
	const command = await npmStart('start', ['--once', ...flags], ports);
	return { status: await command.ended, output: command.output(), ports: command.ports };
};

test(
	'npm start -- --once ends well when the cards have arrived, and prints the items',
	async () => {
		const { status, output } = await once([]);
		expect(output).toContain('"sent":true,"message":"Sent to 79995253422@c.us"');
		expect(output).toContain('All 4 cards arrived at the stand-in gateway.');
		expect(output).not.toMatch(/password/i);
		expect(status).toBe(0);
	},
	INSTALLING,
);

test.each(['unauthorized', 'serverError', 'cutAfterReading'])(
	'it ends badly, and says why, when the gateway answers with the fault %s',
	async (fault) => {
		const { status, output } = await once(['--fault', fault]);
		expect(output).toContain('Of 4 expected cards, 0 arrived.');
		expect(output).toMatch(/^The workflow failed: .*The gateway/m);
		expect(output).not.toMatch(STACK_TRACE);
		expect(status).toBe(1);
	},
);

test('--help names every fault, and what it does', async () => {
	const { status, output } = await once(['--help']);
	for (const [name, { what }] of Object.entries(FAULTS)) {
		expect(output).toContain(`\n${name.padEnd(26)}${what}\n`);
	}
	expect(status).toBe(0);
});

describe('what cannot work is said in one sentence before anything is started', () => {
	test.each([
		{ which: 'editor', purpose: "for n8n's editor", flag: '--editor-port' },
		{ which: 'phone', purpose: 'for the stand-in gateway', flag: '--phone-port' },
	])('a busy $which port', async ({ which, purpose, flag }) => {
		const [port] = await freePorts(1);
		const release = await occupy(port);
		const { status, output } = await once([], { [which]: port });
		await release();
		expect(output).toContain(
			`Port ${port}, wanted ${purpose}, is already in use: stop the program that listens there, ` +
				`or choose another one with ${flag} <port>.`,
		);
		expect(output).not.toMatch(STACK_TRACE);
		expect(status).toBe(1);
	});

	test.each([
		{ flags: ['--bogus'], sentence: "Unknown option '--bogus'" },
		{ flags: ['--fault', 'toString'], sentence: 'There is no fault "toString"' },
		{ flags: ['--phone-port', 'http'], sentence: '--phone-port wants a port number' },
	])('$flags', async ({ flags, sentence }) => {
		const { status, output } = await once(flags);
		expect(output).toContain(sentence);
		expect(output).not.toMatch(STACK_TRACE);
		expect(status).toBe(1);
	});
});

test('its one address opens the editor signed in, and a second start leaves it alone', async () => {
	const command = await npmStart('start', []);
	const [, address] = await command.until(/^The editor, signed in: +(\S+)$/m);
	const browser = await openBrowser();
	await browser.page.goto(address);
	await browser.page.getByText('Send Contacts to Each').first().waitFor();
	expect(browser.page.url()).toMatch(/:\d+\/workflow\/\w+$/);
	expect(browser.strangers).toEqual([]);

	const { origin } = new URL(address);
	const stranger = await fetch(`${origin}/`, { redirect: 'manual' });
	expect([stranger.status, stranger.headers.get('set-cookie')]).toEqual([404, null]);

	const second = await once([]);
	expect(second.output).toMatch(/Another "npm start" is using .+: stop it, or choose another/);
	expect(second.output).not.toMatch(STACK_TRACE);
	expect(second.status).toBe(1);

	await browser.close();
	command.pressCtrlC();
	await command.ended;
});

test.each([
	{ how: 'Ctrl-C', end: (command: Command) => command.pressCtrlC() },
	{ how: 'SIGTERM to npm alone', end: (command: Command) => command.signal('SIGTERM') },
])('$how ends everything that was started', async ({ end }) => {
	const command = await npmStart('start', []);
	await command.until(/Ctrl-C ends everything/);
	end(command);
	// It has ended once nobody holds its output any more: npm, this program, n8n, n8n's task runner.
	await command.ended;
	for (const port of Object.values(command.ports)) await (await occupy(port))();
});
