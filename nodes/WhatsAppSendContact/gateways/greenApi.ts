import { cardName } from '../message/vCard';
import { at, textAt, words } from './body';
import { type Gateway, get, post } from './gateway';
import { PROBLEMS } from './questions';
import { checkOf, deliveryOf } from './reply';
import { rejected, taken } from '../outcome';

/** GREEN-API: a queue in the cloud before a phone, documented at https://green-api.com/en/docs/api/. */
export const greenApi: Gateway = {
	displayName: 'GREEN-API',
	whereToLook: "check the chat, and GREEN-API's showMessagesQueue and lastOutgoingMessages",

	can: {
		chats: ['person', 'group', 'lid'],
		contact: { contacts: 1, quote: 'key', hides: ['email', 'url'] },
		// "contact phone number in international format (no +) 11 or 12 digits"
		digits: { contact: [11, 12] },
		questions: 10,
	},

	instance: (instance) => instance.replace(/^waInstance/i, ''),

	authorize: (request, token) => ({
		...request,
		path: `${request.path}/${encodeURIComponent(token)}`,
	}),

	request: ({ recipient, contacts, quotedMessageId }, instance) =>
		post(`/waInstance${instance}/sendContact`, {
			chatId: recipient.chatId,
			contact: {
				phoneContact: Number(contacts[0].phone),
				firstName: cardName(contacts[0]),
				company: contacts[0].organization,
			},
			quotedMessageId,
		}),

	// "problem with authentication, check the correctness of the idInstance"; a wrong token is a 401.
	statuses: { 403: 'instanceNotFound' },

	/** 466: the month's messages are used up, which ends the run, or the number of chats, which leaves the known ones. */
	rejects({ status, body }) {
		if (status !== 466) return undefined;
		const isMonthly = at(body, 'invokeStatus.status') === 'QUOTE_EXCEEDED';
		const limit = at(body, isMonthly ? 'invokeStatus' : 'correspondentsStatus');
		const rejection = rejected('notSent', 'quotaExceeded', words(at(limit, 'description') ?? body));
		const thisChatOnly = at(limit, 'status') === 'CORRESPONDENTS_QUOTE_EXCEEDED';
		return thisChatOnly ? { ...rejection, thisChatOnly } : rejection;
	},

	accepts: ({ body }) => taken(textAt(body, 'idMessage'), "Taken into the gateway's queue"),

	session: {
		request: (instance) => get(`/waInstance${instance}/getStateInstance`),
		state: (body) => textAt(body, 'stateInstance'),
		states: {
			authorized: undefined,
			notAuthorized: PROBLEMS.notConnected,
			blocked: 'WhatsApp has banned the account of this instance: connect another number',
			sleepMode:
				'The phone is switched off or offline: switch it on and wait up to 5 minutes, then try again',
			starting: 'The instance is starting: wait up to 5 minutes, then try again',
			yellowCard:
				"WhatsApp has suspended sending because of too many messages: restart the instance in the gateway's console and send more slowly",
		},
	},

	check: (phone, instance) => ({
		request: post(`/waInstance${instance}/checkWhatsapp`, { phoneNumber: Number(phone) }),
		read: (body) => checkOf(at(body, 'existsWhatsapp')),
	}),

	chats: (instance) => get(`/waInstance${instance}/getChats`),

	track: ({ recipient }, instance, idMessage) => ({
		request: post(`/waInstance${instance}/getMessage`, { chatId: recipient.chatId, idMessage }),
		read: (body) =>
			at(body, 'idMessage') === idMessage ? deliveryOf(at(body, 'statusMessage')) : undefined,
	}),
};
