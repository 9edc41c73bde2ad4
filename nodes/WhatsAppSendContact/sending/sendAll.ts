import { rejected } from '../gateways/sendResult';
import { inChatQueues } from './chatQueues';
import { type Failure, type Outcome, stopsTheRun } from './outcome';
import type { Send } from './plan';

/** How a run goes about its sends. */
export interface Course {
	/** Brings one message; undefined when the run was ended before it left. */
	deliver(send: Send): Promise<Outcome | undefined>;
	/** Lanes that may be busy at once. */
	width: number;
	/** True when the first failure ends the run. */
	stopOnFailure: boolean;
	/** Ends the run: no send starts after it, waits end at once. */
	end: AbortController;
}

/**
 * Delivers what has no outcome yet: each chat in its order, different chats side by side.
 *
 * @param outcomes one for every send, in their order; filled in as they come. What has none afterwards was not tried.
 * @returns the failure that ended the run, if one did
 */
export async function run(
	sends: Send[],
	outcomes: Array<Outcome | undefined>,
	{ deliver, width, stopOnFailure, end }: Course,
): Promise<Failure | undefined> {
	const open = outcomes.flatMap((outcome, index) => (outcome === undefined ? [index] : []));
	let culprit: Failure | undefined;

	const work = async (task: number) => {
		const outcome = await deliver(sends[open[task]]).catch(unforeseen);
		outcomes[open[task]] = outcome;
		if (outcome === undefined || outcome.accepted) return;
		if (!stopOnFailure && !stopsTheRun(outcome)) return;
		culprit ??= outcome;
		end.abort();
	};

	const chatOf = (task: number) => sends[open[task]].message.recipient.chatId;
	await inChatQueues(open.length, chatOf, width, work, () => end.signal.aborted);
	return culprit;
}

/** A fault of this node's own must not take the run down: what had left by then would be forgotten and sent again. */
const unforeseen = (error: unknown): Failure =>
	rejected('unknown', 'unreadableReply', error instanceof Error ? error.name : '');
