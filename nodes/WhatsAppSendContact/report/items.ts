import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Account } from '../gateways/account';
import { contactId } from '../message/contacts';
import type { InvalidInput } from '../message/invalidInput';
import type { Delivered, Failure } from '../sending/outcome';
import type { Send } from '../sending/plan';
import { redactor } from '../http/redact';
import { sentences } from './sentences';
import type { Settings } from '../form/settings';

const paired = (json: IDataObject, item: number): INodeExecutionData => ({
	json,
	pairedItem: { item },
});

const addressed = ({ message }: Send): IDataObject => ({
	recipient: message.recipient.chatId,
	contacts: message.contacts.map(contactId),
});

/**
 * The item for a message that the gateway took. It never has a key `error`: n8n would take it for a failure and, with
 * Retry On Fail, run the node again.
 */
export function acceptedItem(
	send: Send,
	delivered: Delivered,
	{ output }: Settings,
	{ gateway }: Account,
): INodeExecutionData {
	const { id, message, status, queueNumber, attempts, reply } = delivered;
	const simple: IDataObject = { id, sent: true, message };
	if (output === 'simple') return paired(simple, send.item);
	const { quotedMessageId } = send.message;
	return paired(
		{
			...simple,
			status,
			gateway: gateway.displayName,
			...addressed(send),
			...(quotedMessageId === undefined ? {} : { quotedMessageId }),
			...(queueNumber === undefined ? {} : { queueNumber }),
			attempts,
			...(reply === undefined ? {} : { reply: reply as IDataObject }),
		},
		send.item,
	);
}

/**
 * The item for a message that was not taken. n8n sends it to the error output because it has no keys but `error`,
 * `message` and `details`, and merges it with the input's fields.
 */
export function failedItem(send: Send, failure: Failure): INodeExecutionData {
	const { message, description } = sentences(failure);
	return paired(
		{ error: message, message: description, details: details(send, failure) },
		send.item,
	);
}

/** What people route on when a message failed. */
export const details = (send: Send, { certainty, reason, httpCode }: Failure): IDataObject => ({
	certainty,
	reason,
	...(httpCode === undefined ? {} : { httpCode }),
	...addressed(send),
});

const LEFT_EARLIER =
	'An earlier try of this execution has sent this item, or may have: look into the chat before sending it again.';

/**
 * The item for an input that can't be sent.
 *
 * @param hasLeft true when an earlier try has sent it, or may have
 */
export const invalidItem = (
	item: number,
	problem: InvalidInput,
	hasLeft = false,
): INodeExecutionData =>
	paired(
		{
			error: problem.message,
			message: hasLeft ? `${LEFT_EARLIER} ${problem.remedy}` : problem.remedy,
			details: { certainty: hasLeft ? 'unknown' : 'notSent', reason: 'invalidInput' },
		},
		item,
	);

const PLACE_OF_TOKEN = '***';

/** The item that shows, in place of sending, the request that would leave; three asterisks stand where the token goes. */
export function dryRunItem(
	send: Send,
	{ gateway, server, instance, token }: Account,
	reference: () => string,
) {
	const unsigned = gateway.request(send.message, instance, reference);
	const { method, path, query, headers, body } = gateway.authorize(unsigned, PLACE_OF_TOKEN);
	const search = Object.entries(query ?? {}).map(
		([name, value]) => `${name}=${encodeURIComponent(value)}`,
	);
	// People paste the token into the server too.
	const url = redactor(token)(`${server}${path}${search.length > 0 ? `?${search.join('&')}` : ''}`);
	return paired(
		{
			id: null,
			sent: false,
			message: 'Dry run: nothing was sent',
			request: { method, url, ...(headers ? { headers } : {}), ...(body ? { body } : {}) },
		},
		send.item,
	);
}
