import { createHash } from 'node:crypto';

import type { Send } from '../sending/plan';

/**
 * Names messages: 24 hex digits, the same in every try of an execution, and those of no other message.
 *
 * @param runIndex counts the node's runs in a loop
 */
export const idempotencyKeys =
	(executionId: string, nodeId: string, runIndex: number) =>
	({ item, part, fingerprint }: Send): string =>
		createHash('sha256')
			.update([executionId, nodeId, runIndex, item, part, fingerprint].join('/'))
			.digest('hex')
			.slice(0, 24);

/** The name of a message that *Send Once* remembers: the same in every execution. */
export const keyOfOnce = (onceKey: string): string => onceKey.slice(0, 24);
