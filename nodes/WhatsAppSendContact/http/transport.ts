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
import type { Rejected } from '../gateways/sendResult';
import { networkFailure } from './networkFailure';
import { redactor } from './redact';
import { readRetryAfter } from './retryAfter';

export const CREDENTIAL = 'whatsAppGatewayApi';

/** The longest answer that is read, in bytes: a gateway's is a few hundred, a list of chats some hundred thousand. */
const LONGEST_ANSWER = 2 * 1024 * 1024;

export const isAnswer = (answer: Answer | Rejected): answer is Answer => 'status' in answer;

/** Sends one request, once, and gives the answer whatever its status; a failure only when there is no answer. */
export type Ask = (request: GatewayRequest) => Promise<Answer | Rejected>;

/**
 * The only place that calls n8n's request helper. n8n adds the token; nothing of the answer leaves here before the
 * token is taken out of it.
 *
 * @param timeout milliseconds until an answer must have begun, and again until it must have ended
 */
export function transport(n8n: IAllExecuteFunctions, account: Account, timeout: number): Ask {
	const redact = redactor(account.token);
	return async (request) => {
		try {
			const response = (await n8n.helpers.httpRequestWithAuthentication.call(
				n8n,
				CREDENTIAL,
				requestOptions(request, account, timeout),
				{ credentialsDecrypted: credentialOf(account) },
			)) as IN8nHttpFullResponse;
			const text = await readText(response.body as NodeJS.ReadableStream, timeout);
			return {
				status: response.statusCode,
				body: parsed(redact(text)),
				retryAfter: readRetryAfter(response.headers['retry-after'], Date.now()),
			};
		} catch (error) {
			return networkFailure(error);
		}
	};
}

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
const requestOptions = (
	{ method, path, query, headers, body }: GatewayRequest,
	{ server }: Account,
	timeout: number,
): IHttpRequestOptions => ({
	method,
	baseURL: server,
	url: path,
	...(query ? { qs: query } : {}),
	headers: { Accept: 'application/json', ...(body ? JSON_BODY : {}), ...headers },
	...(body ? { body } : {}),
	timeout,
	encoding: 'stream',
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
});

const JSON_BODY = { 'Content-Type': 'application/json' };

/**
 * The text of an answer, as far as the longest that is read.
 *
 * @param timeout milliseconds until it must be complete; the HTTP client only watches over its beginning
 * @throws a time-out, or the connection's own exception
 */
async function readText(stream: NodeJS.ReadableStream, timeout: number): Promise<string> {
	const readable = stream as NodeJS.ReadableStream & { destroy(error?: Error): void };
	const late = AbortSignal.timeout(timeout);
	const leave = () => readable.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' }));
	late.addEventListener('abort', leave, { once: true });
	const chunks: Buffer[] = [];
	let size = 0;
	const text = new Promise<string>((resolve, reject) => {
		const end = () => resolve(Buffer.concat(chunks).toString('utf8'));
		readable.on('data', (chunk: Buffer) => {
			chunks.push(chunk);
			size += chunk.length;
			if (size <= LONGEST_ANSWER) return;
			end();
			readable.destroy();
		});
		readable.once('end', end);
		readable.once('error', reject);
		readable.once('close', () => reject(CLOSED));
	});
	return await text.finally(() => late.removeEventListener('abort', leave));
}

/** For a stream that ends with neither its end nor an error; what comes after one of these is not heard any more. */
const CLOSED = { code: 'ECONNRESET' };

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/**
 * The same for the credential's test, whose context has another helper and no way to let n8n add the token.
 *
 * @param timeout milliseconds
 */
export function testTransport(
	helpers: ICredentialTestFunctions['helpers'],
	account: Account,
	timeout: number,
): Ask {
	const redact = redactor(account.token);
	return async (request) => {
		const { method, path, query, headers, body } = account.gateway.authorize(
			request,
			account.token,
		);
		try {
			const response: { statusCode: number; body: unknown } = await helpers.request({
				method,
				uri: `${account.server}${path}`,
				qs: query,
				headers: { Accept: 'application/json', ...headers },
				body,
				json: body !== undefined,
				timeout,
				simple: false,
				resolveWithFullResponse: true,
				followRedirect: false,
			});
			const text =
				typeof response.body === 'string' ? response.body : JSON.stringify(response.body ?? '');
			return { status: response.statusCode, body: parsed(redact(text)) };
		} catch (error) {
			return networkFailure(error);
		}
	};
}
