import { personChatId } from '../message/chatId';
import { contactId, DETAILS } from '../message/contacts';
import { queueOf } from '../message/recipient';
import { internationalPhone, vCard } from '../message/vCard';
import { at, messageIn, personIn, textAt } from './body';
import { chatApi } from './chatApi';
import { enteredPhone } from './checks';
import { type Gateway, get, post, withHeader } from './gateway';
import { PROBLEMS } from './questions';
import { checkOf, deliveryOf } from './reply';
import { taken } from '../outcome';

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
		// It takes 300 characters of IDs and commas: so many fit, however long their numbers.
		contact: { contacts: 14, quote: 'wholeId', hides: DETAILS },
		vCard: { contacts: 1, quote: 'wholeId' },
	},

	usualServer: 'https://api.ultramsg.com',

	server: (server) => server.replace(INSTANCE_IN_URL, ''),

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
		const request = post(`/${instance}/messages/${kind}`, Object.fromEntries(form));
		return withHeader(request, 'Content-Type', 'application/x-www-form-urlencoded');
	},

	rejects: chatApi.rejects,

	accepts: chatApi.accepts,

	session: {
		request: (instance) => get(`/${instance}/instance/status`),
		state: (body) => textAt(body, 'status.accountStatus.status'),
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
		read: (body) => checkOf(at(body, 'status')),
	}),

	chats: (instance) => get(`/${instance}/chats`),

	/** Only `sent` and `queue` prove anything: an unsent or expired message can still be sent from the console. */
	findSent: (_message, instance, referenceId) => ({
		request: get(`/${instance}/messages`, {
			referenceId,
			status: 'all',
			sort: 'desc',
			page: '1',
			limit: '100',
		}),
		read(body) {
			const ours = messageIn(body, 'referenceId', referenceId);
			const state = at(ours, 'status');
			if (state !== 'sent' && state !== 'queue') return undefined;
			return taken(textAt(ours, 'id') ?? null, 'Found by its reference after its answer was lost', {
				status: state === 'sent' ? 'sent' : 'queued',
			});
		},
	}),

	/** Its queue tells a failure, the phone's acknowledgment the rest. A retry through another instance finds others' IDs. */
	track: ({ recipient }, instance, id) => ({
		request: get(`/${instance}/messages`, { id, status: 'all' }),
		read(body) {
			const ours = messageIn(body, 'id', id);
			const chatId = personIn(at(ours, 'to')) ?? recipient.chatId;
			if (queueOf({ ...recipient, chatId }) !== queueOf(recipient)) return undefined;
			return deliveryOf(at(ours, 'status')) ?? deliveryOf(at(ours, 'ack'));
		},
	}),
};
