import {
	type Failure as DeclaredFailure,
	type INode,
	type JsonObject,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import type { Reason } from '../gateways/sendResult';
import type { InvalidInput } from '../message/invalidInput';
import type { Failure } from '../sending/outcome';
import { details } from './items';
import type { Plan, Send } from '../sending/plan';
import { sentences } from './sentences';

const MOST_LISTED = 10;

/** The error for something wrong with the settings or the credential, which no item can get around. */
export const inputError = (node: INode, problem: InvalidInput, itemIndex = 0): NodeOperationError =>
	worded(
		new NodeOperationError(node, problem.message, { description: problem.remedy, itemIndex }),
		problem.message,
	);

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
	const error = new NodeOperationError(node, message, { description, itemIndex: first.item });
	return worded(error, message);
}

const CAUSES: Partial<Record<Reason, DeclaredFailure['cause']>> = {
	unauthorized: 'credential-invalid',
	instanceNotFound: 'configuration-invalid',
	rateLimited: 'rate-limited',
	quotaExceeded: 'quota-exhausted',
};

/** The error for a message that failed, with what became of the others in its description. */
export function sendError(
	node: INode,
	send: Send,
	failure: Failure,
	summary: string,
): NodeApiError {
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

/** The error of a run that was canceled; by the word in its message, n8n tells it from one that failed. */
export const canceledError = (node: INode, summary: string): NodeOperationError =>
	new NodeOperationError(node, 'The execution was canceled', {
		description: summary,
		itemIndex: 0,
	});

/** n8n puts a stock text in place of a message that holds letters such as EPERM or ETIMEDOUT: ours stands. */
function worded<T extends NodeApiError | NodeOperationError>(error: T, message: string): T {
	error.message = message;
	return error;
}
