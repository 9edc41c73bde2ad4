import * as faults from '../stand-in/faults';
import { execute, stored } from './engine';
import { cardsPerPerson, chatOf, people, useGateway } from './gateway';
import { useSleeplessClock } from './sleepless';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('./sleepless')>('./sleepless').sleeplessN8n(),
);
useSleeplessClock();

const gateway = useGateway();
const COUNT = 5;

describe('429: the node waits as long as the gateway asks', () => {
	const arrivals = () => gateway.standIn.received.map(({ at }) => at);

	test.each([1, 7, 59.5])('%d seconds', async (seconds) => {
		gateway.standIn.misbehave(faults.tooManyRequests(seconds, { times: 2 }));
		const { items } = await gateway.send(people(1), { options: { output: 'full' } });
		expect(items[0].json).toMatchObject({ sent: true, attempts: 3 });
		const [first, second, third] = arrivals();
		expect([second - first, third - second]).toEqual([seconds * 1000, seconds * 1000]);
	});

	test('until a date, which HTTP gives in whole seconds', async () => {
		const now = Math.ceil(Date.now() / 1000) * 1000;
		jest.setSystemTime(now);
		gateway.standIn.misbehave(faults.tooManyRequests(new Date(now + 40_000)));
		await gateway.send(people(1));
		expect(arrivals()).toEqual([now, now + 40_000]);
	});

	test('a minute at most', async () => {
		gateway.standIn.misbehave(faults.tooManyRequests(86_400));
		await gateway.send(people(1));
		const [first, second] = arrivals();
		expect(second - first).toBe(60_000);
	});
});

