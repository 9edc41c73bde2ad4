import { personChatId } from '../message/chatId';
import { onePerContact } from '../message/contactMessage';
import { contactId, type Contact } from '../message/contacts';
import { InvalidInput } from '../message/invalidInput';
import { wholeMessageId } from '../message/quotedMessage';
import { phoneOf, type Recipient } from '../message/recipient';
import { internationalPhone, vCard } from '../message/vCard';
import { at, field, text } from './answer';
import { readChats } from './chats';
import type { Answer, Gateway, Json } from './gateway';
import { readSentReply } from './sentReply';
import { readSession } from './session';
import type { Accepted } from './sendResult';

const SERVER = 'https://api.ultramsg.com';
/** The console shows the API URL with the instance at its end. */
const INSTANCE_IN_URL = /\/instance\d+\/*$/i;
/** "Max length : 300 char , almost 15 contacts" and "Max length : 4096 char", says the vendor's SDK. */
const LONGEST_CONTACTS = 300;
const LONGEST_VCARD = 4096;

/** UltraMsg: a queue in the cloud before a phone. Where the facts file is silent, the vendor's own PHP SDK is the source. */
export const ultraMsg: Gateway = {
	displayName: 'UltraMsg',

	server: (server) => (server === '' ? SERVER : server.replace(INSTANCE_IN_URL, '')),

	instance: (instance) => `instance${instance.replace(/^instance/i, '')}`,

	/** In the body where there is one: a query is written into the logs of every proxy on the way. */
	authorize: (request, token) =>
		request.method === 'POST'
			? { ...request, body: { ...request.body, token } }
			: { ...request, query: { ...request.query, token } },

	split: (message) => (message.sendAs === 'vCard' ? onePerContact(message) : [message]),

	request(message, instance, idempotencyKey) {
		const to = chatOf(message.recipient);
		const quote = quotedFields(message.quotedMessageId);
		const [kind, content] =
			message.sendAs === 'vCard'
				? ['vcard', readableVCard(message.contacts[0])]
				: ['contact', contactList(message.contacts)];
		const body = { to, [kind]: content, ...quote, referenceId: idempotencyKey };
		return { method: 'POST', path: `/${instance}/messages/${kind}`, body };
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
		read: ({ body }) => readChats(body),
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
	const { by, kind, chatId } = recipient;
	const phone = phoneOf(recipient);
	if (phone !== undefined && by === 'phone') return internationalPhone(phone);
	if (kind === 'person' || kind === 'group') return chatId;
	throw new InvalidInput(
		`"${chatId}" is neither a person nor a group, and this gateway sends to no other chats`,
		'Enter a phone, or an ID that ends in @c.us or @g.us.',
	);
}

function contactList(contacts: Contact[]): string {
	const ids = contacts.map(contactId);
	const list = ids.join(',');
	if (list.length <= LONGEST_CONTACTS) return list;
	const fit = ids.findIndex(
		(_, last) => ids.slice(0, last + 1).join(',').length > LONGEST_CONTACTS,
	);
	throw new InvalidInput(
		`The ${ids.length} contacts are too many for one message of this gateway: the first ${fit} fit`,
		`Spread them over several items with at most ${fit} contacts each.`,
	);
}

function readableVCard(contact: Contact): string {
	const card = vCard(contact);
	if (card.length <= LONGEST_VCARD) return card;
	throw new InvalidInput(
		`The vCard of ${contact.phone} has ${card.length} characters, and this gateway takes ${LONGEST_VCARD}`,
		'Shorten its name or its organization.',
	);
}

const quotedFields = (quotedMessageId: string | undefined): { [key: string]: Json } =>
	quotedMessageId === undefined ? {} : { msgId: wholeMessageId(quotedMessageId) };

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
