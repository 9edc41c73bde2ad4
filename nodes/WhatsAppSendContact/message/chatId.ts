import { InvalidInput } from './invalidInput';
import { isChatLink, type LeadingEight, LONGEST_PHONE, readPhone } from './phone';
import { plainText, shown } from './plainText';

/** What a chat is: one person (by phone or by hidden id), a group, or a channel. */
export type ChatKind = 'person' | 'group' | 'lid' | 'newsletter';

export interface ChatId {
	kind: ChatKind;
	/** In the spelling every gateway understands, e.g. `79995253422@c.us`. */
	id: string;
}

/** Groups made before 2021 are `<creator>-<time>`, later ones a number of 18 digits that starts with 120363. */
const GROUP = /^\d{7,25}(-\d{6,12})?$/;
const LID = /^\d{6,20}$/;
const NEWSLETTER = /^\d{10,25}$/;
/** `79995253422:12@…` names one of the person's devices; the message goes to the person. */
const DEVICE = /:\d+$/;

const EXAMPLES =
	'A person is 79995253422@c.us, a group 120363028392831234@g.us or 79995253422-1479621234@g.us.';

/** The chat id of the person who has this phone (digits, country code first). */
export const personChatId = (phone: string): string => `${phone}@c.us`;

/** The chat id in the spelling every gateway understands, from one as a gateway's library may spell it. */
export const chatIdOfJid = (jid: string): string =>
	jid.replace(/(:\d+)?@s\.whatsapp\.net$/, '@c.us');

/**
 * Reads a chat id: a person (`@c.us`; `@s.whatsapp.net` is the same), a group (`@g.us`, with a dash or without),
 * a hidden id (`@lid`) or a channel (`@newsletter`). A bare phone or a link to its chat is understood as the person.
 *
 * @throws InvalidInput when it is none of these; a bare long number is a group id that lost its ending. The sentence
 * starts with the value
 */
export function readChatId(value: string | number, leadingEight: LeadingEight): ChatId {
	const text = plainText(value);
	const at = text.lastIndexOf('@');
	if (at < 0 || isChatLink(text)) return person(readBareNumber(text, leadingEight));
	const user = text.slice(0, at);
	switch (text.slice(at + 1).toLowerCase()) {
		case 'c.us':
		case 's.whatsapp.net':
			return person(readPhone(user.replace(DEVICE, ''), leadingEight));
		case 'g.us':
			return matching(GROUP, { kind: 'group', id: `${user}@g.us` }, user, value);
		case 'lid':
			return matching(LID, { kind: 'lid', id: `${user}@lid` }, user, value);
		case 'newsletter':
			return matching(NEWSLETTER, { kind: 'newsletter', id: `${user}@newsletter` }, user, value);
		default:
			throw notAChatId(value);
	}
}

const person = (phone: string): ChatId => ({ kind: 'person', id: personChatId(phone) });

function matching(form: RegExp, chat: ChatId, user: string, value: unknown): ChatId {
	if (!form.test(user)) throw notAChatId(value);
	return chat;
}

const notAChatId = (value: unknown) =>
	new InvalidInput(`${shown(value)} is not a chat ID`, EXAMPLES);

function readBareNumber(text: string, leadingEight: LeadingEight): string {
	if (GROUP.test(text) && text.replace('-', '').length > LONGEST_PHONE) {
		throw new InvalidInput(
			`${shown(text)} is a group ID without its ending`,
			`Groups are recipients by chat ID, with the ending: ${text}@g.us.`,
		);
	}
	return readPhone(text, leadingEight);
}
