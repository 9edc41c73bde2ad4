import type { IDataObject, WorkflowExecuteMode } from 'n8n-workflow';

import { later } from '../clock';
import { type Result, resultOf, type Setup, stored } from '../../engine/engine';
import { useExecutions } from './executions';
import { cardsPerPerson, people, useGateway } from './gateway';

// Retries of executions that were cut off: what Send Once, bad input, a cancel and a failing database change about them.

const gateway = useGateway();
const { store, begin, run } = useExecutions();
const CONTINUE = { onError: 'continueRegularOutput' } as const;

const setup = (node: Setup['node'] = CONTINUE) => gateway.setup(people(3), { node });
const once = (options: IDataObject = {}) =>
	gateway.setup(people(3), { options: { sendOnce: 'node', ...options }, node: CONTINUE });
const cards = () => cardsPerPerson(gateway.standIn, 3);
const told = ({ items }: Result) =>
	items.map(({ json }) => (json.error as IDataObject | undefined)?.reason ?? json.message);
const INTERRUPTED = Array(3).fill('interrupted');
const SENT_EARLIER = Array(3).fill('Already sent by an earlier execution');

test('says so of each item, and what to do', async () => {
	await run(setup());
	const { items } = await run(setup(), 'retry');
	expect(items.map(({ json }) => json.error)).toEqual(
		INTERRUPTED.map((reason) => ({
			reason,
			certainty: 'unknown',
			message: expect.stringMatching(/not sent again$/),
			description: expect.stringContaining("'Send Once'"),
			recipient: expect.any(String),
			contacts: ['79001111111@c.us'],
		})),
	);
});

describe('Send Once', () => {
	test('on from the beginning: knows what was sent, at every retry', async () => {
		await run(once());
		for (let retries = 0; retries < 2; retries++)
			expect(told(await run(once(), 'retry'))).toEqual(SENT_EARLIER);
		expect(cards()).toEqual([1, 1, 1]);
	});

	test.each([
		['switched on', setup, once],
		['switched off', once, setup],
		['set to another scope', once, () => once({ sendOnce: 'workflow' })],
	])(
		'%s before the retry: it can know nothing, and nothing is sent',
		async (_how, before, after) => {
			await run(before());
			expect(told(await run(after(), 'retry'))).toEqual(INTERRUPTED);
			// What was only looked up is not in doubt.
			expect(told(await run(once()))).not.toContain('interrupted');
		},
	);
});

test('of bad input it says too that it may have been sent, at every try', async () => {
	const items = [{ phone: '89990000000' }, { phone: '79990000001' }];
	await run(gateway.setup(items, { options: { leadingEight: 'replace' }, node: CONTINUE }));
	const node = { ...CONTINUE, retryOnFail: true, maxTries: 2 } as const;
	const retried = await run(gateway.setup(items, { node }), 'retry');
	expect(told(retried)).toEqual(['invalidInput', 'interrupted']);
	expect(retried.items[0].json.error).toMatchObject({ certainty: 'unknown' });
	const credential = gateway.credential({ token: '' });
	const broken = await run({ ...gateway.setup(items, { node: CONTINUE }), credential }, 'retry');
	expect(broken.items[1].json.error).toMatchObject({
		certainty: 'unknown',
		reason: 'invalidInput',
	});
});

test('a workflow that another one calls says that a call tried again would send again', async () => {
	gateway.standIn.misbehave({ body: { sent: false, message: 'Refused' } });
	const { hints } = await run(setup(), 'integrated');
	expect(hints).toContainEqual(expect.stringContaining("'Send Once' prevents it"));
});

describe('while the database does not answer', () => {
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

	test.each<[string, () => Setup]>([
		['a run', setup],
		['a run with Send Once', once],
		['bad input', () => gateway.setup([{ phone: '8' }], { node: CONTINUE })],
		['a bad credential', () => ({ ...setup(), credential: gateway.credential({ token: '' }) })],
	])('%s can be stopped', async (_what, set) => {
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
