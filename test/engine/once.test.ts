import type { IDataObject } from 'n8n-workflow';

import * as faults from '../../stand-in/faults';
import { type Result, type Setup, stored } from '../../engine/engine';
import { useExecutions } from './executions';
import { cardsPerPerson, chatOf, people, useGateway } from './gateway';

const gateway = useGateway();
const { store, run } = useExecutions();
const CONTINUE = { onError: 'continueRegularOutput' } as const;

const once = (options: IDataObject = {}, change: IDataObject = {}, items = people(5)) =>
	gateway.setup(items, { options: { sendOnce: 'node', ...options }, change, node: CONTINUE });
const told = ({ items }: Result) =>
	items.map(({ json }) => (json.error as IDataObject | undefined)?.reason ?? json.message);

describe('Send Once', () => {
	test('a second execution with the same items sends nothing, and tells it as a success', async () => {
		await run(once());
		const second = await run(once({ output: 'full' }));
		expect(cardsPerPerson(gateway.standIn, 5)).toEqual([1, 1, 1, 1, 1]);
		expect(second.items[4].json).toMatchObject({
			sent: true,
			status: 'sentEarlier',
			message: 'Already sent by an earlier execution',
		});
		expect(second.hints).toEqual(['5 already sent earlier']);
	});

	test('what was refused is sent by the next execution, what may have arrived is not', async () => {
		gateway.standIn.misbehave([
			{ chat: chatOf(1), body: { sent: false, message: 'Refused' } },
			faults.passingServerError({ chat: chatOf(3), accept: true }),
		]);
		await run(once());
		const second = await run(once());
		expect(cardsPerPerson(gateway.standIn, 5)).toEqual([1, 1, 1, 1, 1]);
		expect(gateway.standIn.received).toHaveLength(6);
		expect(second.items[3].json.error).toMatchObject({
			message: expect.stringMatching(/the message may have arrived, not sent again$/),
			certainty: 'unknown',
			reason: 'interrupted',
		});
	});

	test.each([
		['another contact', {}, { contacts: { contact: [{ id: '79002222222' }] } }],
		['another quote', {}, { quotedMessageId: 'false_79990000000@c.us_ABCDEF' }],
		['a Once Key that names another campaign', {}, { onceKey: 'Christmas 2027' }],
	])('%s is another message', async (_what, options, change) => {
		await run(once());
		await run(once(options, change));
		expect(cardsPerPerson(gateway.standIn, 5)).toEqual([2, 2, 2, 2, 2]);
	});

	test('the Once Key decides, whatever the message says, and counts for each chat', async () => {
		const change = (id: string) => ({
			onceKey: '={{ "order 1" }}',
			contacts: { contact: [{ id }] },
		});
		await run(once({}, change('79001111111')));
		await run(once({}, change('79002222222')));
		expect(cardsPerPerson(gateway.standIn, 5)).toEqual([1, 1, 1, 1, 1]);
	});

	test('a Once Key that finds nothing is bad input', async () => {
		const items = [{ phone: '79990000000', order: 7 }, { phone: '79990000001' }];
		const result = await run(once({}, { onceKey: '={{ $json.order }}' }, items));
		expect(told(result)).toEqual([expect.any(String), 'invalidInput']);
		expect(result.items[1].json.error).toMatchObject({ message: 'The Once Key is empty' });
		expect(cardsPerPerson(gateway.standIn, 2)).toEqual([1, 0]);
	});

	test('two items with the same key: one message, or bad input where they say something else', async () => {
		const item = { phone: '79990000000', order: 7 };
		const items = [item, item, { ...item, contacts: '79002222222' }];
		const result = await run(once({}, { onceKey: '={{ $json.order }}' }, items));
		expect(told(result).slice(1)).toEqual([
			'The same message as item 0, which was sent',
			'invalidInput',
		]);
		expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
	});

	test('a person who stands in the list twice gets one card, however often it runs', async () => {
		const items = [...people(2), ...people(2)];
		gateway.standIn.misbehave(faults.passingServerError({ chat: chatOf(1), accept: true }));
		for (let runs = 0; runs < 3; runs++) await run(once({}, {}, items));
		expect(cardsPerPerson(gateway.standIn, 2)).toEqual([1, 1]);
	});

	test('a Once Key that fails is not looked at where nothing is remembered', async () => {
		const onceKey = "={{ $('Nowhere').item.json.order }}";
		await run(gateway.setup(people(1), { change: { onceKey }, node: CONTINUE }));
		expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
	});

	test('a Once Key that is no number, such as what is no order, is bad input', async () => {
		const change = { onceKey: '={{ Number($json.order) }}' };
		expect(told(await run(once({}, change, people(1))))).toEqual(['invalidInput']);
		expect(gateway.standIn.received).toEqual([]);
	});

	test('a card is not sent again when another card of its item was corrected', async () => {
		const green = (contacts: string) => ({
			...once({}, { contacts: { contact: [{ id: contacts }] } }, people(1)),
			credential: gateway.credential({ gateway: 'greenApi' }),
		});
		gateway.standIn.misbehave(({ rawBody }) =>
			rawBody.includes('79002222222') ? { status: 400, body: '' } : undefined,
		);
		await run(green('79001111111, 79002222222'));
		expect(told(await run(green('79001111111, 79003333333')))).toEqual([
			'Already sent by an earlier execution',
			expect.any(String),
		]);
		expect(cardsPerPerson(gateway.standIn, 1)).toEqual([2]);
	});

	describe.each([1, 2, 3])('a database that fails once, at the write %i', (which) => {
		const failOnce = () => {
			let writes = 0;
			store.isWriteBroken = () => ++writes === which;
		};

		test('puts nothing in doubt that did not leave', async () => {
			failOnce();
			await run(once());
			await run(once());
			expect(cardsPerPerson(gateway.standIn, 5)).toEqual([1, 1, 1, 1, 1]);
		});

		test('puts nothing in doubt that was sent', async () => {
			await run(once());
			failOnce();
			await run(once());
			store.isWriteBroken = () => false;
			expect(told(await run(once()))).toEqual(
				Array(5).fill('Already sent by an earlier execution'),
			);
		});
	});

	test('each message of an item counts by itself', async () => {
		const items = [{ phone: '79990000000', contacts: '79001111111, 79002222222' }];
		const setup = {
			...once({}, {}, items),
			credential: gateway.credential({ gateway: 'greenApi' }),
		};
		gateway.standIn.misbehave(({ rawBody }) =>
			rawBody.includes('79002222222') && gateway.standIn.received.length === 2
				? { status: 400, body: '' }
				: undefined,
		);
		expect(told(await run(setup))).toEqual([expect.any(String), 'refused']);
		await run(setup);
		expect(cardsPerPerson(gateway.standIn, 1)).toEqual([2]);
	});

	test('another node does not know it, unless both share the memory of the workflow', async () => {
		const options = { sendOnce: 'workflow' };
		await run({ ...once(options), twice: true });
		expect(cardsPerPerson(gateway.standIn, 5)).toEqual([1, 1, 1, 1, 1]);
		gateway.standIn.reset();
		const change = {
			recipient: { __rl: true, mode: 'phone', value: "={{ $('Start').item.json.phone }}" },
			contacts: { contact: [{ id: '79003333333' }] },
		};
		await run({ ...once({}, change), twice: true });
		expect(cardsPerPerson(gateway.standIn, 5)).toEqual([2, 2, 2, 2, 2]);
	});

	test('two executions at once: each card once', async () => {
		await Promise.all([run(once()), run(once())]);
		expect(cardsPerPerson(gateway.standIn, 5)).toEqual([1, 1, 1, 1, 1]);
	});

	test('with Retry On Fail: a passing refusal of the first item, and nobody gets two', async () => {
		gateway.standIn.misbehave({ chat: chatOf(0), body: { sent: false, message: 'Refused' } });
		const setup = once();
		const result = await run({ ...setup, node: { ...CONTINUE, retryOnFail: true, maxTries: 3 } });
		expect(cardsPerPerson(gateway.standIn, 5)).toEqual([1, 1, 1, 1, 1]);
		expect(result.items.every(({ json }) => json.sent)).toBe(true);
	});

	test('in a loop, the second round sends nothing twice', async () => {
		await run({ ...once(), runs: 2 });
		expect(cardsPerPerson(gateway.standIn, 5)).toEqual([1, 1, 1, 1, 1]);
	});

	test('a model that calls the tool twice sends one card', async () => {
		const recipient = { __rl: true, mode: 'phone', value: "={{ $fromAI('phone') }}" };
		const [anna] = people(1);
		const { run: told } = await run({ ...once({}, { recipient }, [{}]), toolCalls: [anna, anna] });
		const said = told.data.resultData.runData.Agent[0].data?.main[0] ?? [];
		expect(String(said[1].json.said)).toContain('Already sent by an earlier execution');
		expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
	});

	test('under Stop, what is in doubt ends nothing: everything else is sent, then the run fails', async () => {
		gateway.standIn.misbehave(faults.passingServerError({ chat: chatOf(0), accept: true }));
		const setup: Setup = { ...once({ parallelChats: 1 }), node: {} };
		expect((await run(setup)).error).toBeDefined();
		expect(cardsPerPerson(gateway.standIn, 5)).toEqual([1, 0, 0, 0, 0]);
		const { error } = await run(setup);
		expect(cardsPerPerson(gateway.standIn, 5)).toEqual([1, 1, 1, 1, 1]);
		expect(error).toMatchObject({ context: { itemIndex: 0, details: { reason: 'interrupted' } } });
	});

	test('when nothing can be recorded, nothing is sent', async () => {
		store.isWriteBroken = () => true;
		const result = await run(once());
		expect(told(result)).toEqual(Array(5).fill('memoryUnavailable'));
		expect(result.items[0].json.error).toMatchObject({ certainty: 'notSent' });
		expect(gateway.standIn.received).toEqual([]);
	});

	test('what a crash left in doubt is cleared up by the name that it left under', async () => {
		const setup = (options: IDataObject): Setup => ({
			...once(options, {}, people(1)),
			credential: gateway.credential({ gateway: 'ultraMsg' }),
		});
		gateway.standIn.misbehave(faults.passingServerError({ accept: true }));
		await run(setup({}));
		const second = await run(setup({ trackDelivery: 1 }));
		expect(second.items[0].json).toMatchObject({ sent: true, message: /Found by its reference/ });
		expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
		expect(told(await run(setup({})))).toEqual(['Already sent by an earlier execution']);
	});

	describe.each(['ultraMsg', 'waha'])('two nodes that send the same through %s', (dialect) => {
		const send = (change: IDataObject = {}): Setup => ({
			...once({ trackDelivery: 1 }, { onceKey: '={{ "order 1" }}', ...change }, people(1)),
			credential: gateway.credential({ gateway: dialect }),
		});
		const node = (id: string, contact: string): Setup => ({
			...send({ contacts: { contact: [{ id: contact }] } }),
			node: { ...CONTINUE, id },
		});

		test('name their messages by themselves: neither finds the card of the other', async () => {
			await run(node('one', '79001111111'));
			gateway.standIn.misbehave(faults.passingServerError({ operation: 'send' }));
			expect(told(await run(node('other', '79002222222')))).toEqual(['serverError']);
			expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
		});
	});

	test('what Track Delivery finds at a later try is known to later executions', async () => {
		const setup = (options: IDataObject, node: Setup['node']): Setup => ({
			...once(options, {}, people(1)),
			node,
			credential: gateway.credential({ gateway: 'ultraMsg' }),
		});
		gateway.standIn.misbehave(faults.passingServerError({ operation: 'send', accept: true }));
		const first = await run(setup({}, {}));
		const again = { ...setup({ trackDelivery: 1 }, CONTINUE), resume: stored(first) };
		expect((await run(again, 'retry')).items[0].json).toMatchObject({ sent: true });
		expect(told(await run(setup({}, CONTINUE)))).toEqual(['Already sent by an earlier execution']);
	});

	test('what Track Delivery has found stays found when the item is edited once more', async () => {
		const setup = (contacts: string, options: IDataObject = {}): Setup => ({
			...gateway.setup(people(1), {
				options: { sendAs: 'vCard', parallelChats: 1, ...options },
				change: { contacts: { contact: [{ id: contacts }] } },
			}),
			credential: gateway.credential({ gateway: 'ultraMsg' }),
		});
		gateway.standIn.misbehave([
			faults.passingServerError({ operation: 'send', accept: true }),
			{ operation: 'send', status: 400, body: '' },
		]);
		const first = await run(setup('79001111111, 79002222222'));
		const second = await run(
			{ ...setup('79001111111, 79003333333', { trackDelivery: 1 }), resume: stored(first) },
			'retry',
		);
		expect(second.error).toMatchObject({ context: { details: { reason: 'refused' } } });
		const third = await run(
			{ ...setup('79001111111, 79009999999'), resume: stored(second) },
			'retry',
		);
		expect(third.error).toBeUndefined();
	});
});
