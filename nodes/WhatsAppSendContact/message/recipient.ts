import { type Chat, readChatId } from './chatId';
import { InvalidInput } from './invalidInput';
import type { LeadingEight } from './phone';
import { called, isBlank, isScalar } from './plainText';

/** Who gets the message: exactly one chat. */
export interface Recipient extends Chat {
	/** How the user named the chat; a gateway may have a field for each. */
	by: 'phone' | 'chatId';
}

/** The phone of a chat with a person, digits only; undefined for groups, hidden ids and channels. */
export const phoneOf = ({ kind, chatId }: Chat): string | undefined =>
	kind === 'person' ? chatId.slice(0, chatId.indexOf('@')) : undefined;

/** Numbers that WhatsApp knows with a digit more or less: mobiles of Brazil, Mexico and Argentina. */
const TWO_SPELLINGS: Array<[longer: RegExp, shorter: string]> = [
	[/^(55\d\d)9(\d{8}@)/, '$1$2'],
	[/^(52)1(\d{10}@)/, '$1$2'],
	[/^(54)9(\d{10}@)/, '$1$2'],
];

/** Names the queue of a chat: the same for two spellings of a number that WhatsApp takes for one person's. */
export const queueOf = ({ chatId }: Chat): string =>
	TWO_SPELLINGS.reduce((id, [longer, shorter]) => id.replace(longer, shorter), chatId);

/**
 * Reads the recipient field: a resource locator of the mode 'phone', 'chatId' or 'list', in each of which a chat may be
 * spelled in the same ways; a bare value where the whole field is an expression.
 *
 * @throws InvalidInput when it is empty, not one value, or no phone or chat id
 */
export function readRecipient(field: unknown, leadingEight: LeadingEight): Recipient {
	const isLocator =
		typeof field === 'object' && field !== null && 'mode' in field && 'value' in field;
	const { mode, value } = isLocator ? field : { mode: 'phone', value: field };
	if (isBlank(value)) {
		throw new InvalidInput(
			'The recipient is empty',
			"Fill in 'Recipient': a phone with its country code, or a chat ID. If it is an expression, check that this item has the field.",
		);
	}
	if (!isScalar(value)) {
		throw new InvalidInput(
			`The recipient is ${called(value)}, not one phone or chat ID`,
			"A message goes to one chat: split the list into items (the node 'Split Out' does it) and take one field of each.",
		);
	}
	const chat = readChatId(value, leadingEight);
	return { by: mode === 'phone' && chat.kind === 'person' ? 'phone' : 'chatId', ...chat };
}
