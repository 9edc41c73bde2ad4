import type { IDataObject } from 'n8n-workflow';

import { FAULTS } from '../../demo/faults';
import type { State } from '../../stand-in/types';
import { execute, type Result, resultOf, start, stored } from '../../engine/engine';
import { until } from '../clock';
import { cardsPerPerson, chatOf, people, useGateway } from './gateway';
import { useSleeplessClock } from './sleepless';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('./sleepless')>('./sleepless').sleeplessN8n(),
);
useSleeplessClock();

const gateway = useGateway();
const MARIA = '79995253422';
const GROUP = '120363025246125486@g.us';

const CAN_TELL = ['evolutionApi', 'greenApi', 'uazapi', 'ultraMsg', 'waha', 'whapi'];
const sent = async (name: string, more: object = {}) =>
	await gateway.send([{ phone: MARIA }], {
		credential: { gateway: name },
		options: { trackDelivery: 60 },
		node: { onError: 'continueRegularOutput' },
		...more,
	});

describe.each(CAN_TELL)('%s', (name) => {
	const failure = (reason: string) => ({ error: { certainty: 'unknown', reason } });
	const restricted = failure(name === 'greenApi' ? 'restricted' : 'notDelivered');

	test.each<[State, IDataObject]>([
		['delivered', { sent: true, delivery: 'delivered' }],
		['read', { sent: true, delivery: 'read' }],
		['sent', { sent: true, delivery: 'unconfirmed' }],
		['pending', { sent: true, delivery: 'unconfirmed' }],
		['untold', { sent: true, delivery: 'unconfirmed' }],
		['failed', failure('notDelivered')],
		['restricted', restricted],
	])('a card that is %s', async (fate, told) => {
		gateway.standIn.decide(fate);
		const { items } = await sent(name);
		expect(items.map(({ json }) => json)).toMatchObject([told]);
		expect(gateway.standIn.received).toHaveLength(1);
		expect(gateway.standIn.violations).toEqual([]);
	});

	test('one that fails some milliseconds after it was taken, under Stop: the run ends', async () => {
		gateway.standIn.decide('failed', 5);
		const { error } = await sent(name, { node: {} });
		expect(error).toMatchObject({ context: { details: { reason: 'notDelivered' } } });
		expect(error?.message).toContain('The gateway took the message, and reports that it failed');
	});
});

test('of a group, Evolution API keeps nothing: it is not asked', async () => {
	const { items } = await sent('evolutionApi', {
		change: { recipient: { __rl: true, mode: 'chatId', value: GROUP } },
	});
	expect(items[0].json).toMatchObject({ sent: true, delivery: 'unconfirmed' });
	expect(gateway.standIn.lookups).toEqual([]);
});

test('Chat API can’t tell: no request, and one hint', async () => {
	const { items, hints } = await sent('chatApi');
	expect(items[0].json).toMatchObject({ sent: true, delivery: 'unconfirmed' });
	expect(gateway.standIn.lookups).toEqual([]);
	expect(hints).toEqual(["Chat API can't tell whether a message reached the phone: unconfirmed."]);
});

test.each([
	['restricted', { error: { certainty: 'notSent', reason: 'restricted' } }],
	['notDelivered', { error: { certainty: 'unknown', reason: 'notDelivered' } }],
	['unconfirmed', { sent: true, delivery: 'unconfirmed' }],
])('npm start -- --fault %s shows it', async (name, told) => {
	FAULTS[name].cause(gateway.standIn);
	expect((await sent('waha')).items[0].json).toMatchObject(told);
});

describe('by a later try', () => {
	const credential = { gateway: 'waha' };
	const sending = (node: object = {}) =>
		gateway.setup(people(3), {
			credential,
			options: { trackDelivery: 60, parallelChats: 1 },
			node,
		});
	const deliveries = ({ items }: Result) => items.map(({ json }) => json.delivery);

	test('n8n’s Retry On Fail: what was taken is asked after again, and not sent again', async () => {
		gateway.standIn.misbehave({ operation: 'send', chat: chatOf(1), status: 400, body: {} });
		const result = await execute(sending({ retryOnFail: true, maxTries: 2 }));
		expect(result.error).toBeUndefined();
		expect(deliveries(result)).toEqual(['delivered', 'delivered', 'delivered']);
		expect(cardsPerPerson(gateway.standIn, 3)).toEqual([1, 1, 1]);
	});

	test('Retry execution of one that was canceled while it was followed', async () => {
		gateway.standIn.decide('pending');
		let isOver = false;
		gateway.standIn.misbehave(({ operation }) =>
			operation === 'track' && !isOver ? { delay: 60_000 } : undefined,
		);
		const { running } = start(sending());
		await until(() => gateway.standIn.lookups.length === 3);
		running.cancel();
		const canceled = resultOf(await running);
		expect(canceled.run.status).toBe('canceled');
		const { received } = gateway.standIn;
		expect(received).toHaveLength(3);
		gateway.standIn.cards.forEach((card) => Object.assign(card, { state: 'read' }));
		isOver = true;
		const result = await execute({ ...sending(), resume: stored(canceled) });
		expect(deliveries(result)).toEqual(['read', 'read', 'read']);
		expect(received).toHaveLength(3);
	});
});

test('a model hears it', async () => {
	gateway.standIn.decide('read');
	const [said] = await gateway.called(people(1), {
		credential: { gateway: 'waha' },
		options: { trackDelivery: 60 },
	});
	expect(JSON.parse(said)).toMatchObject([{ sent: true, delivery: 'read' }]);
});
