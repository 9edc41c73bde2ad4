import type { Contact } from '../message/contacts';
import { chatIdOfJid } from '../message/chatId';
import { escaped, vCard } from '../message/vCard';
import { at, field, isObject, plainWords, rejectedByStatus, text, words } from './answer';
import { capabilities } from './capabilities';
import { cardFields, quoteField } from './cards';
import { readChats } from './chats';
import type { Answer, Dialect, Json } from './gateway';
import { readSession } from './session';
import { type Accepted, type Reason, rejected, type SendResult } from './sendResult';

/**
 * WAHA, self-hosted; its answers depend on the engine behind it. Where its documents are silent, WAHA's own source is the
 * source: `src/core/engines`, `src/structures` and `src/core/exceptions.ts` of devlikeapro/waha.
 */
export const waha: Dialect = {
	displayName: 'WAHA',

	server: (server) => server,

	instance: (session) => session,

	authorize: (request, token) => ({
		...request,
		headers: { ...request.headers, 'X-Api-Key': token },
	}),

	request({ recipient, contacts, quotedMessageId, sendAs }, session, idempotencyKey) {
		const body = {
			session,
			chatId: recipient.chatId,
			contacts: contacts.map(sendAs === 'vCard' ? ownCard : card),
			...quoteField('reply_to', quotedMessageId),
			id: keyOf(idempotencyKey),
		};
		return { method: 'POST', path: '/api/sendContactVcard', body };
	},

	reply: readReply,

	session: (session) => ({
		request: { method: 'GET', path: `/api/sessions/${session}` },
		read: (answer) =>
			readSession(answer, text(field(answer.body, 'status')), STATES, saidBy(answer.body)),
	}),

	check: (phone, session) => ({
		request: { method: 'GET', path: '/api/contacts/check-exists', query: { phone, session } },
		read: ({ body }) => {
			const exists = field(body, 'numberExists');
			if (typeof exists !== 'boolean') return undefined;
			const chatId = chatIdOfJid(text(field(body, 'chatId')) ?? '');
			return { exists, ...(exists && PERSON.test(chatId) ? { chatId } : {}) };
		},
	}),

	chats: (session) => ({
		request: { method: 'GET', path: `/api/${session}/chats` },
		read: ({ body }) => readChats(body, capabilities.waha),
	}),

	findSent: ({ recipient }, session, idempotencyKey) => ({
		request: {
			method: 'GET',
			path: `/api/${session}/chats/${encodeURIComponent(recipient.chatId)}/messages`,
			query: { limit: '100', downloadMedia: 'false' },
		},
		read: (answer) => sentAs(answer, keyOf(idempotencyKey)),
	}),
};

/** Versions of 2024 send what goes to a hidden ID to the phone of a stranger, so that the check's own is not followed. */
const PERSON = /^\d+@c\.us$/;

const STATES = {
	WORKING: undefined,
	SCAN_QR_CODE:
		'The phone is not authorized: scan the QR code of this session with WhatsApp on the phone (Linked devices)',
	PASSKEY_REQUIRED: "The phone asks for its passkey: finish the login in WAHA's dashboard",
	PASSKEY_CONFIRMATION_REQUIRED:
		"The phone asks to confirm its passkey: finish the login in WAHA's dashboard",
	STARTING: 'The session is still starting: try again in a minute',
	STOPPED: "The session is stopped: start it in WAHA's dashboard",
	FAILED: "The session has failed: restart it in WAHA's dashboard, and scan its QR code if it asks",
};

/**
 * From fields, WAHA writes the card, and into it a name as it is (`src/core/vcard.ts`), but no e-mail or URL: where that is
 * not enough, the card is our own. Without `whatsappId` it would not be tappable.
 */
function card(contact: Contact): { [key: string]: Json } {
	const { name = '', organization = '', email, url } = contact;
	const isPlain = escaped(name + organization) === name + organization && !email && !url;
	return isPlain ? cardFields(contact, 'whatsappId') : ownCard(contact);
}

