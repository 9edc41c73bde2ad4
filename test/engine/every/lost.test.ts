import type { IRunExecutionData, WorkflowExecuteMode } from 'n8n-workflow';

import { type Result, type Setup, stateOf, stored } from '../../../engine/engine';
import { useExecutions } from '../executions';
import { cardsPerPerson, chatOf, people, useGateway } from '../gateway';

// A stored state may be gone on from once: what each way of retrying an execution sends, Send Once off.

const gateway = useGateway();
const { run } = useExecutions();

const COUNT = 3;
const CONTINUE = { onError: 'continueRegularOutput' } as const;
const setup = (node: Setup['node'] = {}): Setup =>
	gateway.setup(people(COUNT), { options: { parallelChats: 1, retries: 0 }, node });

/** Lets the next message to this person be refused. */
const refuse = (person: number) =>
	gateway.standIn.misbehave({ chat: chatOf(person), body: { sent: false, message: 'Refused' } });

const copyOf = (state: IRunExecutionData) => JSON.parse(JSON.stringify(state)) as IRunExecutionData;
/** A retry of what an execution has left, to its end. */
const retry = async (resume: IRunExecutionData, node?: Setup['node']) =>
	await run({ ...setup(node), resume: copyOf(resume) }, 'retry');
/** The same, cut off: whatever it sends, n8n keeps the state that it has started from. */
async function retryCutOff(resume: IRunExecutionData): Promise<IRunExecutionData> {
	await retry(resume);
	return resume;
}
const cards = () => cardsPerPerson(gateway.standIn, COUNT);
const reasons = ({ items }: Result) =>
	items.map(({ json }) => (json.error as { reason?: string } | undefined)?.reason);

/** A first execution that fails at a person; its stored state. */
async function failedAt(person: number): Promise<IRunExecutionData> {
	refuse(person);
	const first = await run(setup());
	expect(first.error).toBeDefined();
	return stored(first);
}

test.each([0, 1])('failed at item %i, then retried: it goes on', async (person) => {
	expect((await retry(await failedAt(person))).error).toBeUndefined();
	expect(cards()).toEqual([1, 1, 1]);
});

test.each([0, 1])(
	'failed at item %i, its retry cut off, that retried: nothing more is sent',
	async (person) => {
		const state = await retryCutOff(await failedAt(person));
		expect(cards()).toEqual([1, 1, 1]);
		const told = await retry(state, CONTINUE);
		expect(reasons(told)).toEqual(['interrupted', 'interrupted', 'interrupted']);
		expect(cards()).toEqual([1, 1, 1]);
	},
);

test.each([0, 2])(
	'failed, its retry failed at item %i, that retried: it goes on',
	async (person) => {
		const state = await failedAt(0);
		refuse(person);
		const second = await retry(state);
		expect(second.error).toBeDefined();
		expect((await retry(stored(second))).error).toBeUndefined();
		expect(cards()).toEqual([1, 1, 1]);
	},
);

test('cut off at its first run, then retried: nothing is sent, however often', async () => {
	await run(setup());
	const retried = await run(setup({ retryOnFail: true, maxTries: 3 }), 'retry');
	expect(retried.error).toMatchObject({ context: { details: { reason: 'interrupted' } } });
	expect((await retry(stored(retried))).error).toBeDefined();
	expect(cards()).toEqual([1, 1, 1]);
});

test('an earlier node failed: everything is sent; if that is cut off, nothing more', async () => {
	const failing = { ...setup(), failFirst: true };
	const first = await run(failing);
	expect(first.error).toBeDefined();
	expect(cards()).toEqual([0, 0, 0]);
	const state = await retryCutOff(stored(first));
	expect(cards()).toEqual([1, 1, 1]);
	expect(reasons(await retry(state, CONTINUE))).toEqual(Array(COUNT).fill('interrupted'));
	expect(cards()).toEqual([1, 1, 1]);
});

test('two executions of one millisecond: both are sent', async () => {
	const started = () => {
		const resume = stateOf(setup());
		const runtimeData = { version: 1, establishedAt: 1_700_000_000_000, source: 'webhook' };
		Object.assign(resume.executionData ?? {}, { runtimeData });
		return { ...setup(), resume };
	};
	await Promise.all([run(started()), run(started())]);
	expect(cards()).toEqual([2, 2, 2]);
});

test.each<WorkflowExecuteMode>(['webhook', 'trigger', 'manual'])(
	'a new execution with the same items sends them: %s',
	async (mode) => {
		await run(setup(), mode);
		await run(setup(), mode);
		expect(cards()).toEqual([2, 2, 2]);
	},
);

describe('Save execution progress: n8n has stored the execution as it was before this node', () => {
	test.each<WorkflowExecuteMode>(['webhook', 'manual'])(
		'cut off, then retried: nothing is sent (%s)',
		async (mode) => {
			const first = await run({ ...setup(), failFirst: true }, mode);
			// As n8n has it: the context of the first run, and this node next.
			const saved = stored(first);
			await run({ ...setup(), resume: copyOf(saved) }, mode);
			expect(cards()).toEqual([1, 1, 1]);
			expect(reasons(await retry(saved, CONTINUE))).toEqual(Array(COUNT).fill('interrupted'));
			expect(cards()).toEqual([1, 1, 1]);
		},
	);
});

describe('in a loop', () => {
	/** Each round sends to the next person; so many have moved up. */
	const loop = (runs: number, moved = 0, node: Setup['node'] = {}): Setup => {
		const value = `={{ String(79990000000 + $runIndex - ${moved}) }}`;
		const change = { recipient: { __rl: true, mode: 'phone', value } };
		return { ...gateway.setup([{}], { change, options: { retries: 0 }, node }), runs };
	};

	test('a round that failed goes on, and so do the later ones; cut off, none of them', async () => {
		refuse(1);
		const first = await run(loop(3));
		expect(cards()).toEqual([1, 0, 0]);
		const state = stored(first);
		await run({ ...loop(3), resume: copyOf(state) }, 'retry');
		expect(cards()).toEqual([1, 1, 1]);
		await run({ ...loop(3, 0, CONTINUE), resume: copyOf(state) }, 'retry');
		expect(cards()).toEqual([1, 1, 1]);
	});

	test('cut off at its first run: no later round is sent either, its items may have moved up', async () => {
		await run(loop(3));
		await run(loop(4, 1, CONTINUE), 'retry');
		expect(cards()).toEqual([1, 1, 1]);
	});
});
