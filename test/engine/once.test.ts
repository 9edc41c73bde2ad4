import { DataDeduplicationService, WorkflowExecute } from 'n8n-core';
import { createRunExecutionData, type IDataObject, type WorkflowExecuteMode } from 'n8n-workflow';

import { later } from '../clock';
import * as faults from '../../stand-in/faults';
import {
	type Result,
	resultOf,
	type Setup,
	stored,
	surroundings,
	workflowOf,
} from '../../engine/engine';
import { cardsPerPerson, chatOf, people, useGateway } from './gateway';
import { n8nStore, type Rows } from './n8nStore';

const gateway = useGateway();
const CONTINUE = { onError: 'continueRegularOutput' } as const;
const rows: Rows = new Map();
/** Whether the next write to the database fails. */
let isWriteBroken = () => false;

/** What the database waits for before it answers. */
let silence: Promise<unknown> | undefined;

beforeAll(async () => {
	const beforeWrite = () => {
		if (isWriteBroken()) throw new Error('SQLITE_BUSY');
	};
	const store = n8nStore(rows, { beforeWrite });
	await DataDeduplicationService.init({
		...store,
		async getProcessedDataCount(...asked) {
			await silence;
			return await store.getProcessedDataCount(...asked);
		},
	});
});
beforeEach(() => {
	rows.clear();
	isWriteBroken = () => false;
	silence = undefined;
});

let executions = 0;

