import fc from 'fast-check';

import type { Answer, GatewayRequest } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import { rejected } from '../../nodes/WhatsAppSendContact/outcome';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import { runs } from '../property';
import { begin, type Change, DOWN, FAULT, NOT_TRIED, ranWith, type Reply } from './run';
import { accountAt, claimed, list, send } from './send';

const NOW = 1_700_000_000_000;
beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

const waha = accountAt('waha', 'default');
const TRACK = { trackDelivery: 60, parallelChats: 5 };
const [PENDING, DEVICE, READ, ERROR] = [0, 2, 3, -1].map((ack) => ({ status: 200, body: { ack } }));
const FAILED = { ...rejected('unknown', 'notDelivered', 'error') };
const REFUSED: Answer = { status: 400, body: { message: 'no' } };

const isQuestion = ({ method }: GatewayRequest) => method === 'GET';
/** The chat of a message that is sent, or asked after. */
const chatOf = ({ path, body }: GatewayRequest): string =>
	String(body?.chatId ?? decodeURIComponent(path).split('/')[4]);
const chat = (item: number) => `${79990000000 + item}@c.us`;
/** What WAHA answers to a message: it takes it under an ID with the chat in it. */
const taken = (request: GatewayRequest): Answer => ({
	status: 201,
	body: { id: `true_${chatOf(request)}_3EB0`, _data: {} },
});
/** A gateway that takes every message, and answers the questions so. */
const answering =
	(state: (request: GatewayRequest) => Reply) =>
	(request: GatewayRequest): Reply =>
		isQuestion(request) ? state(request) : taken(request);

/** What so many messages come to, when the gateway was asked after them, and which ones were sent. */
async function tracked(
	count: number,
	state: (request: GatewayRequest) => Reply,
	change: Change = {},
	sends = list(count, waha),
) {
	const options = { ...TRACK, ...change.options };
	const ran = await ranWith(sends, answering(state), { ...change, options });
	const questions = ran.requests.filter(isQuestion);
	const sent = ran.requests.filter((request) => !isQuestion(request)).map(chatOf);
	return { ...ran, sent, asked: questions.map(({ at }) => at / 1000), questions };
}

const confirmed = (delivery: string) => ({ accepted: true, status: 'sent', delivery });

test('asked at 2, 4, 8 … seconds and when the time is up: unconfirmed, and a success', async () => {
	const { asked, outcomes, questions } = await tracked(1, () => PENDING);
	expect(asked).toEqual([2, 4, 8, 16, 31, 46, 60]);
	expect(outcomes).toMatchObject([{ ...confirmed('unconfirmed'), attempts: 1 }]);
	expect(questions[0].path).toBe(
		'/api/default/chats/79990000000%40c.us/messages/true_79990000000%40c.us_3EB0',
	);
});

test('asked in the chat that it went to, where the gateway has named another (Brazil)', async () => {
	const one = send({ account: accountAt('uazapi'), to: '5531988887777' });
	const here = { messageid: '3EB0', chatid: '553188887777@s.whatsapp.net' };
	const { outcomes, requests } = await ranWith(
		[one],
		({ path, body }) => {
			if (path === '/send/contact') return { status: 200, body: { ...here, status: 'Pending' } };
			const messages = body?.chatid === here.chatid ? [{ ...here, status: 'Delivered' }] : [];
			return { status: 200, body: { messages } };
		},
		{ options: TRACK },
	);
	expect(outcomes).toMatchObject([confirmed('delivered')]);
	expect(requests).toHaveLength(2);
});

test.each([
	['two ticks', DEVICE, confirmed('delivered')],
	['blue ticks', READ, confirmed('read')],
	['a failure', ERROR, FAILED],
])('%s end it', async (_what, answer, outcome) => {
	let turn = 0;
	const { asked, outcomes, known } = await tracked(1, () => (++turn < 3 ? PENDING : answer), {
		host: { stopsOnFailure: true },
	});
	expect(asked).toEqual([2, 4, 8]);
	expect(outcomes).toMatchObject([outcome]);
	if (answer === ERROR)
		expect(known(list(1, waha)[0])).toMatchObject({ ...outcome, earlier: true });
});

