import { answeredMessages } from '../../nodes/WhatsAppSendContact/delivery/answered';
import { courier } from '../../nodes/WhatsAppSendContact/sending/sendMessage';
import { openJournal } from '../../nodes/WhatsAppSendContact/journal/journal';
import type { Failure } from '../../nodes/WhatsAppSendContact/sending/outcome';
import { throttle } from '../../nodes/WhatsAppSendContact/sending/throttle';
import type { Send } from '../../nodes/WhatsAppSendContact/sending/plan';
import type { Route } from '../../nodes/WhatsAppSendContact/delivery/route';
import { readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import type { Answer, GatewayRequest } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import { rejected, type Rejected } from '../../nodes/WhatsAppSendContact/gateways/sendResult';
import { send } from './send';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const DOWN = rejected('notSent', 'unreachable', 'ECONNREFUSED');
const SENT: Answer = { status: 200, body: { sent: true, message: 'Sent', id: 'A' } };
const FAULT: Answer = { status: 500, body: { error: 'Internal' } };
const slow = (retryAfter?: number): Answer => ({ status: 429, body: '', retryAfter });

/** A courier whose gateway gives these answers, one after the other, the last one for ever; and the times it was asked. */
function sending(
	answers: Array<Answer | Rejected>,
	options: Record<string, unknown> = {},
	gateway = 'chatApi',
	change: Partial<Route> = {},
) {
	const end = new AbortController();
	const asked: Array<{ at: number; path: string }> = [];
	const start = Date.now();
	const route: Route = {
		account: readAccount({
			gateway,
			server: 'https://gateway.example.org',
			instance: '1',
			token: 's3cr3t',
		}),
		settings: readSettings(options),
		ask: async ({ path }: GatewayRequest) => {
			asked.push({ at: Date.now() - start, path: path.split('/').at(-1) ?? '' });
			return answers[Math.min(asked.length, answers.length) - 1];
		},
		throttle: throttle(0, 0, end.signal),
		journal: openJournal({}, { executionId: '1', runIndex: 0, isTool: false }),
		hasStrays: false,
		...change,
		answered: answeredMessages({}, 0),
		accountName: 'account',
		referenceOf:
			({ item }) =>
			() =>
				`reference ${item}`,
	};
	const { deliver, askAgain } = courier(route);
	const settled = async (one: Send) => {
		const outcome = deliver(one);
		await jest.runAllTimersAsync();
		return await outcome;
	};
	const askedAgain = async (one: Send, failure: Failure) => {
		const outcome = askAgain(one, failure);
		await jest.runAllTimersAsync();
		return await outcome;
	};
	return { asked, deliver, end, settled, askedAgain };
}

const times = (asked: Array<{ at: number }>) => asked.map(({ at }) => at);

describe('repeats', () => {
	test('a server that is not there: after half a second, one, two …', async () => {
		const { asked, settled } = sending([DOWN], { retries: 4 });
		expect(await settled(send())).toEqual(DOWN);
		expect(times(asked)).toEqual([0, 500, 1_500, 3_500, 7_500]);
	});

	test('never more than a minute later', async () => {
		const { asked, settled } = sending([DOWN], { retries: 10 });
		await settled(send());
		const pauses = times(asked).map((at, index, all) => at - (all[index - 1] ?? 0));
		expect(Math.max(...pauses)).toBe(60_000);
	});

	test('429 after as long as the gateway asks, a minute at most', async () => {
		const { asked, settled } = sending([slow(7_000), slow(600_000), slow(), SENT]);
		expect(await settled(send())).toMatchObject({ accepted: true, attempts: 4 });
		expect(times(asked)).toEqual([0, 7_000, 67_000, 69_000]);
	});

	test('while the server is down, the next ones are tried once, until one gets through', async () => {
		const { asked, settled } = sending([DOWN, DOWN, DOWN, SENT, DOWN, SENT], { retries: 1 });
		await settled(send());
		expect(asked).toHaveLength(2);
		await settled(send({ to: '79990000001' }));
		expect(asked).toHaveLength(3);
		expect(await settled(send({ to: '79990000002' }))).toMatchObject({ accepted: true });
		expect(await settled(send({ to: '79990000003' }))).toMatchObject({
			accepted: true,
			attempts: 2,
		});
	});

	test('not at all when told so, and not after the end of the run', async () => {
		const none = sending([DOWN], { retries: 0 });
		await none.settled(send());
		expect(none.asked).toHaveLength(1);
		const { asked, deliver, end } = sending([DOWN]);
		const outcome = deliver(send());
		await jest.advanceTimersByTimeAsync(100);
		end.abort();
		await jest.runAllTimersAsync();
		expect(await outcome).toEqual(DOWN);
		expect(asked).toHaveLength(1);
		expect(await deliver(send())).toBeUndefined();
	});

	test('429 holds everybody back, also where it is not repeated', async () => {
		const { asked, settled, deliver } = sending([slow(7_000), SENT], { retries: 0 });
		const [first, second] = [settled(send()), deliver(send({ item: 1, to: '79990000001' }))];
		await first;
		await second;
		expect(times(asked)).toEqual([0, 0]);
		await settled(send({ item: 2 }));
		expect(times(asked)).toEqual([0, 0, 7_000]);
	});

	test('a server that is not there holds nobody else back', async () => {
		const { asked, settled, deliver } = sending([DOWN, SENT], { retries: 0 });
		const [first, second] = [settled(send()), deliver(send({ item: 1, to: '79990000001' }))];
		await Promise.all([first, second]);
		await settled(send({ item: 2 }));
		expect(times(asked)).toEqual([0, 0, 0]);
	});

	test('a refusal is no server that is down', async () => {
		const refusal: Answer = { status: 200, body: { sent: false, message: 'no' } };
		const { asked, settled } = sending([refusal, DOWN, SENT], { retries: 1 });
		expect(await settled(send())).toMatchObject({ reason: 'refused' });
		expect(await settled(send({ item: 1 }))).toMatchObject({ accepted: true, attempts: 2 });
		expect(asked).toHaveLength(3);
	});

	test('nothing that may have arrived', async () => {
		const { asked, settled } = sending([FAULT, SENT]);
		expect(await settled(send())).toMatchObject({ certainty: 'unknown', httpCode: 500 });
		expect(asked).toHaveLength(1);
	});
});

describe('asks after what may have arrived', () => {
	const options = { confirmUnknown: true };
	const card = {
		id: 'B',
		fromMe: true,
		type: 'vcard',
		chatId: '79995253422@c.us',
		time: Date.now() / 1000 + 5,
	};
	const empty: Answer = { status: 200, body: { totalMessages: 0 } };
	const chat = (...messages: unknown[]): Answer => ({ status: 200, body: { messages } });

	test('after five seconds, the queue first', async () => {
		const { asked, settled } = sending([FAULT, empty, chat({ time: 1 })], options);
		expect(await settled(send())).toMatchObject({ certainty: 'notSent', reason: 'serverError' });
		expect(asked).toEqual([
			{ at: 0, path: 'sendContact' },
			{ at: 5_000, path: 'showMessagesQueue' },
			{ at: 5_000, path: 'messages' },
		]);
	});

	test('found is sent', async () => {
		const { settled } = sending([FAULT, empty, chat(card)], options);
		expect(await settled(send())).toMatchObject({ accepted: true, id: 'B', attempts: 1 });
	});

	test('one whose answer came is not the lost one', async () => {
		const answered = { ...SENT, body: { sent: true, message: 'Sent', id: 'B' } };
		const { settled } = sending([answered, FAULT, empty, chat(card)], options);
		await settled(send());
		expect(await settled(send({ item: 1 }))).toMatchObject({ certainty: 'unknown' });
	});

	test('one that was lost and found is not the next one that is lost', async () => {
		const { settled } = sending([FAULT, empty, chat(card), FAULT, empty, chat(card)], options);
		expect(await settled(send())).toMatchObject({ accepted: true, id: 'B' });
		expect(await settled(send({ item: 1 }))).toMatchObject({ certainty: 'unknown' });
	});

	test('nobody can tell it from one that came without an ID: no question', async () => {
		const nameless = { ...SENT, body: { sent: true, message: 'Sent' } };
		const { settled, asked } = sending([nameless, FAULT, empty, chat(card)], options);
		await settled(send());
		expect(await settled(send({ item: 1 }))).toMatchObject({ certainty: 'unknown' });
		expect(asked.map(({ path }) => path)).toEqual(['sendContact', 'sendContact']);
	});

	/** As at Retry execution: the journal was written by another one. */
	const retried = (): Partial<Route> => {
		const context = {};
		const place = { runIndex: 0, isTool: false };
		openJournal(context, { ...place, executionId: '0' }).write(
			[send()],
			[rejected('unknown', 'serverError')],
		);
		return { journal: openJournal(context, { ...place, executionId: '1' }) };
	};

	describe('of an earlier try', () => {
		const lost = (answered: boolean): Failure => ({
			...rejected('unknown', 'serverError'),
			lost: {
				reference: 'name',
				since: Date.now(),
				until: Date.now(),
				answered,
				account: 'account',
				others: [],
			},
		});

		test('found is sent, and was not sent by this try', async () => {
			const { settled, askedAgain, asked } = sending(
				[empty, chat(card), FAULT, empty, chat(card)],
				options,
			);
			expect(await askedAgain(send(), lost(true))).toMatchObject({ id: 'B', attempts: 0 });
			expect(asked).toHaveLength(2);
			expect(await settled(send({ item: 1 }))).toMatchObject({ certainty: 'unknown' });
		});

		test('found in a queue is a failure for who wants no queue', async () => {
			const queue = { messages: [{ referenceId: 'name', status: 'queue', id: 1 }] };
			const { askedAgain } = sending(
				[{ status: 200, body: queue }],
				{ ...options, whenQueued: 'fail' },
				'ultraMsg',
			);
			expect(await askedAgain(send(), lost(true))).toMatchObject({
				certainty: 'unknown',
				reason: 'notConnected',
			});
		});

		test('what the earlier execution had in that chat is not it', async () => {
			const { askedAgain } = sending([empty, chat(card)], options);
			const failure = lost(true);
			Object.assign(failure.lost ?? {}, { others: ['B'] });
			expect(await askedAgain(send(), failure)).toEqual(failure);
		});

		test.each<[string, Partial<Route>, string[] | undefined, boolean]>([
			['it says what else was in the chat', retried(), [], true],
			['nobody knows what else was in the chat', retried(), undefined, false],
			['the execution is the same, and knows', {}, undefined, true],
			['there are strays', { ...retried(), hasStrays: true }, [], false],
		])('is asked after or not: %s', async (_what, change, others, isAsked) => {
			const { askedAgain, asked } = sending([empty, chat(card)], options, 'chatApi', change);
			const failure = lost(true);
			Object.assign(failure.lost ?? {}, { others });
			await askedAgain(send(), failure);
			expect(asked.length > 0).toBe(isAsked);
		});

		test('surely not sent may be sent', async () => {
			const { askedAgain } = sending([empty, chat({ time: 1 })], options);
			expect(await askedAgain(send(), lost(true))).toBeUndefined();
		});

		test('another account knows nothing of it: no question', async () => {
			const { askedAgain, asked } = sending([empty, chat({ time: 1 })], options);
			const elsewhere = lost(true);
			Object.assign(elsewhere.lost ?? {}, { account: 'another' });
			expect(await askedAgain(send(), elsewhere)).toEqual(elsewhere);
			expect(asked).toEqual([]);
		});

		test('stays unknown when the gateway may still be at it, or was never to be asked', async () => {
			const { askedAgain, asked } = sending([empty, chat({ time: 1 })], options);
			const stillAtIt = lost(false);
			expect(await askedAgain(send(), stillAtIt)).toEqual(stillAtIt);
			const untold = rejected('unknown', 'notConnected');
			expect(await askedAgain(send(), untold)).toEqual(untold);
			expect(asked).toHaveLength(2);
		});
	});

	test.each([
		['a message waits', FAULT, { status: 200, body: { totalMessages: 1 } }],
		['no answer', FAULT, DOWN],
		['a proxy spoke', { status: 502, body: {} }, empty],
		['a redirect came', { status: 302, body: {} }, empty],
		['a page came', { status: 500, body: '<html>' }, empty],
		['null came', { status: 500, body: null }, empty],
		['nothing came', rejected('unknown', 'timeout'), empty],
	])('%s: unknown', async (_what, first, second) => {
		const { settled } = sending([first, second, chat({ time: 1 })], options);
		expect(await settled(send())).toMatchObject({ certainty: 'unknown' });
	});
});

describe('what comes out', () => {
	const QUEUED: Answer = { status: 200, body: { sent: 'queued', message: 'later', id: 'A' } };

	test.each([
		[SENT, 'accept', { accepted: true, status: 'sent' }],
		[SENT, 'fail', { accepted: true, status: 'sent' }],
		[QUEUED, 'accept', { accepted: true, status: 'queued' }],
		[QUEUED, 'fail', { certainty: 'unknown', reason: 'notConnected', gatewayMessage: 'later' }],
		[FAULT, 'fail', { certainty: 'unknown', reason: 'serverError' }],
	])('of %j, when queued: %s', async (answer, whenQueued, expected) => {
		const { settled } = sending([answer], { whenQueued });
		expect(await settled(send())).toMatchObject(expected);
	});

	test('the whole answer is kept only where it is shown', async () => {
		expect(await sending([SENT]).settled(send())).not.toHaveProperty('reply');
		const { settled } = sending([SENT], { output: 'full' });
		expect(await settled(send())).toMatchObject({ reply: SENT.body });
	});

	test.each([
		[slow(7_000), { httpCode: 429, retryAfter: 7_000 }],
		[slow(), { httpCode: 429 }],
	])('of %j is all that a failure says', async (answer, expected) => {
		const { settled } = sending([answer], { retries: 0 });
		expect(await settled(send())).toStrictEqual({
			...rejected('notSent', 'rateLimited'),
			...expected,
		});
	});

	test('where a message may have arrived, when it was lost: before its answer came', async () => {
		const { settled } = sending([FAULT]);
		const lost = { reference: 'reference 0', since: Date.now(), until: Date.now() };
		expect(await settled(send())).toMatchObject({
			lost: { ...lost, answered: true, account: 'account' },
		});
		const { settled: cut } = sending([rejected('unknown', 'timeout')]);
		expect(await cut(send())).toMatchObject({ lost: { answered: false } });
	});

	test('a gateway that can’t be asked leaves nothing to ask with, and no question', async () => {
		const { settled, asked } = sending([FAULT], { confirmUnknown: true }, 'greenApi');
		expect(await settled(send())).toMatchObject({ certainty: 'unknown', lost: undefined });
		expect(asked).toHaveLength(1);
	});
});

describe('looks the recipient up', () => {
	const options = { checkRecipient: true };
	const exists = (result: string, status = 200): Answer => ({ status, body: { result } });

	test('once per number', async () => {
		const { asked, settled } = sending([exists('exists'), SENT], options);
		await settled(send());
		await settled(send({ item: 1 }));
		expect(asked.map(({ path }) => path)).toEqual(['checkPhone', 'sendContact', 'sendContact']);
	});

	test('a group has no number to look up', async () => {
		const { asked, settled } = sending([SENT], options);
		const one = send();
		one.message.recipient = { by: 'chatId', kind: 'group', chatId: '120363028392831234@g.us' };
		expect(await settled(one)).toMatchObject({ accepted: true });
		expect(asked).toHaveLength(1);
	});

	test('who is not there gets nothing', async () => {
		const { asked, settled } = sending([exists('not exists')], options);
		expect(await settled(send())).toEqual(rejected('notSent', 'notOnWhatsApp'));
		expect(asked).toHaveLength(1);
	});

	test.each([
		exists('error', 502),
		exists('not exists', 500),
		exists('not exists', 300),
		{ status: 200, body: '' },
		DOWN,
	])('a check that fails (%j) stops nothing', async (answer) => {
		const { settled } = sending([answer, SENT], options);
		expect(await settled(send())).toMatchObject({ accepted: true });
	});
});

test('an endless ID is none, also of a message that was found', async () => {
	const id = 'x'.repeat(201);
	const queue = { messages: [{ referenceId: 'reference 0', status: 'sent', id }] };
	const found = sending(
		[FAULT, { status: 200, body: queue }],
		{ confirmUnknown: true },
		'ultraMsg',
	);
	expect(await found.settled(send())).toMatchObject({ accepted: true, id: null });
	const { settled } = sending([{ status: 200, body: { sent: true, id: 'x'.repeat(201) } }]);
	expect(await settled(send())).toMatchObject({ accepted: true, id: null });
});
