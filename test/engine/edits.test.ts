import { later } from '../clock';
import * as faults from '../../stand-in/faults';
import { execute, type Result, stored } from '../../engine/engine';
import { cardsPerPerson, chatOf, people, useGateway } from './gateway';
import { useSleeplessClock } from './sleepless';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('./sleepless')>('./sleepless').sleeplessN8n(),
);
useSleeplessClock();

const gateway = useGateway();
const CONTINUE = { onError: 'continueRegularOutput' } as const;
const ASKING = { trackDelivery: 1 };

const refuse = (item: number, times = 1) => ({
	chat: chatOf(item),
	times,
	body: { sent: false, message: 'Try again' },
});
const certainties = ({ items }: Result) =>
	items.map(({ json }) => (json.error as { certainty: string } | undefined)?.certainty ?? 'sent');

/** What the random choice of an expression comes to. */
let random = 0;
beforeEach(() => {
	random = 0;
	jest.spyOn(Math, 'random').mockImplementation(() => random);
});
afterEach(() => jest.restoreAllMocks());

describe('an item that can’t be sent any more, at a later try', () => {
	test('is not sent twice when it can be sent again after that', async () => {
		let requests = 0;
		gateway.standIn.misbehave(({ chat }) => {
			if (chat !== chatOf(0)) return undefined;
			requests += 1;
			random = requests === 1 ? 1 : 0;
			return requests < 3 ? refuse(0) : undefined;
		});
		const id = '={{ $json.index === 1 && Math.random() > 0.5 ? "x" : "79001111111" }}';
		await gateway.send(people(2), {
			change: { contacts: { contact: [{ id }] } },
			node: { ...CONTINUE, retryOnFail: true, maxTries: 3 },
		});
		expect(cardsPerPerson(gateway.standIn, 2)).toEqual([1, 1]);
	});

	test('is not told as not sent, though an option makes it invalid', async () => {
		gateway.standIn.misbehave(refuse(0, Infinity));
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
			return { ...refuse(0), delay: 100 };
		});
		const result = await execute(setup);
		expect(cardsPerPerson(gateway.standIn, 3)).toEqual([0, 1, 1]);
		expect(certainties(result)).toEqual(['notSent', 'unknown', 'unknown']);
	});

	test('under Stop, the error speaks of its own try alone', async () => {
		gateway.standIn.misbehave(({ chat }) => {
			if (chat !== chatOf(0)) return undefined;
			random = 1;
			return refuse(0);
		});
		const id = '={{ Math.random() > 0.5 ? "x" : "79001111111" }}';
		const { error } = await gateway.send(people(3), {
			change: { contacts: { contact: [{ id }] } },
			node: { retryOnFail: true, maxTries: 2 },
		});
		expect(cardsPerPerson(gateway.standIn, 3)).toEqual([0, 1, 1]);
		expect(error?.message).toMatch(/^3 of 3 items can.t be sent, so this try sent nothing/);
	});
});

test('an edit that is taken back: the original is not sent again', async () => {
	gateway.standIn.misbehave(refuse(0, 2));
	const setup = gateway.setup(people(2), { options: { parallelChats: 2 } });
	const first = await execute(setup);
	expect(cardsPerPerson(gateway.standIn, 2)).toEqual([0, 1]);
	const change = { contacts: { contact: [{ id: '79001111111', name: 'Anna' }] } };
	const edited = gateway.setup(people(2), { options: { parallelChats: 1 }, change });
	const second = await execute({ ...edited, resume: stored(first) });
	expect(cardsPerPerson(gateway.standIn, 2)).toEqual([0, 1]);
	await execute({ ...setup, resume: stored(second) });
	expect(cardsPerPerson(gateway.standIn, 2)).toEqual([1, 1]);
});

describe('an expression that says something else at every try', () => {
	test.each(['ultraMsg', 'waha'])(
		'as the recipient: the other chat gets no card, whatever %s says of the lost one',
		async (dialect) => {
			gateway.standIn.misbehave(({ operation }) => {
				if (operation === 'send') return faults.passingServerError({ accept: true });
				random = 1;
				return gateway.standIn.lookups.length === 1 ? faults.passingServerError() : undefined;
			});
			const value = '={{ Math.random() > 0.5 ? "79990000001" : "79990000000" }}';
			await gateway.send([{}], {
				credential: { gateway: dialect },
				change: { recipient: { __rl: true, mode: 'phone', value } },
				options: ASKING,
				node: { retryOnFail: true, maxTries: 2 },
			});
			const lookups = gateway.standIn.lookups.filter(
				({ operation, query }) => operation === 'messages' && query.id === undefined,
			);
			expect(lookups).toHaveLength(2);
			expect(gateway.standIn.cards.map(({ chat }) => chat)).toEqual([chatOf(0)]);
		},
	);

	test('as the order of the contacts: nobody’s card goes out twice', async () => {
		let sends = 0;
		gateway.standIn.misbehave(() => {
			if (++sends !== 2) return undefined;
			random = 1;
			return { status: 400, body: '' };
		});
		const id =
			'={{ Math.random() > 0.5 ? ["79002222222", "79001111111"] : ["79001111111", "79002222222"] }}';
		const { error } = await gateway.send(people(1), {
			credential: { gateway: 'greenApi' },
			change: { contacts: { contact: [{ id }] } },
			node: { retryOnFail: true, maxTries: 2 },
		});
		expect(gateway.standIn.cards).toHaveLength(1);
		expect(error).toMatchObject({ context: { details: { certainty: 'unknown' } } });
	});
});
