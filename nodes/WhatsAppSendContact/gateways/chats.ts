import { field, text } from './answer';
import type { Chat } from './gateway';

/** What a message can be sent to; gateways list broadcasts and statuses too. */
const RECIPIENT = /@(c\.us|g\.us|lid|newsletter)$/;

/**
 * Reads a list of chats with `id` and `name`.
 *
 * @returns undefined when it is no list
 */
export const readChats = (list: unknown): Chat[] | undefined =>
	Array.isArray(list) ? list.flatMap(readChat) : undefined;

function readChat(chat: unknown): Chat[] {
	const id = text(field(chat, 'id'));
	if (id === undefined || !RECIPIENT.test(id)) return [];
	return [{ id, name: text(field(chat, 'name')) ?? id, isGroup: id.endsWith('@g.us') }];
}
