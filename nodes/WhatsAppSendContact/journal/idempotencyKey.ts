import { hash } from 'node:crypto';

import type { Account } from '../gateways/account';
import { fingerprint } from '../message/contactMessage';
import type { Send } from '../sending/plan';

/** Names sends so that every try of an execution gives the same message the same name, and no other message has it. */
export const references =
	(executionId: string, nodeId: string, runIndex: number) =>
	({ item, part, message }: Send) =>
	(): string =>
		hash(
			'sha256',
			[executionId, nodeId, runIndex, item, part, fingerprint(message)].join('/'),
		).slice(0, 24);

/** Names an account by its gateway and its session there, whatever its token. */
export const accountName = ({ gateway, server, instance }: Account): string =>
	hash('sha256', [gateway.displayName, server, instance].join('/')).slice(0, 8);
