import { at, field, isObject, isSuccess, text, words, YES } from './answer';
import type { Answer } from './gateway';
import { rejected, type SendResult } from './sendResult';

/**
 * The last guard around a dialect's reading of an answer. Whatever it makes of it: with a message's ID or a clear yes in
 * the body, a message may have left, so that it is never `notSent`; with an error in the body or a status that refuses,
 * it is never accepted.
 */
export const guarded =
	(reply: (answer: Answer) => SendResult) =>
	(answer: Answer): SendResult => {
		const result = reply(answer);
		if (result.accepted) {
			const complaint = complaintIn(answer.body);
			if (isSuccess(answer.status) && complaint === '') return result;
			return rejected('unknown', 'unreadableReply', complaint);
		}
		if (result.certainty === 'unknown' || !speaksOfAMessage(answer.body, 0)) return result;
		return rejected('unknown', 'unreadableReply', result.gatewayMessage);
	};

const ID_FIELDS = ['id', 'idMessage', 'messageId', 'message_id', 'msgId'];
/** Where gateways, and what wraps them, put a message or the key of one. */
const WRAPPERS = ['key', 'message', 'data', '_data', 'result', 'response'];
const DEEPEST = 3;

function speaksOfAMessage(body: unknown, depth: number): boolean {
	if (depth > DEEPEST) return false;
	if (Array.isArray(body)) return body.some((each) => speaksOfAMessage(each, depth + 1));
	if (!isObject(body)) return false;
	const hasId = ID_FIELDS.some((name) => text(body[name]) ?? text(at(body, name, '_serialized')));
	const isYes = YES.includes(body.sent) || YES.includes(body.success) || body.status === true;
	return hasId || isYes || WRAPPERS.some((name) => speaksOfAMessage(field(body, name), depth + 1));
}

const FAILED = /^(error|fail)/i;

/** What an answer that has taken a message says against it; '' for nothing. */
function complaintIn(body: unknown): string {
	const status = text(field(body, 'status')) ?? '';
	return words(field(body, 'error') || '') || (FAILED.test(status) ? status : '');
}