test.each<[string, Reply]>([
	['a fault', FAULT],
	['a word of delivery in a refusal', { ...DEVICE, status: 404 }],
	['no answer', DOWN],
])('%s tells nothing: it is asked on', async (_what, answer) => {
	const { asked, outcomes } = await tracked(1, () => answer);
	expect(asked).toHaveLength(7);
	expect(outcomes).toMatchObject([confirmed('unconfirmed')]);
});

test.each([
	['where the option is off', waha, { trackDelivery: 0 }, taken],
	['of a gateway that can’t tell', accountAt(), {}, () => ({ status: 200, body: { sent: true } })],
	['of a message without an ID', waha, {}, () => ({ status: 201, body: { _data: {} } })],
])('nothing is asked %s', async (_what, account, options, answer) => {
	const { requests, outcomes } = await ranWith(list(1, account), answer, {
		options: { ...TRACK, ...options },
	});
	expect(requests).toHaveLength(1);
	expect(outcomes[0]).not.toHaveProperty('delivery');
});

test('a group of Evolution API is not waited for: it never tells', async () => {
	const one = send({ account: accountAt('evolutionApi') });
	one.message.recipient = { by: 'chatId', kind: 'group', chatId: '120363028392831234@g.us' };
	const key = { id: 'A', remoteJid: '120363028392831234@g.us' };
	const ran = await ranWith([one], [{ status: 201, body: { key } }], { options: TRACK });
	expect(ran.requests).toHaveLength(1);
	expect(ran.outcomes).toMatchObject([confirmed('unconfirmed')]);
});

test('it holds nobody up: a chat goes on in its order, as do others', async () => {
	const toOne = [0, 1, 2].map((item) => send({ item, account: waha, to: '79990000000' }));
	const sends = [...toOne, send({ item: 3, account: waha, to: '79990000003' })];
	const options = { parallelChats: 1 };
	const { requests } = await tracked(4, () => PENDING, { options, latency: 100 }, sends);
	expect(requests.slice(0, 5).map((each) => [each.at, isQuestion(each)])).toEqual([
		...[0, 100, 200, 300].map((at) => [at, false]),
		[2_100, true],
	]);
});

test('a message that was taken is told of then, and again when it is known what became of it', async () => {
	const told: unknown[] = [];
	const tellProgress: Change['tellProgress'] = ([outcome]) =>
		told.push([Date.now() - NOW, outcome?.accepted && outcome.delivery]);
	await tracked(1, () => DEVICE, { tellProgress });
	expect(told).toEqual([
		[0, 'unconfirmed'],
		[2_000, 'delivered'],
	]);
});

test('a chat that the check names is the one that is asked in', async () => {
	const chatId = '551187654321@c.us';
	const answers = (request: GatewayRequest): Reply => {
		if (!isQuestion(request)) return taken(request);
		if (request.path.endsWith('check-exists'))
			return { status: 200, body: { numberExists: true, chatId } };
		return chatOf(request) === chatId ? DEVICE : FAULT;
	};
	const options = { ...TRACK, checkRecipient: true };
	const { outcomes, requests } = await ranWith(list(1, waha), answers, { options });
	expect(outcomes).toMatchObject([{ ...confirmed('delivered'), chatId }]);
	expect(requests).toHaveLength(3);
});

test('the chat that the gateway names when it takes a message is the one that is asked in', async () => {
	const [entered, named] = ['5511987654321@c.us', '551187654321@s.whatsapp.net'];
	const one = send({ account: accountAt('uazapi'), to: entered.split('@')[0] });
	const body = { messageid: '3EB0', chatid: named, status: 'Pending' };
	const answers = (request: GatewayRequest): Reply => {
		if (request.path === '/send/contact') return { status: 200, body };
		const isThere = request.body?.chatid === named;
		return { status: 200, body: { messages: isThere ? [{ ...body, status: 'Read' }] : [] } };
	};
	const { outcomes } = await ranWith([one], answers, { options: TRACK });
	expect(outcomes).toMatchObject([confirmed('read')]);
});

