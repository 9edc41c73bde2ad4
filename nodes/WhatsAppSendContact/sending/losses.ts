import { readLosses } from '../gateways/questions';
import { isAnswer } from '../http/transport';
import type { ContactMessage } from '../message/contactMessage';
import type { Send } from '../plan';
import type { Run } from './senders';

/**
 * Asks each gateway that runs one of several engines which one it is, where a message has more in it than phones.
 *
 * @returns a sentence for what that engine leaves out; what can't be asked tells nothing
 */
export async function askLosses(sends: Send[], senderOf: Run['senderOf']): Promise<string[]> {
	const asked = sends.filter(
		({ account, message }) => account.gateway.can.engines !== undefined && hasMore(message),
	);
	const told = [...new Set(asked.map(({ account }) => account))].map(async (account) => {
		const { gateway, instance } = account;
		const answer = await senderOf(account).ask(gateway.session.request(instance));
		const own = asked.filter((send) => send.account === account).map(({ message }) => message);
		return isAnswer(answer) ? readLosses(gateway, answer.body, own) : undefined;
	});
	return (await Promise.all(told)).filter((sentence) => sentence !== undefined);
}

const hasMore = ({ quotedMessageId, contacts }: ContactMessage): boolean =>
	quotedMessageId !== undefined || contacts.some((contact) => Object.keys(contact).length > 1);
