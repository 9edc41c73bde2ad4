import type { Account } from '../gateways/account';
import type { Others } from '../gateways/gateway';
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

/** The messages whose answers came, in this try or an earlier one. */
export interface Answered {
	/** What to tell a lost message to this chat from. */
	othersIn(chatId: string): Others;
	add(send: Send, outcome: Outcome): void;
}

const ofContexts = new WeakMap<object, Answered>();

/**
 * The messages whose answers came to a node in an execution: one collection for all its runs in a loop, because the card
 * of the round before is not the lost one either. At *Retry execution*, nothing is known of the rounds before.
 *
 * @param context the node's context, in which n8n keeps the same object as long as the execution goes on
 */
export function answeredMessages(context: object, runIndex: number): Answered {
	const answered = ofContexts.get(context) ?? noneAnswered(runIndex === 0);
	ofContexts.set(context, answered);
	return answered;
}

function noneAnswered(isBeginning: boolean): Answered {
	const ids = new Set<string>();
	const chatsWithNameless = new Set<string>();
	return {
		othersIn: (chatId) => ({ ids, isComplete: isBeginning && !chatsWithNameless.has(chatId) }),
		add({ message }, outcome) {
			if (!outcome.accepted) return;
			if (outcome.id === null) chatsWithNameless.add(message.recipient.chatId);
			else ids.add(outcome.id);
		},
	};
}
