import { later } from '../clock';
import { startStandIn } from '../../stand-in';
import * as faults from '../../stand-in/faults';
import { execute, type Result, stored } from '../../engine/engine';
import { cardsPerPerson, chatOf, people, useGateway } from './gateway';

const gateway = useGateway();

const BY_CHAT_ID = { __rl: true, mode: 'chatId', value: '={{ $json.phone }}@c.us' };

/** A port at which nobody listens, though a gateway may soon. */
async function closedStandIn() {
	const standIn = await startStandIn();
	await standIn.close();
	return standIn;
}

async function startStandInSoon(port: number, token: string) {
	await new Promise<void>((resolve) => later(resolve, 300));
	return await startStandIn({ port, token });
}

const COUNT = 5;
const STOP = 'stopWorkflow';
const GOES_ON = ['continueRegularOutput', 'continueErrorOutput'] as const;
const MODES = [STOP, ...GOES_ON] as const;

/** The error of each item's failure, by the item's number; empty where it was sent. */
const failures = ({ items, errorItems }: Result) =>
	Array.from({ length: COUNT }, (_, item) => {
		const failed = [...items, ...errorItems].find(
			({ json, pairedItem }) => 'error' in json && (pairedItem as { item: number }).item === item,
		);
		return failed?.json.error as { certainty: string } | undefined;
	});

const CASES = MODES.flatMap((onError) =>
	[0, 3].flatMap((failing) => [true, false].map((accept) => ({ onError, failing, accept }))),
);

describe.each(CASES)(
	'5 items, item $failing meets a passing 500 (arrived: $accept), $onError',
	({ onError, failing, accept }) => {
		const fault = () => faults.passingServerError({ chat: chatOf(failing), accept });

		test('with Retry On Fail: one card for each chat, or an error that says unknown', async () => {
			gateway.standIn.misbehave(fault());
			const result = await gateway.send(people(COUNT), {
				options: { parallelChats: 1 },
				node: { onError, retryOnFail: true, maxTries: 3 },
			});
			const expected = people(COUNT).map((_, item) => (item === failing ? Number(accept) : 1));
			expect(cardsPerPerson(gateway.standIn, COUNT)).toEqual(expected);
			expect(gateway.standIn.received).toHaveLength(COUNT);
			if (onError === STOP) {
				expect(result.error).toMatchObject({
					message: expect.stringMatching(/— the message may have arrived, not sent again$/),
					context: { itemIndex: failing, details: { certainty: 'unknown' } },
				});
			} else {
				expect(failures(result)[failing]).toMatchObject({ certainty: 'unknown' });
				expect(failures(result).filter(Boolean)).toHaveLength(1);
			}
		});
	},
);

// Under Continue an execution does not fail, and n8n offers no Retry execution.
describe.each(CASES.filter(({ onError }) => onError === STOP))(
	'Retry execution after item $failing met a passing 500 (arrived: $accept)',
	({ failing, accept }) => {
		test('sends what had not left, and what may have left never again', async () => {
			gateway.standIn.misbehave(faults.passingServerError({ chat: chatOf(failing), accept }));
			const setup = gateway.setup(people(COUNT), { options: { parallelChats: 1 } });
			const first = await execute(setup);
			expect(first.error).toBeDefined();
			const second = await execute({ ...setup, resume: stored(first) });
			expect(second.error).toMatchObject({ context: { details: { certainty: 'unknown' } } });
			expect(gateway.standIn.received).toHaveLength(COUNT);
			const expected = people(COUNT).map((_, item) => (item === failing ? Number(accept) : 1));
			expect(cardsPerPerson(gateway.standIn, COUNT)).toEqual(expected);
		});
	},
);

