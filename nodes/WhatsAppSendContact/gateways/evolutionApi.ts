import { phoneOf } from '../message/recipient';
import { cardName, escaped, internationalPhone } from '../message/vCard';
import { at, isObject, list, personIn, textAt, words } from './body';
import { type Gateway, get, post, withHeader } from './gateway';
import { checkOf, deliveryOf } from './reply';
import { type Reason, rejected, taken } from '../outcome';

/** The server knows the instance, and has not started it. */
const NOT_LOADED = 'not loaded';

/**
 * Evolution API 2, self-hosted. Where its documents are silent, its own source is the source:
 * `whatsapp.baileys.service.ts` and `src/api/guards` of EvolutionAPI/evolution-api.
 */
export const evolutionApi: Gateway = {
	displayName: 'Evolution API',
	whereToLook: "check the chat on the linked phone, and the server's log",

	can: {
		chats: ['person', 'group', 'lid'],
		contact: { contacts: Infinity },
		digits: { contact: [10, 15] },
	},

	authorize: (request, token) => withHeader(request, 'apikey', token),

	request: ({ recipient, contacts }, instance) =>
		post(`/message/sendContact/${instance}`, {
			number: phoneOf(recipient) ?? recipient.chatId,
			// Written into the card as they are, so that texts go out escaped; without `wuid` the card can't be tapped.
			contact: contacts.map((contact) => ({
				fullName: escaped(cardName(contact)),
				organization: contact.organization && escaped(contact.organization),
				phoneNumber: internationalPhone(contact.phone),
				wuid: contact.phone,
				email: contact.email && escaped(contact.email),
				url: contact.url,
			})),
		}),

	statuses: { 403: 'unauthorized' },

	rejects({ status, body }, said) {
		const told = at(body, 'response.message');
		const reason = BEFORE_SENDING[`${status} ${words(told)}`];
		if (reason !== undefined) return rejected('notSent', reason, said);
		if (status === 503 && at(body, 'code') === NO_LICENSE)
			return rejected('notSent', 'notPaid', said);
		if (status !== 400) return undefined;
		// `{ "exists": false, "jid", "number" }` in the place of a sentence.
		const missing = list(told).find((each) => at(each, 'exists') === false);
		if (missing) return rejected('notSent', 'notOnWhatsApp', textAt(missing, 'number'));
		if (EXCEPTION.test(said)) return rejected('unknown', 'serverError', said);
		if (said !== UNNAMED) return undefined;
		return rejected('notSent', 'refused', 'the group is unknown, or the phone is not connected');
	},

	accepts({ body }) {
		const chatId = personIn(at(body, 'key.remoteJid'));
		return taken(textAt(body, 'key.id'), textAt(body, 'status'), { chatId });
	},

	session: {
		request: (instance) => get(`/instance/connectionState/${instance}`),
		state: (body) =>
			textAt(body, 'instance.state') ?? (isObject(at(body, 'instance')) ? NOT_LOADED : undefined),
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
		read: (body) => checkOf(at(body, '0.exists')),
	}),

	chats: (instance) => post(`/chat/findChats/${instance}`, {}),

	/** It keeps no statuses of groups, and asked by chat it may miss those of people whom WhatsApp hides. */
	track({ recipient }, instance, id) {
		if (recipient.kind === 'group') return undefined;
		// Before 2.3.0, the server has no page of its own to begin with, and answers 500.
		const asked = { where: { id }, page: 1, offset: 50 };
		return {
			request: post(`/chat/findStatusMessage/${instance}`, asked),
			/** A row for each change. The highest counts, and a failure more than all. */
			read(body) {
				const ours = list(body).filter((row) => at(row, 'keyId') === id);
				const told = ours.map((row) => deliveryOf(at(row, 'status')));
				const failure = told.find((each) => typeof each === 'object');
				return failure ?? (['read', 'delivered'] as const).find((each) => told.includes(each));
			},
		};
	},
};

/**
 * What the server says, after this status, before it has tried to send: exactly these words. Those with 400 and
 * `rate-overlimit` were seen on 2.3.7, the others on 2.3.6 too.
 */
const BEFORE_SENDING: Record<string, Reason> = {
	'500 Connection Closed': 'notConnected',
	"500 Cannot read properties of undefined (reading 'onWhatsApp')": 'notConnected',
	"500 Cannot read properties of undefined (reading 'contactMessage')": 'notConnected',
	'500 rate-overlimit': 'rateLimited',
	'400 Error: Connection Closed': 'notConnected',
	'400 Error: rate-overlimit': 'rateLimited',
	'400 SessionError: No sessions': 'notConnected',
};
/** Version 2.4 answers every call so while it has no license. */
const NO_LICENSE = 'LICENSE_REQUIRED';

/** `throw new BadRequestException(error.toString())` ends the server's sending; the message may have left by then. */
const EXCEPTION = /^\w*Error\b/;
/** The same, for what the server itself throws when it looks a group up, its 404 `Group not found`. */
const UNNAMED = '[object Object]';
