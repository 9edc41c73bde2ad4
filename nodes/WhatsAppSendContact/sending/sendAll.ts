import { queueOf } from '../message/recipient';
import { endsTheAccount, type Failure, type Outcome, rejected, skippedBecause } from '../outcome';
import type { Send } from '../plan';
import { inChatQueues } from './chatQueues';
import { checkRecipient } from './checkRecipient';
import { followUp, isFollowed } from './followUp';
import type { Run } from './senders';
import { sendMessage } from './sendMessage';

/** One refusal may be about its chat alone; so many in a row are about the number that sends, and each makes it worse. */
const MOST_RESTRICTED = 3;

/**
 * Brings a run's messages to their ends: each chat in the order of the items, different chats side by side, while the
 * gateway is asked after those that it took. A failure that no other message of its account can get around ends that
 * account's; under *Stop*, the first failure ends the run.
 */
export async function sendAll(sends: Send[], run: Run): Promise<Outcome[]> {
	const outcomes: Array<Outcome | undefined> = sends.map(() => undefined);
	const followed: Array<Promise<void>> = [];

	const work = async (task: number) => {
		const send = sends[task];
		if (run.senderOf(send.account).ended.aborted) return;
		const outcome = await sendMessage(send, run).catch(unforeseen);
		if (!outcome.accepted && outcome.skipped) return;
		if (!isFollowed(outcome, run)) return conclude(task, outcome);
		outcomes[task] = outcome;
		run.tellProgress(outcomes);
		// Known, unless an earlier try has sent it.
		const { to = send } = await checkRecipient(send, run);
		const concluded = followUp(to, outcome, run)
			.catch(() => outcome)
			.then((told) => conclude(task, told));
		// Under Stop, a lost answer is a failure unless the message is found: until then, its chat waits.
		if (run.host.stopsOnFailure && !outcome.accepted && !outcome.earlier) await concluded;
		else followed.push(concluded);
	};

	const conclude = (task: number, outcome: Outcome) => {
		outcomes[task] = outcome;
		run.tellProgress(outcomes);
		const sender = run.senderOf(sends[task].account);
		if (outcome.accepted) sender.restricted = 0;
		// What an earlier try or execution has left in doubt tells nothing of the others.
		if (outcome.accepted || outcome.earlier) return;
		sender.restricted = outcome.reason === 'restricted' ? sender.restricted + 1 : 0;
		if (endsTheAccount(outcome) || sender.restricted === MOST_RESTRICTED) sender.end(outcome);
		if (run.host.stopsOnFailure) run.end();
	};

	const chatOf = (task: number) => queueOf(sends[task].message.recipient);
	const { parallelChats } = run.settings;
	await inChatQueues(sends.length, chatOf, parallelChats, work, () => run.ended.aborted);
	await Promise.all(followed);

	const untried = (send: Send): Outcome =>
		run.journal.recall(send) ?? skippedBecause(run.senderOf(send.account).endedBy);
	return outcomes.map((outcome, task) => outcome ?? untried(sends[task]));
}

/** A fault of this node's own must not take the run down: what had left by then would be forgotten and sent again. */
const unforeseen = (error: unknown): Failure =>
	rejected('unknown', 'unreadableReply', error instanceof Error ? error.name : '');
