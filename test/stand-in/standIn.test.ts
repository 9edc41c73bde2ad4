import fc from 'fast-check';
import { runCli } from '../../stand-in/child';
import { call } from '../../stand-in/client';
import * as faults from '../../stand-in/faults';
import { startStandIn } from '../../stand-in/index';
import type { StandIn } from '../../stand-in/types';

const send = async (
	{ url, token }: Pick<StandIn, 'url' | 'token'>,
	phone = '79995253422',
	contactId: unknown = '79001111111',
) =>
	await call(`${url}/instance1150/sendContact?token=${encodeURIComponent(token)}`, {
		body: { phone, contactId },
	});

describe('what it remembers', () => {
	let standIn: StandIn;

	beforeAll(async () => {
		standIn = await startStandIn();
	});
	afterAll(() => standIn.close());
	beforeEach(() => standIn.reset());

	it('is each request to send as it arrived, without its secrets', async () => {
		await send(standIn);
		expect(standIn.received).toEqual([
			{
				dialect: 'chatApi',
				operation: 'send',
				method: 'POST',
				path: '/instance1150/sendContact',
				query: {},
				headers: expect.objectContaining({ 'content-type': 'application/json' }),
				chat: '79995253422@c.us',
				body: { phone: '79995253422', contactId: '79001111111' },
				rawBody: '{"phone":"79995253422","contactId":"79001111111"}',
				at: expect.any(Number),
			},
		]);
	});

	it('is never a secret, wherever it was put', async () => {
		const encoded = encodeURIComponent(standIn.token);
		await call(`${standIn.url}/${encoded}/instance1150/sendContact?token=${encoded}&a=${encoded}`, {
			body: { phone: '79995253422', contactId: '79001111111', token: standIn.token },
		});
		expect(JSON.stringify(standIn.received)).not.toContain(standIn.token);
		expect(JSON.stringify(standIn.received)).not.toContain(encoded);
	});

	it('is forgotten on reset, misbehaviour and session included', async () => {
		await send(standIn);
		standIn.misbehave(faults.serverError());
		standIn.setSession('loading');
		standIn.reset();
		const { received, lookups, cards, violations, counts } = standIn;
		expect([received, lookups, cards, violations]).toEqual([[], [], [], []]);
		expect(counts).toEqual({ received: 0, accepted: 0, perChat: new Map() });
		expect((await send(standIn)).json).toMatchObject({ sent: true, queueNumber: 1 });
	});

	it('is numbers only, where nothing else is asked for', async () => {
		const counting = await startStandIn({ keepReceived: false });
		await send(counting);
		await send(counting, '79002222222');
		counting.misbehave(faults.passingServerError());
		await send(counting, '79002222222');
		expect([counting.received, counting.cards]).toEqual([[], []]);
		expect(counting.counts).toEqual({
			received: 3,
			accepted: 2,
			perChat: new Map([
				['79995253422@c.us', { received: 1, accepted: 1 }],
				['79002222222@c.us', { received: 2, accepted: 1 }],
			]),
		});
		await counting.close();
	});

	it('survives whatever is sent', async () => {
		const field = fc.constantFrom(
			'phone',
			'chatId',
			'contactId',
			'quotedMsgId',
			'vcard',
			'__proto__',
		);
		const body = fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.jsonValue()));
		await fc.assert(
			fc.asyncProperty(body, fc.constantFrom('sendContact', 'sendVCard'), async (value, method) => {
				const address = `${standIn.url}/instance1150/${method}`;
				const { json } = await call(`${address}?token=${encodeURIComponent(standIn.token)}`, {
					body: value,
				});
				expect(json.sent).toBe(false);
			}),
			{ numRuns: 300 },
		);
		expect(standIn.violations.join()).not.toContain('The stand-in failed');
		expect(standIn.cards).toEqual([]);
	});

	it('does not know every dialect', async () => {
		await expect(startStandIn({ dialects: ['smoke'] })).rejects.toThrow('does not speak "smoke"');
		expect(() => standIn.setSession('asleep' as 'init')).toThrow('no session state "asleep"');
	});
});

