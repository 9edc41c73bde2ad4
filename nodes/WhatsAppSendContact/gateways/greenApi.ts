import type { Contact } from '../message/contacts';
import { cardName } from '../message/vCard';
import { at, field, isObject, plainWords, rejectedByStatus, text, words } from './answer';
import { capabilities } from './capabilities';
import { quoteField } from './cards';
import { readChats } from './chats';
import type { Answer, Dialect, Json } from './gateway';
import { readSession } from './session';
import { rejected, type Rejected, type SendResult } from './sendResult';

const QUOTA_EXCEEDED = 466;

/** GREEN-API: a queue in the cloud before a phone, documented at https://green-api.com/en/docs/api/. */
export const greenApi: Dialect = {
	displayName: 'GREEN-API',

	server: (server) => server,

	instance: (instance) => instance.replace(/^waInstance/i, ''),

	authorize: (request, token) => ({
		...request,
		path: `${request.path}/${encodeURIComponent(token)}`,
	}),

	request({ recipient, contacts, quotedMessageId }, instance) {
		const body = {
			chatId: recipient.chatId,
			contact: card(contacts[0]),
			...quoteField('quotedMessageId', quotedMessageId),
		};
		return { method: 'POST', path: `/waInstance${instance}/sendContact`, body };
	},

	reply,

	session: (instance) => ({
		request: { method: 'GET', path: `/waInstance${instance}/getStateInstance` },
		read: (answer) =>
			readSession(unknownInstance(answer), text(field(answer.body, 'stateInstance')), STATES),
	}),

	check: (phone, instance) => ({
		request: {
			method: 'POST',
			path: `/waInstance${instance}/checkWhatsapp`,
			body: { phoneNumber: Number(phone) },
		},
		read: ({ body }) => {
			const exists = field(body, 'existsWhatsapp');
			return typeof exists === 'boolean' ? { exists } : undefined;
		},
	}),

	/** https://green-api.com/en/docs/api/service/GetChats/ */
	chats: (instance) => ({
		request: { method: 'GET', path: `/waInstance${instance}/getChats` },
		read: ({ body }) => readChats(body, capabilities.greenApi),
	}),
};

const STATES = {
	authorized: undefined,
	notAuthorized:
		"The phone is not authorized: scan the QR code in the gateway's console with WhatsApp on the phone (Linked devices)",
	blocked: 'WhatsApp has banned the account of this instance: connect another number',
	sleepMode:
		'The phone is switched off or offline: switch it on and wait up to 5 minutes, then try again',
	starting: 'The instance is starting: wait up to 5 minutes, then try again',
	yellowCard:
		"WhatsApp has suspended sending because of too many messages: restart the instance in the gateway's console and send more slowly",
};

const card = (contact: Contact): { [key: string]: Json } => ({
	phoneContact: Number(contact.phone),
	firstName: cardName(contact),
	...(contact.organization ? { company: contact.organization } : {}),
});

/** The status decides: this gateway has no refusals with 200. */
function reply(answer: Answer): SendResult {
	const { status, body } = answer;
	const gatewayMessage = isObject(body) ? words(field(body, 'message') ?? body) : plainWords(body);
	if (status === QUOTA_EXCEEDED) return overQuota(body);
	const byStatus = rejectedByStatus(unknownInstance(answer), gatewayMessage);
	if (byStatus) return byStatus;
	const id = text(field(body, 'idMessage'));
	if (id === undefined) return rejected('unknown', 'unreadableReply', gatewayMessage);
	return { accepted: true, status: 'sent', id, message: "Taken into the gateway's queue" };
}

/** A plan limits the messages, which ends the run, or the people written to, of whom some are left. */
function overQuota(body: unknown): Rejected {
	const monthly = at(body, 'invokeStatus', 'status') === 'QUOTE_EXCEEDED';
	const limit = field(body, monthly ? 'invokeStatus' : 'correspondentsStatus');
	const gatewayMessage = words(field(limit, 'description') ?? body);
	const thisChatOnly = field(limit, 'status') === 'CORRESPONDENTS_QUOTE_EXCEEDED';
	return {
		...rejected('notSent', 'quotaExceeded', gatewayMessage),
		...(thisChatOnly ? { thisChatOnly } : {}),
	};
}

/** 403 is "problem with authentication, check the correctness of the idInstance"; a wrong token is a 401. */
const unknownInstance = (answer: Answer): Answer =>
	answer.status === 403 ? { ...answer, status: 404 } : answer;
