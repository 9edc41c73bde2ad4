import { InvalidInput } from './invalidInput';
import { fromAbroad, type LeadingEight, readPhone } from './phone';
import { plainText, shown } from './plainText';

/** What a chat is: one person (by phone or by hidden id), a group, or a channel. */
export type ChatKind = 'person' | 'group' | 'lid' | 'newsletter';

/** One chat of WhatsApp. */
export interface Chat {
	kind: ChatKind;
	/** In the spelling every gateway understands, e.g. `79995253422@c.us`: the same for every spelling of the same chat. */
	chatId: string;
}

/** `79995253422:12@…` names one of the person's devices; the message goes to the person. */
const PERSON = /^(.*?)(?::\d+)?@(?:c\.us|s\.whatsapp\.net)$/is;

/** Groups made before 2021 are `<creator>-<time>`, later ones a number of 18 digits that starts with 120363. */
const OTHER_CHATS: Array<[kind: ChatKind, form: RegExp]> = [
	['group', /^\d{7,25}(-\d{6,12})?@g\.us$/i],
	['lid', /^\d{6,20}@lid$/i],
	['newsletter', /^\d{10,25}@newsletter$/i],
];

/** The chat id of the person who has this phone (digits, country code first). */
export const personChatId = (phone: string): string => `${phone}@c.us`;

/** The chat id in the spelling every gateway understands, from one as a gateway's library may spell it. */
export const chatIdOfJid = (jid: string): string =>
	jid.replace(/(:\d+)?@s\.whatsapp\.net$/, '@c.us');

/**
 * Reads a chat id: a person (`@c.us`; `@s.whatsapp.net` is the same), a group (`@g.us`, with a dash or without),
 * a hidden id (`@lid`) or a channel (`@newsletter`). A bare phone or a link to its chat is understood as the person.
 *
 * @throws InvalidInput when it is none of these. The sentence starts with the value
 */
export function readChatId(value: string | number, leadingEight: LeadingEight): Chat {
	const text = plainText(value);
	const other = OTHER_CHATS.find(([, form]) => form.test(text));
	if (other) return { kind: other[0], chatId: text.toLowerCase() };
	const id = PERSON.exec(text)?.[1];
	const phone = id === undefined ? text : fromAbroad(id);
	// Behind the ? of a link, an @ belongs to the text of the message.
	if (/^[^?]*@/.test(phone)) {
		throw new InvalidInput(
			`${shown(value)} is not a chat ID`,
			'A person is 79995253422@c.us, a group 120363028392831234@g.us or 79995253422-1479621234@g.us.',
		);
	}
	return { kind: 'person', chatId: personChatId(readPhone(phone, leadingEight, value)) };
}
