import { isSuccess, type RecipientCheck } from '../gateways/gateway';
import { isAnswer } from '../http/transport';
import { phoneOf } from '../message/recipient';
import { rejected, type Rejected } from '../outcome';
import type { Send } from '../plan';
import type { Run, Sender } from './senders';

/** What a check says: nothing, that the message must not be sent, or that it must go to another chat. */
interface Checked {
	refusal?: Rejected;
	to?: Send;
}

/**
 * Asks the gateway before a message whether the recipient's phone is on WhatsApp, once per phone and run. A check that
 * fails stops nothing that would arrive; a chat that the gateway names in its answer gets the message.
 */
export async function checkRecipient(send: Send, run: Run): Promise<Checked> {
	const { recipient } = send.message;
	const phone = run.settings.checkRecipient ? phoneOf(recipient) : undefined;
	if (phone === undefined) return {};
	const sender = run.senderOf(send.account);
	const check = sender.checks.get(phone) ?? look(phone, sender);
	sender.checks.set(phone, check);
	const { exists, chatId = recipient.chatId } = (await check) ?? {};
	if (exists === false) return { refusal: rejected('notSent', 'notOnWhatsApp', phone) };
	if (chatId === recipient.chatId) return {};
	return { to: { ...send, message: { ...send.message, recipient: { ...recipient, chatId } } } };
}

async function look(phone: string, { account, ask }: Sender): Promise<RecipientCheck | undefined> {
	const question = account.gateway.check?.(phone, account.instance);
	if (question === undefined) return undefined;
	const answer = await ask(question.request);
	return isAnswer(answer) && isSuccess(answer.status) ? question.read(answer) : undefined;
}
