import fc from 'fast-check';

import type { Answer, GatewayRequest } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import { rejected } from '../../nodes/WhatsAppSendContact/outcome';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import { runs } from '../property';
import {
	begin,
	canceledAfter,
	type Change,
	FAULT,
	NOT_TRIED,
	ranWith,
	type Reply,
	SENT,
	WRONG_TOKEN,
} from './run';
import { accountAt, claimed, list, send } from './send';

const NOW = 1_700_000_000_000;
beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

const waha = accountAt('waha', 'default');
const one = list(1, waha);
const TRACK = { trackDelivery: 60, parallelChats: 5 };
const [PENDING, DEVICE, READ, ERROR] = [0, 2, 3, -1].map((ack) => ({ status: 200, body: { ack } }));
const FAILED = rejected('unknown', 'notDelivered', 'error');
const confirmed = (delivery: string) => ({ accepted: true, status: 'sent', delivery });

const isQuestion = ({ method, path }: GatewayRequest) =>
	method === 'GET' || path.endsWith('getMessage');
/** The chat of a message that is sent, or asked after. */
const chatOf = ({ path, body }: GatewayRequest): string =>
	String(body?.chatId ?? decodeURIComponent(path).split('/')[4]);
const chat = (item: number) => `${79990000000 + item}@c.us`;
/** A message is taken, under an ID with the chat in it (WAHA's `id`, GREEN-API's `idMessage`). */
function taken(request: GatewayRequest): Answer {
	const id = `true_${chatOf(request)}_3EB0`;
	return { status: 201, body: { id, idMessage: id } };
}
/** A gateway that takes every message, and answers the questions so. */
const answering =
	(state: (request: GatewayRequest) => Reply) =>
	(request: GatewayRequest): Reply =>
		isQuestion(request) ? state(request) : taken(request);

/** What messages come to, when the gateway was asked after them, and which ones were sent. */
async function tracked(
	sends: Send[],
	state: (request: GatewayRequest) => Reply,
	change: Change = {},
) {
	const options = { ...TRACK, ...change.options };
	const ran = await ranWith(sends, answering(state), { ...change, options });
	const questions = ran.requests.filter(isQuestion);
	const sent = ran.requests.filter((request) => !isQuestion(request)).map(chatOf);
	return { ...ran, sent, asked: questions.map(({ at }) => at / 1000), questions };
}

test.each<[string, Reply, seconds: number[], outcome: object]>([
	['and when the time is up', PENDING, [2, 4, 8, 16, 31, 46, 60], confirmed('unconfirmed')],
	['until it has two ticks', DEVICE, [2, 4, 8], confirmed('delivered')],
	['until it was read', READ, [2, 4, 8], confirmed('read')],
	['until it has failed', ERROR, [2, 4, 8], FAILED],
])('asked at 2, 4, 8 … seconds, %s', async (_what, answer, seconds, outcome) => {
	let turn = 0;
	const { asked, outcomes, questions } = await tracked(one, () => (++turn < 3 ? PENDING : answer));
	expect(asked).toEqual(seconds);
	expect(outcomes).toMatchObject([outcome]);
	expect(questions[0].path).toBe(
		'/api/default/chats/79990000000%40c.us/messages/true_79990000000%40c.us_3EB0',
	);
});

const toGroup = send({ account: accountAt('evolutionApi') });
toGroup.message.recipient = { by: 'chatId', kind: 'group', chatId: '120363028392831234@g.us' };
const inGroup = { key: { id: 'A', remoteJid: '120363028392831234@g.us' } };

test.each<[string, Send, body: unknown, trackDelivery: number, delivery: string | undefined]>([
	['where the option is off', one[0], { id: 'A' }, 0, undefined],
	['of a gateway that can’t tell', send(), SENT.body, 60, undefined],
	['of a message without an ID', one[0], { _data: {} }, 60, undefined],
	['of a group of Evolution API, which never tells', toGroup, inGroup, 60, 'unconfirmed'],
])('nothing is asked, nor waited for, %s', async (_what, each, body, trackDelivery, delivery) => {
	const answers = [{ status: 201, body }];
	const { requests, outcomes } = await ranWith([each], answers, { options: { trackDelivery } });
	expect(requests).toHaveLength(1);
	expect(outcomes.map((outcome) => outcome.accepted && outcome.delivery)).toEqual([delivery]);
	expect(Date.now()).toBe(NOW);
});

