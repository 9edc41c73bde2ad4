import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { type Account, CREDENTIAL } from '../gateways/account';
import { type Answer, type GatewayRequest, isSuccess, type Question } from '../gateways/gateway';
import { type Failure, rejected } from '../outcome';
import { parseJson, readRetryAfter, readText } from './answer';
import { openLines } from './lines';
import { networkFailure } from './networkFailure';
import { redactor, sanitize } from './redact';

/** The most bytes of an answer that are read. A usual answer has a few hundred, as has each chat of a list. */
const LONGEST_ANSWER = 2 * 1024 * 1024;
export const LONGEST_LIST = 20 * 1024 * 1024;

/** Milliseconds for what a person in the editor waits for: the credential's test, and the list of chats. */
export const QUESTION_TIMEOUT = 15_000;

export const isAnswer = (answer: Answer | Failure): answer is Answer =>
	answer.accepted === undefined;

/** Sends one request, once, and gives the answer whatever its status; a failure only when there is no answer. */
export type Ask = (request: GatewayRequest) => Promise<Answer | Failure>;

/** What an answer of 2xx tells; undefined where none comes, or nothing was to be asked. */
export async function learn<T>(ask: Ask, question?: Question<T>): Promise<T | undefined> {
	const answer = question && (await ask(question.request));
	return answer && isAnswer(answer) && isSuccess(answer.status)
		? question.read(answer.body)
		: undefined;
}

/** Sends one request through one of n8n's helpers. */
type Call = (request: GatewayRequest) => Promise<Response>;

type Response = IN8nHttpFullResponse & { body: NodeJS.ReadableStream };

/**
 * Asks the gateway of an account. n8n adds the token; nothing of an answer leaves here before the token is taken out of
 * it.
 *
 * One request, one POST: with the statuses handed over instead of thrown, n8n's helper has no 401 to repeat the request
 * after. A redirect is not followed, because it would repeat the send and carry the token to another address. The body
 * comes as a stream, so that an endless one can be left.
 */
export function transport(
	n8n: IAllExecuteFunctions,
	account: Account,
	timeout: number,
	longest = LONGEST_ANSWER,
): Ask {
	// Handed over so that n8n does not read it anew for each request: what is taken out of an answer is this one's token.
	const data = account.fields as ICredentialDataDecryptedObject;
	const credential = { credentialsDecrypted: { id: '', name: '', type: CREDENTIAL, data } };
	const { httpRequestWithAuthentication: send } = n8n.helpers;
	const open = (signal: AbortSignal): Call => {
		// n8n's helper replaces any signal of ours with the execution's, so that it gets a context whose signal is ours.
		const own = { getExecutionCancelSignal: { value: () => signal } };
		const context = Object.create(n8n, own) as IAllExecuteFunctions;
		return async (request) => {
			const options: IHttpRequestOptions = {
				// The deadline is ours; the client's own ends before the body.
				timeout: 0,
				encoding: 'stream',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				...optionsOf(request, account),
			};
			return (await send.call(context, CREDENTIAL, options, credential)) as Response;
		};
	};
	const canceled = 'getExecutionCancelSignal' in n8n ? n8n.getExecutionCancelSignal() : undefined;
	return asking(open, account, timeout, longest, canceled);
}

/** The same for the credential's test, whose context has another helper and no way to let n8n add the token. */
export function testTransport(helpers: ICredentialTestFunctions['helpers'], account: Account): Ask {
	const open =
		(signal: AbortSignal): Call =>
		async (request) =>
			(await helpers.request({
				...optionsOf(account.gateway.authorize(request, account.token), account),
				// This helper takes no signal, but Node's agent does.
				agentOptions: { signal },
				useStream: true,
				simple: false,
				resolveWithFullResponse: true,
				followRedirect: false,
			})) as Response;
	return asking(open, account, QUESTION_TIMEOUT, LONGEST_ANSWER);
}

/** What both helpers are told of a request. The HTTP client writes the body as its type says. */
const optionsOf = (
	{ method, path, query, headers, body }: GatewayRequest,
	{ server }: Account,
) => ({
	method,
	baseURL: server,
	url: path,
	qs: query,
	headers: {
		Accept: 'application/json',
		...(body ? { 'Content-Type': 'application/json' } : {}),
		...headers,
	},
	body,
});

function asking(
	open: (signal: AbortSignal) => Call,
	{ token }: Account,
	timeout: number,
	longest: number,
	canceled?: AbortSignal,
): Ask {
	const redact = redactor(token);
	const within = openLines(timeout, canceled, open);
	const exchange = async (request: GatewayRequest, call: Call, close: () => void) => {
		const { statusCode, headers, body } = await call(request);
		const text = await readText(body, longest, close);
		// A proxy that says this passes nothing on.
		if (statusCode === 407 && 'proxy-authenticate' in headers)
			return rejected(
				'notSent',
				'unreachable',
				'the proxy between n8n and the gateway requires a password',
			);
		return {
			status: statusCode,
			body: sanitize(parseJson(text), redact),
			retryAfter: readRetryAfter(headers['retry-after'], Date.now()),
		};
	};
	return async (request) =>
		await within((call, close) => exchange(request, call, close)).catch(networkFailure);
}
