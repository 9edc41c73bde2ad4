import { type Failure, type Outcome, rejected, skippedBecause, stopsTheRun } from '../outcome';
import { inChatQueues } from './chatQueues';
import type { Send } from '../plan';

/** How a run goes about its messages. */
interface Course {
	/** Chats that may be busy at once. */
	parallelChats: number;
	/** True when the first failure ends the run. */
	stopOnFailure: boolean;
	/** Ends the run: no message starts after it, waits end at once. */
	end: AbortController;
}

/**
 * Brings a run's messages to their ends: each chat in the order of the items, different chats side by side.
 *
 * @param known what an earlier try has left of each message; undefined for what may be sent
 * @param bring sends a message, or looks once more at what is known of it; undefined when it did not leave
 * @returns an outcome for every message, in their order
 */
export async function sendAll(
	sends: Send[],
	known: Array<Outcome | undefined>,
	bring: (send: Send, known: Outcome | undefined) => Promise<Outcome | undefined>,
	{ parallelChats, stopOnFailure, end }: Course,
): Promise<Outcome[]> {
	const outcomes = [...known];
	let abortedBy: Failure | undefined;

	const work = async (task: number) => {
		const outcome = await bring(sends[task], known[task]).catch(unforeseen);
		outcomes[task] = outcome;
		// What an earlier try or execution has left in doubt tells nothing of the others.
		if (outcome === undefined || outcome.accepted || outcome.earlier) return;
		if (!stopOnFailure && !stopsTheRun(outcome)) return;
		abortedBy ??= outcome;
		end.abort();
	};

	const chatOf = (task: number) => sends[task].message.recipient.chatId;
	await inChatQueues(sends.length, chatOf, parallelChats, work, () => end.signal.aborted);
	return outcomes.map((outcome) => outcome ?? skippedBecause(abortedBy));
}

/** A fault of this node's own must not take the run down: what had left by then would be forgotten and sent again. */
const unforeseen = (error: unknown): Failure =>
	rejected('unknown', 'unreadableReply', error instanceof Error ? error.name : '');
