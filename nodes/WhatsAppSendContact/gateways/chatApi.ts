import { type ContactMessage, onePerContact } from '../message/contactMessage';
import { type Contact, contactId } from '../message/contacts';
import { InvalidInput } from '../message/invalidInput';
import { wholeMessageId } from '../message/quotedMessage';
import { phoneOf, type Recipient } from '../message/recipient';
import { vCard } from '../message/vCard';
import { field, text } from './answer';
import { readChats } from './chats';
import type { Gateway, Json, LostSend, Others, Question } from './gateway';
import { readSentReply } from './sentReply';
import { readSession } from './session';
import type { Found } from './verdict';

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
			return result === undefined ? undefined : result === 'exists';
		},
	}),

	chats: (instance) => ({
		request: { method: 'GET', path: `/instance${instance}/dialogs` },
		read: ({ body }) => readChats(field(body, 'dialogs')),
	}),

	// The queue first: a message that leaves it between the two questions is then found in the chat.
	find: (message, instance, lost, others) =>
		others.isComplete ? [emptyQueue(instance), lastMessages(message, instance, lost, others)] : [],
};

const STATES = {
	authenticated: undefined,
	'got qr code':
		'The phone is not authorised: scan the QR code of this instance with WhatsApp on the phone (Linked devices)',
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

/** Chat API counts in whole seconds, and clocks differ a little; a card that came so long "before" the send is still this one. */
const CLOCK_SKEW = 1_500;
/** What the gateway took is in the chat after so long, or waits in its queue. */
const DELIVERY_TIME = 30_000;
/** A clock that is set to the time of another zone is wrong by this much at most. */
const WRONG_CLOCK = 86_400_000;
const CARD_TYPES: unknown[] = ['vcard', 'multi_vcard'];

/**
 * Looks for the card among the chat's last messages: the latest of ours from the time of the send is the lost one. It is
 * surely absent only if the list reaches back to before the send and holds nothing else that may be it, though its time,
 * its chat or its numbers are written in another way; an empty list proves nothing.
 */
function lastMessages(
	{ recipient: { chatId }, contacts }: ContactMessage,
	instance: string,
	{ since, until }: LostSend,
	{ ids }: Others,
): Question<Found> {
	const earliest = since - CLOCK_SKEW;
	const time = (message: unknown) => Number(text(field(message, 'time'))) * 1000;
	const isTimely = (message: unknown) =>
		time(message) >= earliest && time(message) <= until + DELIVERY_TIME;
	const isIt = (message: unknown) =>
		field(message, 'fromMe') === true &&
		field(message, 'chatId') === chatId &&
		CARD_TYPES.includes(field(message, 'type')) &&
		isTimely(message) &&
		maySay(message, contacts);
	return {
		request: {
			method: 'GET',
			path: `/instance${instance}/messages`,
			query: { chatId, last: '1' },
		},
		read: ({ status, body }) => {
			const messages = field(body, 'messages');
			if (status !== 200 || !Array.isArray(messages)) return 'unknown';
			const known = new Set([...ids].map(keyOf));
			const unknown = messages.filter(
				(one) => maybeOurs(one) && !known.has(keyOf(text(field(one, 'id')) ?? '')),
			);
			const found = unknown.filter(isIt);
			if (found.length > 0) return foundInChat(latest(found, time));
			const reachesBack = messages.some((one) => time(one) < earliest);
			const allTooOld = unknown.every((one) => time(one) < since - WRONG_CLOCK);
			return reachesBack && allTooOld ? 'absent' : 'unknown';
		},
	};
}

/** Anything that is not surely the other side's, and not a text. */
const maybeOurs = (message: unknown): boolean =>
	field(message, 'fromMe') !== false && field(message, 'type') !== 'chat';

/** The part of an id that stays the same when the server writes the chat in another way. */
const keyOf = (id: string): string => id.split('_')[2] ?? id;

/** Where the list shows the cards: they are those of our contacts and no others. */
function maySay(message: unknown, contacts: Contact[]): boolean {
	const body = text(field(message, 'body')) ?? '';
	const cards = body.split('BEGIN:VCARD').length - 1;
	if (cards === 0) return true;
	const digits = body.replace(/\D/g, '');
	return cards === contacts.length && contacts.every(({ phone }) => digits.includes(phone));
}

const latest = (messages: unknown[], time: (message: unknown) => number): unknown =>
	messages.reduce((one, other) => (time(other) >= time(one) ? other : one));

const foundInChat = (message: unknown): Found => ({
	accepted: true,
	status: 'sent',
	id: text(field(message, 'id')) ?? null,
	message: 'Found in the chat after its answer was lost',
});

function emptyQueue(instance: string): Question<Found> {
	return {
		request: { method: 'GET', path: `/instance${instance}/showMessagesQueue` },
		read: ({ status, body }) =>
			status === 200 && field(body, 'totalMessages') === 0 ? 'absent' : 'unknown',
	};
}
