import type { IRunExecutionData, WorkflowExecuteMode } from 'n8n-workflow';

import { type Result, type Setup, stored } from '../../../engine/execution';
import * as faults from '../../../stand-in/faults';
import type { Fault } from '../../../stand-in/types';
import { useExecutions } from '../executions';
import { cardsPerPerson, chatOf, CONTINUE, people, useGateway } from '../gateway';

// A stored state may be gone on from once: what each way of retrying an execution sends, Send Once off.

const gateway = useGateway();
const { run } = useExecutions();

const COUNT = 3;
const setup = (node: Setup['node'] = {}): Setup =>
	gateway.setup(people(COUNT), { options: { parallelChats: 1, retries: 0 }, node });

const REFUSAL: Fault = { body: { sent: false, message: 'Refused' } };
const LOST = faults.passingServerError({ accept: true });

const copyOf = (state: IRunExecutionData) => JSON.parse(JSON.stringify(state)) as IRunExecutionData;
/** A retry of what an execution has left, to its end. What is cut off is the same: n8n keeps the state before it. */
const retry = async (
	resume: IRunExecutionData,
	node?: Setup['node'],
	mode: WorkflowExecuteMode = 'retry',
) => await run({ ...setup(node), resume: copyOf(resume) }, mode);
const cards = () => cardsPerPerson(gateway.standIn, COUNT);
const INTERRUPTED = Array(COUNT).fill('interrupted');
const reasons = ({ items }: Result) =>
	items.map(({ json }) => (json.error as { reason?: string } | undefined)?.reason);

/** A first execution that fails at a person; its stored state. */
async function failedAt(person: number, fault = REFUSAL): Promise<IRunExecutionData> {
	gateway.standIn.misbehave({ ...fault, chat: chatOf(person) });
	const first = await run(setup());
	expect(first.error).toBeDefined();
	return stored(first);
}

test.each<[string, number, Fault]>([
	['refused', 0, REFUSAL],
	['refused', 1, REFUSAL],
	['lost', 1, LOST],
])(
	'failed where a message was %s (item %i), then retried: it goes on; that cut off and retried: nothing more is sent',
	async (_what, person, fault) => {
		const state = await failedAt(person, fault);
		const { error } = await retry(state);
		expect(error === undefined).toBe(fault === REFUSAL);
		expect(cards()).toEqual([1, 1, 1]);
		expect(reasons(await retry(state, CONTINUE))).toEqual(INTERRUPTED);
		expect(cards()).toEqual([1, 1, 1]);
	},
);

test.each([0, 2])(
	'failed, its retry failed at item %i, that retried: it goes on',
	async (person) => {
		const state = await failedAt(0);
		gateway.standIn.misbehave({ ...REFUSAL, chat: chatOf(person) });
		const second = await retry(state);
		expect(second.error).toBeDefined();
		expect((await retry(stored(second))).error).toBeUndefined();
		expect(cards()).toEqual([1, 1, 1]);
	},
);

test('cut off at its first run, then retried: nothing is sent, however often, and it says what to do', async () => {
	await run(setup());
	const retried = await run(setup({ retryOnFail: true, maxTries: 3 }), 'retry');
	expect(retried.error).toMatchObject({
		message: expect.stringMatching(/not sent again$/),
		description: expect.stringContaining("'Send Once'"),
		context: { details: { certainty: 'unknown', reason: 'interrupted' } },
	});
	expect((await retry(stored(retried))).error).toBeDefined();
	expect(cards()).toEqual([1, 1, 1]);
});

// With Save execution progress, n8n has stored the execution as it was before this node.
test.each<[WorkflowExecuteMode, WorkflowExecuteMode]>([
	['webhook', 'retry'],
	['webhook', 'webhook'],
	['manual', 'manual'],
])(
	'gone on from before this node, first %s, then %s: everything is sent; if that is cut off, nothing more',
	async (mode, then) => {
		const first = await run({ ...setup(), failFirst: true }, mode);
		expect([first.error === undefined, ...cards()]).toEqual([false, 0, 0, 0]);
		const state = stored(first);
		await retry(state, {}, then);
		expect(cards()).toEqual([1, 1, 1]);
		expect(reasons(await retry(state, CONTINUE))).toEqual(INTERRUPTED);
		expect(cards()).toEqual([1, 1, 1]);
	},
);

test.each<WorkflowExecuteMode>(['webhook', 'trigger', 'manual'])(
	'a new execution with the same items sends them: %s',
	async (mode) => {
		await run(setup(), mode);
		await run(setup(), mode);
		expect(cards()).toEqual([2, 2, 2]);
	},
);

describe('in a loop', () => {
	/** Each round sends to the next person; so many have moved up. */
	const loop = (runs: number, moved = 0, node: Setup['node'] = {}): Setup => {
		const value = `={{ String(79990000000 + $runIndex - ${moved}) }}`;
		const change = { recipient: { __rl: true, mode: 'phone', value } };
		return { ...gateway.setup([{}], { change, options: { retries: 0 }, node }), runs };
	};

	test('a round that failed goes on, and so do the later ones; cut off, none of them', async () => {
		gateway.standIn.misbehave({ ...REFUSAL, chat: chatOf(1) });
		const state = stored(await run(loop(3)));
		expect(cards()).toEqual([1, 0, 0]);
		for (const node of [{}, CONTINUE]) {
			await run({ ...loop(3, 0, node), resume: copyOf(state) }, 'retry');
			expect(cards()).toEqual([1, 1, 1]);
		}
	});

	test('cut off at its first run: no later round is sent either, its items may have moved up', async () => {
		await run(loop(3));
		await run(loop(4, 1, CONTINUE), 'retry');
		expect(cards()).toEqual([1, 1, 1]);
	});
});

test('a workflow that another one calls says that a call tried again would send again', async () => {
	gateway.standIn.misbehave(REFUSAL);
	const { hints } = await run(setup(CONTINUE), 'integrated');
	expect(hints).toContainEqual(expect.stringContaining("'Send Once' prevents it"));
});
