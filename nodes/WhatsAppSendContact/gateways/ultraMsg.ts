import { personChatId } from '../message/chatId';
import { contactId } from '../message/contacts';
import { queueOf } from '../message/recipient';
import { internationalPhone, vCard } from '../message/vCard';
import { at, field, list, personIn, text } from './body';
import { EVERY_FIELD } from './capabilities';
import { chatApi } from './chatApi';
import { enteredPhone } from './checks';
import { type Answer, type Gateway, get, post } from './gateway';
import { PROBLEMS } from './questions';
import { checkOf, deliveryOf } from './reply';
import type { Accepted } from '../outcome';

const SERVER = 'https://api.ultramsg.com';
/** The console shows the API URL with the instance at its end. */
const INSTANCE_IN_URL = /\/instance\d+\/*$/i;

/**
 * UltraMsg: a queue in the cloud before a phone, which answers as Chat API does. Where its documents are silent, the
 * vendor's own PHP SDK is the source (`ultramsg.class.php`), which posts forms.
 */
export const ultraMsg: Gateway = {
	displayName: 'UltraMsg',
	whereToLook: "check the chat, and the list of messages in UltraMsg's dashboard",

	can: {
		chats: ['person', 'group'],
		// "Max length : 300 char , almost 15 contacts", says the vendor's SDK.
		contact: { contacts: Infinity, quote: 'wholeId', shows: [], longest: 300 },
		vCard: { contacts: 1, quote: 'wholeId', shows: EVERY_FIELD },
	},

	server: (server) => (server === '' ? SERVER : server.replace(INSTANCE_IN_URL, '')),

	instance: (instance) => `instance${instance.replace(/^instance/i, '')}`,

	/** In the body where there is one: a query is written into the logs of every proxy on the way. */
	authorize: (request, token) =>
		request.method === 'POST'
			? { ...request, body: { ...request.body, token } }
			: { ...request, query: { ...request.query, token } },

	request({ recipient, contacts, sendAs, quotedMessageId }, instance, idempotencyKey) {
		const phone = enteredPhone(recipient);
		const [kind, content] =
			sendAs === 'vCard'
				? ['vcard', vCard(contacts[0])]
				: ['contact', contacts.map(contactId).join()];
		const body = {
			// "Phone with international format e.g. +1408XXXXXXX , or chatID for contact or group"
			to: phone === undefined ? recipient.chatId : internationalPhone(phone),
			[kind]: content,
			msgId: quotedMessageId,
			referenceId: idempotencyKey,
		};
		const form = Object.entries(body).filter(([, value]) => value !== undefined);
		return { ...post(`/${instance}/messages/${kind}`, Object.fromEntries(form)), form: true };
	},

	rejects: chatApi.rejects,

	accepts: chatApi.accepts,

	session: {
		request: (instance) => get(`/${instance}/instance/status`),
		state: (body) => text(at(body, 'status', 'accountStatus', 'status')),
		states: {
			authenticated: undefined,
			qr: PROBLEMS.notConnected,
			standby: "The instance is on standby: restart it in the gateway's console, then try again",
			loading: PROBLEMS.loading,
		},
	},

	/** Answers `{"status":"valid"}` or `"invalid"`, as several of its clients read it. */
	check: (phone, instance) => ({
		request: get(`/${instance}/contacts/check`, { chatId: personChatId(phone) }),
		read: ({ body }) => checkOf(field(body, 'status')),
	}),

	chats: (instance) => get(`/${instance}/chats`),

	findSent: (_message, instance, referenceId) => ({
		request: get(`/${instance}/messages`, {
			referenceId,
			status: 'all',
			sort: 'desc',
			page: '1',
			limit: '100',
		}),
		read: (answer) => readFound(answer, referenceId),
	}),

	/** Its queue tells a failure, the phone's acknowledgment the rest. A retry through another instance finds others' IDs. */
	track: ({ recipient }, instance, id) => ({
		request: get(`/${instance}/messages`, { id, status: 'all' }),
		read({ body }) {
			const ours = list(field(body, 'messages')).find((each) => text(field(each, 'id')) === id);
			const chatId = personIn(field(ours, 'to')) ?? recipient.chatId;
			if (queueOf({ ...recipient, chatId }) !== queueOf(recipient)) return undefined;
			return deliveryOf(field(ours, 'status')) ?? deliveryOf(field(ours, 'ack'));
		},
	}),
};

/** Only `sent` and `queue` prove anything: an unsent or expired message can still be sent from the console. */
function readFound({ status, body }: Answer, referenceId: string): Accepted | undefined {
	const messages = list(field(body, 'messages'));
	const ours = messages.find((message) => field(message, 'referenceId') === referenceId);
	const state = field(ours, 'status');
	if (status !== 200 || (state !== 'sent' && state !== 'queue')) return undefined;
	return {
		accepted: true,
		status: state === 'sent' ? 'sent' : 'queued',
		id: text(field(ours, 'id')) ?? null,
		message: 'Found by its reference after its answer was lost',
	};
}
