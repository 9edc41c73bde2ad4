import type { Host } from '../host';
import { openSendOnce, remembersAny } from '../memory/sendOnce';
import { beginOnState } from '../memory/retryState';
import { interrupted, type Outcome } from '../outcome';
import type { Plan } from '../plan';
import { askLosses } from './losses';
import { sendAll } from './sendAll';
import { openSenders, type RunSetup } from './senders';
import { unlessEnded } from './wait';

/** What came of a run. */
export interface Ran {
	/** One for every message of the plan, in their order. */
	outcomes: Outcome[];
	/** Whether an earlier try has sent an item that can't be sent now, or may have. */
	hasLeft(item: number): boolean;
	/** What the engine behind a gateway leaves out of the messages, in sentences. */
	losses: string[];
	/** How many messages *Send Once* remembers now; undefined where it is off, or the store can't tell. */
	remembered?: number;
}

/** Sends what a plan holds and no earlier try, and with *Send Once* no earlier execution, has sent. */
export async function run(plan: Plan, setup: RunSetup): Promise<Ran> {
	const { host, settings, journal, storeOf } = setup;
	const { sends } = plan;
	if (!(await isKnownWhatLeft(plan, setup)))
		return { outcomes: sends.map(() => interrupted()), hasLeft: () => true, losses: [] };

	const { sendOnce, parallelChats } = settings;
	const untried = () => sends.filter((send) => journal.recall(send) === undefined);
	const once =
		sendOnce === 'off' ? undefined : openSendOnce(storeOf(sendOnce), untried(), parallelChats);
	const stop = new AbortController();
	const end = () => stop.abort();
	const ended = AbortSignal.any([host.canceled, stop.signal]);
	const { senderOf, close } = openSenders(setup, ended);
	const losses = askLosses(sends, senderOf);
	const outcomes = await sendAll(sends, { ...setup, once, senderOf, ended, end });
	close();

	if (!isLaterTryPossible(plan, outcomes, host)) journal.forget(sends);
	// A canceled node must end at once: what it knows by then is what n8n stores.
	const remembered = once && (await unlessEnded(once.close(), host.canceled));
	return { outcomes, hasLeft: journal.hasLeft, losses: await losses, remembered };
}

/**
 * Whether it is known what earlier runs have sent, so that the rest may be. Where they were cut off, only *Send Once* can
 * know; where it remembers none of the first messages, it was switched on only afterwards.
 */
async function isKnownWhatLeft(
	{ sends }: Plan,
	{ host, settings, context, storeOf }: RunSetup,
): Promise<boolean> {
	const { sendOnce } = settings;
	const begun = beginOnState(context, host, storeOf('node'), sendOnce !== 'off');
	// Where a cancel comes before the store answers, nothing is sent anyway.
	if ((await unlessEnded(begun, host.canceled)) ?? !host.isRetry) return true;
	if (sendOnce === 'off' || sends.length === 0) return false;
	const looked = remembersAny(storeOf(sendOnce), sends).catch(() => false);
	return (await unlessEnded(looked, host.canceled)) ?? false;
}

/**
 * Whether somebody may run the node again with the same items: n8n, a person after a failure or a cancel, or a model that
 * calls a tool.
 */
function isLaterTryPossible({ sends, invalid }: Plan, outcomes: Outcome[], host: Host): boolean {
	if (host.canceled.aborted) return true;
	if (host.stopsOnFailure || host.isTool) return outcomes.some(({ accepted }) => !accepted);
	// Under Continue, n8n looks at the first item alone, and then runs the node again with all of them.
	const firstIsInvalid = invalid.some(({ item }) => item === 0);
	const firstFailed = sends[0]?.item === 0 && !outcomes[0].accepted;
	return host.retriesOnFail && (firstIsInvalid || firstFailed);
}