test('it holds nobody up: a chat goes on in its order, as do others', async () => {
	const toOne = [0, 1, 2].map((item) => send({ item, account: waha, to: '79990000000' }));
	const sends = [...toOne, send({ item: 3, account: waha, to: '79990000003' })];
	const options = { parallelChats: 1 };
	const { requests } = await tracked(sends, () => PENDING, { options, latency: 100 });
	expect(requests.slice(0, 5).map((each) => [each.at, isQuestion(each)])).toEqual([
		...[0, 100, 200, 300].map((at) => [at, false]),
		[2_100, true],
	]);
});

test('a message that was taken is told of then, and again when it is known what became of it', async () => {
	const told: unknown[] = [];
	const tellProgress: Change['tellProgress'] = ([outcome]) =>
		told.push([Date.now() - NOW, outcome?.accepted && outcome.delivery]);
	await tracked(one, () => DEVICE, { tellProgress });
	expect(told).toEqual([
		[0, 'unconfirmed'],
		[2_000, 'delivered'],
	]);
});

test('the chat that the gateway names when it takes a message is the one that is asked in', async () => {
	const entered = send({ account: accountAt('uazapi'), to: '5511987654321' });
	const body = { messageid: '3EB0', chatid: '551187654321@s.whatsapp.net', status: 'Pending' };
	const answers = (request: GatewayRequest): Reply => {
		if (request.path === '/send/contact') return { status: 200, body };
		const isThere = request.body?.chatid === body.chatid;
		return { status: 200, body: { messages: isThere ? [{ ...body, status: 'Read' }] : [] } };
	};
	const { outcomes } = await ranWith([entered], answers, { options: TRACK });
	expect(outcomes).toMatchObject([confirmed('read')]);
});

test('a fault of this package tells nothing, and takes nothing back', async () => {
	const { outcomes } = await tracked(one, () => {
		throw new TypeError('x is not a function');
	});
	expect(outcomes).toMatchObject([confirmed('unconfirmed')]);
});

test('a clock that is set back makes it no longer', async () => {
	const pending = answering(() => PENDING);
	const isOver = jest.fn();
	void begin(one, pending, { options: TRACK }).running.then(isOver);
	await jest.advanceTimersByTimeAsync(5_000);
	jest.setSystemTime(NOW - 3_600_000);
	await jest.advanceTimersByTimeAsync(55_000);
	expect(isOver).toHaveBeenCalled();
});

test('under Stop, a failure that is found ends the run, and the following of the others', async () => {
	const state = (request: GatewayRequest) => (chatOf(request) === chat(0) ? ERROR : PENDING);
	const { outcomes, sent, asked, known } = await tracked(list(9, waha), state, {
		host: { stopsOnFailure: true },
		options: { parallelChats: 1 },
		latency: 1_000,
	});
	expect(sent).toEqual([0, 1, 2, 3].map(chat));
	expect(Math.max(...asked)).toBeLessThanOrEqual(4);
	const others = Array(3).fill(confirmed('unconfirmed'));
	expect(outcomes).toMatchObject([FAILED, ...others, ...Array(5).fill(NOT_TRIED)]);
	expect(known(one[0])).toMatchObject({ ...FAILED, earlier: true });
});

describe('a later try', () => {
	test.each([
		['for the rest of its time', 20_000, [0, 15, 30, 40]],
		['once more, where its time is over', 60_000, [0]],
	])('after a cancel, which ends it at once, as sent, asks %s', async (_what, passed, expected) => {
		const change: Change = { context: {}, options: TRACK };
		const pending = answering(() => PENDING);
		const { outcomes, requests } = await canceledAfter(5_000, one, pending, change);
		expect(outcomes).toMatchObject([confirmed('unconfirmed')]);
		jest.setSystemTime(NOW + passed);
		const { sent, asked } = await tracked(one, () => PENDING, change);
		expect(sent).toEqual([]);
		expect(asked).toEqual(expected);
		expect(requests).toHaveLength(3);
	});

	const isCheck = ({ path }: GatewayRequest) => path.endsWith('check-exists');
	const checked: Change = { options: { ...TRACK, checkRecipient: true } };

	test('asks in the chat that the check names', async () => {
		const chatId = '551187654321@c.us';
		const named = { status: 200, body: { numberExists: true, chatId } };
		const isThere = (request: GatewayRequest) => chatOf(request) === chatId;
		const answers = answering((request) => {
			if (isCheck(request)) return named;
			return isThere(request) ? DEVICE : FAULT;
		});
		const change = { ...checked, context: {} };
		await canceledAfter(1_000, one, answers, change);
		const { outcomes } = await ranWith(one, answers, change);
		expect(outcomes).toMatchObject([confirmed('delivered')]);
	});

	test('checks no more recipients at once than it would send to', async () => {
		const change = { ...checked, context: {} };
		const many = list(50, waha);
		const answers = answering((request) => (isCheck(request) ? FAULT : PENDING));
		await canceledAfter(1_000, many, answers, change);
		const { requests } = await ranWith(many, answers, { ...change, latency: 100 });
		const checks = requests.filter(isCheck).map(({ at }) => at);
		expect(checks).toEqual(many.map((_, item) => 100 * Math.floor(item / TRACK.parallelChats)));
	});
});

