import { later } from '../clock';
import { call } from '../../stand-in/client';
import * as faults from '../../stand-in/faults';
import { startStandIn } from '../../stand-in/index';
import type { Fault, StandIn } from '../../stand-in/types';

let standIn: StandIn;

beforeAll(async () => {
	standIn = await startStandIn();
});
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

const PHONE = '79995253422';
const send = async (phone = PHONE, base = standIn.url) =>
	await call(`${base}/instance1150/sendContact?token=${encodeURIComponent(standIn.token)}`, {
		body: { phone, contactId: '79001111111' },
	});
const delivered = () => standIn.cards.length;

describe('a bad answer', () => {
	const answers: Array<[string, Fault, number, unknown]> = [
		['unauthorized', faults.unauthorized(), 401, /"Wrong token\./],
		['notFound', faults.notFound(), 404, /Not found/],
		['tooManyRequests', faults.tooManyRequests(3), 429, /Too many/],
		['passingServerError', faults.passingServerError(), 500, /Internal/],
		['html', faults.html(), 200, /^<!doctype html>/],
		['empty', faults.empty(), 200, /^$/],
		['brokenJson', faults.brokenJson(), 200, /^\{"sent":true,"message":"Sent to 7999$/],
		['hugeAnswer', faults.hugeAnswer(3_000_000), 200, /x{1000}/],
		['deeplyNested', faults.deeplyNested(20_000), 200, /^\{"error":\[{1000}/],
		['protoPollution', faults.protoPollution(), 200, /"__proto__":\{"sent":true/],
	];

	it.each(answers)('%s comes once, and no card', async (_, fault, status, text) => {
		standIn.misbehave(fault);
		const answer = await send();
		expect(answer.status).toBe(status);
		expect(answer.text).toMatch(text as RegExp);
		expect(delivered()).toBe(0);
		expect((await send()).json.sent).toBe(true);
		expect(delivered()).toBe(1);
	});

	it.each(answers)('%s may hide a card that was accepted', async (_, fault, status) => {
		standIn.misbehave({ ...fault, accept: true });
		expect((await send()).status).toBe(status);
		expect(delivered()).toBe(1);
	});

	it('is of the type its text looks like', async () => {
		standIn.misbehave([faults.html(), faults.brokenJson()]);
		expect((await send()).headers['content-type']).toContain('text/html');
		expect((await send()).headers['content-type']).toContain('application/json');
	});

	it('may say when to come back: in seconds, at a moment, or not at all', async () => {
		const moment = new Date('2030-01-02T03:04:05Z');
		standIn.misbehave([
			faults.tooManyRequests(3),
			faults.tooManyRequests(moment),
			faults.tooManyRequests(),
		]);
		const headers = [await send(), await send(), await send()].map((a) => a.headers['retry-after']);
		expect(headers).toEqual(['3', 'Wed, 02 Jan 2030 03:04:05 GMT', undefined]);
	});

	it('serverError lasts until the reset', async () => {
		standIn.misbehave(faults.serverError());
		for (let i = 0; i < 5; i += 1) expect((await send()).status).toBe(500);
		standIn.reset();
		expect((await send()).status).toBe(200);
	});

	it('idBeside has the body of an accepted card below a status that refuses', async () => {
		standIn.misbehave(faults.idBeside(429));
		expect(await send()).toMatchObject({
			status: 429,
			json: { sent: true, id: expect.stringContaining(`true_${PHONE}@c.us_`) },
		});
		expect(delivered()).toBe(0);
	});

	it('redirect names the way and does not go it', async () => {
		standIn.misbehave(faults.redirect('http://127.0.0.1:9/elsewhere', { status: 307 }));
		const { status, headers } = await send();
		expect([status, headers.location]).toEqual([307, 'http://127.0.0.1:9/elsewhere']);
	});
});

describe('an echo of the token', () => {
	const raw = 'stand-in+token/for=tests';
	const spellings = [raw, 'stand-in%2Btoken%2Ffor%3Dtests', 'stand-in%2btoken%2ffor%3dtests'];

	it.each(['body', 'header', 'html'] as const)('has every spelling in the %s', async (where) => {
		standIn.misbehave(faults.echoToken(where));
		const { text, headers } = await send();
		const told = `${text}${JSON.stringify(headers)}`;
		for (const spelling of spellings) expect(told).toContain(spelling);
		expect(told).toContain(`/instance1150/sendContact?token=${spellings[1]}`);
	});

	it('stands in the address of a redirect', async () => {
		standIn.misbehave(faults.echoToken('redirect'));
		expect((await send()).headers.location).toContain(`token=${spellings[1]}`);
	});

	it('is not remembered', async () => {
		standIn.misbehave(faults.echoToken('body'));
		await send();
		const remembered = JSON.stringify([standIn.received, standIn.cards, standIn.violations]);
		for (const spelling of spellings) expect(remembered).not.toContain(spelling);
	});
});

describe('a true answer that comes badly', () => {
	it.each([
		['slow', faults.slow(5)],
		['dripping', faults.dripping(1)],
		['with a header more', { headers: { 'x-odd': 'yes' } }],
	])('%s is whole, and the card counts', async (_, fault) => {
		standIn.misbehave(fault);
		expect((await send()).json.sent).toBe(true);
		expect(delivered()).toBe(1);
	});

	it.each([
		['slow', faults.slow(5, { accept: false })],
		['dripping', faults.dripping(1, { accept: false })],
	])('%s, and not accepted, has nothing to say', async (_, fault) => {
		standIn.misbehave(fault);
		await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(delivered()).toBe(0);
	});

	it('is accepted before the delay, not after it', async () => {
		const impatient = await startStandIn();
		impatient.misbehave(faults.slow(600_000));
		const answer = send(PHONE, impatient.url).catch((error) => error.code);
		while (impatient.cards.length === 0) await call(`${impatient.url}/stand-in/counts`);
		await impatient.close();
		expect(await answer).toBe('ECONNRESET');
		expect(impatient.violations).toEqual([]);
	});
});

describe('a cut connection', () => {
	const cuts: Array<[string, Fault, { rawBody: string }]> = [
		['beforeReading', faults.cutBeforeReading(), { rawBody: '' }],
		['afterHeaders', faults.cutAfterHeaders(), { rawBody: '' }],
		['afterReading', faults.cutAfterReading(), { rawBody: expect.stringContaining(PHONE) }],
		['midAnswer', faults.cutMidAnswer(), { rawBody: expect.stringContaining(PHONE) }],
	];

	it.each(cuts)('%s fails the client, once, and no card', async (_, fault, read) => {
		standIn.misbehave(fault);
		await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(delivered()).toBe(0);
		expect(standIn.received).toMatchObject([{ operation: 'send', ...read }]);
		expect((await send()).json.sent).toBe(true);
		expect(standIn.violations).toEqual([]);
	});

	it.each(cuts)('%s may hide a card that was accepted', async (_, fault) => {
		standIn.misbehave({ ...fault, accept: true });
		await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(delivered()).toBe(1);
	});

	it('beforeReading resets the connection before a single header is read', async () => {
		standIn.misbehave(faults.cutBeforeReading());
		await send().catch(() => undefined);
		expect(standIn.received).toMatchObject([{ headers: {}, body: undefined }]);
	});

	it('afterHeaders has read the headers and no body', async () => {
		standIn.misbehave(faults.cutAfterHeaders());
		await send().catch(() => undefined);
		expect(standIn.received).toMatchObject([
			{ headers: { 'content-type': 'application/json' }, body: undefined },
		]);
	});

	it('midAnswer has told the status, the length and half of the body', async () => {
		standIn.misbehave(faults.cutMidAnswer());
		const response = await fetch(
			`${standIn.url}/instance1150/status?token=${encodeURIComponent(standIn.token)}`,
		);
		const length = '{"accountStatus":"authenticated"}'.length;
		expect(response.status).toBe(200);
		expect(response.headers.get('content-length')).toBe(String(length));
		await expect(response.text()).rejects.toThrow();
	});

	it('midAnswer may cut an answer of its own', async () => {
		standIn.misbehave({ ...faults.serverError(), cut: 'midAnswer', times: 1 });
		await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' });
	});
});

describe('which request it meets', () => {
	it('only the chat it names, by number or id, the rest passes', async () => {
		standIn.misbehave([
			faults.notFound({ chat: '79002222222' }),
			faults.html({ chat: `${PHONE}@c.us` }),
		]);
		const statuses = [await send('79003333333'), await send('79002222222'), await send()];
		expect(statuses.map(({ status }) => status)).toEqual([200, 404, 200]);
		expect(standIn.cards).toMatchObject([{ chat: '79003333333@c.us' }]);
	});

	it('also where the connection is cut early', async () => {
		standIn.misbehave(faults.cutBeforeReading({ chat: '79002222222' }));
		expect((await send()).status).toBe(200);
		await expect(send('79002222222')).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(standIn.cards).toMatchObject([{ chat: `${PHONE}@c.us` }]);
	});

	it('may be accepted after its connection was closed', async () => {
		standIn.misbehave(faults.cutAndAcceptedLater(20));
		await expect(send()).rejects.toThrow();
		while (delivered() === 0) await new Promise<void>((resolve) => later(resolve, 5));
		expect(delivered()).toBe(1);
	});

	it.each([faults.notFound, faults.cutBeforeReading, faults.cutAfterHeaders])(
		'only the operation it names (%#)',
		async (fault) => {
			standIn.misbehave(fault({ operation: 'status' }));
			expect((await send()).status).toBe(200);
			const status = call(
				`${standIn.url}/instance1150/status?token=${encodeURIComponent(standIn.token)}`,
			).then((answer) => answer.status);
			expect([404, 'ECONNRESET']).toContain(await status.catch((error) => error.code));
		},
	);

	it('so often as it says, one fault after the other', async () => {
		standIn.misbehave(faults.notFound({ times: 2 }));
		standIn.misbehave(faults.passingServerError());
		const statuses = [];
		for (let i = 0; i < 4; i += 1) statuses.push((await send()).status);
		expect(statuses).toEqual([404, 404, 500, 200]);
	});

	it('a function decides for each request and never sees the token', async () => {
		const seen: string[] = [];
		standIn.misbehave((request) => {
			seen.push(JSON.stringify(request));
			return request.chat === '79002222222@c.us' ? faults.cutAfterReading() : undefined;
		});
		expect((await send()).status).toBe(200);
		await expect(send('79002222222')).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(seen).toHaveLength(2);
		expect(seen.join()).not.toMatch(/stand-in(\+|%2B)token/);
	});

	it('a mistyped fault is told at once', () => {
		expect(() => standIn.misbehave({ stauts: 500 } as Fault)).toThrow('A fault has no "stauts"');
		expect(() => standIn.misbehave({ cut: 'late' } as unknown as Fault)).toThrow('no cut "late"');
	});
});
