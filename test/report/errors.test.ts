import type { INode, NodeApiError } from 'n8n-workflow';

import { type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import {
	inputError,
	invalidItemsError,
	runError,
} from '../../nodes/WhatsAppSendContact/report/errors';
import { hostOf } from '../sending/run';
import { send } from '../sending/send';

const NODE: INode = {
	id: '1',
	name: 'Send',
	type: 'whatsAppSendContact',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const sent: Outcome = { accepted: true, status: 'sent', id: '1', message: 'ok', attempts: 1 };
const refused = rejected('notSent', 'refused', 'no such contact');
const skipped: Outcome = { ...rejected('notSent', 'cancelled'), skipped: true };

/** The error of a run that came to these ends. */
const errorOf = (outcomes: Outcome[], isCanceled = false) => {
	const sends = outcomes.map((_, item) => send({ item }));
	const canceled = isCanceled ? AbortSignal.abort() : new AbortController().signal;
	return runError(
		NODE,
		hostOf({ canceled }),
		{ items: sends.length, sends, invalid: [] },
		outcomes,
	);
};

test('a run whose messages were all accepted ends with none', () => {
	expect(errorOf([sent, sent])).toBeUndefined();
	expect(errorOf([])).toBeUndefined();
});

test('the error names the first item that was tried and failed, and counts the others', () => {
	expect(errorOf([sent, skipped, { ...refused, httpCode: 400 }, refused])).toMatchObject({
		name: 'NodeApiError',
		message: 'Item 2 of 4 (79995253422): The gateway refused the message: no such contact',
		description:
			'Correct what the gateway names, then run the item again.<br>1 sent, 2 not sent, 1 not tried',
		httpCode: '400',
		context: {
			itemIndex: 2,
			details: {
				certainty: 'notSent',
				reason: 'refused',
				httpCode: 400,
				recipient: '79995253422@c.us',
				contacts: ['79001111111@c.us'],
			},
		},
	});
});

test('one message alone has no others to count', () => {
	expect(errorOf([refused])?.description).toBe(
		'Correct what the gateway names, then run the item again.',
	);
});

test('where nothing was tried, the first that was not sent is named', () => {
	expect(errorOf([sent, skipped])?.message).toBe(
		'Item 1 of 2 (79995253422): The execution was stopped',
	);
});

test.each([
	[{ ...rejected('notSent', 'rateLimited'), retryAfter: 500 }, 'rate-limited'],
	[rejected('notSent', 'unreachable'), 'temporarily-unavailable'],
	[{ ...rejected('notSent', 'unreachable'), lasting: true }, undefined],
	[rejected('notSent', 'unauthorized'), 'credential-invalid'],
	[rejected('notSent', 'refused'), undefined],
	// It may have arrived: nothing is to be tried again by itself.
	[rejected('unknown', 'unreachable'), undefined],
] as const)('n8n is told the cause of %j: %s', (failure, cause) => {
	const error = errorOf([failure]) as NodeApiError;
	expect(error.failure?.cause).toBe(cause);
	if (cause === 'rate-limited') expect(error.failure).toEqual({ cause, retryAfterMs: 500 });
});

describe('words that n8n reads as something else', () => {
	test.each([
		['canceled', 'cancelled'],
		['Your plan was Canceled', 'Your plan was cancelled'],
		['Cancellation ETIMEDOUT EPERM', 'Cancellation ETIMEDOUT EPERM'],
	])('a gateway that says "%s" is quoted with "%s"', (words, quoted) => {
		expect(errorOf([rejected('notSent', 'refused', words)])?.message).toBe(
			`The gateway refused the message: ${quoted}`,
		);
		expect(inputError(NODE, new InvalidInput(words, '')).message).toBe(quoted);
	});

	test('only a run that was canceled says so', () => {
		expect(errorOf([sent, sent, refused, skipped], true)).toMatchObject({
			name: 'NodeOperationError',
			message: 'The execution was canceled',
		});
	});
});

describe('items that can’t be sent', () => {
	const SEND_THE_OTHERS =
		"To send the others all the same, set 'On Error' in the node's settings to 'Continue (using error output)'.";
	const errorOfInvalid = (...items: number[]) =>
		invalidItemsError(NODE, {
			items: 20,
			sends: [],
			invalid: items.map((item) => ({
				item,
				problem: new InvalidInput(`Bad ${item}`, 'Mend it.'),
			})),
		});

	test('one is named with its remedy', () => {
		expect(errorOfInvalid(3)).toMatchObject({
			message: 'Item 3 of 20: Bad 3',
			description: `Mend it.<br>${SEND_THE_OTHERS}`,
			context: { itemIndex: 3 },
		});
	});

	test.each([1, 3])(
		'what is wrong for all %i alike, as the credential is, is told once',
		(items) => {
			const problem = new InvalidInput('The credential has no token', 'Correct it.');
			const invalid = [...Array(items).keys()].map((item) => ({ item, problem }));
			expect(invalidItemsError(NODE, { items, sends: [], invalid })).toMatchObject({
				name: 'NodeOperationError',
				message: 'The credential has no token',
				description: 'Correct it.',
				context: { itemIndex: 0 },
			});
		},
	);

	test('several are counted and listed, the first ten at most', () => {
		expect(errorOfInvalid(1, 4)).toMatchObject({
			message: "2 of 20 items can't be sent, so this try sent nothing",
			description: `Item 1: Bad 1. Mend it.<br>Item 4: Bad 4. Mend it.<br>${SEND_THE_OTHERS}`,
		});
		const lines = String(errorOfInvalid(...Array(12).keys()).description).split('<br>');
		expect(lines).toHaveLength(12);
		expect(lines.slice(-3)).toEqual(['Item 9: Bad 9. Mend it.', '… and 2 more', SEND_THE_OTHERS]);
	});
});
