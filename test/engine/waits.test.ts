import * as faults from '../../stand-in/faults';
import { execute, stored } from '../../engine/engine';
import { cardsPerPerson, chatOf, people, useGateway } from './gateway';
import { useSleeplessClock } from './sleepless';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('./sleepless')>('./sleepless').sleeplessN8n(),
);
useSleeplessClock();

const gateway = useGateway();
const COUNT = 5;

describe('429: the node waits as long as the gateway asks', () => {
	const arrivals = () => gateway.standIn.received.map(({ at }) => at);

	test.each([1, 7, 59.5])('%d seconds', async (seconds) => {
		gateway.standIn.misbehave(faults.tooManyRequests(seconds, { times: 2 }));
		const { items } = await gateway.send(people(1), { options: { output: 'full' } });
		expect(items[0].json).toMatchObject({ sent: true, attempts: 3 });
		const [first, second, third] = arrivals();
		expect([second - first, third - second]).toEqual([seconds * 1000, seconds * 1000]);
	});

	test('until a date, which HTTP gives in whole seconds', async () => {
		const now = Math.ceil(Date.now() / 1000) * 1000;
		jest.setSystemTime(now);
		gateway.standIn.misbehave(faults.tooManyRequests(new Date(now + 40_000)));
		await gateway.send(people(1));
		expect(arrivals()).toEqual([now, now + 40_000]);
	});

	test('a minute at most', async () => {
		gateway.standIn.misbehave(faults.tooManyRequests(86_400));
		await gateway.send(people(1));
		const [first, second] = arrivals();
		expect(second - first).toBe(60_000);
	});
});

test('Track Delivery finds after Retry execution what an earlier try left in doubt', async () => {
	// Five messages one by one, the fourth of which is lost; then Retry execution with the option switched on.
	const fault = { chat: chatOf(3), operation: 'send', accept: true } as const;
	gateway.standIn.misbehave(faults.passingServerError(fault));
	const sending = (more: object) =>
		gateway.setup(people(COUNT), {
			options: { parallelChats: 1, ...more },
			credential: { gateway: 'ultraMsg' },
		});
	const first = await execute(sending({}));
	expect(first.error).toMatchObject({ context: { details: { certainty: 'unknown' } } });
	const again = { ...sending({ trackDelivery: 1 }), resume: stored(first) };
	const { error, items, hints } = await execute(again);
	expect(error).toBeUndefined();
	expect(cardsPerPerson(gateway.standIn, COUNT)).toEqual([1, 1, 1, 1, 1]);
	const [found] = gateway.standIn.cards.filter(({ chat }) => chat === chatOf(3));
	expect(items[3].json).toMatchObject({ id: found.id, sent: true });
	expect(hints).toEqual(['2 delivered, 3 already sent earlier']);
});
