import { contactId, DETAILS } from '../message/contacts';
import { vCard } from '../message/vCard';
import { at, textAt } from './body';
import { enteredPhone } from './checks';
import { type Gateway, get, isSuccess, post } from './gateway';
import { PROBLEMS } from './questions';
import { checkOf, errorIn, refused, YES } from './reply';
import { rejected, taken } from '../outcome';

/** Chat API, the dialect that chat-api.com left behind: compatible and self-hosted servers speak it. */
export const chatApi: Gateway = {
	displayName: 'Chat API',
	whereToLook: "check the chat and the gateway's queue (showMessagesQueue)",

	can: {
		chats: ['person', 'group', 'lid', 'newsletter'],
		contact: { contacts: Infinity, quote: 'wholeId', hides: DETAILS },
		vCard: { contacts: 1 },
		// "phone parameter should contain only numbers, start from country code and be 9-14 characters long"
		digits: { recipient: [9, 14] },
	},

	instance: (instance) => instance.replace(/^instance/i, ''),

	authorize: (request, token) => ({ ...request, query: { ...request.query, token } }),

	request({ recipient, contacts, sendAs, quotedMessageId }, instance) {
		// The phone goes out as text, for the reasons in docs/gateways/chat-api.md.
		const phone = enteredPhone(recipient);
		const to = phone === undefined ? { chatId: recipient.chatId } : { phone };
		const [method, content] =
			sendAs === 'vCard'
				? ['sendVCard', { vcard: vCard(contacts[0]) }]
				: ['sendContact', { contactId: contacts.map(contactId) }];
		return post(`/instance${instance}/${method}`, {
			...to,
			...content,
			quotedMsgId: quotedMessageId,
		});
	},

	/**
	 * The answers of the family, `{ sent, message, id, queueNumber? }`, `{ error }` or `{ status, err }`. The body decides:
	 * HTTP 200 carries refusals too.
	 */
	rejects({ status, body }, said) {
		const sent = at(body, 'sent');
		if (YES.includes(sent)) {
			// A yes whose words say no. What is not sent yet, but will be, waits in the queue.
			const contradicts = NOT_SENT.test(said) && !WILL_BE_SENT.test(said);
			return contradicts ? rejected('unknown', 'notDelivered', said) : undefined;
		}
		const told = [said, errorIn(body), textAt(body, 'status')].join();
		if (WILL_BE_SENT.test(told)) return rejected('unknown', 'notConnected', said);
		if (UNDER_WAY.test(told)) return rejected('unknown', 'unreadableReply', said);
		const isNo = NO.includes(sent) || at(body, 'status') === false || errorIn(body) !== undefined;
		return isSuccess(status) && isNo ? refused(said) : undefined;
	},

	accepts({ body }, said) {
		const sent = at(body, 'sent');
		if (!YES.includes(sent)) return undefined;
		const queueNumber = at(body, 'queueNumber');
		return taken(textAt(body, 'id') ?? null, said, {
			status: sent === 'queued' || WHEN_CONNECTED.test(said) ? 'queued' : 'sent',
			...(typeof queueNumber === 'number' ? { queueNumber } : {}),
		});
	},

	session: {
		request: (instance) => get(`/instance${instance}/status`, { no_wakeup: 'true' }),
		state: (body) => textAt(body, 'accountStatus'),
		states: {
			authenticated: undefined,
			'got qr code': PROBLEMS.notConnected,
			loading: PROBLEMS.loading,
			init: "The instance is asleep: wake it up in the gateway's console, then try again",
			not_paid: PROBLEMS.notPaid,
		},
	},

	check: (phone, instance) => ({
		request: get(`/instance${instance}/checkPhone`, { phone }),
		read: (body) => checkOf(textAt(body, 'result')),
	}),

	chats: (instance) => get(`/instance${instance}/dialogs`),
};

const NO: unknown[] = [false, 'false', 0, '0'];
/** Some servers say "sent": "false" of what they have queued, and send all of it in the end. */
const WILL_BE_SENT = /will be sent/i;
const WHEN_CONNECTED = /will be sent after|not equals authenticated/i;
const UNDER_WAY = /being processed|in progress|(?<!not )\b(accepted|queued)\b/i;
const NOT_SENT = /(\bnot|n't) (been |be )?sent\b|\bfailed to send\b/i;
