import type { Account } from '../gateways/account';
import { readLosses } from '../gateways/questions';
import { isAnswer } from '../http/transport';
import type { ContactMessage } from '../message/contactMessage';
import type { Send } from '../plan';
import type { Run } from './senders';

/**
 * Asks each gateway that runs one of several engines which one it is, and looks what that would leave out. Only where a
 * message has more in it than phones.
 *
 * @returns a sentence for each loss; what can't be asked tells nothing
 */
export async function askLosses(sends: Send[], senderOf: Run['senderOf']): Promise<string[]> {
	const messages = new Map<Account, ContactMessage[]>();
	for (const { account, message } of sends) {
		if (account.gateway.can.engines === undefined || !hasMore(message)) continue;
		const all = messages.get(account) ?? [];
		messages.set(account, all);
		all.push(message);
	}
	const told = [...messages].map(async ([account, all]) => {
		const { gateway, instance } = account;
		const answer = await senderOf(account).ask(gateway.session.request(instance));
		return isAnswer(answer) ? readLosses(gateway, answer.body, all) : undefined;
	});
	return (await Promise.all(told)).filter((sentence) => sentence !== undefined);
}

const hasMore = ({ quotedMessageId, contacts }: ContactMessage): boolean =>
	quotedMessageId !== undefined || contacts.some((contact) => Object.keys(contact).length > 1);
