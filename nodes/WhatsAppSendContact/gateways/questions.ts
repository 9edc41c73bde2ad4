import { chatIdOfJid } from '../message/chatId';
import type { ContactMessage } from '../message/contactMessage';
import { at, isHtml, saidBy, textAt, words } from './body';
import { inWords, KINDS } from './checks';
import { type Answer, type Gateway, isSuccess, type ListedChat } from './gateway';
import { reasonIn, refused, rejectedByStatus } from './reply';
import type { Reason } from '../outcome';

/** What is to be done about a session, for the states and refusals that several gateways have. */
export const PROBLEMS = {
	unauthorized: "The gateway refused the token: copy it again from the gateway's console",
	instanceNotFound: 'The gateway does not know this account: check every field of the credential',
	notPaid: 'The account has not been paid for: extend its subscription at the gateway',
	notConnected:
		"The phone is not connected or not authorized: scan the QR code in the gateway's console with WhatsApp on the phone (Linked devices)",
	restricted: 'WhatsApp restricts this account',
	rateLimited: 'The gateway gets too many requests: wait a minute, then try again',
	serverError: 'The gateway reports an internal error: wait a minute, then try again',
	loading: 'The gateway is still loading: try again in a minute',
};

/** Says, whatever came back, what a session is missing and what to do; undefined when it is ready. */
export function readSession(
	{ session, statuses, rejects }: Gateway,
	answer: Answer,
): string | undefined {
	const { status, body } = answer;
	const said = saidBy(body);
	if (isHtml(body) && status < 500) {
		return `The server answered with ${said}, so it is not a gateway: check the server's address`;
	}
	const state = session.state(body);
	if (state !== undefined && isSuccess(status)) {
		if (Object.hasOwn(session.states, state)) return session.states[state];
		return `The gateway is not ready: it reports "${words(state)}"`;
	}
	const rejection =
		rejects(answer, said) ?? rejectedByStatus(status, said, { 403: 'unauthorized', ...statuses });
	const { reason, gatewayMessage } = rejection ?? refused(said);
	const known: Partial<Record<Reason, string>> = PROBLEMS;
	const sentence =
		known[reason] ??
		known[reasonIn(said) ?? reason] ??
		`The server gave no session state (HTTP ${status}): check the server's address`;
	return gatewayMessage ? `${sentence}. The gateway said: ${gatewayMessage}` : sentence;
}

/** What sentences call what an engine leaves out. */
const IN_WORDS = { name: 'name', organization: 'organization', email: 'e-mail', url: 'URL' };
const QUOTE = { always: 'quote', unlessStored: 'quote, if its store has no such message' };

/**
 * Says what the engine that a session's answer names would leave out of messages without a word; undefined when all of it
 * arrives, or nothing is known of the engine.
 */
export function readLosses(
	{ can, session }: Gateway,
	body: unknown,
	messages: ContactMessage[],
): string | undefined {
	const engine = session.engine?.(body) ?? '';
	const { engines = {} } = can;
	const { quote, details = [] } = Object.hasOwn(engines, engine) ? engines[engine] : {};
	const isQuoting = messages.some(({ quotedMessageId }) => quotedMessageId !== undefined);
	const contacts = messages.flatMap((message) => message.contacts);
	const hidden = details.filter((each) => contacts.some((contact) => contact[each] !== undefined));
	const lost = hidden.map((each) => IN_WORDS[each]);
	if (quote !== undefined && isQuoting) lost.unshift(QUOTE[quote]);
	if (lost.length === 0) return undefined;
	return `The engine ${engine} sends without ${inWords(lost, 'and')}.`;
}

/**
 * Reads a list of chats, which some give inside an object; undefined when it is none. Gateways list broadcasts and
 * statuses too: what can't be sent to is left out.
 */
export function readChats({ can }: Gateway, body: unknown): ListedChat[] | undefined {
	const chats = at(body, 'dialogs') ?? at(body, 'chats') ?? body;
	const endings = can.chats.map((kind) => KINDS[kind].ending);
	const isReached = ({ id }: ListedChat) => endings.some((ending) => id.endsWith(ending));
	return Array.isArray(chats) ? chats.map(readChat).filter(isReached) : undefined;
}

/**
 * WhatsApp Web has an object with the text in it as the id; the library Baileys has a `remoteJid` and a `pushName`; uazapi
 * has a `wa_chatid` beside an id of its own, and maybe no other name than those of WhatsApp.
 */
function readChat(chat: unknown): ListedChat {
	const first = (...paths: string[]) => paths.map((each) => textAt(chat, each)).find(Boolean);
	const id = chatIdOfJid(first('remoteJid', 'wa_chatid', 'id', 'id._serialized') ?? '');
	const name = first('pushName', 'name', 'wa_contactName', 'wa_name') ?? id;
	return { id, name, isGroup: id.endsWith(KINDS.group.ending) };
}
