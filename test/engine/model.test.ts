import fc from 'fast-check';

import * as faults from '../stand-in/faults';
import type { Fault, Received } from '../stand-in/types';
import { execute, type Result, stored } from './engine';
import { useGateway } from './gateway';

const gateway = useGateway();

/** What a request meets: nothing, a refusal, a wait, or an accident before or after the card was taken. */
const anyFault = fc.oneof(
	{ weight: 4, arbitrary: fc.constant(undefined) },
	{
		weight: 3,
		arbitrary: fc.constantFrom<Fault>(
			{ body: { sent: false, message: 'Refused' } },
			{ body: { error: [{ to: 'is required' }] } },
			faults.tooManyRequests(0),
			{ status: 400, body: '' },
		),
	},
	{
		weight: 3,
		arbitrary: fc
			.tuple(
				fc.constantFrom(
					faults.passingServerError,
					faults.cutAfterReading,
					faults.cutMidAnswer,
					faults.html,
					faults.empty,
					faults.brokenJson,
					faults.protoPollution,
				),
				fc.boolean(),
			)
			.map(([fault, accept]) => fault({ accept })),
	},
	{ weight: 1, arbitrary: fc.constant<Fault>(faults.unauthorized()) },
);

/** An item that can't be sent. */
const BAD = -1;

const anyScenario = fc.record({
	/** The chat of each item, or bad input; the item itself is known by its contact. */
	chats: fc.array(
		fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 3 }) }, fc.constant(BAD)),
		{
			minLength: 1,
			maxLength: 6,
		},
	),
	/** What the first, second … request for each item meets. */
	fates: fc.array(fc.array(anyFault, { maxLength: 3 }), { minLength: 6, maxLength: 6 }),
	onError: fc.constantFrom('stopWorkflow', 'continueRegularOutput', 'continueErrorOutput' as const),
	retryOnFail: fc.boolean(),
	maxTries: fc.integer({ min: 2, max: 4 }),
	retries: fc.integer({ min: 0, max: 1 }),
	parallelChats: fc.integer({ min: 1, max: 4 }),
});

type Scenario = typeof anyScenario extends fc.Arbitrary<infer T> ? T : never;

const contactOf = (item: number) => `7900000000${item}@c.us`;
const itemOf = ({ body }: Received) => Number((body as { contactId: string[] }).contactId[0][10]);

function setupOf({ chats, onError, retryOnFail, maxTries, retries, parallelChats }: Scenario) {
	const items = chats.map((chat, item) => ({
		phone: chat === BAD ? '89995253422' : `7999000000${chat}`,
		contacts: contactOf(item),
	}));
	return gateway.setup(items, {
		options: { retries, parallelChats },
		node: { onError, retryOnFail, maxTries } as never,
	});
}

/** Gives each item's requests their fates, one after the other. */
function playFates({ fates }: Scenario) {
	const met = new Map<number, number>();
	gateway.standIn.misbehave((request) => {
		if (request.operation !== 'send') return undefined;
		const item = itemOf(request);
		const turn = met.get(item) ?? 0;
		met.set(item, turn + 1);
		return fates[item][turn];
	});
}

const cardsOf = (item: number) =>
	gateway.standIn.cards.filter(({ contacts }) => contacts[0] === contactOf(item)).length;

function checkCards(count: number) {
	for (let item = 0; item < count; item++) expect(cardsOf(item)).toBeLessThanOrEqual(1);
}

/** What the node says of each item must be what the gateway knows. */
function checkOutput({ items, errorItems }: Result, count: number) {
	const all = [...items, ...errorItems];
	const told = all.map(({ pairedItem }) => (pairedItem as { item: number }).item).sort();
	expect(told).toEqual(Array.from({ length: count }, (_, item) => item));
	for (const { json, pairedItem } of all) {
		const cards = cardsOf((pairedItem as { item: number }).item);
		if (json.sent === true) expect(cards).toBe(1);
		else if ((json.details as { certainty: string }).certainty === 'notSent') expect(cards).toBe(0);
		else expect(json.error).toEqual(expect.any(String));
	}
}

/** Whatever may have been taken is never sent again: its request is the item's last. */
function checkRequests({ fates }: Scenario, count: number) {
	const surelyNot = (fate: Fault | undefined) =>
		fate !== undefined && [400, 401, 429].includes(fate.status ?? 0);
	const refused = (fate: Fault | undefined) => typeof fate?.body === 'object' && !fate.status;
	for (let item = 0; item < count; item++) {
		const requests = gateway.standIn.received.filter((one) => itemOf(one) === item).length;
		for (let turn = 0; turn < requests - 1; turn++) {
			expect(surelyNot(fates[item][turn]) || refused(fates[item][turn])).toBe(true);
		}
	}
}

test('1,000 runs of random faults: every card once, every item told, nothing lost', async () => {
	await fc.assert(
		fc.asyncProperty(anyScenario, async (scenario) => {
			gateway.standIn.reset();
			playFates(scenario);
			const count = scenario.chats.length;
			const setup = setupOf(scenario);
			const first = await execute(setup);
			checkCards(count);
			if (first.error === undefined) checkOutput(first, count);
			else {
				expect(scenario.onError).toBe('stopWorkflow');
				if (scenario.chats.includes(BAD)) expect(gateway.standIn.received).toEqual([]);
				const second = await execute({ ...setup, resume: stored(first) });
				checkCards(count);
				if (second.error === undefined) checkOutput(second, count);
			}
			checkRequests(scenario, count);
		}),
		{ numRuns: 1_000 },
	);
}, 300_000);
