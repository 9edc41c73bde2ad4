import type { IDataObject } from 'n8n-workflow';

import { optionsField } from '../../nodes/WhatsAppSendContact/form/optionsField';
import * as faults from '../../stand-in/faults';
import type { Result } from '../../engine/engine';
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

	test('a Once Key that fails is not looked at where nothing is remembered', async () => {
		const onceKey = "={{ $('Nowhere').item.json.order }}";
		await run(gateway.setup(people(1), { change: { onceKey }, node: CONTINUE }));
		expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
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

	test('a memory that is nearly full is told', async () => {
		await run(once());
		const others = Array.from({ length: 16_000 }, (_, other) => `other ${other}`);
		for (const [place, row] of store.rows) store.rows.set(place, [...row, ...others]);
		const { hints } = await run(once());
		expect(hints).toContainEqual(expect.stringMatching(/^Send Once remembers 16005 of at most/));
	});

	test('a node that can make it forget is told', async () => {
		// In place of n8n's Remove Duplicates: ours under that name, and with that option.
		const [sendOnce] = (optionsField.options ?? []).filter(({ name }) => name === 'sendOnce');
		optionsField.options?.push({ ...sendOnce, name: 'scope' } as typeof sendOnce);
		const node = { ...CONTINUE, type: 'n8n-nodes-base.removeDuplicates' };
		const setup = once({ sendOnce: 'workflow', scope: 'workflow' });
		const { hints } = await run({ ...setup, node, twice: true });
		expect(hints).toContainEqual(expect.stringContaining("its memory with 'First'"));
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

	test('when nothing can be recorded, nothing is sent', async () => {
		store.isWriteBroken = () => true;
		const result = await run(once());
		expect(told(result)).toEqual(Array(5).fill('memoryUnavailable'));
		expect(result.items[0].json.error).toMatchObject({ certainty: 'notSent' });
		expect(gateway.standIn.received).toEqual([]);
	});
});
