import { type ContactMessage, onePerContact } from '../message/contactMessage';
import { contactId } from '../message/contacts';
import { InvalidInput } from '../message/invalidInput';
import { wholeMessageId } from '../message/quotedMessage';
import { phoneOf, type Recipient } from '../message/recipient';
import { vCard } from '../message/vCard';
import { field, text } from './answer';
import { readChats } from './chats';
import type { Gateway, Json } from './gateway';
import { readSentReply } from './sentReply';
import { readSession } from './session';

/** "phone parameter should contain only numbers, start from country code and be 9-14 characters long" */
const PHONE_LENGTH = /^\d{9,14}$/;
/** Before it closed in 2023, chat-api.com named its servers `eu0`, `us12`. */
const OLD_PREFIX = /^[a-z]{2}\d{1,4}$/i;

/** Chat API, the dialect that chat-api.com left behind: compatible and self-hosted servers speak it. */
export const chatApi: Gateway = {
	displayName: 'Chat API',

	server: (server) => (OLD_PREFIX.test(server) ? `https://${server}.chat-api.com` : server),

	instance: (instance) => instance.replace(/^instance/i, ''),

	authorize: (request, token) => ({ ...request, query: { ...request.query, token } }),

	split: (message) => (message.sendAs === 'vCard' ? onePerContact(message) : [message]),

	request(message, instance) {
		const to = recipientFields(message.recipient);
		if (message.sendAs === 'vCard') {
			refuseQuote(message);
			const body = { ...to, vcard: vCard(message.contacts[0]) };
			return { method: 'POST', path: `/instance${instance}/sendVCard`, body };
		}
		const quote = quotedFields(message.quotedMessageId);
		const body = { ...to, contactId: message.contacts.map(contactId), ...quote };
		return { method: 'POST', path: `/instance${instance}/sendContact`, body };
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
		read: ({ body }) => readChats(field(body, 'dialogs')),
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

function recipientFields(recipient: Recipient): { phone: string } | { chatId: string } {
	const phone = phoneOf(recipient);
	if (recipient.by !== 'phone' || phone === undefined) return { chatId: recipient.chatId };
	if (PHONE_LENGTH.test(phone)) return { phone };
	throw new InvalidInput(
		`"${phone}" has ${phone.length} digits, and this gateway takes phones of 9 to 14`,
		"Check the number. If it is right, set 'Recipient' to 'By Chat ID'.",
	);
}

const quotedFields = (quotedMessageId: string | undefined): { [key: string]: Json } =>
	quotedMessageId === undefined ? {} : { quotedMsgId: wholeMessageId(quotedMessageId) };

function refuseQuote({ quotedMessageId }: ContactMessage) {
	if (quotedMessageId === undefined) return;
	throw new InvalidInput(
		"This gateway can't quote a message with a vCard",
		"Leave 'Quoted Message ID' empty, or set the option 'Send As' to 'Contact'.",
	);
}
