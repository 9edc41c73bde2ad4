import type { IContextObject } from 'n8n-workflow';

import type { Settings } from '../form/settings';
import type { Account } from '../gateways/account';
import type { RecipientCheck } from '../gateways/gateway';
import type { Host } from '../host';
import type { Ask } from '../http/transport';
import type { Journal } from '../memory/journal';
import type { SendOnce } from '../memory/sendOnce';
import type { Store } from '../memory/store';
import type { Failure, Outcome } from '../outcome';
import { openThrottle, type Throttle } from './throttle';

/** What a run is given. */
export interface RunSetup {
	host: Host;
	settings: Settings;
	/** The node's context, which n8n stores with the execution. */
	context: IContextObject;
	journal: Journal;
	/** Opens n8n's store of the node, or of the workflow. */
	storeOf(scope: 'node' | 'workflow'): Store;
	/** What asks the gateway of an account. */
	askOf(account: Account): Ask;
	/** Hears what became of the messages each time it is known of one more; undefined stands for the others. */
	tellProgress(outcomes: Array<Outcome | undefined>): void;
}

/** What the messages of a run share. */
export interface Run extends RunSetup {
	/** Absent where *Send Once* is off. */
	once?: SendOnce;
	senderOf(account: Account): Sender;
	/** Aborted when no further message is to start. */
	ended: AbortSignal;
	/** Ends the run for all accounts. */
	end(): void;
}

/** What the messages of a run share that go through the same account. */
export interface Sender {
	ask: Ask;
	throttle: Throttle;
	/** What the gateway's check says of each phone. */
	checks: Map<string, Promise<RecipientCheck | undefined>>;
	/** Whether the last message could not reach the server, however often it was repeated. */
	isDown: boolean;
	/** How many messages in a row WhatsApp has refused because it restricts the number. */
	restricted: number;
	/** Aborted when no further message of this account is to start. */
	ended: AbortSignal;
	/** The failure that no other message of this account can get around. */
	endedBy?: Failure;
	end(failure: Failure): void;
}

/** Opens a sender for each account when its first message comes. All of them end with the run. */
export function openSenders({ askOf, settings }: RunSetup, runEnded: AbortSignal) {
	const { pauseMin, pauseMax } = settings;
	const senders = new Map<Account, Sender>();

	const open = (account: Account): Sender => {
		const { gateway, server, instance, token } = account;
		// Whatever the token, unless the token alone names the session.
		const name = [gateway.displayName, server, instance || token].join('/');
		const own = new AbortController();
		const ended = AbortSignal.any([runEnded, own.signal]);
		const sender: Sender = {
			ask: askOf(account),
			throttle: openThrottle(name, pauseMin, pauseMax, ended),
			checks: new Map(),
			isDown: false,
			restricted: 0,
			ended,
			end(failure) {
				sender.endedBy ??= failure;
				own.abort();
			},
		};
		senders.set(account, sender);
		return sender;
	};

	return {
		senderOf: (account: Account) => senders.get(account) ?? open(account),
		close: () => senders.forEach(({ throttle }) => throttle.close()),
	};
}
