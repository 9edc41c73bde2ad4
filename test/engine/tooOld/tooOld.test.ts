import { testCredential } from '../editor';
import { CONTINUE, people, useGateway } from '../gateway';

// On an engine that does not tell what an execution goes on from.

const gateway = useGateway();

const TOO_OLD = 'This n8n is too old for the WhatsApp Send Contact node, so nothing was sent';
afterEach(() => expect(gateway.standIn.received).toEqual([]));

describe.each([false, true])('Retry On Fail %s', (retryOnFail) => {
	test('under Stop: fails, and says why', async () => {
		const { error, items } = await gateway.send(people(3), { node: { retryOnFail, maxTries: 3 } });
		const description = expect.stringContaining('1.123');
		expect(error).toMatchObject({ message: TOO_OLD, description });
		expect(items).toEqual([]);
	});

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'under %s: each item fails, none looks sent',
		async (onError) => {
			const node = { onError, retryOnFail, maxTries: 3 };
			const { items, errorItems } = await gateway.send(people(3), { node });
			expect([...items, ...errorItems].map(({ json }) => json.error)).toEqual(
				Array(3).fill(expect.objectContaining({ message: TOO_OLD, certainty: 'notSent' })),
			);
			expect(onError === 'continueErrorOutput' ? items : errorItems).toEqual([]);
		},
	);
});

test('as the tool of a model: tells the model', async () => {
	const [said] = await gateway.called(people(1), { node: CONTINUE });
	expect(said).toContain(TOO_OLD);
});

test('the credential is loaded and tested all the same', async () => {
	expect(await testCredential(gateway.credential())).toMatchObject({ status: 'OK' });
});
