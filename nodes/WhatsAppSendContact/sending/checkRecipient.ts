import { learn } from '../http/transport';
import { phoneOf } from '../message/recipient';
import { type Failure, rejected } from '../outcome';
import type { Send } from '../plan';
import type { Run } from './senders';

/**
 * Asks the gateway before a message whether the recipient's phone is on WhatsApp, once per phone and run. A check that
 * fails stops nothing that would arrive; a chat that the gateway names in its answer gets the message (`to`).
 */
export async function checkRecipient(
	send: Send,
	run: Run,
): Promise<{ refusal?: Failure; to?: Send }> {
	const { recipient } = send.message;
	const phone = run.settings.checkRecipient ? phoneOf(recipient) : undefined;
	if (phone === undefined) return {};
	const { gateway, instance } = send.account;
	const { ask, checks } = run.senderOf(send.account);
	const check = checks.get(phone) ?? learn(ask, gateway.check?.(phone, instance));
	checks.set(phone, check);
	const { exists, chatId = recipient.chatId } = (await check) ?? {};
	if (exists === false) return { refusal: rejected('notSent', 'notOnWhatsApp', phone) };
	if (chatId === recipient.chatId) return {};
	return { to: { ...send, message: { ...send.message, recipient: { ...recipient, chatId } } } };
}
