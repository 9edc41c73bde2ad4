import type { Gateway } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import { readSession } from '../../nodes/WhatsAppSendContact/gateways/questions';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import type { ContactMessage } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import type { Certainty, Reason } from '../../nodes/WhatsAppSendContact/outcome';

/** The whole ID of a message, as WhatsApp Web writes it. */
export const WHOLE_ID = 'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F';

/** A name of ours for a message. */
export const REFERENCE = '0123456789abcdef01234567';

/** Two people's cards for Maria. */
export const message = (change: Partial<ContactMessage> = {}): ContactMessage => ({
	recipient: { by: 'phone', kind: 'person', chatId: '79995253422@c.us' },
	contacts: [
		{ phone: '79001111111' },
		{ phone: '79002222222', name: 'Boris', organization: 'Acme' },
	],
	sendAs: 'contact',
	...change,
});

const KINDS = { g: 'group', l: 'lid', n: 'newsletter', c: 'person' } as const;

/** A message for the chat with this ID. */
export const messageTo = (chatId: string, change: Partial<ContactMessage> = {}): ContactMessage => {
	const kind = KINDS[chatId.split('@')[1][0] as keyof typeof KINDS];
	return message({ recipient: { by: 'chatId', kind, chatId }, ...change });
};

/**
 * Where an answer comes from: seen from a real server, its documents, its source, another client that reads it so, HTTP
 * itself (a status that means the same everywhere), or made up, because a hostile server may say anything.
 */
export type Source = `${'seen' | 'document' | 'source' | 'client' | 'HTTP' | 'made up'}${string}`;

/** Source, status and body of an answer, how the failure is to be told, and a part of the gateway's words: '' for none, left out for any. */
export type Rejection = [
	source: Source,
	status: number,
	body: unknown,
	certainty: Certainty,
	reason: Reason,
	gatewayMessage?: string,
];

/** A test for each answer that takes no message. */
export function rejects(gateway: Gateway, rows: Rejection[]) {
	const whole = rows.map(([source, status, body, certainty, reason, words]) => {
		const gatewayMessage: unknown = words === '' ? '' : expect.stringContaining(words ?? '');
		return [source, status, body, { accepted: false, certainty, reason, gatewayMessage }] as const;
	});
	test.each(whole)('(%s) %i %j is %j', (_source, status, body, expected) => {
		expect(readReply(gateway, { status, body })).toEqual(expected);
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

/** A test for each answer to the question whether a number is on WhatsApp. */
export function checks(
	gateway: Gateway,
	rows: Array<[body: unknown, expected: object | undefined]>,
) {
	test.each(rows)('a number is looked up: %j is %j', (body, expected) => {
		const question = gateway.check?.('79995253422', '1150');
		expect(question?.read(body)).toEqual(expected);
	});
}

/** A test for each answer to the question for a lost message, {@link REFERENCE}; what is not found may still be on its way. */
export function finds(gateway: Gateway, rows: Array<[body: unknown, found: object | undefined]>) {
	const read = (body: unknown) => gateway.findSent?.(message(), '1150', REFERENCE).read(body);

	test.each(rows)('a lost message is looked for in %j: %j', (body, found) => {
		if (found === undefined) expect(read(body)).toBeUndefined();
		else expect(read(body)).toMatchObject({ accepted: true, ...found });
	});
}
