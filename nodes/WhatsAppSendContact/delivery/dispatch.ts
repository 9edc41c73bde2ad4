import type { IExecuteFunctions } from 'n8n-workflow';

import type { Account } from '../gateways/account';
import { rejected } from '../gateways/sendResult';
import { answeredMessages } from './answered';
import { courier, type Courier } from '../sending/sendMessage';
import { type Journal, openJournal } from '../journal/journal';
import { inChatQueues } from '../sending/chatQueues';
import { isWorthAnotherTry, skippedBecause, type Outcome } from '../sending/outcome';
import { throttle } from '../sending/throttle';
import type { Plan } from '../sending/plan';
import { accountName, references } from '../journal/idempotencyKey';
import { retryRules, whoTriesAgain } from './retryOnFail';
import type { Route } from './route';
import { run } from '../sending/sendAll';
import type { Settings } from '../form/settings';
import { isNoteworthy, summary, summaryByItem } from '../report/summary';
import { transport } from '../http/transport';

/**
 * Sends what a plan holds, and tells the person how it went.
 *
 * @returns an outcome for every send of the plan, in their order
 */
export async function dispatch(
	n8n: IExecuteFunctions,
	plan: Plan,
	account: Account,
	settings: Settings,
): Promise<Outcome[]> {
	const journal = ledgerOf(n8n);
	const outcomes = plan.sends.map((send) => journal.recall(send));
	const end = new AbortController();
	const cancel = n8n.getExecutionCancelSignal();
	const onCancel = () => {
		end.abort();
		journal.write(plan.sends, outcomes);
	};
	if (cancel?.aborted) end.abort();
	cancel?.addEventListener('abort', onCancel, { once: true });
	try {
		const told = await passes(n8n, { plan, account, settings, journal, outcomes, end });
		report(n8n, plan, told, journal);
		return told;
	} finally {
		cancel?.removeEventListener('abort', onCancel);
	}
}

/** Makes the function that tells of an item that can't be sent now whether an earlier try has sent it, or may have. */
export const leftEarlier = (n8n: IExecuteFunctions): Journal['hasLeft'] => ledgerOf(n8n).hasLeft;

const ledgerOf = (n8n: IExecuteFunctions): Journal =>
	openJournal(n8n.getContext('node'), {
		executionId: n8n.getExecutionId(),
		runIndex: runIndexOf(n8n),
		isTool: isTool(n8n),
	});

interface Dispatch {
	plan: Plan;
	account: Account;
	settings: Settings;
	journal: Journal;
	/** What is known of each send; undefined while nothing is. */
	outcomes: Array<Outcome | undefined>;
	end: AbortController;
}

/** Goes through the items, and under *Continue* with *Retry On Fail* again through those that were surely not sent. */
async function passes(n8n: IExecuteFunctions, dispatch: Dispatch): Promise<Outcome[]> {
	const { plan, settings, journal, outcomes, end } = dispatch;
	const route = routeOf(n8n, dispatch);
	const { deliver, askAgain } = courier(route);
	const goesOn = n8n.continueOnFail();
	const retry = retryRules(n8n.getNode());
	for (;;) {
		if (settings.confirmUnknown) await clearUp(dispatch, askAgain);
		const course = { deliver, width: settings.parallelChats, stopOnFailure: !goesOn, end };
		const culprit = await run(plan.sends, outcomes, course);
		const told = outcomes.map((outcome) => outcome ?? skippedBecause(culprit));
		journal.passes += 1;
		const next =
			goesOn && journal.passes < retry.tries
				? whoTriesAgain(plan, told, !n8n.isToolExecution())
				: 'nobody';
		if (next === 'node' && (await route.throttle.pause(retry.pause))) {
			reopen(outcomes, told);
		} else {
			if (isLaterTryPossible(n8n, told, next)) journal.write(plan.sends, outcomes);
			else journal.clear(plan.sends);
			return told;
		}
	}
}

function routeOf(n8n: IExecuteFunctions, dispatch: Dispatch): Route {
	const { plan, account, settings, journal, outcomes, end } = dispatch;
	const referenceOf = references(n8n.getExecutionId(), n8n.getNode().id, runIndexOf(n8n));
	const answered = answeredMessages(n8n.getContext('flow'), runIndexOf(n8n));
	answered.know(journal.ids);
	plan.sends.forEach((send, index) => {
		const outcome = outcomes[index];
		if (outcome !== undefined) answered.add(send, referenceOf(send), outcome);
	});
	return {
		account,
		settings,
		ask: transport(n8n, account, settings.timeout),
		throttle: throttle(settings.pauseMin, settings.pauseMax, end.signal),
		journal,
		hasStrays: journal.hasStrays(plan.sends),
		answered,
		accountName: accountName(account),
		referenceOf,
	};
}

/** Asks the gateway after what an earlier try, or an earlier pass, left unknown. */
async function clearUp({ plan, settings, outcomes, end }: Dispatch, askAgain: Courier['askAgain']) {
	const open = outcomes.flatMap((outcome, index) =>
		outcome?.accepted === false && outcome.certainty === 'unknown'
			? [{ index, outcome, send: plan.sends[index] }]
			: [],
	);
	const chatOf = (task: number) => open[task].send.message.recipient.chatId;
	const ask = async (task: number) => {
		const { index, outcome, send } = open[task];
		outcomes[index] = await askAgain(send, outcome).catch(() => outcome);
	};
	await inChatQueues(open.length, chatOf, settings.parallelChats, ask, () => end.signal.aborted);
}

function reopen(outcomes: Array<Outcome | undefined>, told: Outcome[]) {
	told.forEach((outcome, index) => {
		if (isWorthAnotherTry(outcome)) outcomes[index] = undefined;
	});
}

/** Whether somebody may run the node again with the same items: n8n, a person after a failure or a cancel, or a model that calls a tool. */
function isLaterTryPossible(
	n8n: IExecuteFunctions,
	told: Outcome[],
	next: ReturnType<typeof whoTriesAgain>,
): boolean {
	if (isCanceled(n8n)) return true;
	const goesOn = n8n.continueOnFail() && !isTool(n8n);
	return goesOn ? next === 'n8n' : told.some(({ accepted }) => !accepted);
}

/** An agent that asks for tools through n8n's engine lets the node run as any other, but shows its output at its tool connection. */
const isTool = (n8n: IExecuteFunctions): boolean =>
	n8n.isToolExecution() || n8n.getNode().rewireOutputLogTo === 'ai_tool';

const isCanceled = (n8n: IExecuteFunctions): boolean =>
	n8n.getExecutionCancelSignal()?.aborted === true;

const runIndexOf = (n8n: IExecuteFunctions): number => n8n.getWorkflowDataProxy(0).$runIndex;

function report(n8n: IExecuteFunctions, plan: Plan, outcomes: Outcome[], journal: Journal) {
	const left = plan.invalid.filter(({ item }) => journal.hasLeft(item));
	const told = [...outcomes, ...left.map(() => rejected('unknown', 'invalidInput'))];
	const invalid = plan.invalid.length - left.length;
	if (isCanceled(n8n)) {
		n8n.logger.info(`WhatsApp Send Contact was canceled: ${summaryByItem(plan, outcomes)}`);
	}
	if (isNoteworthy(told, invalid)) {
		n8n.addExecutionHints?.({ message: summary(told, invalid), location: 'outputPane' });
	}
}
