import { chatIdOfJid } from '../message/chatId';
import type { ContactMessage } from '../message/contactMessage';
import type { Contact } from '../message/contacts';
import { InvalidInput } from '../message/invalidInput';
import { phoneOf, type Recipient } from '../message/recipient';
import { internationalPhone } from '../message/vCard';
import { at, field, isObject, plainWords, refused, rejectedByStatus, text, words } from './answer';
import { readChats } from './chats';
import type { Answer, Chat, Gateway, Json } from './gateway';
import { readSession } from './session';
import { rejected, type SendResult } from './sendResult';

/**
 * Evolution API 2, self-hosted. Where the facts file is silent, its own source is the source:
 * `whatsapp.baileys.service.ts` and `src/api/guards` of EvolutionAPI/evolution-api.
 */
export const evolutionApi: Gateway = {
	displayName: 'Evolution API',

	server: (server) => server,

	/** An instance may have any name, such as `Shop (Berlin)`. What could end a part of a path stays, and is refused. */
	instance: (name) => name.replace(/[^\w.~\-/\\?#%\p{C}]/gu, percentEncoded),

	authorize: (request, token) => ({ ...request, headers: { ...request.headers, apikey: token } }),

	split: (message) => [message],

	request(message, instance) {
		refuseQuote(message);
		refuseVCard(message);
		const body = {
			number: numberOf(message.recipient),
			contact: message.contacts.map(cardFields),
		};
		return { method: 'POST', path: `/message/sendContact/${instance}`, body };
	},

	reply: readReply,

	session: (instance) => ({
		request: { method: 'GET', path: `/instance/connectionState/${instance}` },
		read: (answer) => readSession(answer, stateOf(answer.body), STATES, saidBy(answer.body)),
	}),

	check: (phone, instance) => ({
		request: {
			method: 'POST',
			path: `/chat/whatsappNumbers/${instance}`,
			body: { numbers: [phone] },
		},
		read: ({ body }) => {
			const exists = Array.isArray(body) ? field(body[0], 'exists') : undefined;
			return typeof exists === 'boolean' ? { exists } : undefined;
		},
	}),

	chats: (instance) => ({
		request: { method: 'POST', path: `/chat/findChats/${instance}`, body: {} },
		read: ({ body }) => readChats(Array.isArray(body) ? body.map(listed) : body)?.filter(isReached),
	}),
};

const percentEncoded = (character: string): string =>
	Buffer.from(character).toString('hex').toUpperCase().replace(/../g, '%$&');

/** The server knows the instance, and has not started it. */
const NOT_LOADED = 'not loaded';

const STATES = {
	open: undefined,
	connecting:
		'The phone is not connected yet: scan the QR code of this instance with WhatsApp on the phone (Linked devices), or try again in a minute',
	close:
		'The phone is not connected: connect this instance in the Evolution Manager and scan its QR code',
	refused:
		'WhatsApp refused the connection: connect this instance in the Evolution Manager and scan its QR code',
	[NOT_LOADED]: 'The instance is not running: restart it in the Evolution Manager',
};

function stateOf(body: unknown): string | undefined {
	const instance = field(body, 'instance');
	return isObject(instance) ? (text(instance.state) ?? NOT_LOADED) : undefined;
}

function refuseQuote({ quotedMessageId }: ContactMessage) {
	if (quotedMessageId === undefined) return;
	throw new InvalidInput(
		"Evolution API can't quote a message with a contact",
		"Leave 'Quoted Message ID' empty.",
	);
}

function refuseVCard({ sendAs }: ContactMessage) {
	if (sendAs !== 'vCard') return;
	throw new InvalidInput(
		'Evolution API sends no vCards of our own: it writes the card itself, from name and organization',
		"Set the option 'Send As' to 'Contact'.",
	);
}

function numberOf(recipient: Recipient): string {
	const { kind, chatId } = recipient;
	if (kind === 'newsletter') {
		throw new InvalidInput(
			`"${chatId}" is a channel, and Evolution API sends contacts to people and groups only`,
			'Enter a phone, or an ID that ends in @c.us, @g.us or @lid.',
		);
	}
	return phoneOf(recipient) ?? chatId;
}

const SHORTEST_PHONE = 10;

/** Without `wuid` the server would write one that can't be tapped. */
function cardFields({ phone, name, organization }: Contact): { [key: string]: Json } {
	if (phone.length < SHORTEST_PHONE) {
		throw new InvalidInput(
			`The contact "${phone}" has ${phone.length} digits, and Evolution API takes ${SHORTEST_PHONE} or more`,
			'Check the number, or remove the contact.',
		);
	}
	return {
		fullName: name ?? internationalPhone(phone),
		wuid: phone,
		phoneNumber: phone,
		...(organization ? { organization } : {}),
	};
}

/** `throw new BadRequestException(error.toString())` ends the server's sending, whether the message had left or not. */
const EXCEPTION = /^\w*Error\b/;

/** The other 404, which must not be taken for the instance's: it would end the run. */
const GROUP = /^group not found/i;

function readReply(answer: Answer): SendResult {
	const { status, body } = answer;
	const gatewayMessage = saidBy(body);
	if (status === 403) return rejected('notSent', 'unauthorized', gatewayMessage);
	if (status === 404 && GROUP.test(gatewayMessage))
		return rejected('notSent', 'refused', gatewayMessage);
	if (status === 400 && isNotOnWhatsApp(body)) return rejected('notSent', 'notOnWhatsApp');
	if (status === 400 && EXCEPTION.test(gatewayMessage))
		return rejected('unknown', 'serverError', gatewayMessage);
	const byStatus = rejectedByStatus(answer, gatewayMessage);
	if (byStatus?.reason === 'refused') {
		return refused(byStatus.gatewayMessage);
	}
	if (byStatus) return byStatus;
	const id = text(at(body, 'key', 'id'));
	if (id === undefined) return rejected('unknown', 'unreadableReply', gatewayMessage);
	return { accepted: true, status: 'sent', id, message: text(field(body, 'status')) ?? 'Sent' };
}

/** `[{ "exists": false, "jid", "number" }]` where an error has its sentences. */
function isNotOnWhatsApp(body: unknown): boolean {
	const message = at(body, 'response', 'message');
	return Array.isArray(message) && message.some((each) => field(each, 'exists') === false);
}

function saidBy(body: unknown): string {
	if (!isObject(body)) return plainWords(body);
	return words(at(body, 'response', 'message') ?? body.message ?? body.error ?? '');
}

const listed = (chat: unknown) => ({
	id: chatIdOfJid(text(field(chat, 'remoteJid')) ?? text(field(chat, 'id')) ?? ''),
	name: text(field(chat, 'pushName')) ?? field(chat, 'name'),
});

/** Channels are listed, and can't be sent to. */
const isReached = ({ id }: Chat): boolean => !id.endsWith('@newsletter');