describe('what was not sent is tried again', () => {
	const refuse = (item: number, times = 1) => ({
		chat: chatOf(item),
		times,
		body: { sent: false, message: 'Try again' },
	});

	test('under Stop, whichever item failed: every chat gets one card', async () => {
		gateway.standIn.misbehave(refuse(3));
		const result = await gateway.send(people(COUNT), { node: { retryOnFail: true, maxTries: 2 } });
		expect(cardsPerPerson(gateway.standIn, COUNT)).toEqual([1, 1, 1, 1, 1]);
		expect(gateway.standIn.received).toHaveLength(COUNT + 1);
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json.sent)).toEqual([true, true, true, true, true]);
	});

	test.each(MODES)(
		'items 0 and 3 are refused once, %s: every chat gets one card',
		async (onError) => {
			gateway.standIn.misbehave([refuse(0), refuse(3)]);
			const result = await gateway.send(people(COUNT), {
				options: { parallelChats: 1 },
				node: { onError, retryOnFail: true, maxTries: 3 },
			});
			expect(cardsPerPerson(gateway.standIn, COUNT)).toEqual([1, 1, 1, 1, 1]);
			expect(gateway.standIn.received).toHaveLength(COUNT + 2);
			expect(result.error).toBeUndefined();
			expect(failures(result).filter(Boolean)).toEqual([]);
		},
	);

	test.each(GOES_ON)(
		'item 3 alone is refused, %s: n8n looks at the first item, so that nobody tries again',
		async (onError) => {
			gateway.standIn.misbehave(refuse(3));
			const result = await gateway.send(people(COUNT), {
				node: { onError, retryOnFail: true, maxTries: 4 },
			});
			expect(cardsPerPerson(gateway.standIn, COUNT)).toEqual([1, 1, 1, 0, 1]);
			expect(failures(result)[3]).toMatchObject({ certainty: 'notSent', reason: 'refused' });
		},
	);

	test('item 0 is refused every time, Continue: as often as Max Tries says', async () => {
		gateway.standIn.misbehave(refuse(0, Infinity));
		const result = await gateway.send(people(COUNT), {
			node: { onError: 'continueRegularOutput', retryOnFail: true, maxTries: 4 },
		});
		expect(gateway.standIn.counts.perChat.get(chatOf(0))).toEqual({ received: 4, accepted: 0 });
		expect(gateway.standIn.received).toHaveLength(COUNT - 1 + 4);
		expect(failures(result)[0]).toMatchObject({ certainty: 'notSent', reason: 'refused' });
	});

	test.each(GOES_ON)(
		'item 0 is bad input, %s: n8n runs the node again, and the others still get one card',
		async (onError) => {
			const items = [{ phone: 'x' }, ...people(4)];
			await gateway.send(items, { node: { onError, retryOnFail: true, maxTries: 3 } });
			expect(cardsPerPerson(gateway.standIn, 4)).toEqual([1, 1, 1, 1]);
			expect(gateway.standIn.received).toHaveLength(4);
		},
	);

	test('without Retry On Fail: once', async () => {
		gateway.standIn.misbehave(refuse(0, Infinity));
		await gateway.send(people(COUNT), { node: { onError: 'continueRegularOutput' } });
		expect(gateway.standIn.received).toHaveLength(COUNT);
	});
});

