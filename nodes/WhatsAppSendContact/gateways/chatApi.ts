import { contactId } from '../message/contacts';
import { phoneOf, type Recipient } from '../message/recipient';
import { vCard } from '../message/vCard';
import { field, text } from './answer';
import { capabilities } from './capabilities';
import { quoteField } from './cards';
import { readChats } from './chats';
import type { Dialect } from './gateway';
import { readSentReply } from './sentReply';
import { readSession } from './session';

/** Before it closed in 2023, chat-api.com named its servers `eu0`, `us12`. */
const OLD_PREFIX = /^[a-z]{2}\d{1,4}$/i;

/** Chat API, the dialect that chat-api.com left behind: compatible and self-hosted servers speak it. */
export const chatApi: Dialect = {
	displayName: 'Chat API',

	server: (server) => (OLD_PREFIX.test(server) ? `https://${server}.chat-api.com` : server),

	instance: (instance) => instance.replace(/^instance/i, ''),

	authorize: (request, token) => ({ ...request, query: { ...request.query, token } }),

	request({ recipient, contacts, sendAs, quotedMessageId }, instance) {
		const [method, content] =
			sendAs === 'vCard'
				? ['sendVCard', { vcard: vCard(contacts[0]) }]
				: ['sendContact', { contactId: contacts.map(contactId) }];
		const body = { ...to(recipient), ...content, ...quoteField('quotedMsgId', quotedMessageId) };
		return { method: 'POST', path: `/instance${instance}/${method}`, body };
	},

	reply: readSentReply,

	session: (instance) => ({
		request: { method: 'GET', path: `/instance${instance}/status`, query: { no_wakeup: 'true' } },
		read: (answer) => readSession(answer, text(field(answer.body, 'accountStatus')), STATES),
	}),

	check: (phone, instance) => ({
		request: { method: 'GET', path: `/instance${instance}/checkPhone`, query: { phone } },
		read: ({ body }) => {
			const result = text(field(body, 'result'));
			return result === undefined ? undefined : { exists: result === 'exists' };
		},
	}),

	chats: (instance) => ({
		request: { method: 'GET', path: `/instance${instance}/dialogs` },
		read: ({ body }) => readChats(field(body, 'dialogs'), capabilities.chatApi),
	}),
};

const STATES = {
	authenticated: undefined,
	'got qr code':
		'The phone is not authorized: scan the QR code of this instance with WhatsApp on the phone (Linked devices)',
	loading: 'The instance is still loading: try again in a minute',
	init: "The instance is asleep: wake it up in the gateway's console, then try again",
	not_paid: 'The instance is not paid: extend its subscription at the gateway',
};

/** The phone goes out as text, for the reasons in docs/gateways/chat-api.md. */
function to(recipient: Recipient): { phone: string } | { chatId: string } {
	const phone = recipient.by === 'phone' ? phoneOf(recipient) : undefined;
	return phone === undefined ? { chatId: recipient.chatId } : { phone };
}
