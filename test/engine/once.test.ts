import type { IDataObject } from 'n8n-workflow';

import { optionsField } from '../../nodes/WhatsAppSendContact/form/optionsField';
import * as faults from '../../stand-in/faults';
import type { Result, Setup } from '../../engine/execution';
import { useExecutions } from './executions';
import { cardsPerPerson, chatOf, CONTINUE, people, useGateway } from './gateway';

const gateway = useGateway();
const { store, run } = useExecutions();

const once = (options: IDataObject = {}, change: IDataObject = {}, items = people(5)): Setup =>
	gateway.setup(items, { options: { sendOnce: 'node', ...options }, change, node: CONTINUE });
const told = ({ items }: Result) =>
	items.map(({ json }) => (json.error as IDataObject | undefined)?.reason ?? json.message);
const cards = () => cardsPerPerson(gateway.standIn, 5);
const REFUSED = { body: { sent: false, message: 'Refused' } };
const EARLIER = 'Already sent by an earlier execution';
/** The recipient that an expression gives. */
const to = (value: string) => ({ recipient: { __rl: true, mode: 'phone', value } });

test('a second execution sends what was refused, and tells what was sent as a success', async () => {
	gateway.standIn.misbehave([
		{ ...REFUSED, chat: chatOf(1) },
		faults.passingServerError({ chat: chatOf(3), accept: true }),
	]);
	await run(once());
	expect(cards()).toEqual([1, 0, 1, 1, 1]);
	const { items, hints } = await run(once({ output: 'full' }));
	expect(cards()).toEqual([1, 1, 1, 1, 1]);
	expect(gateway.standIn.received).toHaveLength(6);
	expect(items[3].json.error).toMatchObject({ certainty: 'unknown', reason: 'interrupted' });
	expect(items[4].json).toMatchObject({ sent: true, status: 'sentEarlier', message: EARLIER });
	expect(hints).toEqual(['1 sent, 3 already sent earlier, 1 unknown']);
});

/** Each person's item reaches both of two nodes, though the first hands on its own output. */
const twoNodes = (sendOnce: string): Setup => ({
	...once({ sendOnce }, to("={{ $('Start').item.json.phone }}")),
	twice: true,
});
const calledTwice = (): Setup => ({
	...once({}, to("={{ $fromAI('phone') }}"), [{}]),
	toolCalls: [...people(5), ...people(5)],
});
const keyed = (id: string) =>
	once({}, { onceKey: '={{ "order 1" }}', contacts: { contact: [{ id }] } });
test.each<[string, number, () => Setup[]]>([
	['two executions at once', 1, () => [once(), once()]],
	['two messages of one Once Key', 1, () => [keyed('79001111111'), keyed('79002222222')]],
	['two rounds of a loop', 1, () => [{ ...once(), runs: 2 }]],
	['two nodes that share the memory of the workflow', 1, () => [twoNodes('workflow')]],
	['two nodes, each with its own', 2, () => [twoNodes('node')]],
	['a model that calls the tool twice', 1, () => [calledTwice()]],
])('of %s, each person gets %i', async (_what, count, setups) => {
	await Promise.all(setups().map(async (each) => await run(each)));
	expect(cards()).toEqual(Array(5).fill(count));
});

test('a Once Key that finds nothing is bad input', async () => {
	const items = [{ phone: '79990000000', order: 7 }, { phone: '79990000001' }];
	const result = await run(once({}, { onceKey: '={{ $json.order }}' }, items));
	expect(told(result)).toEqual([expect.stringMatching(/^Sent/), 'invalidInput']);
	expect(cards()).toEqual([1, 0, 0, 0, 0]);
});

test('a Once Key that fails is not looked at where nothing is remembered', async () => {
	const change = { onceKey: "={{ $('Nowhere').item.json.order }}" };
	await run(gateway.setup(people(5), { change, node: CONTINUE }));
	expect(cards()).toEqual([1, 1, 1, 1, 1]);
});

test('with Retry On Fail: a passing refusal of the first item, and nobody gets two', async () => {
	gateway.standIn.misbehave({ ...REFUSED, chat: chatOf(0) });
	const { items } = await run({ ...once(), node: { ...CONTINUE, retryOnFail: true, maxTries: 3 } });
	expect(cards()).toEqual([1, 1, 1, 1, 1]);
	expect(items.every(({ json }) => json.sent)).toBe(true);
});

test('an execution that was cut off: each retry knows what it has sent', async () => {
	await run(once());
	for (let retries = 0; retries < 2; retries++)
		expect(told(await run(once(), 'retry'))).toEqual(Array(5).fill(EARLIER));
	// In another scope nothing is known of it.
	const other = once({ sendOnce: 'workflow' });
	expect(told(await run(other, 'retry'))).toEqual(Array(5).fill('interrupted'));
	expect(cards()).toEqual([1, 1, 1, 1, 1]);
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
