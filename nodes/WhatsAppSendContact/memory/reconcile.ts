import type { Settings } from '../form/settings';
import type { Account } from '../gateways/account';
import { type Ask, isAnswer } from '../http/transport';
import { ifQueued, type Outcome, sent } from '../outcome';
import type { Send } from '../plan';
import type { Wait } from '../sending/wait';
import type { Journal } from './journal';

/** Between giving an answer up and asking: what the gateway has taken is to be found by then. */
const SETTLING_TIME = 5_000;

/** Looks once more at what became of a message. @param attempts how many requests a message that is found is said to have taken */
export type Reconcile = (send: Send, outcome: Outcome, attempts: number) => Promise<Outcome>;

/**
 * Makes the function that asks the gateway after a message in doubt, by the name that its request carried, and writes
 * into the journal what it learns. This can only prove that a message was sent: what the gateway doesn't know may still
 * be on its way, and stays in doubt.
 */
export const reconciling =
	(
		{ gateway, instance }: Account,
		settings: Settings,
		ask: Ask,
		pause: Wait,
		journal: Journal,
	): Reconcile =>
	async (send, outcome, attempts) => {
		if (outcome.accepted || !outcome.inDoubt || !gateway.findSent) return outcome;
		const { idempotencyKey, since } = outcome.inDoubt;
		// Another process's clock may be ahead.
		const wait = Math.min(since + SETTLING_TIME - Date.now(), SETTLING_TIME);
		if (!(await pause(wait))) return outcome;
		const { request, read } = gateway.findSent(send.message, instance, idempotencyKey);
		const answer = await ask(request);
		const found = isAnswer(answer) ? read(answer) : undefined;
		if (found === undefined) return outcome;
		const told = ifQueued(sent(found, attempts), settings.whenQueued);
		const settled = told.accepted ? told : { ...told, earlier: outcome.earlier };
		journal.settle(send, settled);
		return settled;
	};
