import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { Journal } from './journal';
import { openStore } from './store';
import { runIndexOf, unlessCanceled } from './tries';

/** More executions than n8n is likely to have under way or waiting for a retry; older ones are forgotten. */
const MOST_BEGINNINGS = 500;

/** Where n8n offers no retry that starts anew, or a retry has no mode of its own. */
const WITHOUT_RETRY = ['manual', 'integrated', 'evaluation'];

/** Where in the node's context it stands that a retry must send nothing. */
const CUT_OFF = 'cutOff';

/**
 * Tells whether this is the retry of an execution that was cut off (a stop, a crash) while or after this node was at the
 * same items. In production n8n offers *Retry execution* for it, starts it at the trigger, and has kept nothing of what
 * was sent. Nothing but the mode tells a retry from a new execution, so each run leaves a mark, made of what the retry has
 * in common with it: the trigger's data. In a loop, no later round is sent either: its items may have moved up from an
 * earlier one. A store that fails stops no run; where a cancel comes before the store answers, a retry counts as one.
 *
 * @param leavesMark false where nothing is sent, and where *Send Once* remembers what is
 */
export async function isRetryOfCutOff(
	n8n: IExecuteFunctions,
	journal: Journal,
	leavesMark: boolean,
): Promise<boolean> {
	const isRetry = n8n.getMode() === 'retry';
	if (WITHOUT_RETRY.includes(n8n.getMode())) return false;
	const context = n8n.getContext('node');
	if (context[CUT_OFF] === true) return true;
	if (journal.isContinued) return false;
	const trigger = isRetry || leavesMark ? triggerData(n8n) : undefined;
	if (trigger === undefined) return false;
	const mark = createHash('sha256')
		.update(`${runIndexOf(n8n)}/${trigger}`)
		.digest('hex');
	const store = openStore(n8n, 'node');
	const look = async () => {
		// A smaller limit would drop at a stroke what Send Once has recorded there, when it was on.
		const limit = Math.max(MOST_BEGINNINGS, (await store.count()) + (leavesMark ? 0 : 1));
		const isKnown = (await store.record([mark], limit)).size > 0;
		if (!isKnown && !leavesMark) await store.remove([mark]);
		return isKnown;
	};
	try {
		const hadBegun = await unlessCanceled(n8n, store.exclusively(look));
		if (hadBegun === undefined) return isRetry;
		if (hadBegun && isRetry) context[CUT_OFF] = true;
		return hadBegun && isRetry;
	} catch {
		return false;
	}
}

/** What the execution was started with, as text: a retry is given the same, and hardly any other execution is. */
function triggerData(n8n: IExecuteFunctions): string | undefined {
	const proxy = n8n.getWorkflowDataProxy(0);
	for (const { name } of n8n.getParentNodes(n8n.getNode().name)) {
		try {
			if (n8n.getParentNodes(name).length > 0) continue;
			const items = proxy.$(name).all() as Array<{ json: unknown }>;
			return JSON.stringify([name, items.map(({ json }) => json)]);
		} catch {
			// Another trigger of the workflow, which has not run.
		}
	}
	return undefined;
}
