import type { IExecuteFunctions } from 'n8n-workflow';

import { readOptions } from '../form/readForm';
import type { Settings } from '../form/settings';
import { type Account, readAccount } from '../gateways/account';
import { type Ask, CREDENTIAL, transport } from '../http/transport';
import { isRetryOfCutOff } from '../memory/beginnings';
import type { Journal } from '../memory/journal';
import { type Reconcile, reconciling } from '../memory/reconcile';
import { type Memory, openMemory, sendingOnce } from '../memory/sendOnce';
import { openStore } from '../memory/store';
import { isCanceled, isLaterTryPossible, keysOf, unlessCanceled } from '../memory/tries';
import type { InvalidInput } from '../message/invalidInput';
import { tellHowFullMemoryIs } from '../report/hints';
import { checkingRecipients } from './checkRecipient';
import { interrupted, type Outcome } from '../outcome';
import { type Plan, problemOf, type Send } from '../plan';
import { sendAll } from './sendAll';
import { type Attempt, attemptWith, repeating, type SendMessage } from './sendMessage';
import { openThrottle, type Throttle } from './throttle';

/** What holds for all items. */
interface Basis {
	account: Account;
	settings: Settings;
}

/**
 * Reads what holds for all items.
 *
 * @returns the problem where none can be sent, instead of throwing it: under *Continue*, n8n would pass the input on as
 *   if it had been sent
 */
export async function readBasis(
	n8n: IExecuteFunctions,
	items: number,
): Promise<Basis | InvalidInput> {
	try {
		// For the first item, as n8n reads it when it adds the token.
		const account = readAccount(await n8n.getCredentials(CREDENTIAL, 0));
		return { account, settings: readOptions(n8n, items) };
	} catch (error) {
		return problemOf(error);
	}
}

/**
 * Sends what a plan holds and no earlier try has sent.
 *
 * @returns an outcome for every message of the plan, in their order
 */
export async function run(
	n8n: IExecuteFunctions,
	plan: Plan,
	{ account, settings }: Basis,
	journal: Journal,
): Promise<Outcome[]> {
	const { sends } = plan;
	if (await isRetryOfCutOff(n8n, journal, settings.sendOnce === 'off')) {
		// Where it was canceled before that was known, a later try is to look again.
		for (const send of isCanceled(n8n) ? [] : sends) journal.settle(send, interrupted());
		return sends.map(() => interrupted());
	}
	journal.begin();
	const { parallelChats, pauseMin, pauseMax } = settings;
	const end = new AbortController();
	const stopListening = endWhenCanceled(n8n, end);
	const throttle = openThrottle(nameOf(account), pauseMin, pauseMax, end.signal);
	const ask = transport(n8n, account, settings.timeout);
	const reconcile = settings.confirmUnknown
		? reconciling(account, settings, ask, throttle.pause, journal)
		: undefined;
	const attempt = attemptWith(account, settings, ask, journal, keysOf(n8n));
	const sendMessage = senderOf({ account, settings }, ask, throttle, attempt, reconcile);
	const known = sends.map((send) => journal.recall(send));
	const untried = sends.filter((_, index) => known[index] === undefined);
	const memory = memoryOf(n8n, settings, untried);
	const send = memory ? sendingOnce(sendMessage, memory, throttle, reconcile) : sendMessage;
	const bring = async (one: Send, earlier: Outcome | undefined) => {
		if (earlier === undefined) return await send(one);
		const outcome = (await reconcile?.(one, earlier, 0)) ?? earlier;
		if (outcome.accepted && !earlier.accepted) memory?.settle(one, outcome);
		return outcome;
	};
	try {
		const stopOnFailure = !n8n.continueOnFail();
		const outcomes = await sendAll(sends, known, bring, { parallelChats, stopOnFailure, end });
		if (!isLaterTryPossible(n8n, plan, outcomes)) journal.forget(sends);
		return outcomes;
	} finally {
		stopListening();
		// A canceled node must end at once: what it knows by then is what n8n stores.
		const count = memory && (await unlessCanceled(n8n, memory.close()));
		tellHowFullMemoryIs(n8n, count, settings.rememberedMessages);
	}
}

/** Names the account by its gateway and its session there, whatever its token. */
const nameOf = ({ gateway, server, instance }: Account): string =>
	[gateway.displayName, server, instance].join('/');

function endWhenCanceled(n8n: IExecuteFunctions, end: AbortController): () => void {
	const cancel = n8n.getExecutionCancelSignal();
	const onCancel = () => end.abort();
	if (cancel?.aborted) end.abort();
	cancel?.addEventListener('abort', onCancel, { once: true });
	return () => cancel?.removeEventListener('abort', onCancel);
}

/** How a message is sent, by the options that are on. */
function senderOf(
	{ account, settings }: Basis,
	ask: Ask,
	throttle: Throttle,
	attempt: Attempt,
	reconcile: Reconcile | undefined,
): SendMessage {
	const confirmed: Attempt = reconcile
		? async (send, count) => await reconcile(send, await attempt(send, count), count)
		: attempt;
	const sendMessage = repeating(confirmed, settings.retries, throttle);
	return settings.checkRecipient ? checkingRecipients(sendMessage, account, ask) : sendMessage;
}

function memoryOf(n8n: IExecuteFunctions, settings: Settings, sends: Send[]): Memory | undefined {
	const { sendOnce, parallelChats, rememberedMessages } = settings;
	if (sendOnce === 'off') return undefined;
	return openMemory(openStore(n8n, sendOnce), sends, parallelChats, rememberedMessages);
}