test('a clock that is set back makes it no longer', async () => {
	const { running } = begin(
		list(1, waha),
		answering(() => PENDING),
		{ options: TRACK },
	);
	let isOver = false;
	void running.then(() => (isOver = true));
	await jest.advanceTimersByTimeAsync(5_000);
	jest.setSystemTime(NOW - 3_600_000);
	await jest.advanceTimersByTimeAsync(55_000);
	expect(isOver).toBe(true);
});

describe('under Stop', () => {
	const host = { stopsOnFailure: true };

	test('a failure that is found ends the run, and the following of the others', async () => {
		const state = (request: GatewayRequest) => (chatOf(request) === chat(0) ? ERROR : PENDING);
		const { outcomes, sent, asked } = await tracked(9, state, {
			host,
			options: { parallelChats: 1 },
			latency: 1_000,
		});
		expect(sent).toEqual([0, 1, 2, 3].map(chat));
		expect(Math.max(...asked)).toBeLessThanOrEqual(4);
		const others = [1, 2, 3].map(() => confirmed('unconfirmed'));
		const notTried = Array.from({ length: 5 }, () => NOT_TRIED);
		expect(outcomes).toMatchObject([FAILED, ...others, ...notTried]);
	});

	test('what a later try finds of it: it asks on at once, sends the rest, and nothing again', async () => {
		const context = {};
		const change = { host, context, options: { parallelChats: 1 } };
		let isOver = false;
		const answers = (request: GatewayRequest): Reply => {
			if (isQuestion(request)) return isOver ? DEVICE : PENDING;
			return chatOf(request) === chat(2) && !isOver ? REFUSED : taken(request);
		};
		const options = { ...TRACK, ...change.options };
		const first = await ranWith(list(4, waha), answers, { ...change, options });
		expect(first.outcomes.map(({ accepted }) => accepted)).toEqual([true, true, false, false]);
		isOver = true;
		jest.setSystemTime(NOW + 10_000);
		const { outcomes, requests } = await ranWith(list(4, waha), answers, { ...change, options });
		expect(outcomes).toMatchObject([0, 0, 1, 1].map((attempts) => ({ attempts })));
		expect(outcomes).toMatchObject(outcomes.map(() => confirmed('delivered')));
		expect(requests.map((each) => [each.at, chatOf(each), isQuestion(each)])).toEqual([
			[0, chat(0), true],
			[0, chat(2), false],
			[0, chat(3), false],
			[50, chat(1), true],
			[2_000, chat(2), true],
			[2_050, chat(3), true],
		]);
	});
});

test('a cancel ends it at once; each message counts as sent from the moment it was taken', async () => {
	const context = {};
	const sends = list(3, waha);
	const change: Change = { context, options: TRACK };
	const { running, cancel, requests, known } = begin(
		sends,
		answering(() => PENDING),
		change,
	);
	await jest.advanceTimersByTimeAsync(0);
	expect(sends.map(known)).toMatchObject(sends.map(() => confirmed('unconfirmed')));
	await jest.advanceTimersByTimeAsync(5_000);
	const before = requests.length;
	cancel();
	await jest.advanceTimersByTimeAsync(0);
	expect((await running).outcomes).toMatchObject(sends.map(() => confirmed('unconfirmed')));
	await jest.advanceTimersByTimeAsync(60_000);
	expect(requests).toHaveLength(before);

	// The time counts from the sending; what is over is asked for once more.
	const { sent, asked } = await tracked(3, () => PENDING, change);
	expect(sent).toEqual([]);
	expect(asked).toEqual([0, 0.05, 0.1]);
});

