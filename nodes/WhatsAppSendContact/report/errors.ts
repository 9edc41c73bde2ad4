import {
	type Failure as DeclaredFailure,
	type IExecuteFunctions,
	type INode,
	type JsonObject,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import type { Reason } from '../gateways/sendResult';
import type { InvalidInput } from '../message/invalidInput';
import type { Failure, Outcome } from '../sending/outcome';
import type { Plan, Send } from '../sending/plan';
import { details } from './items';
import { sentences } from './sentences';
import { summary, summaryByItem } from './summary';

const MOST_LISTED = 10;

/** An error in our own words, for something that no item can get around. */
export const operationError = (
	node: INode,
	message: string,
	description: string,
	itemIndex = 0,
): NodeOperationError =>
	worded(new NodeOperationError(node, message, { description, itemIndex }), message);

/** The error for something wrong with the settings or the credential. */
export const inputError = (node: INode, { message, remedy }: InvalidInput): NodeOperationError =>
	operationError(node, message, remedy);

/** The error for items that can't be sent, thrown before anything was: it lists the first ten. */
export function invalidItemsError(node: INode, { invalid }: Plan): NodeOperationError {
	const [first] = invalid;
	const intro = `[Item ${first.item}] ${first.problem.message}`;
	const message =
		invalid.length === 1
			? intro
			: `${invalid.length} items can't be sent, so this try sent nothing. ${intro}`;
	const listed = invalid
		.slice(0, MOST_LISTED)
		.map(({ item, problem }) => `[Item ${item}] ${problem.message}. ${problem.remedy}`);
	const more = invalid.length - listed.length;
	if (more > 0) listed.push(`… and ${more} more`);
	const description = invalid.length === 1 ? first.problem.remedy : listed.join('\n');
	return operationError(node, message, description, first.item);
}

const CAUSES: Partial<Record<Reason, DeclaredFailure['cause']>> = {
	unauthorized: 'credential-invalid',
	instanceNotFound: 'configuration-invalid',
	rateLimited: 'rate-limited',
	quotaExceeded: 'quota-exhausted',
};

/** The error for a message that failed, with what became of the others in its description. */
function sendError(node: INode, send: Send, failure: Failure, summary: string): NodeApiError {
	const { message: what, description: nextStep } = sentences(failure);
	const message = `[Item ${send.item}] ${what}`;
	const cause = CAUSES[failure.reason];
	const error = new NodeApiError(node, {} as JsonObject, {
		message,
		description: [nextStep, summary].filter(Boolean).join('\n'),
		itemIndex: send.item,
		...(failure.httpCode === undefined ? {} : { httpCode: String(failure.httpCode) }),
		...(cause === undefined ? {} : { failure: { cause } }),
	});
	error.context.details = details(send, failure);
	return worded(error, message);
}

/** The error that a run ends with under *Stop*; undefined when every message was accepted. */
export function runError(
	n8n: IExecuteFunctions,
	plan: Plan,
	outcomes: Outcome[],
): NodeApiError | NodeOperationError | undefined {
	// By the word in its message, n8n tells an execution that was canceled from one that failed.
	if (n8n.getExecutionCancelSignal?.()?.aborted)
		return new NodeOperationError(n8n.getNode(), 'The execution was canceled', {
			description: summaryByItem(plan, outcomes),
			itemIndex: 0,
		});
	const tried = outcomes.findIndex((outcome) => !outcome.accepted && !outcome.skipped);
	const first = tried >= 0 ? tried : outcomes.findIndex((outcome) => !outcome.accepted);
	const failure = outcomes[first];
	if (failure === undefined || failure.accepted) return undefined;
	const ofTheOthers = outcomes.length > 1 ? summary(outcomes, 0) : '';
	return sendError(n8n.getNode(), plan.sends[first], failure, ofTheOthers);
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
