import fc from 'fast-check';
import type { INodeExecutionData } from 'n8n-workflow';

import { later } from '../clock';
import type { Fault, Received } from '../../stand-in/types';
import { execute, type Result, resultOf, type Setup, start, stored } from '../../engine/execution';
import { SENDER } from '../../engine/workflow';
import { useGateway } from './gateway';
import {
	answers200,
	anyScenario,
	BAD,
	canSendAs,
	cardsOf,
	CHATS,
	type Fate,
	hasChangedForm,
	LATER,
	type Scenario,
} from './scenario';
import { useSleeplessClock } from './sleepless';
import { runs } from '../property';

useSleeplessClock();

const people = Object.fromEntries(CHATS.map((phone) => [`${phone}@c.us`, phone]));
const gateway = useGateway({ people });

/** Counts the scenarios: what a canceled one had under way may arrive when the next has begun. */
let serial = 1_000_000;
/** A contact names its card: the scenario, the item, and its place in the item. */
const contactOf = (item: number, place: number) => `79${place}${serial}${item}`;
/** The number of a card among those of the scenario, from a text that names its first contact; NaN for no such card. */
function cardIn(text: string): number {
	const [, place, item] = new RegExp(`79([01])${serial}(\\d)`).exec(text) ?? [];
	return Number(item) * 2 + Number(place);
}

function setupOf(scenario: Scenario): Setup {
	const { dialect, items, onError, retryOnFail, maxTries, runs } = scenario;
	const { retries, parallelChats, trackDelivery, isDown } = scenario;
	const input = items.map(({ chat, contacts }, item) => ({
		phone: chat === BAD ? '89995253422' : CHATS[chat],
		contacts: Array.from({ length: contacts }, (_, place) => contactOf(item, place)),
	}));
	const setup = gateway.setup(input, {
		options: { retries, parallelChats, trackDelivery, sendAs: canSendAs(scenario), timeout: 0.1 },
		credential: { gateway: dialect, ...(isDown ? { server: 'http://127.0.0.1:9' } : {}) },
		node: { onError, retryOnFail, maxTries } as never,
	});
	return { ...setup, runs };
}

/** What happens when a message arrives: its fate, until all is well. */
let arrival: (request: Received) => Fault | undefined;
const allIsWell = () => undefined;

/** Gives each card's requests their fates, one after the other. */
function fatesOf({ fates }: Scenario): typeof arrival {
	const met = new Map<number, number>();
	return ({ rawBody }) => {
		const card = cardIn(rawBody);
		const turn = met.get(card) ?? 0;
		met.set(card, turn + 1);
		return fates[card]?.[turn]?.fault;
	};
}

/** How many cards show a contact. */
const delivered = (item: number, place: number) =>
	gateway.standIn.cards.filter(({ contacts }) =>
		contacts.some((contact) => JSON.stringify(contact).includes(contactOf(item, place))),
	).length;
/** How many cards of the scenario were taken. */
const taken = () =>
	gateway.standIn.cards.filter(({ contacts }) => cardIn(JSON.stringify(contacts)) >= 0).length;
const requestsFor = (card: number): Received[] =>
	gateway.standIn.received.filter(({ rawBody }) => cardIn(rawBody) === card);

/** Goes through all contacts that can be sent. */
function forEachContact({ items }: Scenario, look: (item: number, place: number) => void) {
	items.forEach(({ chat, contacts }, item) => {
		for (let place = 0; chat !== BAD && place < contacts; place++) look(item, place);
	});
}

/** However often it was tried: each contact once for each run of the node. */
const checkCards = (scenario: Scenario) =>
	forEachContact(scenario, (item, place) => {
		expect(delivered(item, place)).toBeLessThanOrEqual(scenario.runs);
	});

async function untilAllAccepted({ fates }: Scenario) {
	if (fates.flat().every((fate) => fate?.fault.acceptLater === undefined)) return;
	await new Promise<void>((resolve) => later(resolve, 2 * LATER));
}

/** The item that tells of a contact: its error, or else one of those that were sent, which look alike. */
function toldOfContact(all: INodeExecutionData[], contact: string): Told {
	const told = all.map(({ json }) => json as Told);
	const failed = told.find(({ error }) => String(error?.contacts).includes(contact));
	const sent = told.find(({ error }) => error === undefined);
	return failed ?? sent ?? told[0];
}

/** What the node says of each item, in all its runs, must be what the gateway knows. */
function checkOutput(scenario: Scenario, { run }: Result) {
	const tasks = run.data.resultData.runData[SENDER];
	expect(tasks).toHaveLength(scenario.runs);
	const outputs = tasks.map(({ data }) => data?.main.flatMap((output) => output ?? []) ?? []);
	const toldOf = (item: number) =>
		outputs.map((all) =>
			all.filter(({ pairedItem }) => (pairedItem as { item: number }).item === item),
		);
	scenario.items.forEach((_, item) => {
		const messages = cardsOf(scenario).filter((card) => card >> 1 === item).length;
		for (const told of toldOf(item)) {
			if (hasChangedForm(scenario)) expect(told.length).toBeGreaterThan(0);
			else expect(told).toHaveLength(Math.max(1, messages));
			for (const { json } of told) expect(json.sent === true).toBe(!('error' in json));
		}
	});
	forEachContact(scenario, (item, place) => {
		const told = toldOf(item).map((all) => toldOfContact(all, contactOf(item, place)));
		const count = (wanted: string | undefined) =>
			told.filter(({ error }) => error?.certainty === wanted).length;
		expect(delivered(item, place)).toBeGreaterThanOrEqual(count(undefined));
		expect(delivered(item, place)).toBeLessThanOrEqual(count(undefined) + count('unknown'));
	});
}

