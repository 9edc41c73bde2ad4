import { CredentialTestContext } from 'n8n-core';
import type { ICredentialTestFunctions } from 'n8n-workflow';

import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import { testTransport } from '../../nodes/WhatsAppSendContact/http/transport';
import { later } from '../clock';
import { searchChats, testCredential } from './editor';
import { resultOf, start, surroundings } from '../../engine/engine';
import { people, useGateway } from './gateway';
import { halfPacked, serveBytes } from './sockets';

const gateway = useGateway();

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const HALF = '{"sent":true,"id":"true_7';

/** Answers that begin, and never end. */
const ENDLESS: Array<[string, Array<string | Buffer>]> = [
	['nothing at all', []],
	['half a status line', ['HTTP/1.1 20']],
	['half the headers', [`${HEAD}X-Half: `]],
	['a status that promises another', ['HTTP/1.1 100 Continue\r\n\r\n']],
	[
		'another protocol',
		['HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'],
	],
	['headers alone', [`${HEAD}Content-Length: 100\r\n\r\n`]],
	['headers without a length', [`${HEAD}\r\n`]],
	['half a body', [`${HEAD}Content-Length: 100\r\n\r\n${HALF}`]],
	['a body without its end', [`${HEAD}\r\n${HALF}`]],
	['half a chunk', [`${HEAD}Transfer-Encoding: chunked\r\n\r\n64\r\n${HALF}`]],
	['a chunk without a last one', [`${HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n`]],
	[
		'a packed body that is not whole',
		[`${HEAD}Content-Encoding: gzip\r\nContent-Length: 100\r\n\r\n`, halfPacked(HALF.repeat(10))],
	],
	[
		'a packed body in chunks, with no bytes yet',
		[`${HEAD}Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n`],
	],
	['an error without a body', ['HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\n\r\n']],
];

type Served = Awaited<ReturnType<typeof serveBytes>>;
let served: Served;
afterEach(async () => await served.close());

const serve = async (pieces: Array<string | Buffer>) => {
	served = await serveBytes((socket) => pieces.forEach((piece) => socket.write(piece)));
	return { server: `http://127.0.0.1:${served.port}` };
};

const until = async (condition: () => boolean) => {
	while (!condition()) await new Promise<void>((resolve) => later(resolve, 1));
};

/** The deadline of the editor's own requests, shortened. */
const shortPatience = (milliseconds: number) => {
	const { timeout } = AbortSignal;
	jest
		.spyOn(AbortSignal, 'timeout')
		.mockImplementation(() => timeout.call(AbortSignal, milliseconds));
};
afterEach(() => jest.restoreAllMocks());

describe.each(ENDLESS)('after %s, silence', (_what, pieces) => {
	test('a send ends by its deadline, and nobody knows whether it arrived', async () => {
		const credential = await serve(pieces);
		const { items } = await gateway.send(people(1), {
			credential,
			options: { timeout: 0.2 },
			node: { onError: 'continueRegularOutput' },
		});
		expect(items[0].json.error).toMatchObject({ certainty: 'unknown', reason: 'timeout' });
		expect(served.connections).toBe(1);
		await until(() => served.open.size === 0);
	});

	test('a check of the recipient ends by its deadline', async () => {
		const credential = await serve(pieces);
		const { items } = await gateway.send(people(1), {
			credential: { ...credential, gateway: 'ultraMsg' },
			options: { timeout: 0.2, checkRecipient: true, retries: 0 },
			node: { onError: 'continueRegularOutput' },
		});
		expect(items[0].json.error).toMatchObject({ certainty: 'unknown', reason: 'timeout' });
		expect(served.connections).toBe(2);
		await until(() => served.open.size === 0);
	});

	test('the list of chats and the credential test end by theirs', async () => {
		const credential = await serve(pieces);
		shortPatience(200);
		await expect(searchChats(gateway.setup([{}], { credential }))).rejects.toThrow(
			'did not answer in time',
		);
		expect(await testCredential(gateway.credential(credential))).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('did not answer in time'),
		});
	});

	test('the helper of the credential test closes its connection', async () => {
		const credential = gateway.credential(await serve(pieces));
		const account = readAccount(credential);
		const { helpers } = new CredentialTestContext(surroundings(credential));
		const ask = testTransport(helpers as ICredentialTestFunctions['helpers'], account, 200);
		expect(await ask(account.gateway.session(account.instance).request)).toMatchObject({
			reason: 'timeout',
		});
		await until(() => served.open.size === 0);
	});

	test('a canceled execution ends at once', async () => {
		const credential = await serve(pieces);
		const { running } = start(
			gateway.setup(people(1), { credential, options: { timeout: 60, retries: 0 } }),
		);
		await until(() => served.connections === 1);
		await new Promise<void>((resolve) => later(resolve, 20));
		running.cancel();
		expect(resultOf(await running).run.status).toBe('canceled');
		await until(() => served.open.size === 0);
	});
});

describe('an answer that does not end', () => {
	const endless = async (head: string, piece: Buffer) => {
		let written = 0;
		served = await serveBytes((socket) => {
			const write = () => {
				for (let more = true; more && !socket.destroyed; ) {
					written += piece.length;
					more = socket.write(piece);
				}
			};
			socket.on('drain', write);
			socket.write(head);
			write();
		});
		return { server: `http://127.0.0.1:${served.port}`, written: () => written };
	};
	const piece = Buffer.alloc(64 * 1024, 'x');
	const MEGABYTE = 1024 * 1024;

	test('is left after two megabytes by the credential test', async () => {
		const { server, written } = await endless(`${HEAD}\r\n`, piece);
		expect(await testCredential(gateway.credential({ server }))).toMatchObject({ status: 'Error' });
		await until(() => served.open.size === 0);
		expect(written()).toBeLessThan(20 * MEGABYTE);
	});

	test('is left after two megabytes by a send', async () => {
		const { server, written } = await endless(`${HEAD}\r\n`, piece);
		const { error } = await gateway.send(people(1), { credential: { server } });
		expect(error?.message).toBeDefined();
		await until(() => served.open.size === 0);
		expect(written()).toBeLessThan(20 * MEGABYTE);
	});

	test('a list of chats is read up to twenty', async () => {
		const chats = Array.from({ length: 20_000 }, (_, index) => ({
			id: `${79_990_000_000 + index}@c.us`,
			name: 'x'.repeat(200),
		}));
		const body = JSON.stringify({ dialogs: chats });
		expect(body.length).toBeGreaterThan(4 * MEGABYTE);
		served = await serveBytes((socket) =>
			socket.end(`${HEAD}Content-Length: ${body.length}\r\n\r\n${body}`),
		);
		const credential = { server: `http://127.0.0.1:${served.port}` };
		const { results } = await searchChats(gateway.setup([{}], { credential }), '79990019999');
		expect(results).toHaveLength(1);
	});
});
