import type { WorkflowExecuteMode } from 'n8n-workflow';

import { later } from '../clock';
import { type Result, resultOf, type Setup, stored } from '../../engine/execution';
import { useExecutions } from './executions';
import { cardsPerPerson, CONTINUE, people, useGateway } from './gateway';

// What becomes of a run whose database fails, or does not answer.

const gateway = useGateway();
const { store, begin, run } = useExecutions();

const setup = (node: Setup['node'] = CONTINUE) => gateway.setup(people(3), { node });
const once = () => gateway.setup(people(3), { options: { sendOnce: 'node' }, node: CONTINUE });
const cards = () => cardsPerPerson(gateway.standIn, 3);

test.each([1, 2, 3])('that fails once, at write %i: nothing is in doubt', async (which) => {
	const runWhereItFails = async () => {
		let writes = 0;
		store.isWriteBroken = () => ++writes === which;
		await run(once());
		store.isWriteBroken = () => false;
	};
	await runWhereItFails();
	await run(once());
	expect(cards()).toEqual([1, 1, 1]);
	await runWhereItFails();
	const { items } = await run(once());
	expect(items.every(({ json }) => json.sent)).toBe(true);
});

describe('that does not answer', () => {
	/** Stops a run that waits for the database; the database answers after it has ended. */
	async function canceled(set: Setup, mode: WorkflowExecuteMode): Promise<Result> {
		let speak = (): void => undefined;
		store.silence = new Promise<void>((resolve) => (speak = resolve));
		const running = begin(set, mode);
		later(() => running.cancel(), 50);
		const ended = await running;
		expect(ended.status).toBe('canceled');
		speak();
		store.silence = undefined;
		await new Promise<void>((resolve) => later(resolve, 50));
		return resultOf(ended);
	}

	test.each([
		['Send Once off', setup],
		['Send Once on', once],
	])('%s: a run can be stopped', async (_what, set) => {
		await canceled(set(), 'webhook');
		expect(gateway.standIn.received).toEqual([]);
	});

	test.each([CONTINUE, {}])(
		'a retry that is stopped is looked up by the next: %j',
		async (node) => {
			gateway.standIn.misbehave({ body: { sent: false, message: 'Refused' } });
			const state = stored(await run(setup({})));
			const copy = () => JSON.parse(JSON.stringify(state));
			await run({ ...setup(), resume: copy() }, 'retry');
			expect(cards()).toEqual([1, 1, 1]);
			const ended = await canceled({ ...setup(node), resume: copy() }, 'retry');
			await run({ ...setup(), resume: stored(ended) }, 'retry');
			expect(cards()).toEqual([1, 1, 1]);
		},
	);
});
