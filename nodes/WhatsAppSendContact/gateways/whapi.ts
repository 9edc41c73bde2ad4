import { phoneOf } from '../message/recipient';
import { cardName, vCard } from '../message/vCard';
import { at, personIn, textAt, words } from './body';
import { type Gateway, get, post, withHeader } from './gateway';
import { PROBLEMS } from './questions';
import { checkOf, deliveryOf } from './reply';
import { rejected, taken } from '../outcome';

/** Whapi.Cloud, hosted. Its own OpenAPI document, version 1.8.7, is the source: `openapi.yaml` of purelines/whapi-sdk. */
export const whapi: Gateway = {
	displayName: 'Whapi.Cloud',
	whereToLook: 'check the chat on the linked phone',

	can: {
		chats: ['person', 'group', 'newsletter'],
		contact: { contacts: Infinity, quote: 'whapiId' },
		vCard: { contacts: Infinity, quote: 'whapiId' },
	},

	usualServer: 'https://gate.whapi.cloud',

	instance: false,

	authorize: (request, token) => withHeader(request, 'Authorization', `Bearer ${token}`),

	request({ recipient, contacts, quotedMessageId }) {
		const cards = contacts.map((contact) => ({ name: cardName(contact), vcard: vCard(contact) }));
		const [kind, content] =
			cards.length === 1 ? ['contact', cards[0]] : ['contact_list', { list: cards }];
		return post(`/messages/${kind}`, {
			to: phoneOf(recipient) ?? recipient.chatId,
			...content,
			quoted: quotedMessageId,
		});
	},

	rejects({ status, body }, said) {
		const told = words(at(body, 'error'));
		if (status === 401 && NOT_LINKED.test(told)) return rejected('notSent', 'notConnected', said);
		if (status === 403 && LIMITED.test(told)) return rejected('notSent', 'restricted', said);
		return undefined;
	},

	accepts({ body }) {
		const [id, status] = ['message.id', 'message.status'].map((path) => textAt(body, path));
		if (at(body, 'sent') !== true) return undefined;
		return taken(id, status, { chatId: personIn(at(body, 'message.chat_id')) });
	},

	session: {
		request: () => get('/health', { wakeup: 'false' }),
		state: (body) => textAt(body, 'status.text'),
		states: {
			AUTH: undefined,
			QR: PROBLEMS.notConnected,
			NOT_INIT: "The channel is not running: start it in Whapi's dashboard",
			INIT: PROBLEMS.loading,
			LAUNCH: PROBLEMS.loading,
			ERROR: "The channel has failed: restart it in Whapi's dashboard",
			STOP: "The channel is stopped: extend its subscription in Whapi's dashboard, or start it there",
			// It sends, but it has no chats and no messages to ask for.
			SYNC_ERROR: undefined,
		},
	},

	check: (phone) => ({
		request: post('/contacts', { blocking: 'wait', contacts: [phone] }),
		read: (body) => checkOf(at(body, 'contacts.0.status')),
	}),

	chats: () => get('/chats', { count: '500' }),

	track: (_message, _instance, id) => ({
		request: get(`/messages/${encodeURIComponent(id)}`),
		read: (body) => deliveryOf(at(body, 'status')),
	}),
};

/** "Need channel authorization for send message": of a token that is wrong, 401 says something else. */
const NOT_LINKED = /channel authori[sz]ation/i;
/** WhatsApp's own name for what it does not let a linked device do. */
const LIMITED = /limit_companion_sharing_enabled/;
