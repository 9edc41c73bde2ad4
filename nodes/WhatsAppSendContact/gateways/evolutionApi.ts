import type { Contact } from '../message/contacts';
import { phoneOf } from '../message/recipient';
import { escaped } from '../message/vCard';
import { at, field, isObject, plainWords, rejectedByStatus, text, words } from './answer';
import { capabilities } from './capabilities';
import { cardFields } from './cards';
import { readChats } from './chats';
import type { Answer, Dialect } from './gateway';
import { readSession } from './session';
import { rejected, type SendResult } from './sendResult';

/**
 * Evolution API 2, self-hosted. Where its documents are silent, its own source is the source:
 * `whatsapp.baileys.service.ts` and `src/api/guards` of EvolutionAPI/evolution-api.
 */
export const evolutionApi: Dialect = {
	displayName: 'Evolution API',

	server: (server) => server,

	/** An instance may have any name, such as `Shop (Berlin)`. What could end a part of a path stays, and is refused. */
	instance: (name) => name.replace(/[^\w.~\-/\\?#%\p{C}]/gu, percentEncoded),

	authorize: (request, token) => ({ ...request, headers: { ...request.headers, apikey: token } }),

	request({ recipient, contacts }, instance) {
		const body = {
			number: phoneOf(recipient) ?? recipient.chatId,
			contact: contacts.map(card),
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
		read: ({ body }) =>
			readChats(Array.isArray(body) ? body.map(listed) : body, capabilities.evolutionApi),
	}),
};

/**
 * The server writes these into the card as they are, so that names go out escaped. Without `wuid` it would write one that
 * can't be tapped.
 */
const card = ({ phone, name, organization, email, url }: Contact) => ({
	...cardFields(
		{ phone, name: name && escaped(name), organization: organization && escaped(organization) },
		'wuid',
	),
	...(email ? { email } : {}),
	...(url ? { url } : {}),
});

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

/** What the server says when the phone is not connected, before it has tried to send: exactly these words, with a 500. */
const NOT_CONNECTED = [
	'Connection Closed',
	"Cannot read properties of undefined (reading 'onWhatsApp')",
	"Cannot read properties of undefined (reading 'contactMessage')",
];

/** `throw new BadRequestException(error.toString())` ends the server's sending, whether the message had left or not. */
const EXCEPTION = /^\w*Error\b/;
/** The same, for what the server itself throws when it looks a group up. */
const UNNAMED = '[object Object]';
/** The other 404, of its source though never seen: taken for the instance's, it would end the run. */
const GROUP = /^group not found/i;

function readReply(answer: Answer): SendResult {
	const { status, body } = answer;
	const gatewayMessage = saidBy(body);
	if (status === 500 && NOT_CONNECTED.includes(gatewayMessage))
		return rejected('notSent', 'notConnected', gatewayMessage);
	if (status === 403) return rejected('notSent', 'unauthorized', gatewayMessage);
	if (status === 400 && isNotOnWhatsApp(body)) return rejected('notSent', 'notOnWhatsApp');
	if (status === 400 && EXCEPTION.test(gatewayMessage))
		return rejected('unknown', 'serverError', gatewayMessage);
	if (status === 400 && gatewayMessage === UNNAMED)
		return rejected('notSent', 'refused', 'the group is unknown, or the phone is not connected');
	if (status === 404 && GROUP.test(gatewayMessage))
		return rejected('notSent', 'refused', gatewayMessage);
	const byStatus = rejectedByStatus(answer, gatewayMessage);
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
	id: text(field(chat, 'remoteJid')) ?? field(chat, 'id'),
	name: text(field(chat, 'pushName')) ?? field(chat, 'name'),
});
