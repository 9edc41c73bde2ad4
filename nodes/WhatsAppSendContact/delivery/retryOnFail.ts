import type { INode } from 'n8n-workflow';

import type { Outcome } from '../sending/outcome';
import { isWorthAnotherTry } from '../sending/outcome';
import type { Plan } from '../sending/plan';

/** The node's *Retry On Fail* as n8n reads it: 2 to 5 tries, at most 5 seconds (here: milliseconds) apart. */
export function retryRules({ retryOnFail, maxTries, waitBetweenTries }: INode) {
	if (retryOnFail !== true) return { tries: 1, pause: 0 };
	return {
		tries: Math.min(5, Math.max(2, maxTries || 3)),
		pause: Math.min(5000, Math.max(0, waitBetweenTries || 1000)),
	};
}

/**
 * Who tries again under *Continue*. n8n only looks at the first item, and then runs the node again with all of them; if
 * that one is fine, the node itself tries again what was surely not sent.
 *
 * @param n8nLooks false for a tool, after which n8n does not even look at the first item
 */
export function whoTriesAgain(
	{ sends, invalid }: Plan,
	outcomes: Outcome[],
	n8nLooks: boolean,
): 'n8n' | 'node' | 'nobody' {
	const firstIsInvalid = invalid.some(({ item }) => item === 0);
	const firstFailed = sends[0]?.item === 0 && !outcomes[0].accepted;
	if (n8nLooks && (firstIsInvalid || firstFailed)) return 'n8n';
	return outcomes.some(isWorthAnotherTry) ? 'node' : 'nobody';
}
