import { field, isObject, plainWords, refused, rejectedByStatus, text, words, YES } from './answer';
import type { Answer } from './gateway';
import { type Accepted, rejected, type SendResult } from './sendResult';

const NO: unknown[] = [false, 'false', 0, '0'];
const NO_ERROR: unknown[] = [undefined, null, false, ''];
/** Some servers say "sent": "false" of what they have queued, and send all of it in the end. */
const WILL_BE_SENT = /will be sent/i;
const WHEN_CONNECTED = /will be sent after|not equals authenticated/i;
const UNDER_WAY = /being processed|in progress|(?<!not )\baccepted\b/i;

/**
 * Reads the answer of the Chat API family, `{ sent, message, id, queueNumber? }`, `{ error }` or `{ status, err }`. The
 * body decides: HTTP 200 carries refusals too. Nothing counts as sent but a clear yes without an error beside it.
 */
export function readSentReply(answer: Answer): SendResult {
	const { body } = answer;
	const error = field(body, 'error') ?? field(body, 'err');
	const failed = !NO_ERROR.includes(error);
	const gatewayMessage = isObject(body)
		? words(failed ? error : (field(body, 'message') ?? body))
		: plainWords(body);
	const sent = field(body, 'sent');
	const isYes = YES.includes(sent);
	const byStatus = rejectedByStatus(answer, gatewayMessage);
	if (byStatus?.certainty === 'unknown') return byStatus;
	if (!isYes && WILL_BE_SENT.test(gatewayMessage))
		return rejected('unknown', 'notConnected', gatewayMessage);
	if (!isYes && UNDER_WAY.test(gatewayMessage))
		return rejected('unknown', 'unreadableReply', gatewayMessage);
	if (byStatus) return byStatus;
	if (isYes && !failed) return accepted(body, sent, gatewayMessage);
	const isNo = NO.includes(sent) || field(body, 'status') === false;
	if (!isYes && (failed || isNo)) return refused(gatewayMessage);
	return rejected('unknown', 'unreadableReply', gatewayMessage);
}

function accepted(body: unknown, sent: unknown, message: string): Accepted {
	const queueNumber = field(body, 'queueNumber');
	return {
		accepted: true,
		status: sent === 'queued' || WHEN_CONNECTED.test(message) ? 'queued' : 'sent',
		id: text(field(body, 'id')) ?? null,
		message,
		...(typeof queueNumber === 'number' ? { queueNumber } : {}),
	};
}
