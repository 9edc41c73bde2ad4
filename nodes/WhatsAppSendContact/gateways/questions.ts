import { chatIdOfJid } from '../message/chatId';
import { at, field, isHtml, saidBy, text, words } from './body';
import { KINDS } from './checks';
import { type Answer, type Gateway, isSuccess, type ListedChat } from './gateway';
import { refused, rejectedByStatus } from './reply';
import type { Reason } from '../outcome';

/** What is to be done about a session, for the states and refusals that several gateways have. */
export const PROBLEMS = {
	unauthorized: "The gateway refused the token: copy it again from the gateway's console",
	instanceNotFound: 'The gateway does not know this instance: check the instance and the server',
	notPaid: 'The instance has not been paid for: extend its subscription at the gateway',
	notConnected:
		'The phone is not connected or not authorized: scan the QR code of this instance with WhatsApp on the phone (Linked devices)',
	loading: 'The instance is still loading: try again in a minute',
};

/**
 * Reads a session answer, whatever came back.
 *
 * @returns a sentence that says what is missing and what to do; undefined when the session is ready
 */
export function readSession({ session, statuses }: Gateway, answer: Answer): string | undefined {
	const { status, body } = answer;
	const said = saidBy(body);
	if (isHtml(body)) {
		return `The server answered with ${said}, so it is not a gateway: check the server's address`;
	}
	const state = session.state(body);
	if (state !== undefined && isSuccess(status)) {
		if (Object.hasOwn(session.states, state)) return session.states[state];
		return `The instance is not ready: the gateway reports "${words(state)}"`;
	}
	const byStatus = rejectedByStatus(status, said, { 403: 'unauthorized', ...statuses });
	const { reason, gatewayMessage } = byStatus ?? refused(said);
	const known: Partial<Record<Reason, string>> = PROBLEMS;
	const sentence =
		known[reason] ??
		`The server gave no session state (HTTP ${status}): check the server's address`;
	return gatewayMessage ? `${sentence}. The gateway said: ${gatewayMessage}` : sentence;
}

/**
 * Reads a list of chats, which some give inside an object. Gateways list broadcasts and statuses too: what can't be sent
 * to is left out.
 *
 * @returns undefined when it is no list
 */
export function readChats({ can }: Gateway, body: unknown): ListedChat[] | undefined {
	const chats = field(body, 'dialogs') ?? body;
	const endings = can.chats.map((kind) => KINDS[kind].ending);
	const isReached = ({ id }: ListedChat) => endings.some((ending) => id.endsWith(ending));
	return Array.isArray(chats) ? chats.map(readChat).filter(isReached) : undefined;
}

/** WhatsApp Web has an object with the text in it as the id; the library Baileys has a `remoteJid` and a `pushName`. */
function readChat(chat: unknown): ListedChat {
	const ids = [field(chat, 'remoteJid'), field(chat, 'id'), at(chat, 'id', '_serialized')];
	const id = chatIdOfJid(ids.map(text).find((each) => each !== undefined) ?? '');
	const name = text(field(chat, 'pushName')) ?? text(field(chat, 'name')) ?? id;
	return { id, name, isGroup: id.endsWith(KINDS.group.ending) };
}
