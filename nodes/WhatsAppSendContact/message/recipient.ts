import { type ChatKind, readChatId } from './chatId';
import { InvalidInput } from './invalidInput';
import type { LeadingEight } from './phone';
import { isBlank, isScalar, shown } from './plainText';

/** Who gets the message: exactly one chat. */
export interface Recipient {
	/** How the user named the chat; a gateway may have a field for each. */
	by: 'phone' | 'chatId';
	kind: ChatKind;
	/** e.g. `79995253422@c.us`; the same for every spelling of the same chat. */
	chatId: string;
}

/** The phone of a recipient who is a person, digits only; undefined for groups, hidden ids and channels. */
export const phoneOf = (recipient: Recipient): string | undefined =>
	recipient.kind === 'person'
		? recipient.chatId.slice(0, recipient.chatId.indexOf('@'))
		: undefined;

/**
 * Reads the recipient field. A person may be spelled in the same ways by phone and by chat id.
 *
 * @param mode 'phone', 'chatId' or 'list' (a chat picked from the gateway's chats)
 * @throws InvalidInput when it is empty, not one value, or no phone or chat id
 */
export function readRecipient(mode: string, value: unknown, leadingEight: LeadingEight): Recipient {
	if (isBlank(value)) {
		throw new InvalidInput(
			'The recipient is empty',
			"Fill in 'Recipient': a phone with its country code, or a chat ID. If it is an expression, check that this item has the field.",
		);
	}
	if (!isScalar(value)) {
		throw new InvalidInput(
			`The recipient is ${Array.isArray(value) ? 'a list' : `of the type ${typeof value}`}, not one phone or chat ID`,
			"A message goes to one chat: split the list into items (the node 'Split Out' does it) and take one field of each.",
		);
	}
	const { kind, id } = readChatId(value, leadingEight);
	if (mode !== 'phone') return { by: 'chatId', kind, chatId: id };
	if (kind === 'person') return { by: 'phone', kind, chatId: id };
	throw new InvalidInput(
		`${shown(value)} is a chat ID, not a phone`,
		"Set 'Recipient' to 'Chat ID' to send to groups and channels.",
	);
}

/** The same for the field as n8n gives it: a resource locator, or a bare value where the whole field is an expression. */
export function readRecipientField(field: unknown, leadingEight: LeadingEight): Recipient {
	if (typeof field === 'object' && field !== null && 'mode' in field && 'value' in field) {
		return readRecipient(String(field.mode), field.value, leadingEight);
	}
	const isChatId = typeof field === 'string' && field.includes('@');
	return readRecipient(isChatId ? 'chatId' : 'phone', field, leadingEight);
}
