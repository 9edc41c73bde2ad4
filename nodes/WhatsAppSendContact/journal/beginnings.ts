import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { Journal } from './journal';
import { openStore } from './store';
import { runIndexOf } from './tries';

/** More executions than n8n is likely to have under way or waiting for a retry; older ones are forgotten. */
const MOST_BEGINNINGS = 500;

/** Where n8n offers no retry that starts anew, or a retry has no mode of its own. */
const WITHOUT_RETRY = ['manual', 'integrated', 'evaluation'];

/**
 * Leaves a mark for this run, and tells whether it is the retry of an execution that was cut off (a stop, a crash) while or
 * after this node was at the same items. In production n8n offers *Retry execution* for it, starts it at the trigger, and has kept nothing of what
 * was sent. Nothing but the mode tells a retry from a new execution, so each run leaves a mark, made of what the retry has
 * in common with it: the trigger's data. A store that fails stops no run.
 */
export async function markAndCheckCutOff(
	n8n: IExecuteFunctions,
	journal: Journal,
): Promise<boolean> {
	if (WITHOUT_RETRY.includes(n8n.getMode()) || journal.isContinued) return false;
	const trigger = triggerData(n8n);
	if (trigger === undefined) return false;
	const mark = createHash('sha256')
		.update(`${runIndexOf(n8n)}/${trigger}`)
		.digest('hex');
	const store = openStore(n8n, 'node');
	try {
		const hasBegun = await store.exclusively(async () => {
			// A smaller limit would drop at a stroke what Send Once has recorded there, when it was on.
			const limit = Math.max(MOST_BEGINNINGS, await store.count());
			return (await store.record([mark], limit)).size > 0;
		});
		return hasBegun && n8n.getMode() === 'retry';
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
