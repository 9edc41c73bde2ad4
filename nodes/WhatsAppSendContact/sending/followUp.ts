import { isAnswer } from '../http/transport';
import { ifQueued, type Outcome, sent } from '../outcome';
import type { Send } from '../plan';
import type { Run } from './senders';
import { pause } from './wait';

/** Between giving an answer up and asking: what the gateway has taken is to be found by then. */
const SETTLING_TIME = 5_000;

/**
 * Asks the gateway after a message in doubt, by the name that its request carried, and notes what it learns. This can only
 * prove that a message was sent: what the gateway doesn't know may still be on its way, and stays in doubt.
 *
 * @param attempts how many requests a message that is found is said to have taken
 */
export async function followUp(
	send: Send,
	outcome: Outcome,
	attempts: number,
	run: Run,
): Promise<Outcome> {
	const { gateway, instance } = send.account;
	if (outcome.accepted || !outcome.inDoubt || !gateway.findSent) return outcome;
	if (!run.settings.confirmUnknown) return outcome;
	const { ask, ended } = run.senderOf(send.account);
	const { idempotencyKey, since } = outcome.inDoubt;
	// Another process's clock may be ahead.
	const wait = Math.min(since + SETTLING_TIME - Date.now(), SETTLING_TIME);
	if (!(await pause(wait, ended))) return outcome;
	const { request, read } = gateway.findSent(send.message, instance, idempotencyKey);
	const answer = await ask(request);
	const found = isAnswer(answer) ? read(answer) : undefined;
	if (found === undefined) return outcome;
	const told = ifQueued(sent(found, attempts), run.settings.whenQueued);
	const settled = told.accepted ? told : { ...told, earlier: outcome.earlier };
	run.journal.settle(send, settled);
	if (settled.accepted) run.once?.settle(send, settled);
	return settled;
}
