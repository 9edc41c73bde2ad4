import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import type { Account } from '../gateways/account';
import type { Answer, GatewayRequest } from '../gateways/gateway';
import { rejected, type Rejected } from '../gateways/sendResult';
import { parseJson, readText } from './body';
import { within } from './deadline';
import { networkFailure } from './networkFailure';
import { redactor, redactValues } from './redact';
import { readRetryAfter } from './retryAfter';

export const CREDENTIAL = 'whatsAppGatewayApi';

/** The longest answers that are read, in bytes: a gateway's usual one has some hundred, a chat of a list as many. */
const LONGEST_ANSWER = 2 * 1024 * 1024;
export const LONGEST_LIST = 20 * 1024 * 1024;

export const isAnswer = (answer: Answer | Rejected): answer is Answer => 'status' in answer;

/** Sends one request, once, and gives the answer whatever its status; a failure only when there is no answer. */
export type Ask = (request: GatewayRequest) => Promise<Answer | Rejected>;

/** Sends one request through one of n8n's helpers; the signal closes its connection. */
type Call = (request: GatewayRequest, signal: AbortSignal) => Promise<Response>;

type Response = Pick<IN8nHttpFullResponse, 'statusCode' | 'headers'> & {
	body: NodeJS.ReadableStream;
};

/**
 * Asks the gateway of an account. n8n adds the token; nothing of an answer leaves here before the token is taken out of
 * it.
 *
 * @param timeout milliseconds for a request with all of its answer
 * @param longest bytes of an answer that are read
 */
export function transport(
	n8n: IAllExecuteFunctions,
	account: Account,
	timeout: number,
	longest = LONGEST_ANSWER,
): Ask {
	const credential = { credentialsDecrypted: credentialOf(account) };
	const call: Call = async (request, signal) =>
		(await n8n.helpers.httpRequestWithAuthentication.call(
			endedBy(signal, n8n),
			CREDENTIAL,
			requestOptions(request, account),
			credential,
		)) as Response;
	const canceled = 'getExecutionCancelSignal' in n8n ? n8n.getExecutionCancelSignal() : undefined;
	return asking(call, account, { timeout, longest, canceled });
}

/** n8n's helper puts the signal of the execution into every request, and leaves none else: here it finds ours there. */
const endedBy = (signal: AbortSignal, n8n: IAllExecuteFunctions): IAllExecuteFunctions =>
	Object.create(n8n, { getExecutionCancelSignal: { value: () => signal } });

/** Handed over so that n8n does not read it anew for each request: what is taken out of an answer is this one's token. */
const credentialOf = ({ fields }: Account): ICredentialsDecrypted => ({
	id: '',
	name: '',
	type: CREDENTIAL,
	data: fields as ICredentialDataDecryptedObject,
});

/**
 * One request, one POST: with the statuses handed over instead of thrown, n8n's helper has no 401 to repeat the request
 * after. A redirect is not followed, because it would repeat the send and carry the token to another address. The body
 * comes as a stream, so that an endless one can be left.
 */
const requestOptions = (request: GatewayRequest, { server }: Account): IHttpRequestOptions => ({
	method: request.method,
	baseURL: server,
	url: request.path,
	...(request.query ? { qs: request.query } : {}),
	headers: headersOf(request),
	...(request.body ? { body: request.body } : {}),
	// The deadline is ours; the client's own ends before the body.
	timeout: 0,
	encoding: 'stream',
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
});

/** The HTTP client writes a body as its type says. */
const headersOf = (request: GatewayRequest): Record<string, string> => ({
	Accept: 'application/json',
	...(request.body ? { 'Content-Type': 'form' in request ? FORM : 'application/json' } : {}),
	...request.headers,
});

const FORM = 'application/x-www-form-urlencoded';

/**
 * The same for the credential's test, whose context has another helper and no way to let n8n add the token.
 *
 * @param timeout milliseconds for a request with all of its answer
 */
export function testTransport(
	helpers: ICredentialTestFunctions['helpers'],
	account: Account,
	timeout: number,
): Ask {
	const call: Call = async (request, signal) => {
		const authorized = account.gateway.authorize(request, account.token);
		const response: Response & { request: { destroy(): void } } = await helpers.request({
			method: authorized.method,
			uri: `${account.server}${authorized.path}`,
			qs: authorized.query,
			headers: headersOf(authorized),
			body: authorized.body,
			timeout,
			// This helper takes no signal, but Node's agent does: until there is a request to end.
			agentOptions: { signal },
			useStream: true,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
		});
		const close = () => response.request.destroy();
		if (signal.aborted) close();
		else signal.addEventListener('abort', close);
		return response;
	};
	return asking(call, account, { timeout, longest: LONGEST_ANSWER });
}

interface Limits {
	timeout: number;
	longest: number;
	canceled?: AbortSignal;
}

const asking = (call: Call, { token }: Account, { timeout, longest, canceled }: Limits): Ask => {
	const redact = redactor(token);
	return async (request) => {
		try {
			return await within(timeout, canceled, async (signal) => {
				const { statusCode, headers, body } = await call(request, signal);
				if (statusCode === 407 && 'proxy-authenticate' in headers) return PROXY_WANTS_PASSWORD;
				const value = parseJson(await readText(body, longest));
				return {
					status: statusCode,
					body: redactValues(value, redact),
					retryAfter: readRetryAfter(headers['retry-after'], Date.now()),
				};
			});
		} catch (error) {
			return networkFailure(error);
		}
	};
};

/** A proxy that says this passes nothing on. */
const PROXY_WANTS_PASSWORD = rejected(
	'notSent',
	'unreachable',
	'the proxy between n8n and the gateway wants a password',
);
