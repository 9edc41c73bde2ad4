import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Settings } from '../form/settings';
import type { Host } from '../host';
import { HIDDEN, redactor } from '../http/redact';
import { contactId } from '../message/contacts';
import type { Failure, Outcome } from '../outcome';
import { idempotencyKey, type Plan, type Send } from '../plan';
import { sentences } from './sentences';

const paired = (json: IDataObject, item: number): INodeExecutionData => ({
	json,
	pairedItem: { item },
});

/** Without the keys that have no value: in an output they would be seen. */
const present = (json: object): IDataObject =>
	Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));

/** Whose cards go to which chat. */
export const addressed = ({ message }: Send) => ({
	recipient: message.recipient.chatId,
	contacts: message.contacts.map(contactId),
});

/** What people route on when a message failed. */
export const details = (send: Send, { certainty, reason, httpCode }: Failure): IDataObject =>
	present({ certainty, reason, httpCode, ...addressed(send) });

/**
 * The item for a message of which it is known what became. Where the gateway took it, it never has a key `error`: n8n
 * would take it for a failure and, with Retry On Fail, run the node again. Else its one key is `error`, which every n8n
 * sends to the error output, merged with the input's fields.
 */
export function outputItem(
	send: Send,
	outcome: Outcome,
	{ output, trackDelivery }: Settings,
): INodeExecutionData {
	if (!outcome.accepted) {
		const told = sentences(outcome, send.account.gateway);
		return paired({ error: { ...told, ...details(send, outcome) } }, send.item);
	}
	const { id, message, status, queueNumber, attempts, chatId, reply } = outcome;
	const { delivery = trackDelivery > 0 ? 'unconfirmed' : undefined } = outcome;
	const simple = { id, sent: true, message, delivery };
	if (output === 'simple') return paired(present(simple), send.item);
	const { recipient, contacts } = addressed(send);
	const full = {
		...simple,
		status,
		gateway: send.account.gateway.displayName,
		instance: send.account.instance || undefined,
		recipient: chatId ?? recipient,
		contacts,
		quotedMessageId: send.message.quotedMessageId,
		queueNumber,
		attempts,
		reply,
	};
	return paired(present(full), send.item);
}

/** Lists what became of each item in the items' order: n8n pairs by number, people read by place. */
export function inItemOrder(parts: INodeExecutionData[]): INodeExecutionData[] {
	const item = ({ pairedItem }: INodeExecutionData) => (pairedItem as { item: number }).item;
	return parts.sort((one, other) => item(one) - item(other));
}

/** The items for inputs that can't be sent; an earlier try may have sent one before it was edited. */
export const invalidItems = (
	{ invalid }: Plan,
	hasLeft: (item: number) => boolean,
): INodeExecutionData[] =>
	invalid.map(({ item, problem: { message, remedy } }) => {
		const told = hasLeft(item)
			? {
					message: `${message} — the message may have arrived, not sent again`,
					description: `An earlier try of this execution has sent this item, or may have: check the chat before sending it again. ${remedy}`,
					certainty: 'unknown',
				}
			: { message, description: remedy, certainty: 'notSent' };
		return paired({ error: { ...told, reason: 'invalidInput' } }, item);
	});

/** The item that shows, in place of sending, the request that would leave; three asterisks stand where the token goes. */
export function dryRunItem(send: Send, host: Host): INodeExecutionData {
	const { gateway, server, instance, token } = send.account;
	const unsigned = gateway.request(send.message, instance, idempotencyKey(send, host));
	const { method, path, query, headers, body } = gateway.authorize(unsigned, HIDDEN);
	const search = query ? `?${new URLSearchParams(query)}` : '';
	// People paste the token into the server too.
	const url = redactor(token)(`${server}${path}${search}`);
	return paired(
		{
			id: null,
			sent: false,
			message: 'Dry run: nothing was sent',
			request: JSON.parse(JSON.stringify({ method, url, headers, body })) as IDataObject,
		},
		send.item,
	);
}
