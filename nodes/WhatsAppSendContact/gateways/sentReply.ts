import { field, isObject, plainWords, refused, rejectedByStatus, text, words } from './answer';
import type { Answer } from './gateway';
import { type Accepted, rejected, type SendResult } from './sendResult';

const YES: unknown[] = [true, 'true', 1, '1'];
const NO: unknown[] = [false, 'false', 0, '0'];
const LATER: unknown[] = ['queued'];
const WILL_BE_SENT = /will be sent after/i;
const WHEN_CONNECTED = /will be sent after|not equals authenticated/i;

/**
 * Reads the answer of the Chat API family, `{ sent, message, id, queueNumber? }` or `{ error }`. The body decides: HTTP
 * 200 carries refusals too. Nothing counts as sent but a clear yes without an error beside it, and a yes beside a status
 * that refuses is unknown.
 */
export function readSentReply(answer: Answer): SendResult {
	const { body } = answer;
	const error = field(body, 'error');
	const failed = error !== undefined && error !== null && error !== false && error !== '';
	const gatewayMessage = isObject(body)
		? words(failed ? error : (field(body, 'message') ?? body))
		: plainWords(body);
	const sent = field(body, 'sent');
	const yes = YES.includes(sent) || LATER.includes(sent);
	const byStatus = rejectedByStatus(answer, gatewayMessage);
	if (yes && byStatus?.certainty === 'notSent')
		return rejected('unknown', 'unreadableReply', gatewayMessage);
	if (byStatus?.reason === 'refused') return refused(byStatus.gatewayMessage);
	if (byStatus) return byStatus;
	if (yes && !failed) return accepted(body, sent, gatewayMessage);
	// Some servers say "sent": "false" of what they have queued, and send all of it in the end.
	if (!yes && WILL_BE_SENT.test(gatewayMessage))
		return rejected('unknown', 'notConnected', gatewayMessage);
	if (!yes && (failed || NO.includes(sent))) return refused(gatewayMessage);
	return rejected('unknown', 'unreadableReply', gatewayMessage);
}

function accepted(body: unknown, sent: unknown, message: string): Accepted {
	const queueNumber = field(body, 'queueNumber');
	const queued = LATER.includes(sent) || WHEN_CONNECTED.test(message);
	return {
		accepted: true,
		status: queued ? 'queued' : 'sent',
		id: text(field(body, 'id')) ?? null,
		message,
		...(typeof queueNumber === 'number' ? { queueNumber } : {}),
	};
}
