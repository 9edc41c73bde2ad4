import type { Others } from '../gateways/gateway';
import type { Outcome } from '../sending/outcome';
import type { Send } from '../sending/plan';

/** What is known of the messages of an execution: what a lost one must be told from. */
export interface Answered {
	/** @param name the send's own, the same in every try of the execution */
	othersThan(send: Send, name: string): Others;
	/** The ids of the latest ones in the send's chat, for a later execution; undefined when there are others without. */
	latestBeside(send: Send, name: string): string[] | undefined;
	/** Takes in what became of a message. */
	add(send: Send, name: () => string, outcome: Outcome): void;
	/** Takes in the ids of messages that earlier tries have sent, whatever their items say now. */
	know(ids: string[]): void;
}

/** More than a chat gets within the time for which one of them could be taken for a lost one. */
const MOST_LATEST = 20;

const ofExecutions = new WeakMap<object, Answered>();

/**
 * One collection for all nodes of an execution and all their runs in a loop, because the card of another node, or of the
 * round before, is not the lost one either. At *Retry execution*, nothing is known of the rounds before.
 *
 * @param flow the execution's context, which n8n keeps as the same object as long as the execution goes on
 */
export function answeredMessages(flow: object, runIndex: number): Answered {
	const answered = ofExecutions.get(flow) ?? noneAnswered(runIndex === 0);
	ofExecutions.set(flow, answered);
	return answered;
}

function noneAnswered(isBeginning: boolean): Answered {
	const ids = new Set<string>();
	const latest = new Map<string, string[]>();
	const chatsWithNameless = new Set<string>();
	/** The names of the messages that nobody knows of, by their chats. */
	const unclear = new Map<string, Set<string>>();
	const isAlone = (chatId: string, name: string) =>
		[...(unclear.get(chatId) ?? [])].every((other) => other === name);
	const isComplete = (chatId: string, name: string) =>
		isBeginning && !chatsWithNameless.has(chatId) && isAlone(chatId, name);
	return {
		othersThan: ({ message: { recipient } }, name) => ({
			ids,
			isComplete: isComplete(recipient.chatId, name),
		}),
		latestBeside: ({ message: { recipient } }, name) =>
			isComplete(recipient.chatId, name) ? [...(latest.get(recipient.chatId) ?? [])] : undefined,
		add({ message: { recipient } }, name, outcome) {
			const { chatId } = recipient;
			const names = unclear.get(chatId);
			if (!outcome.accepted && outcome.certainty === 'unknown') {
				unclear.set(chatId, (names ?? new Set()).add(name()));
			} else names?.delete(name());
			if (!outcome.accepted) return;
			if (outcome.id === null) chatsWithNameless.add(chatId);
			else if (!ids.has(outcome.id)) {
				ids.add(outcome.id);
				const ofChat = latest.get(chatId) ?? [];
				latest.set(chatId, ofChat);
				if (ofChat.push(outcome.id) > MOST_LATEST) ofChat.shift();
			}
		},
		know: (known) => known.forEach((id) => ids.add(id)),
	};
}
