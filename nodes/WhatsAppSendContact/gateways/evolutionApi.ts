import type { Contact } from '../message/contacts';
import { phoneOf } from '../message/recipient';
import { cardName, escaped, internationalPhone } from '../message/vCard';
import { at, field, isObject, list, text, words } from './body';
import { EVERY_FIELD } from './capabilities';
import { type Answer, type Gateway, get, post } from './gateway';
import { rejected, type Rejected } from '../outcome';

/** The server knows the instance, and has not started it. */
const NOT_LOADED = 'not loaded';

/**
 * Evolution API 2, self-hosted. Where its documents are silent, its own source is the source:
 * `whatsapp.baileys.service.ts` and `src/api/guards` of EvolutionAPI/evolution-api.
 */
export const evolutionApi: Gateway = {
	displayName: 'Evolution API',

	can: {
		chats: ['person', 'group', 'lid'],
		contact: { contacts: Infinity, shows: EVERY_FIELD },
		contactDigits: [10, 15],
	},

	authorize: (request, token) => ({ ...request, headers: { ...request.headers, apikey: token } }),

	request: ({ recipient, contacts }, instance) =>
		post(`/message/sendContact/${instance}`, {
			number: phoneOf(recipient) ?? recipient.chatId,
			contact: contacts.map(card),
		}),

	statuses: { 403: 'unauthorized' },

	rejects,

	accepts({ body }) {
		const id = text(at(body, 'key', 'id'));
		if (id === undefined) return undefined;
		return { accepted: true, status: 'sent', id, message: text(field(body, 'status')) ?? 'Sent' };
	},

	session: {
		request: (instance) => get(`/instance/connectionState/${instance}`),
		state(body) {
			const instance = field(body, 'instance');
			return isObject(instance) ? (text(instance.state) ?? NOT_LOADED) : undefined;
		},
		states: {
			open: undefined,
			connecting:
				'The phone is not connected yet: scan the QR code of this instance with WhatsApp on the phone (Linked devices), or try again in a minute',
			close:
				'The phone is not connected: connect this instance in the Evolution Manager and scan its QR code',
			refused:
				'WhatsApp refused the connection: connect this instance in the Evolution Manager and scan its QR code',
			[NOT_LOADED]: 'The instance is not running: restart it in the Evolution Manager',
		},
	},

	check: (phone, instance) => ({
		request: post(`/chat/whatsappNumbers/${instance}`, { numbers: [phone] }),
		read({ body }) {
			const exists = field(list(body)[0], 'exists');
			return typeof exists === 'boolean' ? { exists } : undefined;
		},
	}),

	chats: (instance) => post(`/chat/findChats/${instance}`, {}),
};

/**
 * The server writes these into the card as they are, so that names go out escaped. Without `wuid` it would write one that
 * can't be tapped.
 */
const card = (contact: Contact) => ({
	fullName: escaped(cardName(contact)),
	organization: contact.organization && escaped(contact.organization),
	phoneNumber: internationalPhone(contact.phone),
	wuid: contact.phone,
	email: contact.email,
	url: contact.url,
});

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
/** A 404 that is in its source and was never seen: read as one of the instance, it would end the run. */
const GROUP = /^group not found/i;

function rejects({ status, body }: Answer, said: string): Rejected | undefined {
	if (status === 500 && NOT_CONNECTED.includes(words(at(body, 'response', 'message'))))
		return rejected('notSent', 'notConnected', said);
	if (status === 404 && GROUP.test(said)) return rejected('notSent', 'refused', said);
	if (status !== 400) return undefined;
	if (isNotOnWhatsApp(body)) return rejected('notSent', 'notOnWhatsApp');
	if (EXCEPTION.test(said)) return rejected('unknown', 'serverError', said);
	if (said !== UNNAMED) return undefined;
	return rejected('notSent', 'refused', 'the group is unknown, or the phone is not connected');
}

/** `[{ "exists": false, "jid", "number" }]` where an error has its sentences. */
const isNotOnWhatsApp = (body: unknown): boolean =>
	list(at(body, 'response', 'message')).some((each) => field(each, 'exists') === false);
