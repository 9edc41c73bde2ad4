import { later } from '../clock';
import { execute, type Result, stored } from '../../engine/execution';
import { cardsPerPerson, chatOf, CONTINUE, people, useGateway } from './gateway';

// An item that can't be sent any more, at a later try. What else an edit does stands in memory/journal.test.ts.

const gateway = useGateway();

const refuse = (times = 1) => ({
	chat: chatOf(0),
	times,
	body: { sent: false, message: 'Try again' },
});
const certainties = ({ items }: Result) =>
	items.map(({ json }) => (json.error as { certainty: string } | undefined)?.certainty ?? 'sent');

afterEach(() => jest.restoreAllMocks());

test('is not sent twice when it can be sent again after that', async () => {
	let random = 0;
	jest.spyOn(Math, 'random').mockImplementation(() => random);
	let requests = 0;
	gateway.standIn.misbehave(({ chat }) => {
		if (chat !== chatOf(0)) return undefined;
		requests += 1;
		random = requests === 1 ? 1 : 0;
		return requests < 3 ? refuse() : undefined;
	});
	const id = '={{ $json.index === 1 && Math.random() > 0.5 ? "x" : "79001111111" }}';
	await gateway.send(people(2), {
		change: { contacts: { contact: [{ id }] } },
		node: { ...CONTINUE, retryOnFail: true, maxTries: 3 },
	});
	expect(cardsPerPerson(gateway.standIn, 2)).toEqual([1, 1]);
});

test('is not told as not sent, though an option makes it invalid', async () => {
	gateway.standIn.misbehave(refuse(Infinity));
	const input = [people(1)[0], { phone: '89990000001' }];
	const first = await execute(gateway.setup(input, { options: { leadingEight: 'replace' } }));
	expect(cardsPerPerson(gateway.standIn, 2)).toEqual([0, 1]);
	const second = await execute({
		...gateway.setup(input, { node: CONTINUE }),
		resume: stored(first),
	});
	expect(certainties(second)).toEqual(['notSent', 'unknown']);
	expect(second.items[1].json.error).toMatchObject({
		message: expect.stringMatching(/ — the message may have arrived, not sent again$/),
		description: expect.stringContaining('An earlier try of this execution has sent'),
	});
	expect(second.hints).toEqual(['1 not sent, 1 unknown']);
});

test('is not told as not sent, though the credential can’t be used', async () => {
	const node = { ...CONTINUE, retryOnFail: true, maxTries: 2 };
	const setup = gateway.setup(people(3), { node });
	gateway.standIn.misbehave(({ chat }) => {
		if (chat !== chatOf(0)) return undefined;
		later(() => Object.assign(setup.credential, { token: '' }), 0);
		return { ...refuse(), delay: 100 };
	});
	const result = await execute(setup);
	expect(cardsPerPerson(gateway.standIn, 3)).toEqual([0, 1, 1]);
	expect(certainties(result)).toEqual(['notSent', 'unknown', 'unknown']);
});