/** Runs a workflow from its trigger, or goes on, as it is set up now, where a stored execution has ended. */
async function run(setup: Setup, mode: WorkflowExecuteMode = 'webhook'): Promise<Result> {
	const workflow = workflowOf(setup);
	const main = [setup.items.map((json, item) => ({ json, pairedItem: { item } }))];
	const fresh = { node: workflow.nodes.Start, data: { main }, source: null };
	const data =
		setup.resume ?? createRunExecutionData({ executionData: { nodeExecutionStack: [fresh] } });
	for (const waiting of data.executionData?.nodeExecutionStack ?? [])
		waiting.node = workflow.nodes[waiting.node.name];
	const surrounding = surroundings(setup.credential, `execution ${executions++}`);
	return resultOf(
		await new WorkflowExecute(surrounding, mode, data).processRunExecutionData(workflow),
	);
}

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
		['another memory', { memoryName: 'Christmas' }, {}],
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
			isWriteBroken = () => ++writes === which;
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
			isWriteBroken = () => false;
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
		isWriteBroken = () => true;
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
		const second = await run(setup({ confirmUnknown: true }));
		expect(second.items[0].json).toMatchObject({ sent: true, message: /Found by its reference/ });
		expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
		expect(told(await run(setup({})))).toEqual(['Already sent by an earlier execution']);
	});

	describe.each(['ultraMsg', 'waha'])('two nodes that send the same through %s', (dialect) => {
		const send = (change: IDataObject = {}): Setup => ({
			...once({ confirmUnknown: true }, { onceKey: '={{ "order 1" }}', ...change }, people(1)),
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

	test('what Confirm Unknown finds at a later try is known to later executions', async () => {
		const setup = (options: IDataObject, node: Setup['node']): Setup => ({
			...once(options, {}, people(1)),
			node,
			credential: gateway.credential({ gateway: 'ultraMsg' }),
		});
		gateway.standIn.misbehave(faults.passingServerError({ operation: 'send', accept: true }));
		const first = await run(setup({}, {}));
		const again = { ...setup({ confirmUnknown: true }, CONTINUE), resume: stored(first) };
		expect((await run(again, 'retry')).items[0].json).toMatchObject({ sent: true });
		expect(told(await run(setup({}, CONTINUE)))).toEqual(['Already sent by an earlier execution']);
	});

	test('what Confirm Unknown has found stays found when the item is edited once more', async () => {
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
			{ ...setup('79001111111, 79003333333', { confirmUnknown: true }), resume: stored(first) },
			'retry',
		);
		expect(second.error).toMatchObject({ context: { details: { reason: 'refused' } } });
		const third = await run(
			{ ...setup('79001111111, 79009999999'), resume: stored(second) },
			'retry',
		);
		expect(third.error).toBeUndefined();
	});

	test('from 80 % of what it may remember on, a hint says so', async () => {
		const { hints } = await run(once({ rememberedMessages: 100 }, {}, people(80)));
		expect(hints).toContainEqual(expect.stringMatching(/remembers 80 of at most 100 messages/));
	});
});

describe('without Send Once, a retry of an execution that was cut off', () => {
	const setup = (node: Setup['node'] = CONTINUE) => gateway.setup(people(3), { node });

	test('sends nothing twice: nobody knows what had left', async () => {
		await run(setup());
		const retried = await run(setup(), 'retry');
		expect(cardsPerPerson(gateway.standIn, 3)).toEqual([1, 1, 1]);
		expect(told(retried)).toEqual(['interrupted', 'interrupted', 'interrupted']);
		expect(retried.items[0].json.error).toMatchObject({
			certainty: 'unknown',
			message: expect.stringMatching(/not sent again$/),
			description: expect.stringContaining("'Send Once'"),
		});
	});

	test('stays so at every try of Retry On Fail, and at a retry of the retry', async () => {
		await run(setup());
		const node = { retryOnFail: true, maxTries: 3 } as const;
		const retried = await run(setup(node), 'retry');
		expect(retried.error).toMatchObject({ context: { details: { reason: 'interrupted' } } });
		const resumed = { ...setup(node), resume: stored(retried) };
		expect((await run(resumed, 'retry')).error).toBeDefined();
		expect(cardsPerPerson(gateway.standIn, 3)).toEqual([1, 1, 1]);
	});

	test('sends nothing either when Send Once is switched on in between', async () => {
		await run(setup());
		expect(told(await run(once({}, {}, people(3)), 'retry'))).toEqual(Array(3).fill('interrupted'));
		expect(cardsPerPerson(gateway.standIn, 3)).toEqual([1, 1, 1]);
	});

	test.each([
		['switched off', {}],
		['of another scope', { sendOnce: 'workflow' }],
		['of another memory', { sendOnce: 'node', memoryName: 'Christmas' }],
	])(
		'with Send Once %s in between, knows nothing, and sends everything again',
		async (_what, options) => {
			await run(once({}, {}, people(3)));
			await run(gateway.setup(people(3), { options, node: CONTINUE }), 'retry');
			expect(cardsPerPerson(gateway.standIn, 3)).toEqual([2, 2, 2]);
		},
	);

	test('with Send Once on from the beginning, knows what was sent', async () => {
		await run(once({}, {}, people(3)));
		for (let retries = 0; retries < 2; retries++) {
			const retried = await run(once({}, {}, people(3)), 'retry');
			expect(told(retried)).toEqual(Array(3).fill('Already sent by an earlier execution'));
		}
	});

	test('with Send Once on, pushes nothing out of a long memory by asking', async () => {
		await run(once());
		const others = Array.from({ length: 600 }, (_, other) => `other ${other}`);
		for (const [place, row] of rows) rows.set(place, [...row, ...others]);
		await run(once(), 'retry');
		expect(cardsPerPerson(gateway.standIn, 5)).toEqual([1, 1, 1, 1, 1]);
	});

	test('says of bad input too that it may have been sent', async () => {
		const items = [{ phone: '89990000000' }, { phone: '79990000001' }];
		await run(gateway.setup(items, { options: { leadingEight: 'replace' }, node: CONTINUE }));
		const retried = await run(gateway.setup(items, { node: CONTINUE }), 'retry');
		expect(told(retried)).toEqual(['invalidInput', 'interrupted']);
		expect(retried.items[0].json.error).toMatchObject({ certainty: 'unknown' });
		const credential = gateway.credential({ token: '' });
		const { items: broken } = await run(
			{ ...gateway.setup(items, { node: CONTINUE }), credential },
			'retry',
		);
		expect(broken[1].json.error).toMatchObject({ certainty: 'unknown', reason: 'invalidInput' });
	});

	test('sends no later round of a loop: its items may have moved up', async () => {
		const loop = (moved: number, runs: number): Setup => {
			const value = `={{ String(79990000000 + $runIndex - ${moved}) }}`;
			const change = { recipient: { __rl: true, mode: 'phone', value } };
			return { ...gateway.setup([{}], { change, node: CONTINUE }), runs };
		};
		await run(loop(0, 3));
		await run(loop(1, 4), 'retry');
		expect(cardsPerPerson(gateway.standIn, 3)).toEqual([1, 1, 1]);
	});

	test('sends all when this node had not begun', async () => {
		await run(setup(), 'retry');
		expect(cardsPerPerson(gateway.standIn, 3)).toEqual([1, 1, 1]);
	});

	test.each(['webhook', 'trigger', 'manual'] as const)(
		'a new execution with the same items sends all: %s',
		async (mode) => {
			await run(setup(), mode);
			await run(setup(), mode);
			expect(cardsPerPerson(gateway.standIn, 3)).toEqual([2, 2, 2]);
		},
	);

	test('a retry of an execution that failed here goes on where it was', async () => {
		gateway.standIn.misbehave({ chat: chatOf(1), body: { sent: false, message: 'Refused' } });
		const first = await run(gateway.setup(people(3), { options: { parallelChats: 1 } }));
		expect(first.error).toBeDefined();
		const again = { ...setup(), resume: stored(first) };
		expect((await run(again, 'retry')).items).toHaveLength(3);
		expect(cardsPerPerson(gateway.standIn, 3)).toEqual([1, 1, 1]);
	});

	test('also where nothing had left before the failure', async () => {
		gateway.standIn.misbehave({ chat: chatOf(0), body: { sent: false, message: 'Refused' } });
		const first = await run(gateway.setup(people(3), { options: { parallelChats: 1 } }));
		expect(cardsPerPerson(gateway.standIn, 3)).toEqual([0, 0, 0]);
		await run({ ...setup(), resume: stored(first) }, 'retry');
		expect(cardsPerPerson(gateway.standIn, 3)).toEqual([1, 1, 1]);
	});

	test('a store that fails stops nothing', async () => {
		isWriteBroken = () => true;
		await run(setup());
		expect(cardsPerPerson(gateway.standIn, 3)).toEqual([1, 1, 1]);
	});

	test('bad input stays in doubt at every try of Retry On Fail', async () => {
		const items = [{ phone: '79990000000' }, { phone: '89990000001' }];
		await run(gateway.setup(items, { options: { leadingEight: 'replace' }, node: CONTINUE }));
		const node = { ...CONTINUE, retryOnFail: true, maxTries: 2 } as const;
		const { items: told } = await run(gateway.setup(items, { node }), 'retry');
		expect(told.map(({ json }) => json.error)).toMatchObject([
			{ certainty: 'unknown' },
			{ certainty: 'unknown' },
		]);
	});

	describe('while the database does not answer', () => {
		/** Stops a run that waits for the database; the database answers after it has ended. */
		async function canceled(set: Setup, mode: WorkflowExecuteMode, after = 50): Promise<Result> {
			let speak = (): void => undefined;
			silence = new Promise<void>((resolve) => (speak = resolve));
			const workflow = workflowOf(set);
			const main = [set.items.map((json, item) => ({ json, pairedItem: { item } }))];
			const fresh = { node: workflow.nodes.Start, data: { main }, source: null };
			const data = createRunExecutionData({ executionData: { nodeExecutionStack: [fresh] } });
			const surrounding = surroundings(set.credential, `execution ${executions++}`);
			const running = new WorkflowExecute(surrounding, mode, data).processRunExecutionData(
				workflow,
			);
			later(() => running.cancel(), after);
			const ended = await running;
			expect(ended.status).toBe('canceled');
			speak();
			silence = undefined;
			await new Promise<void>((resolve) => later(resolve, 50));
			return resultOf(ended);
		}

		test.each<[string, WorkflowExecuteMode, () => Setup]>([
			['a run', 'webhook', () => setup()],
			['a retry', 'retry', () => setup()],
			['bad input', 'retry', () => gateway.setup([{ phone: '8' }], { node: CONTINUE })],
			[
				'a bad credential',
				'retry',
				() => ({ ...setup(), credential: gateway.credential({ token: '' }) }),
			],
		])('%s can be stopped', async (_what, mode, set) => {
			await canceled(set(), mode);
			expect(gateway.standIn.received).toEqual([]);
		});

		test('the end of Send Once can be stopped', async () => {
			await canceled(once(), 'webhook', 1_000);
			expect(cardsPerPerson(gateway.standIn, 5)).toEqual([1, 1, 1, 1, 1]);
		});

		test.each([CONTINUE, {}])(
			'a retry that is stopped is looked up by the next one: %j',
			async (node) => {
				await run(setup());
				const ended = await canceled(setup(node), 'retry');
				await run({ ...setup(), resume: stored(ended) }, 'retry');
				expect(cardsPerPerson(gateway.standIn, 3)).toEqual([1, 1, 1]);
			},
		);
	});

	test('leaves one mark for each run, of some hundreds', async () => {
		for (let execution = 0; execution < 3; execution++) await run(setup());
		await run(gateway.setup(people(2), { node: CONTINUE }));
		expect([...rows.values()].map((row) => row.length)).toEqual([2]);
	});
});
