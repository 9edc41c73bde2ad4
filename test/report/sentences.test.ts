import { sentences } from '../../nodes/WhatsAppSendContact/report/sentences';
import { type Reason, rejected } from '../../nodes/WhatsAppSendContact/gateways/sendResult';

const REASONS: Reason[] = [
	'invalidInput',
	'unauthorized',
	'instanceNotFound',
	'notPaid',
	'notConnected',
	'refused',
	'notOnWhatsApp',
	'rateLimited',
	'quotaExceeded',
	'unreachable',
	'timeout',
	'serverError',
	'unreadableReply',
	'cancelled',
];

describe.each(REASONS)('%s', (reason) => {
	test('says what went wrong, in the gateway’s words too, and what to do', () => {
		const { message, description } = sentences(rejected('notSent', reason, 'its words'));
		expect(message).toMatch(/^[A-Z].+: its words$/);
		expect(description).toMatch(/^[A-Z].+\.$/);
		expect(sentences(rejected('notSent', reason)).message).not.toContain(':');
	});

	test('if it is unknown, says what to look at before repeating', () => {
		const { description } = sentences(rejected('unknown', reason));
		const where = reason === 'notConnected' ? "don't send it again" : 'look into the chat and into';
		expect(description).toContain(where);
		expect(sentences(rejected('notSent', reason)).description).not.toContain('may have arrived');
	});

	test('never recommends what would send twice', () => {
		const { message, description } = sentences(rejected('unknown', reason));
		expect(`${message} ${description}`).not.toMatch(/retry|try again|run the item again/i);
	});
});

test('a message that was not tried names the cause', () => {
	expect(sentences({ ...rejected('notSent', 'notPaid'), skipped: true }).message).toBe(
		'Not tried, because of an earlier item: The instance is not paid',
	);
	expect(sentences({ ...rejected('notSent', 'cancelled'), skipped: true }).message).toBe(
		'The execution was canceled',
	);
});

const LOOK =
	"The message may have arrived. Before sending it again, look into the chat and into the gateway's message queue.";

test.each([
	['notSent', 'notPaid', "Extend the subscription in the gateway's console."],
	['unknown', 'timeout', `${LOOK} The option 'Timeout' gives it longer.`],
	['unknown', 'cancelled', LOOK],
] as const)('%s, %s: no more than "%s"', (certainty, reason, description) => {
	expect(sentences(rejected(certainty, reason)).description).toBe(description);
});

test('an earlier try is told', () => {
	expect(sentences({ ...rejected('unknown', 'timeout'), earlier: true }).description).toMatch(
		/^This happened in an earlier try, and the message was not sent again\. The message may/,
	);
});