test('a later try checks no more recipients at once than it would send to', async () => {
	const change: Change = { context: {}, options: { ...TRACK, checkRecipient: true } };
	const answers = (request: GatewayRequest): Reply =>
		request.path.endsWith('check-exists') ? FAULT : answering(() => PENDING)(request);
	const { running, cancel } = begin(list(50, waha), answers, change);
	await jest.advanceTimersByTimeAsync(1_000);
	cancel();
	await jest.advanceTimersByTimeAsync(0);
	expect((await running).outcomes).toMatchObject(list(50).map(() => confirmed('unconfirmed')));
	const { requests } = await ranWith(list(50, waha), answers, { ...change, latency: 100 });
	const checks = requests.filter(({ path }) => path.endsWith('check-exists'));
	expect(checks).toHaveLength(50);
	for (const start of [0, 100, 500, 900])
		expect(checks.filter(({ at }) => at === start)).toHaveLength(TRACK.parallelChats);
});

test('the rest of its time, where a later try comes sooner', async () => {
	const change: Change = { context: {}, host: { retriesOnFail: true } };
	const { running, cancel } = begin(
		list(1, waha),
		answering(() => PENDING),
		{
			...change,
			options: TRACK,
		},
	);
	await jest.advanceTimersByTimeAsync(20_000);
	cancel();
	await jest.advanceTimersByTimeAsync(0);
	await running;
	expect((await tracked(1, () => PENDING, change)).asked).toEqual([0, 15, 30, 40]);
});

test('what ends its account ends the following of nobody', async () => {
	const answers = (request: GatewayRequest): Reply => {
		if (isQuestion(request)) return DEVICE;
		return chatOf(request) === chat(0) ? taken(request) : { status: 401, body: '' };
	};
	const options = { ...TRACK, parallelChats: 1 };
	const { outcomes } = await ranWith(list(3, waha), answers, { options });
	expect(outcomes).toMatchObject([
		confirmed('delivered'),
		{ reason: 'unauthorized' },
		{ reason: 'unauthorized', skipped: true },
	]);
});

test('three in a row that WhatsApp restricts end the messages of the account, in a later try too', async () => {
	const change: Change = { context: {}, host: { retriesOnFail: true } };
	for (const trial of [1, 2]) {
		const { outcomes, requests } = await ranWith(
			list(40, accountAt('greenApi')),
			({ path, body }) =>
				path.endsWith('getMessage')
					? { status: 200, body: { idMessage: body?.idMessage, statusMessage: 'yellowCard' } }
					: { status: 200, body: { idMessage: String(body?.chatId) } },
			{ ...change, options: { ...TRACK, pauseMin: 1, pauseMax: 1 } },
		);
		const sent = requests.filter(({ path }) => path.endsWith('sendContact'));
		expect(sent.length).toBeLessThan(8);
		const restricted = outcomes.filter((outcome) => !outcome.accepted && !outcome.skipped);
		expect(restricted.length).toBeLessThan(8 * trial);
		expect(restricted[0]).toMatchObject(rejected('unknown', 'restricted', 'yellowCard'));
		expect(outcomes.at(-1)).toMatchObject({ reason: 'restricted', skipped: true });
	}
});

describe('Send Once', () => {
	const once = (state: Answer, rows: Change['rows'], executionId: string) =>
		tracked(1, () => state, { rows, host: { executionId }, options: { sendOnce: 'node' } }, [
			claimed(list(1, waha)[0]),
		]);

	test('remembers it as sent, whatever is known of its delivery', async () => {
		const rows: Change['rows'] = new Map();
		await once(PENDING, rows, '1');
		const { outcomes, requests } = await once(PENDING, rows, '2');
		expect(outcomes).toMatchObject([{ status: 'sentEarlier' }]);
		expect(requests).toEqual([]);
	});

	test('has what failed after it was taken in doubt: never sent again by itself', async () => {
		const rows: Change['rows'] = new Map();
		expect((await once(ERROR, rows, '1')).outcomes).toMatchObject([FAILED]);
		for (const execution of ['2', '3']) {
			const { outcomes, sent } = await once(PENDING, rows, execution);
			expect(outcomes).toMatchObject([{ certainty: 'unknown', reason: 'interrupted' }]);
			expect(sent).toEqual([]);
		}
	});
});

