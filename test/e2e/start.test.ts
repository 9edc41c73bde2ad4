import { FAULTS } from '../../demo/faults';
import { fs, http } from '../node';
import { FOLDER, npmStart } from './command';

/** n8n may have to be installed first, and each of these starts a whole one. */
jest.setTimeout(900_000);
afterAll(() => fs.rmSync(FOLDER, { recursive: true, force: true }));

const STACK_TRACE = /^\s+at .+:\d+:\d+\)?$/m;

/** Runs it to its end. */
const once = async (flags: string[], ports?: { editor?: number; phone?: number }) => {
	const command = await npmStart(['--once', ...flags], ports);
	return { status: await command.ended, output: command.output() };
};

/** Listens there; fails where somebody else does. */
const occupy = async (port: number) => {
	const server = http.createServer();
	await new Promise<void>((done, fail) => {
		server.once('error', fail).listen(port, '127.0.0.1', done);
	});
	return server;
};

/** It has ended once nobody holds its output any more: npm, this program, n8n, n8n's task runner. */
const untilAllHasEnded = async ({ ended, ports }: Awaited<ReturnType<typeof npmStart>>) => {
	const status = await ended;
	for (const port of Object.values(ports)) (await occupy(port)).close();
	return status;
};

test('--once ends well when the cards have arrived, and prints the items', async () => {
	const { status, output } = await once([]);
	expect(output).toContain('"sent":true,"message":"Sent to 79995253422@c.us"');
	expect(output).toContain('All 4 cards arrived at the stand-in gateway.');
	expect(output).not.toMatch(/password/i);
	expect(status).toBe(0);
});

test('with a fault it says why no card arrived, and SIGTERM to npm alone ends everything, badly', async () => {
	const command = await npmStart(['--fault', 'cutAfterReading']);
	await command.until(/Ctrl-C ends everything/);
	command.signal('SIGTERM');
	expect(await untilAllHasEnded(command)).not.toBe(0);
	expect(command.output()).toContain('Of 4 expected cards, 0 arrived.');
	expect(command.output()).toMatch(/^The workflow failed: .*The gateway/m);
	expect(command.output()).not.toMatch(STACK_TRACE);
});

test('its one address signs in to the editor, a second start leaves it alone, Ctrl-C ends everything', async () => {
	const command = await npmStart([]);
	const [, address] = await command.until(/^The editor, signed in: +(\S+)$/m);
	const { status, headers } = await fetch(address, { redirect: 'manual' });
	const workflow = new URL(headers.get('location') ?? '');
	expect([status, workflow.pathname]).toEqual([302, expect.stringMatching(/^\/workflow\/\w+$/)]);
	const cookie = headers
		.getSetCookie()
		.map((one) => one.split(';')[0])
		.join('; ');
	const login = await fetch(`${workflow.origin}/rest/login`, { headers: { cookie } });
	expect(login.status).toBe(200);

	const stranger = await fetch(`${new URL(address).origin}/`, { redirect: 'manual' });
	expect([stranger.status, stranger.headers.get('set-cookie')]).toEqual([404, null]);

	const second = await once([]);
	expect(second.output).toMatch(/Another "npm start" is using .+: stop it, or choose another/);
	expect(second.output).not.toMatch(STACK_TRACE);
	expect(second.status).toBe(1);

	command.pressCtrlC();
	await untilAllHasEnded(command);
});

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
		const other = await occupy(0);
		const { port } = other.address() as { port: number };
		const { status, output } = await once([], { [which]: port });
		other.close();
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
