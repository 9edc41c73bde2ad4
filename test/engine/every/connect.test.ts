import { type IDataObject, type INode, type JsonObject, NodeApiError } from 'n8n-workflow';

import { CONTINUE, people, useGateway } from '../gateway';
import { certificateFor, serveBytes, serveTls, throughProxy, trust } from '../sockets';

const gateway = useGateway();

type Served = Awaited<ReturnType<typeof serveBytes>>;
type Answer = Parameters<typeof serveBytes>[0];
const silence: Answer = () => undefined;
let served: Served | undefined;
const undo: Array<() => void> = [];
afterEach(async () => {
	while (undo.length > 0) undo.pop()?.();
	await served?.close();
	served = undefined;
});

const ANSWER =
	'HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{"sent":true,"id":"1","message":"Sent"}  ';

/** What a send to this server is said to have come to. */
const failureOf = async (server: string): Promise<IDataObject> => {
	const { items } = await gateway.send(people(1), {
		credential: { server },
		options: { timeout: 1, retries: 0 },
		node: CONTINUE,
	});
	return items[0].json.error as IDataObject;
};

const notSent = (words: string) => ({
	message: expect.stringContaining(words),
	certainty: 'notSent',
	reason: 'unreachable',
});

const CAUSE = new Error('the cause');
/** False on n8n 1.123 to 2.33, which leave of a failed request only its code and a sentence. */
const isCauseKept = new NodeApiError({} as INode, CAUSE as unknown as JsonObject).cause === CAUSE;

/** What neither a code nor a sentence tells: without the cause, it is not known. */
const notSentByCause = (words: string) => (isCauseKept ? notSent(words) : { certainty: 'unknown' });

const secured = async (
	certificate: Parameters<typeof serveTls>[0],
	answer: Answer = (socket) => socket.end(ANSWER),
) => {
	served = await serveTls(certificate, answer);
	return `https://127.0.0.1:${served.port}`;
};

describe('a handshake that does not come about: nothing was sent', () => {
	test.each<[string, Answer, object]>([
		['is never answered', silence, notSentByCause("can't be reached")],
		['is cut', (socket) => socket.destroy(), notSent('the connection was cut')],
		['is ended', (socket) => socket.end(), notSent('the connection was cut')],
		['is reset', (socket) => socket.resetAndDestroy(), notSentByCause('the connection was cut')],
		[
			'is answered in plain text',
			(socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
			notSentByCause('the server does not speak https'),
		],
	])('that %s', async (_what, answer, told) => {
		served = await serveBytes(answer);
		expect(await failureOf(`https://127.0.0.1:${served.port}`)).toMatchObject(told);
	});

	test('that is ended before a word', async () => {
		served = await serveBytes(silence, (socket) => socket.end());
		expect(await failureOf(`https://127.0.0.1:${served.port}`)).toMatchObject(
			notSent('the connection was cut'),
		);
	});
});

describe('a certificate that is not right: nothing was sent', () => {
	test('of nobody whom this machine trusts', async () => {
		const server = await secured(certificateFor('127.0.0.1'));
		expect(await failureOf(server)).toMatchObject(notSent('does not trust'));
		expect(served?.bytes).toBe(0);
	});

	test.each([
		['that has expired', certificateFor('127.0.0.1', -1), 'has expired'],
		['for another host', certificateFor('gateway.example.org'), 'is for another name'],
	])('%s', async (_what, certificate, words) => {
		undo.push(trust(certificate.cert));
		expect(await failureOf(await secured(certificate))).toMatchObject(notSent(words));
		expect(served?.bytes).toBe(0);
	});
});

describe('once the connection is secured, the message may have arrived', () => {
	const certificate = certificateFor('127.0.0.1');
	beforeEach(() => undo.push(trust(certificate.cert)));

	test.each<[string, Answer, string]>([
		['silence', silence, 'timeout'],
		['a cut', (socket) => socket.destroy(), 'unreadableReply'],
		['an end', (socket) => socket.end(), 'unreadableReply'],
	])('after %s', async (_what, answer, reason) => {
		const server = await secured(certificate, answer);
		expect(await failureOf(server)).toMatchObject({ certainty: 'unknown', reason });
		expect(served?.bytes).toBeGreaterThan(0);
	});

	test('an answer is read', async () => {
		const server = await secured(certificate);
		const { items } = await gateway.send(people(1), { credential: { server } });
		expect(items[0].json).toMatchObject({ sent: true, id: '1' });
	});
});

describe('a proxy that makes no connection: nothing was sent', () => {
	test.each<[string, Answer, object]>([
		['says nothing', silence, notSentByCause("can't be reached")],
		['cuts', (socket) => socket.destroy(), notSent("can't be reached")],
		[
			'requires a password',
			(socket) =>
				socket.end(
					'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n',
				),
			notSent('requires a password'),
		],
		[
			'promises one and cuts it',
			(socket, request) =>
				request.includes('CONNECT')
					? socket.write('HTTP/1.1 200 Connected\r\n\r\n')
					: socket.destroy(),
			notSent('the connection was cut'),
		],
	])('that %s', async (_what, answer, told) => {
		served = await serveBytes(answer);
		undo.push(throughProxy(served.port));
		expect(await failureOf('https://gateway.example.org')).toMatchObject(told);
		expect(served.connections).toBe(1);
	});
});

describe('no server', () => {
	test('that listens', async () => {
		served = await serveBytes(silence);
		const { port } = served;
		await served.close();
		served = undefined;
		// The name has two addresses, and Node tries one after the other.
		for (const host of ['127.0.0.1', 'localhost'])
			expect(await failureOf(`http://${host}:${port}`)).toMatchObject(notSent('nothing listens'));
	});

	test('of that name', async () => {
		expect(await failureOf('http://gateway.invalid')).toMatchObject(notSent(''));
	});
});
