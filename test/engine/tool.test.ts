import * as faults from '../../stand-in/faults';
import { cardsPerPerson, chatOf, people, useGateway } from './gateway';

const gateway = useGateway();

test('what a model can do about a failure is told: correct the call, or tell the user', async () => {
	const [wrong] = await gateway.called([{ phone: '89995253422' }]);
	expect(JSON.parse(wrong)).toMatchObject([
		{
			error: {
				description: expect.stringMatching(/Enter 79995253422.* call again; else tell the user\.$/),
			},
		},
	]);
	gateway.standIn.misbehave(faults.unauthorized({ times: Infinity }));
	const [refused] = await gateway.called(people(1));
	expect(JSON.parse(refused)).toMatchObject([
		{ error: { reason: 'unauthorized', description: expect.stringMatching(/^Nothing was sent/) } },
	]);
});

const refuseOnce = { chat: chatOf(0), body: { sent: false, message: 'Try again' } };

describe.each(['stopWorkflow', 'continueRegularOutput'] as const)(
	'with Retry On Fail, which n8n has for tools too, %s',
	(onError) => {
		const node = { retryOnFail: true, maxTries: 3, onError } as const;

		test('the model is told what was surely not sent, and its next call sends it', async () => {
			gateway.standIn.misbehave(refuseOnce);
			const [anna] = people(1);
			const [first, second] = await gateway.called([anna, anna], { node });
			expect(JSON.parse(first)).toMatchObject([{ error: { certainty: 'notSent' } }]);
			expect(JSON.parse(second)).toMatchObject([{ sent: true }]);
			expect(gateway.standIn.received).toHaveLength(2);
			expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
		});
	},
);

test('a model that calls again after a card was sent wants another one', async () => {
	const [anna] = people(1);
	await gateway.called([anna, anna]);
	expect(cardsPerPerson(gateway.standIn, 1)).toEqual([2]);
});
