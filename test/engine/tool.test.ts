import * as faults from '../../stand-in/faults';
import { execute, type Setup } from '../../engine/engine';
import { cardsPerPerson, chatOf, people, useGateway } from './gateway';

const gateway = useGateway();

const RECIPIENT = { __rl: true, mode: 'phone', value: "={{ $fromAI('phone') }}" };

/** What the tool told a model that called it for these people, one after the other. */
async function called(calls: Setup['toolCalls'], node: Setup['node'] = {}) {
	const setup = gateway.setup([{}], { change: { recipient: RECIPIENT }, node });
	const { run } = await execute({ ...setup, toolCalls: calls });
	const agent = run.data.resultData.runData.Agent[0];
	return (agent.data?.main[0] ?? []).map(({ json }) => String(json.said));
}

test('what a model can do about a failure is told: correct the call, or tell the user', async () => {
	const [wrong] = await called([{ phone: '89995253422' }]);
	expect(JSON.parse(wrong)).toMatchObject([
		{
			error: {
				description: expect.stringMatching(/Enter 79995253422.* call again; else tell the user\.$/),
			},
		},
	]);
	gateway.standIn.misbehave(faults.unauthorized({ times: Infinity }));
	const [refused] = await called(people(1));
	expect(JSON.parse(refused)).toMatchObject([
		{ error: { reason: 'unauthorized', description: expect.stringMatching(/^Nothing was sent/) } },
	]);
});

const refuseOnce = { chat: chatOf(0), body: { sent: false, message: 'Try again' } };

test('a model sends a card, and is told so', async () => {
	const [said] = await called(people(1));
	const [recipient, contacts] = [chatOf(0), ['79001111111@c.us']];
	expect(JSON.parse(said)).toMatchObject([{ sent: true, recipient, contacts }]);
	expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
});

describe.each(['stopWorkflow', 'continueRegularOutput'] as const)(
	'with Retry On Fail, which n8n has for tools too, %s',
	(onError) => {
		const node = { retryOnFail: true, maxTries: 3, onError } as const;

		test('the model is told what was surely not sent, and its next call sends it', async () => {
			gateway.standIn.misbehave(refuseOnce);
			const [anna] = people(1);
			const [first, second] = await called([anna, anna], node);
			expect(JSON.parse(first)).toMatchObject([{ error: { certainty: 'notSent' } }]);
			expect(JSON.parse(second)).toMatchObject([{ sent: true }]);
			expect(gateway.standIn.received).toHaveLength(2);
			expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
		});

		test('what may have arrived is not, and the model is told never to call for it again', async () => {
			gateway.standIn.misbehave(faults.passingServerError({ chat: chatOf(0), accept: true }));
			const [said] = await called(people(1), node);
			expect(said).toContain('Never call again for this message');
			expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
		});
	},
);

test('a model that calls again after a card was sent wants another one', async () => {
	const [anna] = people(1);
	await called([anna, anna]);
	expect(cardsPerPerson(gateway.standIn, 1)).toEqual([2]);
});
