import {
	type Failure,
	type Reason,
	REASONS,
	rejected,
	skippedBecause,
} from '../../nodes/WhatsAppSendContact/outcome';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import * as report from '../../nodes/WhatsAppSendContact/report/sentences';

const { problemOfQuestion } = report;
const sentences = (failure: Failure, gateway = gateways.chatApi) =>
	report.sentences(failure, gateway);

/** The words themselves stand in docs/failures.md, and its test compares them. */
const notSent = (reason: Reason) => sentences(rejected('notSent', reason));
/** The reasons of messages of which nobody knows whether they arrived; the last one is of these alone. */
const UNKNOWN: Reason[] = [
	'notConnected',
	'timeout',
	'serverError',
	'unreadableReply',
	'notDelivered',
	'cancelled',
	'interrupted',
];

describe.each(REASONS)('%s', (reason) => {
	test('not sent: what went wrong, in the gateway’s words too, and the next step', () => {
		const { message: what, description } = notSent(reason);
		expect(what).toMatch(/^[\w'].+\w$/);
		expect(sentences(rejected('notSent', reason, 'its words')).message).toBe(`${what}: its words`);
		expect(description).toMatch(/^[A-Z].+\.$/);
	});

	test('not tried: the same, because of an earlier item', () => {
		const skipped = { ...rejected('notSent', reason, 'its words'), skipped: true };
		const because = reason === 'cancelled' ? '' : 'Not tried, because of an earlier item: ';
		expect(sentences(skipped).message).toBe(`${because}${notSent(reason).message}: its words`);
	});
});

describe.each(UNKNOWN)('%s', (reason) => {
	const isQueued = reason === 'notConnected';
	const what = isQueued
		? 'The phone is not connected: the gateway has queued the message'
		: notSent(reason).message;

	test.each([
		[false, 'the message may have arrived'],
		[true, 'the message may have arrived, not sent again'],
	])('unknown, in an earlier try: %s', (earlier, ending) => {
		const failure = { ...rejected('unknown', reason, 'its words'), earlier };
		expect(sentences(failure).message).toBe(
			`${what}: its words — ${isQueued ? 'it goes out later' : ending}`,
		);
	});

	test('unknown: the advice is to look first, and never what would send it twice', () => {
		const { description } = sentences(rejected('unknown', reason));
		expect(description).toMatch(
			isQueued ? /don't send it again/ : /^Before sending it again, check the chat/,
		);
		expect(description).toMatch(/\.$/);
		expect(description).not.toMatch(/retry|try again|run the item again/i);
	});
});

const LOOK = "Before sending it again, check the chat and the gateway's queue (showMessagesQueue).";

test.each([
	[
		'notSent',
		'restricted',
		'It concerns people who never wrote to this number. Write only to those who did, wait a day before you write to others, and then more slowly: each further try makes it worse.',
	],
	['unknown', 'notDelivered', `${LOOK} The gateway may still send it.`],
	['unknown', 'timeout', `${LOOK} The option 'Timeout' gives it longer.`],
	['unknown', 'cancelled', LOOK],
] as const)('%s, %s: no more than "%s"', (certainty, reason, description) => {
	expect(sentences(rejected(certainty, reason)).description).toBe(description);
});

test('where to look is what the gateway has', () => {
	const { description } = sentences(rejected('unknown', 'serverError'), gateways.metaCloudApi);
	expect(description).toBe(
		'Before sending it again, ask the recipient, because Meta lists no messages.',
	);
});

test('an account that WhatsApp has locked is called that, also to a message that was not tried', () => {
	const locked = { ...rejected('notSent', 'restricted', 'its words'), lasting: true };
	const what = 'WhatsApp has locked the account: its words';
	expect(sentences(locked).message).toBe(what);
	expect(sentences(skippedBecause(locked)).message).toBe(
		`Not tried, because of an earlier item: ${what}`,
	);
	expect(problemOfQuestion(locked).message).toBe(what);
});

test.each([
	'unauthorized',
	'instanceNotFound',
	'notPaid',
	'notConnected',
	'refused',
	'rateLimited',
	'quotaExceeded',
	'unreachable',
	'timeout',
	'serverError',
	'unreadableReply',
] as const)('a question that failed, %s: no word of a message, an item or an option', (reason) => {
	const { message, remedy } = problemOfQuestion(rejected('unknown', reason, 'its words'));
	expect(message).toMatch(/^[A-Z].+: its words$/);
	expect(remedy).toMatch(/^[A-Z].+\.$/);
	expect(`${message} ${remedy}`).not.toMatch(/message|item|option/i);
	expect(problemOfQuestion(rejected('notSent', reason)).message).toMatch(/^[A-Z].+[^:]$/);
});
