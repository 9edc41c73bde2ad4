import { phoneOf } from '../message/recipient';
import { cardName, internationalPhone } from '../message/vCard';
import { at, personIn, textAt } from './body';
import { type Gateway, get, isSuccess, post, withHeader } from './gateway';
import { rejectedByStatus } from './reply';
import { type Failure, type Reason, rejected, taken } from '../outcome';

/**
 * Meta's own WhatsApp Cloud API. Its documents are at https://developers.facebook.com/docs/whatsapp/cloud-api; the list of
 * its errors was read there and in `pywa/errors.py` of david-lev/pywa. What becomes of a message later, it tells by
 * webhook only.
 */
export const metaCloudApi: Gateway = {
	displayName: 'Meta Cloud API',
	whereToLook: 'ask the recipient, because Meta lists no messages',
	official: true,

	can: {
		chats: ['person'],
		contact: { contacts: 257, quote: 'wamid' },
	},

	/** Meta keeps a version for some two years; who needs another one names the server in the credential. */
	usualServer: 'https://graph.facebook.com/v24.0',

	authorize: (request, token) => withHeader(request, 'Authorization', `Bearer ${token}`),

	request: ({ recipient, contacts, quotedMessageId }, phoneNumberId) =>
		post(`/${phoneNumberId}/messages`, {
			messaging_product: 'whatsapp',
			recipient_type: 'individual',
			to: phoneOf(recipient),
			type: 'contacts',
			// Of the name, one field more than `formatted_name` is required; without `wa_id` the card invites to WhatsApp.
			contacts: contacts.map((contact) => ({
				name: { formatted_name: cardName(contact), first_name: cardName(contact) },
				org: contact.organization && { company: contact.organization },
				phones: [{ phone: internationalPhone(contact.phone), wa_id: contact.phone }],
				emails: contact.email && [{ email: contact.email }],
				urls: contact.url && [{ url: contact.url }],
			})),
			context: quotedMessageId && { message_id: quotedMessageId },
		}),

	rejects({ status, body }, said) {
		const error = at(body, 'error');
		const code = at(error, 'code');
		if (isSuccess(status) || typeof code !== 'number') return undefined;
		// Also a subcode of 100, which alone stands for any wrong parameter.
		const meant = at(error, 'error_subcode') === 33 ? 33 : code;
		const advice = ADVICE[meant];
		const told = advice === undefined ? `${said} (${code})` : `${advice} (${code}: ${said})`;
		if (UNKNOWN.includes(code)) return rejected('unknown', 'serverError', told);
		const listed = CODES.find(([, codes]) => codes.includes(meant));
		const reason = code >= 200 && code < 300 ? 'unauthorized' : listed?.[0];
		if (reason === undefined) return rejectedByStatus(status, told);
		return { ...rejected('notSent', reason, told), ...MORE[code] };
	},

	accepts({ body }) {
		const status = textAt(body, 'messages.0.message_status');
		const chatId = personIn(`${textAt(body, 'contacts.0.wa_id')}@c.us`);
		return taken(textAt(body, 'messages.0.id'), status, { chatId });
	},

	session: {
		request: (phoneNumberId) =>
			get(`/${phoneNumberId}`, { fields: 'display_phone_number,verified_name,status' }),
		state: (body) => textAt(body, 'status'),
		states: {
			CONNECTED: undefined,
			// Warnings of its quality and its limit: it may still answer who has written to it.
			FLAGGED: undefined,
			RESTRICTED: undefined,
			PENDING: "The number is not registered yet: finish it in Meta's WhatsApp Manager",
			DISCONNECTED: "The number is not connected: register it again in Meta's WhatsApp Manager",
			BANNED: "Meta has banned the number: see Meta's WhatsApp Manager",
		},
	},
};

/** "Build your app's error handling around error codes instead of subcodes or HTTP response status codes." */
const CODES: Array<[reason: Reason, codes: number[]]> = [
	['unauthorized', [0, 3, 10, 190, 131005]],
	['instanceNotFound', [33]],
	['notConnected', [133010]],
	['notPaid', [131042, 131044]],
	['rateLimited', [4, 80007, 130429, 131056]],
	// Meta lists the first and the last as errors of integrity: the account is "restricted or disabled", whatever its token.
	['restricted', [368, 131048, 131031]],
];
/** Each is called temporary, or an error that nobody knows: the message may have left. */
const UNKNOWN = [1, 2, 131000, 131016, 135000];

/** What helps, where Meta's own words do not say it. */
const ADVICE: Record<number, string> = {
	33: 'there is no such Phone Number ID, or this token may not use it',
	368: "see Meta's WhatsApp Manager",
	131026: 'the number may not be on WhatsApp, or its WhatsApp is too old',
	131030: "Meta's test number sends only to the numbers on its list: add this one there",
	131031: "see Meta's WhatsApp Manager",
	131047: 'a card can only be sent within 24 hours after the person wrote to this number',
	131056: 'one message every 6 seconds to the same person',
	133010: "the number that sends is not registered yet: finish it in Meta's WhatsApp Manager",
};
const MORE: Record<number, Partial<Failure>> = {
	368: { lasting: true },
	131031: { lasting: true },
	// It is about one person: the others get theirs in the meantime.
	131056: { retryAfter: 6_000, thisChatOnly: true },
};
