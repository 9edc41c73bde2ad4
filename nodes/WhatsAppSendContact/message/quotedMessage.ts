import { InvalidInput } from './invalidInput';
import { isScalar, plainText, shown } from './plainText';

const LONGEST = 200;
/** Every gateway's message ids are of these characters. */
const MESSAGE_ID = /^[\w@.:=+/-]+$/;

/**
 * Reads the id of the message to quote; empty means that none is quoted.
 *
 * @throws InvalidInput when it can't be a message id of any gateway
 */
export function readQuotedMessageId(value: unknown): string | undefined {
	if (value === undefined || value === null) return undefined;
	const id = isScalar(value) ? plainText(value) : undefined;
	if (id === '') return undefined;
	if (id === undefined || id.length > LONGEST || !MESSAGE_ID.test(id)) {
		throw new InvalidInput(
			`${shown(value)} is not a message ID`,
			"Enter the ID as the gateway gives it, e.g. false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F, or leave 'Quoted Message ID' empty.",
		);
	}
	return id;
}

/** The id of a message as WhatsApp Web writes it: who sent it, in which chat, its key, and in groups its author. */
const WHOLE_ID = /^(true|false)_[\w.-]+@[\w.]+_[\w.-]+(@[\w.]+)?$/;

/**
 * The same id again, for gateways that find a message only by its whole id.
 *
 * @throws InvalidInput when it is a shorter one
 */
export function wholeMessageId(quotedMessageId: string): string {
	if (WHOLE_ID.test(quotedMessageId)) return quotedMessageId;
	throw new InvalidInput(
		`"${quotedMessageId}" is not a message ID of this gateway`,
		"Enter the whole ID with its chat, e.g. false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F, or leave 'Quoted Message ID' empty.",
	);
}
