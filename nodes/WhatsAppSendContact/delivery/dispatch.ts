import type { IExecuteFunctions, INode } from 'n8n-workflow';

import type { Account } from '../gateways/account';
import { courier } from './courier';
import { type Ledger, openLedger } from './ledger';
import type { Outcome } from './outcome';
import { pacer } from './pacer';
import type { Plan } from './plan';
import { references } from './reference';
import { isWorthAnotherTry, run } from './run';
import type { Settings } from './settings';
import { isNoteworthy, summary } from './summary';
import { transport } from './transport';

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
	const end = new AbortController();
	const cancel = n8n.getExecutionCancelSignal();
	const onCancel = () => end.abort();
	if (cancel?.aborted) end.abort();
	cancel?.addEventListener('abort', onCancel, { once: true });
	try {
		const outcomes = await passes(n8n, plan, account, settings, end);
		report(n8n, outcomes, cancel?.aborted === true);
		return outcomes;
	} finally {
		cancel?.removeEventListener('abort', onCancel);
	}
}

/**
 * Goes through the items; under *Continue* with *Retry On Fail*, again for those that were surely not sent. n8n itself
 * would only look at the first item, and repeat all of them or none.
 */
async function passes(
	n8n: IExecuteFunctions,
	plan: Plan,
	account: Account,
	settings: Settings,
	end: AbortController,
): Promise<Outcome[]> {
	const runIndex = n8n.getWorkflowDataProxy(0).$runIndex;
	const ledger = openLedger(n8n.getContext('node'), runIndex);
	const pace = pacer(settings.pauseMin, settings.pauseMax, end.signal);
	const goesOn = n8n.continueOnFail();
	const retry = retryRules(n8n.getNode());
	const deliver = courier({
		account,
		settings,
		ask: transport(n8n, account, settings.timeout),
		pacer: pace,
		ledger,
		answered: new Set(),
		referenceOf: references(n8n.getExecutionId(), runIndex),
	});
	const course = { ledger, deliver, width: settings.parallelChats, stopOnFailure: !goesOn, end };
	for (;;) {
		const outcomes = await run(plan.sends, course);
		ledger.passes += 1;
		const left = goesOn && ledger.passes < retry.tries ? nextTry(plan, outcomes) : 'nobody';
		if (left === 'node' && (await pace.pause(retry.pause))) continue;
		tidy(ledger, outcomes, goesOn && left === 'nobody' && !end.signal.aborted);
		return outcomes;
	}
}

/** Nothing is left to repeat when all was accepted, or when the node has handed on its last error items. */
function tidy(ledger: Ledger, outcomes: Outcome[], isLast: boolean) {
	if (isLast || outcomes.every((outcome) => outcome.accepted)) ledger.clear();
}

/** Who tries again: n8n, if the first item failed; else the node, if there is something worth it. */
function nextTry({ sends, invalid }: Plan, outcomes: Outcome[]): 'n8n' | 'node' | 'nobody' {
	const firstFailed = invalid.some(({ item }) => item === 0) || !(outcomes[0]?.accepted ?? true);
	if (firstFailed && (sends[0]?.item ?? 0) === 0) return 'n8n';
	return outcomes.some(isWorthAnotherTry) ? 'node' : 'nobody';
}

/** The node's *Retry On Fail* as n8n reads it: 2 to 5 tries, at most 5 seconds apart. */
function retryRules({ retryOnFail, maxTries, waitBetweenTries }: INode) {
	if (retryOnFail !== true) return { tries: 1, pause: 0 };
	return {
		tries: Math.min(5, Math.max(2, maxTries || 3)),
		pause: Math.min(5000, Math.max(0, waitBetweenTries || 1000)),
	};
}

function report(n8n: IExecuteFunctions, outcomes: Outcome[], cancelled: boolean) {
	const how = summary(outcomes);
	if (cancelled) n8n.logger.info(`WhatsApp Send Contact was canceled: ${how}`);
	if (isNoteworthy(outcomes)) n8n.addExecutionHints({ message: how, location: 'outputPane' });
}
