import type { IDataObject } from 'n8n-workflow';

import { FAULTS } from '../../demo/faults';
import type { State } from '../../stand-in/types';
import { useGateway } from './gateway';
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

	test('the token is nowhere where it is echoed with what became of a message', async () => {
		const { token } = gateway.standIn;
		const body = { statusMessage: token, ack: token, messages: [{ status: token }], error: token };
		gateway.standIn.misbehave(({ operation }) => (operation === 'send' ? undefined : { body }));
		const { items, run } = await sent(name, { options: { trackDelivery: 1, output: 'full' } });
		expect(items[0].json).toMatchObject({ delivery: 'unconfirmed' });
		expect(JSON.stringify(run.data.resultData.runData)).not.toContain(token);
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
