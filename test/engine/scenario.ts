import fc from 'fast-check';

import { type GatewayName, gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import * as faults from '../../stand-in/faults';
import type { Fault } from '../../stand-in/types';

/** Whom the gateway has known for long. */
export const CHATS = [0, 1, 2, 3].map((chat) => `7999000000${chat}`);
/** Milliseconds until the gateway takes a card after it has cut the connection. */
export const LATER = 20;

/** What a request meets, and whether its card was surely not taken. */
export interface Fate {
	fault: Fault;
	isRefusal?: boolean;
}

const refusals: Fate[] = [
	{ status: 400, body: '' },
	faults.tooManyRequests(0),
	faults.tooManyRequests(20),
].map((fault) => ({ fault, isRefusal: true }));
/** What Chat API and UltraMsg mean as a refusal, the others do not: to them it is no answer. */
export const answers200: Fate[] = [
	{ body: { sent: false, message: 'Refused' } },
	{ body: { error: [{ to: 'is required' }] } },
].map((fault) => ({ fault }));
const accidents = [
	faults.passingServerError,
	faults.cutAfterReading,
	faults.cutMidAnswer,
	faults.html,
	faults.empty,
	faults.brokenJson,
	faults.protoPollution,
	(more: Fault) => faults.passingServerError({ status: 502, ...more }),
	(more: Fault) => ({ delay: 60_000, ...more }),
];

const anyFate: fc.Arbitrary<Fate | undefined> = fc.oneof(
	{ weight: 4, arbitrary: fc.constant(undefined) },
	{ weight: 2, arbitrary: fc.constantFrom(...refusals, ...answers200) },
	{
		weight: 3,
		arbitrary: fc
			.tuple(fc.constantFrom(...accidents), fc.boolean())
			.map(([accident, accept]) => ({ fault: accident({ accept }) })),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom<Fate>(
			{ fault: faults.unauthorized(), isRefusal: true },
			{ fault: faults.cutAfterHeaders() },
			{ fault: faults.cutAndAcceptedLater(LATER) },
		),
	},
);

/** An item that can't be sent. */
export const BAD = -1;
const LONGEST = 6;

const anyOnError = fc.constantFrom(
	...(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const),
);

export const anyScenario = fc.record({
	dialect: fc.constantFrom(...(Object.keys(gateways) as GatewayName[])),
	sendAs: fc.constantFrom('contact', 'vCard'),
	/** The chat of each item, or bad input; the item itself is known by its contacts. */
	items: fc.array(
		fc.record({
			chat: fc.oneof(
				{ weight: 12, arbitrary: fc.integer({ min: 0, max: CHATS.length - 1 }) },
				fc.constant(BAD),
			),
			contacts: fc.integer({ min: 1, max: 2 }),
		}),
		{ minLength: 1, maxLength: LONGEST },
	),
	/** What the first, second … request for each card meets. */
	fates: fc.array(fc.array(anyFate, { maxLength: 3 }), {
		minLength: 2 * LONGEST,
		maxLength: 2 * LONGEST,
	}),
	onError: anyOnError,
	retryOnFail: fc.boolean(),
	maxTries: fc.integer({ min: 2, max: 4 }),
	retries: fc.integer({ min: 0, max: 1 }),
	parallelChats: fc.integer({ min: 1, max: 4 }),
	trackDelivery: fc.constantFrom(0, 30),
	/** Runs of the node in one execution, as in a loop. */
	runs: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.constant(2)),
	/** The gateway is not there at first. */
	isDown: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
	/** What a person changes before pressing Retry execution. */
	repair: fc.record({ onError: anyOnError, sendAs: fc.constantFrom('contact', 'vCard') }),
	/** The execution is canceled when so many messages have arrived. */
	cancelAt: fc.option(fc.integer({ min: 1, max: 5 }), { freq: 5 }),
});

export type Scenario = typeof anyScenario extends fc.Arbitrary<infer T> ? T : never;

/** The others take cards in one form only. */
export const canSendAs = ({ dialect, sendAs }: Scenario) =>
	dialect === 'chatApi' || dialect === 'ultraMsg' ? sendAs : 'contact';

/** Whether a card of two contacts may have become two in the meantime. */
export const hasChangedForm = (scenario: Scenario) =>
	canSendAs(scenario) !== canSendAs({ ...scenario, ...scenario.repair });

const takesOneContact = (scenario: Scenario) =>
	gateways[scenario.dialect].can[canSendAs(scenario)]?.contacts === 1;

/** The cards that the items of a scenario are. */
export const cardsOf = (scenario: Scenario): number[] =>
	scenario.items.flatMap(({ chat, contacts }, item) => {
		if (chat === BAD) return [];
		return contacts === 2 && takesOneContact(scenario) ? [item * 2, item * 2 + 1] : [item * 2];
	});
