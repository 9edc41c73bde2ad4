import type { Account } from '../gateways/account';
import type { Ledger } from './ledger';
import type { Outcome } from './outcome';
import type { Pacer } from './pacer';
import type { Send } from './plan';
import type { Settings } from './settings';
import type { Ask } from './transport';

/** What a message needs for its way. */
export interface Route {
	account: Account;
	settings: Settings;
	ask: Ask;
	pacer: Pacer;
	ledger: Ledger;
	answered: Answered;
	/** A name for a send that is the same in every try of the execution. */
	referenceOf(send: Send): () => string;
}

/** The messages whose answers came, in this try or an earlier one: none of them is one that was lost. */
export interface Answered {
	ids: ReadonlySet<string>;
	/** True when a message to this chat came without an id, so that nobody could tell it from a lost one. */
	isMixedUp(chatId: string): boolean;
	add(send: Send, outcome: Outcome): void;
}

const ofContexts = new WeakMap<object, Answered>();

/**
 * The messages whose answers came to a node in an execution: one collection for all its runs in a loop, because the card
 * of the round before is not the lost one either.
 *
 * @param context the node's context, in which n8n keeps the same object as long as the execution goes on
 */
export function answeredMessages(context: object): Answered {
	const answered = ofContexts.get(context) ?? noneAnswered();
	ofContexts.set(context, answered);
	return answered;
}

function noneAnswered(): Answered {
	const ids = new Set<string>();
	const mixedUp = new Set<string>();
	return {
		ids,
		isMixedUp: (chatId) => mixedUp.has(chatId),
		add({ message }, outcome) {
			if (!outcome.accepted) return;
			if (outcome.id === null) mixedUp.add(message.recipient.chatId);
			else ids.add(outcome.id);
		},
	};
}
