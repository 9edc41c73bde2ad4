import { until } from '../clock';
import * as faults from '../../stand-in/faults';
import { resultOf, start } from '../../engine/engine';
import { chatOf, people, useGateway } from './gateway';

const gateway = useGateway();

test('under Stop, a failing item starts no further send', async () => {
	gateway.standIn.misbehave(faults.serverError({ chat: chatOf(2) }));
	const { error } = await gateway.send(people(10), { options: { parallelChats: 1 } });
	expect(gateway.standIn.received.map(({ chat }) => chat)).toEqual([0, 1, 2].map(chatOf));
	expect(error).toMatchObject({
		message: expect.stringMatching(/^Item 2 of 10 \(79990000002\): /),
		description: expect.stringContaining('2 sent, 1 unknown, 7 not tried'),
	});
});

test('an instance that is not known ends the whole run, also under Continue', async () => {
	gateway.standIn.misbehave(faults.notFound({ times: Infinity }));
	const { items } = await gateway.send(people(200), {
		options: { parallelChats: 1 },
		node: { onError: 'continueRegularOutput', retryOnFail: true, maxTries: 2 },
	});
	// The first item failed: n8n itself runs the node once more.
	expect(gateway.standIn.received).toHaveLength(2);
	expect(items).toHaveLength(200);
	const failure = { certainty: 'notSent', reason: 'instanceNotFound' };
	for (const { json } of items) expect(json.error).toMatchObject(failure);
	expect(items[1].json.error).toMatchObject({
		message: expect.stringMatching(/^Not tried, because of an earlier item: /),
	});
});

test('under Stop, a failure ends the pause between two sends at once, and nobody starts', async () => {
	// Another gateway than in the other tests: the pauses of an account outlast the run that waits in them.
	gateway.standIn.misbehave(faults.serverError({ chat: chatOf(0), delay: 100 }));
	const { error } = await gateway.send(people(3), {
		options: { pauseMin: 3_000, parallelChats: 2 },
		credential: { gateway: 'ultraMsg' },
	});
	expect(error?.description).toContain('1 unknown, 2 not tried');
});

test('a cancel ends the request in flight at once, and that counts as unknown', async () => {
	gateway.standIn.misbehave({ delay: 60_000, times: Infinity });
	const { running, data } = start(gateway.setup(people(3), { options: { parallelChats: 1 } }));
	await until(() => gateway.standIn.received.length === 1);
	running.cancel();
	expect(resultOf(await running).run.status).toBe('canceled');
	await until(() => gateway.standIn.sockets === 0);
	expect(JSON.stringify(data.executionData?.contextData)).toContain('"certainty":"unknown"');
	expect(gateway.standIn.received).toHaveLength(1);
});
