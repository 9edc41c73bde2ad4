import { later } from '../clock';
import { startStandIn } from '../../stand-in';
import type { Result } from '../../engine/engine';
import { cardsPerPerson, chatOf, people, useGateway } from './gateway';

// Who gets what when an item fails, and n8n or a person tries again, stands in every/sending.test.ts; the rest is here.

const gateway = useGateway();

const COUNT = 5;
const CONTINUE = { onError: 'continueRegularOutput' } as const;
const REFUSED_FOR_EVER = {
	chat: chatOf(0),
	times: Infinity,
	body: { sent: false, message: 'Try again' },
};

test('an item that is refused every time is sent as often as Max Tries says, the others once', async () => {
	gateway.standIn.misbehave(REFUSED_FOR_EVER);
	const node = { ...CONTINUE, retryOnFail: true, maxTries: 4 };
	const { items } = await gateway.send(people(COUNT), { node });
	expect(gateway.standIn.received).toHaveLength(COUNT - 1 + 4);
	expect(cardsPerPerson(gateway.standIn, COUNT)).toEqual([0, 1, 1, 1, 1]);
	expect(items[0].json.error).toMatchObject({ certainty: 'notSent', reason: 'refused' });
});

test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
	'item 0 is bad input, %s: n8n runs the node again, and the others still get one card',
	async (onError) => {
		const items = [{ phone: 'x' }, ...people(4)];
		await gateway.send(items, { node: { onError, retryOnFail: true, maxTries: 3 } });
		expect(cardsPerPerson(gateway.standIn, 4)).toEqual([1, 1, 1, 1]);
		expect(gateway.standIn.received).toHaveLength(4);
	},
);

test('the journal is empty when nobody will try again', async () => {
	const contextOf = ({ run }: Result) => run.data.executionData?.contextData;
	// Nothing but the name of the state, for a round that comes later.
	const empty = { 'node:Send': { state: 'execution/0' } };
	expect(contextOf(await gateway.send(people(3)))).toEqual(empty);
	gateway.standIn.misbehave(REFUSED_FOR_EVER);
	expect(contextOf(await gateway.send(people(3), { node: CONTINUE }))).toEqual(empty);
});

test('two items that are alike are two messages', async () => {
	const [one] = people(1);
	await gateway.send([one, one]);
	expect(cardsPerPerson(gateway.standIn, 1)).toEqual([2]);
});

test('a refused connection is tried again, with growing pauses, until the gateway is back', async () => {
	const gone = await startStandIn();
	await gone.close();
	const { port, token } = gone;
	const sending = gateway.send(people(3), {
		options: { output: 'full', parallelChats: 1 },
		credential: { server: `http://127.0.0.1:${port}`, token },
	});
	await new Promise<void>((resolve) => later(resolve, 300));
	const back = await startStandIn({ port, token });
	const { items } = await sending;
	await back.close();
	expect(back.cards).toHaveLength(3);
	const [first, ...others] = items.map(({ json }) => json.attempts);
	expect(first).toBeGreaterThan(1);
	expect(others).toEqual([1, 1]);
});
