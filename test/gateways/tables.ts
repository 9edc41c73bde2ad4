import type { Gateway } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import { readSession } from '../../nodes/WhatsAppSendContact/gateways/questions';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import type { Certainty, Reason } from '../../nodes/WhatsAppSendContact/outcome';

/**
 * Where an answer comes from: seen from a real server, its documents, its source, another client that reads it so, HTTP
 * itself (a status that means the same everywhere), or made up, because a hostile server may say anything.
 */
export type Source = `${'seen' | 'document' | 'source' | 'client' | 'HTTP' | 'made up'}${string}`;

/** Source, status and body of an answer, how the failure is to be told, and a part of the gateway's words; '' for none. */
export type Rejection = [
	source: Source,
	status: number,
	body: unknown,
	certainty: Certainty,
	reason: Reason,
	gatewayMessage: string,
];

/** A test for each answer that takes no message. */
export function rejects(gateway: Gateway, rows: Rejection[]) {
	test.each(rows)('(%s) %i %j is %s: %s', (_source, status, body, certainty, reason, words) => {
		expect(readReply(gateway, { status, body })).toEqual({
			accepted: false,
			certainty,
			reason,
			gatewayMessage: words === '' ? '' : expect.stringContaining(words),
		});
	});
}

/** Source, status and body of an answer, and a part of the sentence that says what the session lacks. */
export type Lack = [source: Source, status: number, body: unknown, problem: string];

/** A test for each answer of a session that is not ready. */
export function lacks(gateway: Gateway, rows: Lack[]) {
	test.each(rows)('(%s) %i %j: %s', (_source, status, body, problem) => {
		expect(readSession(gateway, { status, body })).toContain(problem);
	});
}
