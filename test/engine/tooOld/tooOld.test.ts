import { testCredential } from '../editor';
import { people, useGateway } from '../gateway';

// On an engine that does not tell what an execution goes on from.

const gateway = useGateway();

const TOO_OLD = 'This n8n is too old for the WhatsApp Send Contact node, so nothing was sent';
const MODES = ['continueRegularOutput', 'continueErrorOutput'] as const;

afterEach(() => expect(gateway.standIn.received).toEqual([]));

test.each([false, true])(
	'under Stop, Retry On Fail %s: fails, and says why',
	async (retryOnFail) => {
		const result = await gateway.send(people(3), { node: { retryOnFail, maxTries: 3 } });
		expect(result.error).toMatchObject({
			message: TOO_OLD,
			description: expect.stringContaining('1.123'),
		});
		expect(result.items).toEqual([]);
	},
);

test.each(
	MODES.flatMap((onError) => [false, true].map((retryOnFail) => ({ onError, retryOnFail }))),
)(
	'under $onError, Retry On Fail $retryOnFail: each item fails, none looks sent',
	async ({ onError, retryOnFail }) => {
		const node = { onError, retryOnFail, maxTries: 3 };
		const { items, errorItems } = await gateway.send(people(3), { node });
		const [failed, empty] =
			onError === 'continueErrorOutput' ? [errorItems, items] : [items, errorItems];
		expect(empty).toEqual([]);
		expect(failed.map(({ json }) => json.error)).toEqual(
			Array(3).fill(expect.objectContaining({ message: TOO_OLD, certainty: 'notSent' })),
		);
	},
);

test('as the tool of a model: tells the model', async () => {
	const [said] = await gateway.called(people(1), { node: { onError: 'continueRegularOutput' } });
	expect(said).toContain(TOO_OLD);
});

test('the credential is loaded and tested all the same', async () => {
	expect(await testCredential(gateway.credential())).toMatchObject({ status: 'OK' });
});
