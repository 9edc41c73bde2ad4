import type { Gateway } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import type { Certainty, Reason } from '../../nodes/WhatsAppSendContact/gateways/sendResult';

/** Status and body of an answer, how the failure is to be told, and a part of the gateway's words in it; '' for none at all. */
export type Rejection = [
	status: number,
	body: unknown,
	certainty: Certainty,
	reason: Reason,
	gatewayMessage: string,
];

/** A test for each answer that takes no message. */
export function rejects(gateway: Gateway, rows: Rejection[]) {
	test.each(rows)('%i %j is %s: %s', (status, body, certainty, reason, gatewayMessage) => {
		expect(gateway.reply({ status, body })).toEqual({
			accepted: false,
			certainty,
			reason,
			gatewayMessage: gatewayMessage === '' ? '' : expect.stringContaining(gatewayMessage),
		});
	});
}

/** Status and body of an answer, and a part of the sentence that says what the session lacks. */
export type Lack = [status: number, body: unknown, problem: string];

/** A test for each answer of a session that is not ready. */
export function lacks(gateway: Gateway, instance: string, rows: Lack[]) {
	test.each(rows)('%i %j: %s', (status, body, problem) => {
		expect(gateway.session(instance).read({ status, body })).toEqual({
			ready: false,
			problem: expect.stringContaining(problem),
		});
	});
}
