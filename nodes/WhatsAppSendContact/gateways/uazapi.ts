import { phoneOf } from '../message/recipient';
import { cardName } from '../message/vCard';
import { at, messageIn, personIn, textAt } from './body';
import { type Gateway, get, post, withHeader } from './gateway';
import { PROBLEMS } from './questions';
import { checkOf, deliveryOf } from './reply';
import { type Accepted, type Reason, rejected, taken } from '../outcome';

/** uazapi, hosted. Its own OpenAPI document is the source: `docs/uazapi-openapi-spec.yaml` of euventura/uazapi-sdk. */
export const uazapi: Gateway = {
	displayName: 'uazapi',
	whereToLook: 'check the chat on the linked phone',

	can: {
		chats: ['person', 'group', 'lid'],
		contact: { contacts: 1, quote: 'key' },
	},

	instance: false,

	authorize: (request, token) => withHeader(request, 'token', token),

	request: ({ recipient, contacts: [contact], quotedMessageId }, _instance, idempotencyKey) =>
		post('/send/contact', {
			number: phoneOf(recipient) ?? recipient.chatId,
			fullName: cardName(contact),
			// A comma in it gives one person several phones: a contact is always a message of its own.
			phoneNumber: contact.phone,
			organization: contact.organization,
			email: contact.email,
			url: contact.url,
			replyid: quotedMessageId,
			track_id: idempotencyKey,
		}),

	rejects({ status, body }, said) {
		const early = BEFORE_SENDING.find(([words]) => words.test(`${status} ${said}`));
		// With this code of its own, WhatsApp's server has refused the message.
		const reason = at(body, 'provider_code') === 463 ? 'restricted' : early?.[1];
		return reason && rejected('notSent', reason, said);
	},

	accepts: ({ body }) => takenAs(body, textAt(body, 'response.message')),

	session: {
		request: () => get('/instance/status'),
		state: (body) => textAt(body, 'instance.status'),
		states: {
			connected: undefined,
			connecting: PROBLEMS.notConnected,
			disconnected: PROBLEMS.notConnected,
		},
	},

	check: (phone) => ({
		request: post('/chat/check', { numbers: [phone] }),
		read: (body) => checkOf(at(body, '0.isInWhatsapp')),
	}),

	chats: () => post('/chat/find', { sort: '-wa_lastMsgTimestamp' }),

	findSent: (_message, _instance, trackId) => ({
		request: post('/message/find', { track_id: trackId }),
		read(body) {
			const ours = messageIn(body, 'track_id', trackId);
			if (!PROVED.test(textAt(ours, 'status') ?? '')) return undefined;
			return takenAs(ours, 'Found by its track_id after its answer was lost');
		},
	}),

	track: ({ recipient }, _instance, id) => ({
		request: post('/message/find', {
			chatid: recipient.chatId.replace('@c.us', '@s.whatsapp.net'),
			limit: 100,
		}),
		read: (body) => deliveryOf(at(messageIn(body, 'messageid', id), 'status')),
	}),
};

/** What it says before it has tried to send, as users got it; the first, from its check, has the status of a wrong token. */
const BEFORE_SENDING: Array<[words: RegExp, reason: Reason]> = [
	[/^401 no active session/i, 'notConnected'],
	[/^503 whatsapp disconnected: session is not reconnectable/i, 'notConnected'],
	[/^500 the number \S+ is not on whatsapp/i, 'notOnWhatsApp'],
];

/** `messageid` is WhatsApp's own key, by which a message is quoted; `id` has the owner before it. */
function takenAs(message: unknown, said?: string): Accepted | undefined {
	const id = textAt(message, 'messageid') ?? textAt(message, 'id');
	return taken(id, said, { chatId: personIn(at(message, 'chatid')) });
}

/** What is pending may still fail, and what has failed may not have left: neither proves anything. */
const PROVED = /^(sent|delivered|read)$/i;
