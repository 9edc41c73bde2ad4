import { personChatId } from '../message/chatId';
import { contactId, type Contact } from '../message/contacts';
import { InvalidInput } from '../message/invalidInput';
import { phoneOf, type Recipient } from '../message/recipient';
import { internationalPhone, vCard } from '../message/vCard';
import { at, field, text } from './answer';
import { capabilities } from './capabilities';
import { quoteField } from './cards';
import { readChats } from './chats';
import type { Answer, Dialect } from './gateway';
import { readSentReply } from './sentReply';
import { readSession } from './session';
import type { Accepted } from './sendResult';

const SERVER = 'https://api.ultramsg.com';
/** The console shows the API URL with the instance at its end. */
const INSTANCE_IN_URL = /\/instance\d+\/*$/i;

/**
 * UltraMsg: a queue in the cloud before a phone. Where its documents are silent, the vendor's own PHP SDK is the source
 * (`ultramsg.class.php`), which posts forms.
 */
export const ultraMsg: Dialect = {
	displayName: 'UltraMsg',

	server: (server) => (server === '' ? SERVER : server.replace(INSTANCE_IN_URL, '')),

	instance: (instance) => `instance${instance.replace(/^instance/i, '')}`,

	/** In the body where there is one: a query is written into the logs of every proxy on the way. */
	authorize: (request, token) =>
		request.method === 'POST'
			? { ...request, body: { ...request.body, token } }
			: { ...request, query: { ...request.query, token } },

	request({ recipient, contacts, sendAs, quotedMessageId }, instance, idempotencyKey) {
		const [kind, content] =
			sendAs === 'vCard'
				? ['vcard', readableVCard(contacts[0])]
				: ['contact', contactList(contacts)];
		const body = {
			to: chatOf(recipient),
			[kind]: content,
			...quoteField('msgId', quotedMessageId),
			referenceId: idempotencyKey,
		};
		return { method: 'POST', path: `/${instance}/messages/${kind}`, body, form: true };
	},

	reply: readSentReply,

	session: (instance) => ({
		request: { method: 'GET', path: `/${instance}/instance/status` },
		read: (answer) =>
			readSession(answer, text(at(answer.body, 'status', 'accountStatus', 'status')), STATES),
	}),

	/** Answers `{"status":"valid"}` or `"invalid"`, as several of its clients read it. */
	check: (phone, instance) => ({
		request: {
			method: 'GET',
			path: `/${instance}/contacts/check`,
			query: { chatId: personChatId(phone) },
		},
		read: ({ body }) => {
			const status = field(body, 'status');
			return status === 'valid' || status === 'invalid'
				? { exists: status === 'valid' }
				: undefined;
		},
	}),

	chats: (instance) => ({
		request: { method: 'GET', path: `/${instance}/chats` },
		read: ({ body }) => readChats(body, capabilities.ultraMsg),
	}),

	findSent: (_message, instance, referenceId) => ({
		request: {
			method: 'GET',
			path: `/${instance}/messages`,
			query: { referenceId, status: 'all', sort: 'desc', page: '1', limit: '100' },
		},
		read: (answer) => sentAs(answer, referenceId),
	}),
};

const STATES = {
	authenticated: undefined,
	qr: 'The phone is not authorized: scan the QR code of this instance with WhatsApp on the phone (Linked devices)',
	standby: "The instance is on standby: restart it in the gateway's console, then try again",
	loading: 'The instance is still loading: try again in a minute',
};

/** "Phone with international format e.g. +1408XXXXXXX , or chatID for contact or group" */
function chatOf(recipient: Recipient): string {
	const phone = recipient.by === 'phone' ? phoneOf(recipient) : undefined;
	return phone === undefined ? recipient.chatId : internationalPhone(phone);
}

const { contact: asContact, vCard: asVCard } = capabilities.ultraMsg;

function contactList(contacts: Contact[]): string {
	const ids = contacts.map(contactId);
	const lengthOf = (count: number) => ids.slice(0, count).join(',').length;
	const most = asContact.longest ?? Infinity;
	if (lengthOf(ids.length) <= most) return ids.join(',');
	const fit = ids.findIndex((_, index) => lengthOf(index + 1) > most);
	throw new InvalidInput(
		`The ${ids.length} contacts are too many for one message of UltraMsg: the first ${fit} fit`,
		`Spread them over several items with at most ${fit} contacts each.`,
	);
}

function readableVCard(contact: Contact): string {
	const card = vCard(contact);
	if (card.length <= (asVCard?.longest ?? Infinity)) return card;
	throw new InvalidInput(
		`The vCard of ${contact.phone} has ${card.length} characters, and UltraMsg takes ${asVCard?.longest}`,
		'Shorten its name or its organization.',
	);
}

/** Only `sent` and `queue` prove anything: an unsent or expired message can still be sent from the console. */
function sentAs({ status, body }: Answer, referenceId: string): Accepted | undefined {
	const messages = field(body, 'messages');
	if (status !== 200 || !Array.isArray(messages)) return undefined;
	const ours: unknown = messages.find((one) => field(one, 'referenceId') === referenceId);
	const state = field(ours, 'status');
	if (state !== 'sent' && state !== 'queue') return undefined;
	return {
		accepted: true,
		status: state === 'sent' ? 'sent' : 'queued',
		id: text(field(ours, 'id')) ?? null,
		message: 'Found by its reference after its answer was lost',
	};
}