describe('many messages', () => {
	/** The most requests that began within one second. */
	const busiest = (times: number[]): number =>
		Math.max(...times.map((at, index) => times.findIndex((next) => next >= at + 1_000) - index));

	test.each([
		['greenApi', 1_000, 10, 60],
		['waha', 150, 20, 4],
	])(
		'of %s: %i are asked after %i times a second at most, in %i s',
		async (name, count, most, time) => {
			const account = accountAt(name, 'default');
			const { requests, outcomes } = await ranWith(
				list(count, account),
				({ path, body }) =>
					path.endsWith('getMessage') || body === undefined
						? PENDING
						: { status: 201, body: { id: 'A', idMessage: 'A' } },
				{ options: { ...TRACK, trackDelivery: time }, latency: 100 },
			);
			const isAsked = ({ path, method }: GatewayRequest) =>
				path.endsWith('getMessage') || method === 'GET';
			const questions = requests.filter(isAsked).map(({ at }) => at);
			const sent = requests.filter((request) => !isAsked(request)).map(({ at }) => at);
			expect(sent).toHaveLength(count);
			expect(busiest([...questions, Infinity])).toBeLessThanOrEqual(most);
			expect(questions.length).toBeGreaterThan(0.8 * time * most);
			expect(Math.max(...questions)).toBeLessThanOrEqual(
				Math.max(...sent) + 100 + (time + 1) * 1_000,
			);
			expect(outcomes.every(({ accepted }) => accepted)).toBe(true);
		},
	);
});

const anyFate = fc.record({
	state: fc.constantFrom(PENDING, DEVICE, READ, ERROR),
	/** Milliseconds after its sending at which the gateway knows. */
	at: fc.integer({ min: 0, max: 90_000 }),
	chat: fc.integer({ min: 0, max: 3 }),
});

test('whatever becomes of messages, each leaves once, and what is told within its time is known', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(anyFate, { minLength: 1, maxLength: 8 }),
			fc.integer({ min: 1, max: 80 }),
			async (fates, trackDelivery) => {
				jest.setSystemTime(NOW);
				// The last turn may come a second late.
				const end = trackDelivery * 1000;
				fc.pre(fates.every(({ at }) => at <= end || at > end + 1_000));
				const sends: Send[] = fates.map(({ chat: to }, item) =>
					send({ item, account: waha, to: String(79990000000 + to), contact: `7900000000${item}` }),
				);
				const sentAt: number[] = [];
				const answers = (request: GatewayRequest): Reply => {
					if (isQuestion(request)) {
						const item = Number(decodeURIComponent(request.path).split('_').at(-1));
						return Date.now() - sentAt[item] >= fates[item].at ? fates[item].state : PENDING;
					}
					const item = Number(/7900000000(\d)/.exec(JSON.stringify(request.body))?.[1]);
					expect(sentAt[item]).toBeUndefined();
					sentAt[item] = Date.now();
					return { status: 201, body: { id: `true_${chatOf(request)}_${item}` } };
				};
				const { outcomes } = await ranWith(sends, answers, {
					options: { ...TRACK, trackDelivery },
				});
				outcomes.forEach((outcome, item) => {
					const { state, at } = fates[item];
					const isTold = state !== PENDING && at <= end;
					const isError = isTold && state === ERROR;
					const words = { [DEVICE.body.ack]: 'delivered', [READ.body.ack]: 'read' };
					const delivery = isTold ? words[state.body.ack] : 'unconfirmed';
					expect(outcome).toMatchObject(isError ? FAILED : confirmed(delivery));
				});
			},
		),
		runs(),
	);
});