test('what ends its account ends the following of nobody', async () => {
	const answers = (request: GatewayRequest): Reply => {
		if (isQuestion(request)) return DEVICE;
		return chatOf(request) === chat(0) ? taken(request) : WRONG_TOKEN;
	};
	const options = { ...TRACK, parallelChats: 1 };
	const { outcomes } = await ranWith(list(3, waha), answers, { options });
	expect(outcomes).toMatchObject([
		confirmed('delivered'),
		{ reason: 'unauthorized' },
		{ reason: 'unauthorized', skipped: true },
	]);
});

test('three in a row that WhatsApp restricts end the messages of the account', async () => {
	const { outcomes, sent } = await tracked(
		list(40, accountAt('greenApi')),
		({ body }) => ({ status: 200, body: { ...body, statusMessage: 'yellowCard' } }),
		{ options: { pauseMin: 1 } },
	);
	expect(sent.length).toBeLessThan(8);
	expect(outcomes[0]).toMatchObject(rejected('unknown', 'restricted', 'yellowCard'));
	expect(outcomes.at(-1)).toMatchObject({ reason: 'restricted', skipped: true });
});

test.each([
	['is known as sent', PENDING, confirmed('unconfirmed'), { status: 'sentEarlier' }],
	['and failed then is in doubt', ERROR, FAILED, { certainty: 'unknown', reason: 'interrupted' }],
])(
	'with Send Once, what was taken %s, and not sent again',
	async (_what, state, outcome, known) => {
		const [sends, rows] = [[claimed(one[0])], new Map()];
		const once = async (executionId: string) =>
			await tracked(sends, () => state, {
				rows,
				options: { sendOnce: 'node' },
				host: { executionId },
			});
		expect((await once('1')).outcomes).toMatchObject([outcome]);
		expect(await once('2')).toMatchObject({ outcomes: [known], sent: [] });
		expect(await once('3')).toMatchObject({ outcomes: [known], sent: [] });
	},
);

test.each([
	['greenApi', 100],
	['waha', 50],
])('of %s, one is asked after every %i ms, until a second after its time', async (name, gap) => {
	const many = list(100, accountAt(name, 'default'));
	const options = { trackDelivery: 4, parallelChats: 100 };
	const { asked, outcomes } = await tracked(many, () => PENDING, { options });
	const turns = Array.from({ length: 3_000 / gap + 1 }, (_, turn) => (2_000 + gap * turn) / 1_000);
	expect(asked).toEqual(turns);
	expect(outcomes).toMatchObject(many.map(() => confirmed('unconfirmed')));
});

const anyFate = fc.record({
	/** What the gateway says then, and what that is told as. */
	told: fc.constantFrom<[Reply, object]>(
		[DEVICE, confirmed('delivered')],
		[READ, confirmed('read')],
		[ERROR, FAILED],
	),
	/** The second in which it knows. The last turn may come a second late. */
	at: fc.nat(90).filter((at) => at <= 60 || at > 61),
});

test('whatever becomes of messages, each leaves once, and what is told within its time is known', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(anyFate, { maxLength: 4 }), async (fates) => {
			jest.setSystemTime(NOW);
			const { outcomes, sent } = await tracked(list(fates.length, waha), (request) => {
				const { told, at } = fates[Number(chatOf(request)[10])];
				return Date.now() >= NOW + 1_000 * at ? told[0] : PENDING;
			});
			expect(sent).toEqual(fates.map((_, item) => chat(item)));
			expect(outcomes).toMatchObject(
				fates.map(({ told, at }) => (at <= 60 ? told[1] : confirmed('unconfirmed'))),
			);
		}),
		runs(),
	);
});