interface Told {
	error?: { certainty: string; contacts: string[] };
}

/** How many cards with the contacts of an error there are. */
function deliveredOf({ contacts }: NonNullable<Told['error']>): number {
	const card = cardIn(String(contacts));
	return delivered(card >> 1, card & 1);
}

/** What a failed execution says of its last run must be what the gateway knows. */
function checkError(scenario: Scenario, { error }: Result) {
	const { details } = (error?.context ?? {}) as { details?: Told['error'] };
	if (details === undefined || scenario.runs > 1) return;
	if (details.certainty === 'notSent') expect(deliveredOf(details)).toBe(0);
	if (cardsOf(scenario).length < 2 || hasChangedForm(scenario)) return;
	const counted = (name: string) =>
		Number(new RegExp(`(\\d+) ${name}`).exec(String(error?.description))?.[1] ?? 0);
	const TAKEN = ['sent', 'queued', 'already sent earlier', 'delivered', 'unconfirmed'];
	const sent = TAKEN.reduce((sum, count) => sum + counted(count), 0);
	expect(taken()).toBeGreaterThanOrEqual(sent);
	expect(taken()).toBeLessThanOrEqual(sent + counted('unknown'));
}

/** Whatever may have been taken is never sent again in the same run: its request is the last of that run. */
function checkRequests(scenario: Scenario) {
	const isClear = ({ fault, isRefusal }: Fate) =>
		isRefusal === true ||
		(['chatApi', 'ultraMsg'].includes(scenario.dialect) &&
			answers200.some((one) => one.fault === fault));
	for (const card of cardsOf(scenario)) {
		const fates = requestsFor(card).map((_, turn) => scenario.fates[card][turn]);
		const unclear = fates.filter((fate) => fate === undefined || !isClear(fate)).length;
		expect(unclear).toBeLessThanOrEqual(scenario.runs);
	}
}

/** Within a try, the messages of a chat leave in the order of their items. */
function checkOrder(scenario: Scenario) {
	if (scenario.runs > 1 || scenario.retryOnFail) return;
	const cards = gateway.standIn.received.map(({ rawBody }) => cardIn(rawBody)).filter(isFinite);
	for (const chat of CHATS.keys()) {
		const inChat = cards.filter((card) => scenario.items[card >> 1].chat === chat);
		expect(inChat).toEqual([...inChat].sort((one, other) => one - other));
	}
}

/** Runs an execution, and cancels it on the way if the scenario says so. */
async function play(scenario: Scenario): Promise<Result> {
	const { running } = start(setupOf(scenario));
	const fate = fatesOf(scenario);
	let arrived = 0;
	arrival = (request) => {
		arrived += 1;
		if (arrived === scenario.cancelAt) running.cancel();
		return fate(request);
	};
	return resultOf(await running);
}

const canBeRetried = ({ run }: Result) =>
	run.finished !== true && run.data.executionData?.nodeExecutionStack.length !== 0;

/** A person who presses *Retry execution* once all is well again: whoever was skipped gets the card, or is told of. */
async function retry(scenario: Scenario, setup: Setup, failed: Result): Promise<Result> {
	// All is well: what takes longer now is a busy machine, not the gateway.
	Object.assign(setup.parameters.options ?? {}, { timeout: 30 });
	const retried = await execute({ ...setup, resume: stored(failed) });
	checkCards(scenario);
	if (retried.error === undefined) checkOutput(scenario, retried);
	else {
		expect(retried.error.description).not.toMatch(/\d not (sent|tried)/);
		checkError(scenario, retried);
	}
	return retried;
}

/** Retry execution, and again with Track Delivery switched on. */
async function recover(scenario: Scenario, failed: Result) {
	arrival = allIsWell;
	const { repair, sendAs } = scenario;
	const well = { ...scenario, ...repair, isDown: false, repair: { ...repair, sendAs } };
	const retried = await retry(well, setupOf(well), failed);
	if (retried.error === undefined) return;
	await untilAllAccepted(scenario);
	const asking = setupOf({ ...well, trackDelivery: 30 });
	const { error } = await retry(well, asking, retried);
	const { details } = (error?.context ?? {}) as { details?: Told['error'] };
	if (details && FIND_BY_NAME.includes(scenario.dialect) && !hasChangedForm(scenario)) {
		expect(deliveredOf(details)).toBeLessThan(scenario.runs);
	}
}

/** They find exactly the message that was lost, if it arrived. */
const FIND_BY_NAME = ['uazapi', 'ultraMsg', 'waha'];

test('whatever goes wrong: every card once, every item told, nothing lost', async () => {
	await fc.assert(
		fc.asyncProperty(anyScenario, async (scenario) => {
			gateway.standIn.reset();
			serial += 1;
			gateway.standIn.misbehave((request) =>
				request.operation === 'send' ? arrival(request) : undefined,
			);
			const result = await play(scenario);
			checkCards(scenario);
			checkRequests(scenario);
			checkOrder(scenario);
			const isBad = scenario.items.some(({ chat }) => chat === BAD);
			if (result.error === undefined) {
				await untilAllAccepted(scenario);
				checkOutput(scenario, result);
			} else if (isBad && scenario.onError === 'stopWorkflow') {
				expect(cardsOf(scenario).flatMap(requestsFor)).toEqual([]);
			} else {
				checkError(scenario, result);
				if (canBeRetried(result)) await recover(scenario, result);
				await untilAllAccepted(scenario);
				checkCards(scenario);
			}
		}),
		runs(),
	);
}, 600_000);
