import type { IExecuteFunctions } from 'n8n-workflow';

import { InvalidInput } from '../message/invalidInput';

/**
 * Refuses an n8n before 1.100. There, *Retry On Fail* under *Continue* runs a node again whose try has succeeded, and
 * whose journal is empty by then: everybody would get everything twice. n8n tells no node its version, so this looks for
 * `getConnections`, which n8n-core has since 1.99 (n8n 1.100), or the documented `isToolExecution` that newer ones have.
 *
 * @returns what to tell; undefined where the node can run
 */
export const tooOld = (n8n: IExecuteFunctions): InvalidInput | undefined =>
	'getConnections' in n8n || 'isToolExecution' in n8n
		? undefined
		: new InvalidInput(
				'This n8n is too old for the WhatsApp Send Contact node, so nothing was sent',
				'Update n8n to version 1.100 or newer. Older versions can send a message twice.',
			);