describe('connections', () => {
	it('are counted, and all of them end on close', async () => {
		const standIn = await startStandIn();
		standIn.misbehave(faults.slow(600_000, { times: Infinity }));
		const answers = ['1', '2', '3'].map(
			async (digit) => await send(standIn, `7999525342${digit}`).catch((error) => error.code),
		);
		while (standIn.received.length < 3) await call(`${standIn.url}/stand-in/counts`);
		expect(standIn.sockets).toBeGreaterThanOrEqual(3);
		expect(standIn.peakSockets).toBeGreaterThanOrEqual(standIn.sockets);
		await standIn.close();
		expect(await Promise.all(answers)).toEqual(['ECONNRESET', 'ECONNRESET', 'ECONNRESET']);
		expect(standIn.sockets).toBe(0);
		expect(standIn.violations).toEqual([]);
		await expect(send(standIn)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	});
});

describe('control over HTTP', () => {
	let standIn: StandIn;
	const show = async (name: string) => (await call(`${standIn.url}/stand-in/${name}`)).json;
	const act = async (name: string, body: unknown) =>
		await call(`${standIn.url}/stand-in/${name}`, { body });

	beforeAll(async () => {
		standIn = await startStandIn();
	});
	afterAll(() => standIn.close());

	it('shows what is remembered', async () => {
		await send(standIn);
		await call(`${standIn.url}/instance1150/status`);
		await call(`${standIn.url}/nowhere`);
		expect(await show('received')).toMatchObject([{ operation: 'send' }]);
		expect(await show('lookups')).toMatchObject([{ operation: 'status' }]);
		expect(await show('cards')).toMatchObject([{ chat: '79995253422@c.us' }]);
		expect(await show('violations')).toEqual(['No dialect knows GET /nowhere']);
		expect(await show('counts')).toEqual({
			received: 1,
			accepted: 1,
			perChat: { '79995253422@c.us': { received: 1, accepted: 1 } },
		});
	});

	it('forgets, changes the session and misbehaves, for ever where JSON says null', async () => {
		expect((await act('reset', undefined)).status).toBe(404);
		expect((await act('reset', {})).status).toBe(200);
		expect(await show('cards')).toEqual([]);
		await act('session', { state: 'got qr code' });
		expect(standIn.session).toBe('got qr code');
		await act('misbehave', [faults.notFound(), faults.serverError()]);
		const statuses = [await send(standIn), await send(standIn), await send(standIn)];
		expect(statuses.map(({ status }) => status)).toEqual([404, 500, 500]);
	});

	it('says what is wrong with an order', async () => {
		const answers = [
			await act('misbehave', { stauts: 500 }),
			await act('session', { state: 'asleep' }),
			await act('misbehave', 'no JSON'),
		];
		expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
		expect(answers[0]?.json).toEqual({ error: 'A fault has no "stauts"' });
	});
});

describe('the command', () => {
	it('prints where it listens, and ends cleanly on a signal while an answer is pending', async () => {
		const token = 'token from the environment';
		const cli = runCli(['--port', '0', '--instance', '1150'], { STAND_IN_TOKEN: token });
		const { url } = JSON.parse(await cli.firstLine);
		expect((await send({ url, token })).json.sent).toBe(true);
		await call(`${url}/stand-in/misbehave`, { body: faults.slow(600_000) });
		const answer = send({ url, token }).catch((error) => error.code);
		const received = async () => (await call(`${url}/stand-in/counts`)).json.received;
		while ((await received()) < 2);
		cli.kill('SIGTERM');
		expect(await cli.ended).toEqual({ code: 0, signal: null, errors: '' });
		expect(await answer).toBe('ECONNRESET');
	});

	it('says in a sentence that a port is busy', async () => {
		const standIn = await startStandIn();
		const { code, errors } = await runCli(['--port', String(standIn.port)]).ended;
		expect(code).toBe(1);
		expect(errors.trim()).toBe(
			`The stand-in gateway did not start. Port ${standIn.port} is busy: end what uses it, or choose another with --port`,
		);
		await standIn.close();
	});

	it.each([[['--prt', '1']], [['--port', 'eighty']]])('does not start with %j', async (args) => {
		const { code, errors } = await runCli(args).ended;
		expect(code).toBe(1);
		expect(errors).toMatch(/--prt|"eighty" is not a port/);
	});
});
