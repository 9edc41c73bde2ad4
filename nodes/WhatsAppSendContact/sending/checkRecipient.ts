import type { Account } from '../gateways/account';
import { isSuccess, type RecipientCheck } from '../gateways/gateway';
import { rejected } from '../outcome';
import { type Ask, isAnswer } from '../http/transport';
import { phoneOf } from '../message/recipient';
import type { SendMessage } from './sendMessage';

/**
 * Asks the gateway before each message whether the recipient's phone is on WhatsApp, once per phone and run. A check
 * that fails stops nothing that would arrive; a chat that the gateway names in its answer gets the message.
 */
export function checkingRecipients(
	sendMessage: SendMessage,
	{ gateway, instance }: Account,
	ask: Ask,
): SendMessage {
	const known = new Map<string, Promise<RecipientCheck | undefined>>();
	const look = async (phone: string): Promise<RecipientCheck | undefined> => {
		const question = gateway.check?.(phone, instance);
		if (question === undefined) return undefined;
		const answer = await ask(question.request);
		return isAnswer(answer) && isSuccess(answer.status) ? question.read(answer) : undefined;
	};
	return async (send) => {
		const phone = phoneOf(send.message.recipient);
		if (phone === undefined) return await sendMessage(send);
		const looked = known.get(phone) ?? look(phone);
		known.set(phone, looked);
		const found = await looked;
		if (found?.exists === false) return rejected('notSent', 'notOnWhatsApp', phone);
		const { chatId = send.message.recipient.chatId } = found ?? {};
		if (chatId === send.message.recipient.chatId) return await sendMessage(send);
		const recipient = { ...send.message.recipient, chatId };
		const outcome = await sendMessage({ ...send, message: { ...send.message, recipient } });
		return outcome?.accepted ? { ...outcome, chatId } : outcome;
	};
}
