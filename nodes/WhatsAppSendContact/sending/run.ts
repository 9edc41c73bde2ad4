import type { IExecuteFunctions } from 'n8n-workflow';

import { readOptions } from '../form/readForm';
import type { Settings } from '../form/settings';
import { type Account, readAccount } from '../gateways/account';
import { CREDENTIAL, transport } from '../http/transport';
import { idempotencyKeys } from '../journal/idempotencyKey';
import { type Journal, openJournal } from '../journal/journal';
import { type Reconcile, reconciling } from '../journal/reconcile';
import type { InvalidInput } from '../message/invalidInput';
import { inChatQueues } from './chatQueues';
import { checkingRecipients } from './checkRecipient';
import type { Outcome } from './outcome';
import { type Plan, problemOf, type Send } from './plan';
import { sendAll } from './sendAll';
import { type Attempt, attempts, repeating } from './sendMessage';
import { openThrottle } from './throttle';

/** What holds for all items. */
export interface Basis {
	account: Account;
	settings: Settings;
}

/**
 * Reads what holds for all items.
 *
 * @returns the problem when none can be sent: under *Continue*, n8n would hand the input on as if it had been sent if
 *   this threw
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

/** The journal of this run of the node. */
export const journalOf = (n8n: IExecuteFunctions): Journal =>
	openJournal(n8n.getContext('node'), {
		executionId: n8n.getExecutionId(),
		runIndex: runIndexOf(n8n),
		isTool: isTool(n8n),
	});

/** Names the messages of this run of the node. */
export const keysOf = (n8n: IExecuteFunctions): ((send: Send) => string) =>
	idempotencyKeys(n8n.getExecutionId(), n8n.getNode().id, runIndexOf(n8n));

/**
 * Sends what a plan holds and no earlier try has sent.
 *
 * @returns an outcome for every message of the plan, in their order
 */
export async function run(
	n8n: IExecuteFunctions,
	plan: Plan,
	account: Account,
	settings: Settings,
	journal: Journal,
): Promise<Outcome[]> {
	const end = new AbortController();
	const stopListening = endWhenCanceled(n8n, end);
	const { pauseMin, pauseMax, parallelChats } = settings;
	const throttle = openThrottle(nameOf(account), pauseMin, pauseMax, end.signal);
	const ask = transport(n8n, account, settings.timeout);
	const reconcile = reconciling(account, settings, ask, throttle.pause, journal);
	const once = attempts(account, settings, ask, journal, keysOf(n8n));
	const attempt: Attempt = settings.confirmUnknown
		? async (send, count) => await reconcile(send, await once(send, count), count)
		: once;
	const repeat = repeating(attempt, settings.retries, throttle);
	const sendMessage = settings.checkRecipient ? checkingRecipients(repeat, account, ask) : repeat;
	try {
		const known = plan.sends.map((send) => journal.recall(send));
		if (settings.confirmUnknown) await askAfter(plan.sends, known, reconcile, parallelChats, end);
		const stopOnFailure = !n8n.continueOnFail();
		const course = { parallelChats, stopOnFailure, end };
		const outcomes = await sendAll(plan.sends, known, sendMessage, course);
		if (!isLaterTryPossible(n8n, plan, outcomes)) journal.forget(plan.sends);
		return outcomes;
	} finally {
		stopListening();
	}
}

/** Names the account by its gateway and its session there, whatever its token. */
const nameOf = ({ gateway, server, instance }: Account): string =>
	[gateway.displayName, server, instance].join('/');

function endWhenCanceled(n8n: IExecuteFunctions, end: AbortController): () => void {
	const cancel = n8n.getExecutionCancelSignal?.();
	const onCancel = () => end.abort();
	if (cancel?.aborted) end.abort();
	cancel?.addEventListener('abort', onCancel, { once: true });
	return () => cancel?.removeEventListener('abort', onCancel);
}

/** Asks the gateway after what an earlier try left in doubt, and notes in `known` what it tells. */
async function askAfter(
	sends: Send[],
	known: Array<Outcome | undefined>,
	reconcile: Reconcile,
	parallelChats: number,
	end: AbortController,
) {
	const ask = async (task: number) => {
		const outcome = known[task];
		if (outcome !== undefined)
			known[task] = await reconcile(sends[task], outcome, 0).catch(() => outcome);
	};
	const chatOf = (task: number) => sends[task].message.recipient.chatId;
	await inChatQueues(sends.length, chatOf, parallelChats, ask, () => end.signal.aborted);
}

/** Whether somebody may run the node again with the same items: n8n, a person after a failure or a cancel, or a model that calls a tool. */
function isLaterTryPossible(n8n: IExecuteFunctions, plan: Plan, outcomes: Outcome[]): boolean {
	if (n8n.getExecutionCancelSignal?.()?.aborted) return true;
	if (!n8n.continueOnFail() || isTool(n8n)) return outcomes.some(({ accepted }) => !accepted);
	// Under Continue, n8n looks at the first item alone, and then runs the node again with all of them.
	const firstIsInvalid = plan.invalid.some(({ item }) => item === 0);
	const firstFailed = plan.sends[0]?.item === 0 && !outcomes[0].accepted;
	return n8n.getNode().retryOnFail === true && (firstIsInvalid || firstFailed);
}

/**
 * An agent that asks for tools through n8n's engine lets the node run as any other, but shows its output at its tool
 * connection; n8n before 2.2 has no other sign.
 */
const isTool = (n8n: IExecuteFunctions): boolean =>
	n8n.isToolExecution?.() === true || n8n.getNode().rewireOutputLogTo === 'ai_tool';

const runIndexOf = (n8n: IExecuteFunctions): number => n8n.getWorkflowDataProxy(0).$runIndex;
