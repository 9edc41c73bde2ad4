import { chatIdOfJid } from '../message/chatId';
import { at, field, text } from './answer';
import { KINDS } from './checks';
import type { Capabilities } from './capabilities';
import type { Chat } from './gateway';

/**
 * Reads a list of chats with `id` and `name`. Gateways list broadcasts and statuses too: what can't be sent to is left out.
 *
 * @returns undefined when it is no list
 */
export const readChats = (list: unknown, { chats }: Capabilities): Chat[] | undefined => {
	const endings = chats.map((kind) => KINDS[kind].ending);
	const isReached = ({ id }: Chat) => endings.some((ending) => id.endsWith(ending));
	return Array.isArray(list) ? list.map(readChat).filter(isReached) : undefined;
};

/** The id is a text, or an object with the text in it, as WhatsApp Web has it. */
function readChat(chat: unknown): Chat {
	const id = chatIdOfJid(text(field(chat, 'id')) ?? text(at(chat, 'id', '_serialized')) ?? '');
	return { id, name: text(field(chat, 'name')) ?? id, isGroup: id.endsWith(KINDS.group.ending) };
}