describe('Confirm Unknown asks the gateway what became of a message', () => {
	const LOST = ['passingServerError', 'cutAfterReading', 'cutMidAnswer', 'html'] as const;
	const options = { confirmUnknown: true };
	const node = { onError: 'continueRegularOutput' } as const;

	test.each(LOST)('it arrived all the same: sent (%s)', async (fault) => {
		gateway.standIn.misbehave(faults[fault]({ operation: 'send', accept: true }));
		const { items } = await gateway.send(people(1), { options, node });
		expect(items[0].json).toMatchObject({ sent: true, id: gateway.standIn.cards[0].id });
	});

	/** The chat as it was a day ago, so that the list reaches back to before the send. */
	const olderChat = {
		operation: 'messages' as const,
		body: { messages: [{ id: '1', body: '', type: 'chat', fromMe: false, time: 1_700_000_000 }] },
	};

	test('the gateway itself had a fault, and has it neither in the queue nor in the chat: not sent', async () => {
		gateway.standIn.misbehave([faults.passingServerError({ operation: 'send' }), olderChat]);
		const { items } = await gateway.send(people(1), { options, node });
		expect(items[0].json.error).toMatchObject({ certainty: 'notSent', reason: 'serverError' });
	});

	test.each(['cutAfterReading', 'cutMidAnswer', 'html'] as const)(
		'it is not there, but the gateway may still be at it: unknown (%s)',
		async (fault) => {
			gateway.standIn.misbehave([faults[fault]({ operation: 'send', accept: false }), olderChat]);
			const { items } = await gateway.send(people(1), { options, node });
			expect(items[0].json.error).toMatchObject({ certainty: 'unknown' });
		},
	);

	test.each([502, 503, 504])('a proxy answered %i: unknown', async (status) => {
		gateway.standIn.misbehave([{ operation: 'send', status, body: {} }, olderChat]);
		const { items } = await gateway.send(people(1), { options, node });
		expect(items[0].json.error).toMatchObject({ certainty: 'unknown' });
	});

	test('an empty chat proves nothing: unknown', async () => {
		gateway.standIn.misbehave(faults.passingServerError({ operation: 'send' }));
		const { items } = await gateway.send(people(1), { options, node });
		expect(items[0].json.error).toMatchObject({ certainty: 'unknown' });
	});

	test('an answer that makes no sense takes nothing down: what was sent stays known', async () => {
		const deep = `${'['.repeat(20_000)}1${']'.repeat(20_000)}`;
		gateway.standIn.misbehave([
			faults.passingServerError({ operation: 'send', chat: chatOf(1), accept: true }),
			{
				operation: 'messages',
				times: Infinity,
				body: `{"messages":[{"fromMe":true,"type":"vcard","chatId":"${chatOf(1)}","time":${deep}}]}`,
			},
		]);
		await gateway.send(people(3), {
			options: { ...options, parallelChats: 1 },
			node: { retryOnFail: true, maxTries: 2 },
		});
		expect(cardsPerPerson(gateway.standIn, 3)).toEqual([1, 1, 1]);
	});

	test('it is not there after a time-out: the gateway may still be at it, so that it stays unknown', async () => {
		gateway.standIn.misbehave({ operation: 'send', delay: 1_000, accept: false });
		const { items } = await gateway.send(people(1), {
			options: { ...options, timeout: 0.3 },
			node,
		});
		expect(items[0].json.error).toMatchObject({ certainty: 'unknown', reason: 'timeout' });
	});

	test('an earlier card to the same chat is not taken for the lost one', async () => {
		const [one] = people(1);
		gateway.standIn.misbehave((request) =>
			request.operation === 'send' && gateway.standIn.received.length === 2
				? faults.passingServerError({ accept: false })
				: undefined,
		);
		const { items } = await gateway.send([one, one], { options, node });
		expect(items[0].json.sent).toBe(true);
		expect(items[1].json.error).toMatchObject({ certainty: 'unknown' });
	});

	test('a card that another node of the execution sent is not taken for the lost one', async () => {
		gateway.standIn.misbehave((request) =>
			request.operation === 'send' && gateway.standIn.received.length === 2
				? faults.passingServerError({ accept: false })
				: undefined,
		);
		const change = {
			recipient: { __rl: true, mode: 'phone', value: "={{ $('Start').item.json.phone }}" },
			contacts: { contact: [{ id: '79001111111' }] },
		};
		const setup = gateway.setup(people(1), { options, node, change });
		const { items, run } = await execute({ ...setup, twice: true });
		expect(run.data.resultData.runData.First[0].data?.main[0]?.[0].json.sent).toBe(true);
		expect(items[0].json.error).toMatchObject({ certainty: 'unknown' });
	});

	describe('also after what an earlier try left unknown', () => {
		/** Five messages one by one, the fourth of which is lost; then Retry execution with the option switched on. */
		const retried = async (accept: boolean) => {
			gateway.standIn.misbehave([
				faults.passingServerError({ operation: 'send', chat: chatOf(3), accept }),
				olderChat,
			]);
			const sending = (more: object) =>
				gateway.setup(people(COUNT), { options: { parallelChats: 1, ...more } });
			const first = await execute(sending({}));
			expect(first.error).toMatchObject({ context: { details: { certainty: 'unknown' } } });
			return await execute({ ...sending(options), resume: stored(first) });
		};

		test('it is not there: it is sent now', async () => {
			const { error, items } = await retried(false);
			expect(error).toBeUndefined();
			expect(cardsPerPerson(gateway.standIn, COUNT)).toEqual([1, 1, 1, 1, 1]);
			expect(items.map(({ json }) => json.sent)).toEqual(Array(COUNT).fill(true));
		});

		test('it arrived: its ID comes out, and it is not sent again', async () => {
			gateway.standIn.misbehave(({ operation }) =>
				operation === 'messages' ? { accept: true } : undefined,
			);
			const { error, items, hints } = await retried(true);
			expect(error).toBeUndefined();
			expect(cardsPerPerson(gateway.standIn, COUNT)).toEqual([1, 1, 1, 1, 1]);
			const [lost] = gateway.standIn.cards.filter(({ chat }) => chat === chatOf(3));
			expect(items[3].json).toMatchObject({ id: lost.id, sent: true });
			expect(hints).toEqual(['1 sent, 4 already sent earlier']);
		});
	});

	test('asked again by the node’s own passes, which send again only what was surely not sent', async () => {
		let refusals = 0;
		gateway.standIn.misbehave(({ operation, chat }) => {
			if (operation !== 'send') return undefined;
			if (chat === chatOf(1)) return faults.cutAfterReading({ accept: false });
			if (chat === chatOf(2)) return { status: 400, body: '' };
			return chat === chatOf(3) && ++refusals === 1 ? { status: 400, body: '' } : undefined;
		});
		const { items } = await gateway.send(people(4), {
			options: { ...options, checkRecipient: true },
			node: { ...node, retryOnFail: true, maxTries: 2 },
		});
		const { perChat } = gateway.standIn.counts;
		const received = [0, 1, 2, 3].map((index) => perChat.get(chatOf(index))?.received);
		expect(received).toEqual([1, 1, 2, 2]);
		expect(items.map(({ json }) => json.sent)).toEqual([true, undefined, undefined, true]);
		expect(gateway.standIn.lookups.filter(({ operation }) => operation === 'queue')).toHaveLength(
			2,
		);
	});

	test('another account is not asked: it knows nothing of the message', async () => {
		gateway.standIn.misbehave([
			faults.passingServerError({ operation: 'send', accept: true }),
			olderChat,
		]);
		const first = await execute(gateway.setup(people(1)));
		const credential = { gateway: 'ultraMsg' };
		const second = await execute({
			...gateway.setup(people(1), { options, credential }),
			resume: stored(first),
		});
		expect(second.error).toMatchObject({ context: { details: { certainty: 'unknown' } } });
		expect(gateway.standIn.lookups).toEqual([]);
		expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
	});

	test('two lost messages in one chat are not told apart: both stay unknown', async () => {
		const [one] = people(1);
		const items = ['79001111111', '79002222222'].map((contacts) => ({ ...one, contacts }));
		let arrived = 0;
		gateway.standIn.misbehave(({ operation }) =>
			operation === 'send'
				? faults.passingServerError({ accept: ++arrived === 2 })
				: { ...olderChat, body: { messages: [...olderChat.body.messages, hidden()] } },
		);
		const hidden = () => ({
			id: gateway.standIn.cards[0].id,
			type: 'vcard',
			fromMe: true,
			chatId: chatOf(0),
			time: Date.now() / 1000,
		});
		const node = { retryOnFail: true, maxTries: 2 };
		const first = await execute(gateway.setup(items, { node }));
		const second = await execute({
			...gateway.setup(items, { options, node: { onError: 'continueRegularOutput' } }),
			resume: stored(first),
		});
		expect(second.items.map(({ json }) => json.error)).toMatchObject([
			{ certainty: 'unknown' },
			{ certainty: 'unknown' },
		]);
		expect(gateway.standIn.received).toHaveLength(2);
	});

	test('the gateway can’t tell: unknown', async () => {
		gateway.standIn.misbehave([
			faults.passingServerError({ operation: 'send' }),
			faults.serverError({ operation: 'messages' }),
		]);
		const { items } = await gateway.send(people(1), { options, node });
		expect(items[0].json.error).toMatchObject({ certainty: 'unknown' });
	});
});
