import { onePerContact, type SendAs } from '../message/contactMessage';
import type { Contact } from '../message/contacts';
import { InvalidInput } from '../message/invalidInput';
import type { Recipient } from '../message/recipient';
import { internationalPhone } from '../message/vCard';
import { at, field, isObject, plainWords, refused, rejectedByStatus, text, words } from './answer';
import { readChats } from './chats';
import type { Answer, Gateway, Json } from './gateway';
import { readSession } from './session';
import { rejected, type Rejected, type SendResult } from './sendResult';

/** "contact phone number in international format (no +) 11 or 12 digits" */
const CONTACT_PHONE = /^\d{11,12}$/;
const QUOTA_EXCEEDED = 466;
/** Somebody before the server hung up while it was at work: https://green-api.com/en/docs/api/common-errors/ */
const CLIENT_CLOSED_REQUEST = 499;

/** GREEN-API: a queue in the cloud before a phone, documented at https://green-api.com/en/docs/api/. */
export const greenApi: Gateway = {
	displayName: 'GREEN-API',

	server: (server) => server,

	instance: (instance) => instance.replace(/^waInstance/i, ''),

	authorize: (request, token) => ({
		...request,
		path: `${request.path}/${encodeURIComponent(token)}`,
	}),

	split: onePerContact,

	request(message, instance) {
		refuseVCard(message.sendAs);
		const body = {
			chatId: chatOf(message.recipient),
			contact: card(message.contacts[0]),
			...quotedFields(message.quotedMessageId),
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
		read: ({ body }) => readChats(body),
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

function refuseVCard(sendAs: SendAs) {
	if (sendAs === 'contact') return;
	throw new InvalidInput(
		'This gateway has no vCard messages: it builds the card itself, with name and organization',
		"Set the option 'Send As' to 'Contact'.",
	);
}

/** People by phone or hidden id, and groups; a chat that can't be would hold up the whole queue of the instance. */
function chatOf({ kind, chatId }: Recipient): string {
	if (kind !== 'newsletter') return chatId;
	throw new InvalidInput(
		`"${chatId}" is a channel, and this gateway sends to people and groups only`,
		'Enter a phone, or an ID that ends in @c.us or @g.us.',
	);
}

/** The name is required by the server: where there is none, the card shows the number. */
function card({ phone, name, organization }: Contact): { [key: string]: Json } {
	if (!CONTACT_PHONE.test(phone)) {
		throw new InvalidInput(
			`The contact ${phone} has ${phone.length} digits, and this gateway takes contacts of 11 or 12`,
			"Check the number. If it is right, this gateway can't send it.",
		);
	}
	return {
		phoneContact: Number(phone),
		firstName: name ?? internationalPhone(phone),
		...(organization === undefined ? {} : { company: organization }),
	};
}

/** This gateway knows a message by its key alone. */
function quotedFields(quotedMessageId: string | undefined): { [key: string]: Json } {
	if (quotedMessageId === undefined) return {};
	if (!quotedMessageId.includes('@')) return { quotedMessageId };
	throw new InvalidInput(
		`"${quotedMessageId}" is not a message ID of this gateway`,
		"Enter the idMessage alone, e.g. 3EB0C767D097B7C7C030, or leave 'Quoted Message ID' empty.",
	);
}

/** The status decides: this gateway has no refusals with 200. */
function reply(answer: Answer): SendResult {
	const { status, body } = answer;
	const gatewayMessage = isObject(body) ? words(field(body, 'message') ?? body) : plainWords(body);
	const byStatus = rejectedByStatus(unknownInstance(answer), gatewayMessage);
	const id = text(field(body, 'idMessage'));
	if (status === QUOTA_EXCEEDED) return overQuota(body);
	if (status === CLIENT_CLOSED_REQUEST) return rejected('unknown', 'serverError', gatewayMessage);
	if (byStatus) return named(byStatus);
	if (id === undefined) return rejected('unknown', 'unreadableReply', gatewayMessage);
	return { accepted: true, status: 'sent', id, message: "Taken into the gateway's queue" };
}

/** Every refusal is a 400, and its sentence tells which. */
const named = (result: Rejected): Rejected =>
	result.reason === 'refused' ? refused(result.gatewayMessage) : result;

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