describe('the journal', () => {
	const contextOf = ({ run }: Result) => run.data.executionData?.contextData;
	/** Nothing but the name of the state, for a round that comes later. */
	const EMPTY = { 'node:Send': { state: 'execution/0' } };

	test('is empty when all was sent', async () => {
		expect(contextOf(await gateway.send(people(3)))).toEqual(EMPTY);
	});

	test.each(GOES_ON)('is empty under %s when nobody will try again', async (onError) => {
		gateway.standIn.misbehave(faults.serverError({ chat: chatOf(1) }));
		const retried = { onError, retryOnFail: true, maxTries: 2 };
		expect(contextOf(await gateway.send(people(3), { node: retried }))).toEqual(EMPTY);
		gateway.standIn.misbehave(faults.serverError({ chat: chatOf(0) }));
		expect(contextOf(await gateway.send(people(3), { node: { onError } }))).toEqual(EMPTY);
	});

	test('costs little for each item of a run that failed', async () => {
		gateway.standIn.misbehave(faults.serverError({ chat: chatOf(99) }));
		const result = await gateway.send(people(100));
		expect(JSON.stringify(contextOf(result)).length).toBeLessThan(100 * 300);
	});

	test('an item whose content changed is a new message', async () => {
		gateway.standIn.misbehave(faults.passingServerError({ chat: chatOf(1) }));
		const setup = gateway.setup(people(2), { options: { parallelChats: 1 } });
		const first = await execute(setup);
		const resume = stored(first);
		const [failed] = resume.executionData?.nodeExecutionStack ?? [];
		(failed.data.main[0] ?? [])[1].json.contacts = '79003333333';
		const second = await execute({ ...setup, resume });
		expect(second.error).toBeUndefined();
		expect(gateway.standIn.cards.map(({ chat, contacts }) => [chat, contacts])).toEqual([
			[chatOf(0), ['79001111111@c.us']],
			[chatOf(1), ['79003333333@c.us']],
		]);
		expect(second.items.map(({ json }) => json.sent)).toEqual([true, true]);
		expect(second.hints).toEqual(['1 sent, 1 already sent earlier']);
	});

	test('a node that runs twice in an execution sends twice, and each run keeps its own', async () => {
		gateway.standIn.misbehave([faults.passingServerError({ chat: chatOf(1) })]);
		const setup = gateway.setup(people(2), {
			options: { parallelChats: 1 },
			node: { onError: 'stopWorkflow', retryOnFail: true, maxTries: 2 },
		});
		const first = await execute({ ...setup, runs: 2 });
		expect(first.error).toBeDefined();
		expect(cardsPerPerson(gateway.standIn, 2)).toEqual([1, 0]);
		gateway.standIn.reset();
		const { error } = await execute({ ...setup, runs: 2 });
		expect(error).toBeUndefined();
		expect(cardsPerPerson(gateway.standIn, 2)).toEqual([2, 2]);
	});

	test('a person who retries under Continue gets nothing twice, though n8n tries again as well', async () => {
		gateway.standIn.misbehave(faults.passingServerError({ chat: chatOf(0), accept: true }));
		const node = { retryOnFail: true, maxTries: 3 };
		const sending = { options: { parallelChats: 1 }, node };
		const first = await execute(gateway.setup(people(COUNT), sending));
		expect(first.error).toBeDefined();
		const goesOn = { ...node, onError: 'continueErrorOutput' } as const;
		const again = gateway.setup(people(COUNT), { ...sending, node: goesOn });
		await execute({ ...again, resume: stored(first) });
		expect(cardsPerPerson(gateway.standIn, COUNT)).toEqual([1, 1, 1, 1, 1]);
	});

	test.each([
		['as cards of the node', { options: { parallelChats: 1, sendAs: 'vCard' } }],
		['by chat ID', { change: { recipient: BY_CHAT_ID }, options: { parallelChats: 1 } }],
		['through a gateway that splits', { credential: { gateway: 'greenApi' } }],
	])('what was sent is not sent again %s', async (_how, change) => {
		gateway.standIn.misbehave({ chat: chatOf(2), body: { sent: false, message: 'no' } });
		const items = people(3).map((one) => ({ ...one, contacts: ['79001111111', '79002222222'] }));
		const first = await execute(gateway.setup(items, { options: { parallelChats: 1 } }));
		expect(first.error).toBeDefined();
		const second = await execute({ ...gateway.setup(items, change), resume: stored(first) });
		expect(second.error).toBeUndefined();
		expect(cardsPerPerson(gateway.standIn, 2)).toEqual([1, 1]);
	});

	test('as a tool, an unknown is not sent again by a later call, another message is', async () => {
		gateway.standIn.misbehave(faults.passingServerError({ accept: true }));
		const node = { rewireOutputLogTo: 'ai_tool', onError: 'continueRegularOutput' } as const;
		await execute({ ...gateway.setup(people(1), { node }), runs: 3 });
		expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
		gateway.standIn.reset();
		await execute({ ...gateway.setup(people(1), { node }), runs: 2 });
		expect(cardsPerPerson(gateway.standIn, 1)).toEqual([2]);
	});

	test('a volatile expression is no new message for Retry On Fail', async () => {
		gateway.standIn.misbehave({ chat: chatOf(1), body: { sent: false, message: 'Try again' } });
		await gateway.send(people(2), {
			change: {
				contacts: {
					contact: [{ id: '={{ "7900" + Math.floor(1000000 + Math.random() * 8000000) }}' }],
				},
			},
			node: { retryOnFail: true, maxTries: 2 },
		});
		expect(cardsPerPerson(gateway.standIn, 2)).toEqual([1, 1]);
	});

	test('two items that are alike are two messages', async () => {
		const [one] = people(1);
		await gateway.send([one, one]);
		expect(cardsPerPerson(gateway.standIn, 1)).toEqual([2]);
	});
});

describe('the node repeats by itself what surely was not sent', () => {
	test('while one waits, no other starts', async () => {
		gateway.standIn.misbehave(faults.tooManyRequests(0.5, { chat: chatOf(0) }));
		await gateway.send(people(4), { options: { parallelChats: 1 } });
		const order = gateway.standIn.received.map(({ chat }) => chat);
		expect(order).toEqual([chatOf(0), chatOf(0), chatOf(1), chatOf(2), chatOf(3)]);
	});

	test('a refused connection, with growing pauses, until the gateway is back', async () => {
		const { port, token } = await closedStandIn();
		const sending = gateway.send(people(3), {
			options: { output: 'full', parallelChats: 1 },
			credential: { server: `http://127.0.0.1:${port}`, token },
		});
		const back = await startStandInSoon(port, token);
		const { items } = await sending;
		await back.close();
		expect(back.cards).toHaveLength(3);
		const [first, ...others] = items.map(({ json }) => json.attempts);
		expect(first).toBeGreaterThan(1);
		expect(others).toEqual([1, 1]);
	});

	test('as often as the option Retries says', async () => {
		gateway.standIn.misbehave(faults.tooManyRequests(0, { times: Infinity }));
		await gateway.send(people(1), { options: { retries: 2 } });
		expect(gateway.standIn.received).toHaveLength(3);
	});

	test.each(['serverError', 'html', 'cutAfterReading', 'unauthorized'] as const)(
		'never after %s',
		async (fault) => {
			gateway.standIn.misbehave(faults[fault]({ times: Infinity }));
			await gateway.send(people(1), { options: { retries: 5 } });
			expect(gateway.standIn.received).toHaveLength(1);
		},
	);
});