const ownCard = (contact: Contact): { [key: string]: Json } => ({ vcard: vCard(contact) });

/**
 * The key that the message is to have, in the form WhatsApp Web gives its own: NOWEB and GOWS hand it on, without the
 * chat before it, and phones show a key once, however often it arrives; WEBJS and older versions choose one themselves.
 */
const keyOf = (idempotencyKey: string): string =>
	`3EB0${idempotencyKey.slice(0, 18).toUpperCase()}`;

function readReply(answer: Answer): SendResult {
	const { status, body } = answer;
	const gatewayMessage = saidBy(body);
	// Thrown before the engine does anything: newer versions answer 501 what older ones answered with 422.
	if (status === 501) return rejected('notSent', 'refused', gatewayMessage);
	if (status === 422)
		return rejected('notSent', unprocessable(body, gatewayMessage), named(body, gatewayMessage));
	if (status === 403) return rejected('notSent', 'unauthorized', gatewayMessage);
	const byStatus = rejectedByStatus(answer, gatewayMessage);
	if (byStatus) return byStatus;
	const id = idOf(body) ?? null;
	if (id === null && !(status === 201 && isDone(body)))
		return rejected('unknown', 'unreadableReply', gatewayMessage);
	return { accepted: true, status: 'sent', id, message: 'Sent' };
}

/** Some engines have carried the request out and answer nothing, or what WhatsApp told them, without an ID in it. */
const isDone = (body: unknown): boolean =>
	body === '' || body === null || ['_data', 'key'].some((name) => isObject(field(body, name)));

const ONLY_DEFAULT = /only 'default' session/;

function unprocessable(body: unknown, gatewayMessage: string): Reason {
	if (Array.isArray(field(body, 'expected'))) return 'notConnected';
	return ONLY_DEFAULT.test(gatewayMessage) ? 'instanceNotFound' : 'refused';
}

function named(body: unknown, gatewayMessage: string): string {
	const state = text(field(body, 'status'));
	return state === undefined ? gatewayMessage : `${gatewayMessage} (${state})`;
}

/** The sentence in an error, and not what a 500 repeats of the request. */
function saidBy(body: unknown): string {
	if (!isObject(body)) return plainWords(body);
	return words(at(body, 'exception', 'message') ?? body.message ?? body.error ?? '');
}

/**
 * The id of a message, whole, so that it can be quoted: a text (GOWS), an object with the text in it (WEBJS), or the key
 * of which WAHA makes that text elsewhere (NOWEB).
 */
function idOf(message: unknown): string | undefined {
	const id = field(message, 'id');
	return text(id) ?? text(field(id, '_serialized')) ?? idOfKey(field(message, 'key'));
}

function idOfKey(key: unknown): string | undefined {
	const id = text(field(key, 'id'));
	const chat = text(field(key, 'remoteJid'));
	if (id === undefined || chat === undefined) return undefined;
	const author = text(field(key, 'participant'));
	return [String(field(key, 'fromMe') === true), chatIdOfJid(chat), id]
		.concat(author === undefined ? [] : chatIdOfJid(author))
		.join('_');
}

const FAILED = -1;

/**
 * A message of ours with that key is the one in doubt. None tells nothing: the engine may have chosen another key, or keep
 * no messages.
 */
function sentAs({ status, body }: Answer, key: string): Accepted | undefined {
	if (status !== 200 || !Array.isArray(body)) return undefined;
	const ours: unknown = body.find((message) => {
		const [fromMe, , id] = idOf(message)?.split('_') ?? [];
		return fromMe === 'true' && id === key;
	});
	if (ours === undefined || field(ours, 'ack') === FAILED) return undefined;
	const id = idOf(ours) ?? null;
	return {
		accepted: true,
		status: 'sent',
		id,
		message: 'Found in the chat by its ID after its answer was lost',
	};
}
