import {
	type IExecuteFunctions,
	type INode,
	type JsonObject,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import type { Host } from '../host';
import { InvalidInput } from '../message/invalidInput';
import { phoneOf } from '../message/recipient';
import type { Failure, Outcome, Reason } from '../outcome';
import type { Plan } from '../plan';
import { details } from './items';
import { sentences } from './sentences';
import { summary } from './summary';

const MOST_LISTED = 10;
/** n8n's panel reads a description as HTML, of which it lets a few harmless tags through, and shows no other line breaks. */
const inLines = (lines: string[]): string => lines.join('<br>');
const SEND_THE_OTHERS =
	"To send the others all the same, set 'On Error' in the node's settings to 'Continue (using error output)'.";

/** The error, in our own words, for something that is to be mended in the settings, the credential or an item. */
export const inputError = (
	node: INode,
	{ message, remedy }: Pick<InvalidInput, 'message' | 'remedy'>,
	itemIndex = 0,
): NodeOperationError =>
	worded(new NodeOperationError(node, message, { description: remedy, itemIndex }), message);

/** The error for items that can't be sent, thrown before anything was: it lists the first ten. */
export function invalidItemsError(node: INode, { items, invalid }: Plan): NodeOperationError {
	const [{ item, problem }] = invalid;
	// What is wrong with all of them: the options, or the credential.
	const isShared = invalid.length > 1 && invalid.every((each) => each.problem === problem);
	if (isShared || items === 1) return inputError(node, problem, item);
	const others = invalid.length < items ? [SEND_THE_OTHERS] : [];
	if (invalid.length === 1) {
		const message = `Item ${item} of ${items}: ${problem.message}`;
		return inputError(node, { message, remedy: inLines([problem.remedy, ...others]) }, item);
	}
	const listed = invalid
		.slice(0, MOST_LISTED)
		.map((each) => `Item ${each.item}: ${each.problem.message}. ${each.problem.remedy}`);
	const more = invalid.length - listed.length;
	if (more > 0) listed.push(`… and ${more} more`);
	const message = `${invalid.length} of ${items} items can't be sent, so this try sent nothing`;
	return inputError(node, { message, remedy: inLines([...listed, ...others]) }, item);
}

/**
 * The error that a run ends with under *Stop*, for the first message that failed, with what became of the others in its
 * description; undefined when every message was accepted.
 */
export function runError(
	node: INode,
	{ canceled }: Host,
	{ items, sends }: Plan,
	outcomes: Outcome[],
): NodeApiError | NodeOperationError | undefined {
	// By the word in its message, n8n tells an execution that was canceled from one that failed; it keeps nothing of it.
	if (canceled.aborted)
		return new NodeOperationError(node, 'The execution was canceled', { itemIndex: 0 });
	const failures = outcomes.flatMap((outcome, index) =>
		outcome.accepted ? [] : [{ failure: outcome, send: sends[index] }],
	);
	const first = failures.find(({ failure }) => !failure.skipped) ?? failures.at(0);
	if (first === undefined) return undefined;
	const { failure, send } = first;
	const { message: what, description: nextStep } = sentences(failure, send.account.gateway);
	const { recipient } = send.message;
	const chat = phoneOf(recipient) ?? recipient.chatId;
	const message = items === 1 ? what : `Item ${send.item} of ${items} (${chat}): ${what}`;
	const error = new NodeApiError(node, {} as JsonObject, {
		message,
		description: outcomes.length > 1 ? inLines([nextStep, summary(outcomes)]) : nextStep,
		itemIndex: send.item,
		httpCode: failure.httpCode?.toString(),
		failure: causeOf(failure),
	});
	error.context.details = details(send, failure);
	return worded(error, message);
}

type Cause = NonNullable<ConstructorParameters<typeof NodeApiError>[2]>['failure'];

const CAUSES: Partial<Record<Reason, NonNullable<Cause>['cause']>> = {
	rateLimited: 'rate-limited',
	quotaExceeded: 'quota-exhausted',
	unreachable: 'temporarily-unavailable',
	unauthorized: 'credential-invalid',
	instanceNotFound: 'configuration-invalid',
};

/** The cause in n8n's own terms, from which it may conclude that trying again helps: none where that could send it twice. */
function causeOf({ certainty, reason, retryAfter, lasting }: Failure): Cause {
	const cause = certainty === 'notSent' && lasting !== true ? CAUSES[reason] : undefined;
	if (cause === undefined) return undefined;
	return cause === 'rate-limited' ? { cause, retryAfterMs: retryAfter } : { cause };
}

/**
 * Keeps n8n from reading our message as something else. It puts a stock text in place of one that holds letters such as
 * EPERM or ETIMEDOUT, and takes every error with the word "canceled" for a cancel of its own, after which a caller in
 * queue mode waits for ever.
 */
function worded<T extends NodeApiError | NodeOperationError>(error: T, message: string): T {
	error.message = message.replace(/cancele(d)/gi, 'cancelle$1');
	return error;
}

/**
 * Refuses, with an InvalidInput, an n8n that does not tell what an execution goes on from (before 1.121): there, a retry
 * could send a message twice. n8n tells no node its version.
 */
export function refuseTooOld(n8n: IExecuteFunctions): void {
	if ('getExecutionContext' in n8n) return;
	throw new InvalidInput(
		'This n8n is too old for the WhatsApp Send Contact node, so nothing was sent',
		'Update n8n to version 1.123 or newer. Older versions can send a message twice.',
	);
}
