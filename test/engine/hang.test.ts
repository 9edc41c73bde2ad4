import { later, until } from '../clock';
import { searchChats, testCredential } from './editor';
import { start } from '../../engine/execution';
import { CONTINUE, people, useGateway } from './gateway';
import { halfPacked, serveBytes } from './sockets';

const gateway = useGateway();

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const PACKED = `${HEAD}Content-Encoding: gzip\r\n`;
const HALF = '{"sent":true,"id":"true_7';

/** Answers that begin, and never end. */
const ENDLESS: Array<[string, Array<string | Buffer>]> = [
	['nothing at all', []],
	['half a status line', ['HTTP/1.1 20']],
	['half the headers', [`${HEAD}X-Half: `]],
	['a status that promises another', ['HTTP/1.1 100 Continue\r\n\r\n']],
	['another protocol', ['HTTP/1.1 101 Other\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n']],
	['headers alone', [`${HEAD}Content-Length: 100\r\n\r\n`]],
	['headers without a length', [`${HEAD}\r\n`]],
	['half a body', [`${HEAD}Content-Length: 100\r\n\r\n${HALF}`]],
	['a body without its end', [`${HEAD}\r\n${HALF}`]],
	['half a chunk', [`${HEAD}Transfer-Encoding: chunked\r\n\r\n64\r\n${HALF}`]],
	['a chunk without a last one', [`${HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n`]],
	['half a packed body', [`${PACKED}Content-Length: 100\r\n\r\n`, halfPacked(HALF.repeat(10))]],
	['a packed body in chunks, with no bytes yet', [`${PACKED}Transfer-Encoding: chunked\r\n\r\n`]],
	['an error without a body', ['HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\n\r\n']],
];

type Served = Awaited<ReturnType<typeof serveBytes>>;

/** Lets deadlines pass so many times as fast: the editor's own requests have 15 seconds. */
const hurry = (times: number) => {
	const { timeout } = AbortSignal;
	const now = performance.now.bind(performance);
	jest
		.spyOn(AbortSignal, 'timeout')
		.mockImplementation((milliseconds) =>
			timeout.call(AbortSignal, Math.ceil(milliseconds / times)),
		);
	jest.spyOn(performance, 'now').mockImplementation(() => times * now());
};
/** Seconds that are enough to connect, for all at once on a busy machine. */
const PATIENCE = 2;
afterEach(() => jest.restoreAllMocks());

describe('an answer that begins, and never ends', () => {
	/** What each of them comes to for one who asks, all at once, when no connection is left. */
	async function each<T>(ask: (credential: { server: string }, served: Served) => Promise<T>) {
		const answers = ENDLESS.map(async ([what, pieces]) => {
			const served = await serveBytes((socket) => pieces.forEach((piece) => socket.write(piece)));
			const told = await ask({ server: `http://127.0.0.1:${served.port}` }, served);
			await until(() => served.open.size === 0);
			await served.close();
			return [what, told] as const;
		});
		return Object.fromEntries(await Promise.all(answers));
	}
	const all = (told: unknown) => Object.fromEntries(ENDLESS.map(([what]) => [what, told]));

	test('ends a send by its deadline, and nobody knows whether it arrived', async () => {
		const told = await each(async (credential, served) => {
			const { items } = await gateway.send(people(1), {
				credential,
				options: { timeout: PATIENCE, retries: 0 },
				node: CONTINUE,
			});
			return [items[0].json.error, served.connections];
		});
		const timedOut = expect.objectContaining({ certainty: 'unknown', reason: 'timeout' });
		expect(told).toEqual(all([timedOut, 1]));
	});

	test('ends the list of chats and the credential test by theirs', async () => {
		hurry(10);
		const told = await each(async (credential) => [
			await searchChats(gateway.setup([{}], { credential })).catch(String),
			(await testCredential(gateway.credential(credential))).message,
		]);
		const late = expect.stringContaining('did not answer in time');
		expect(told).toEqual(all([late, late]));
	});

	test('ends at once with its execution, which does not know whether it arrived', async () => {
		const told = await each(async (credential, served) => {
			const setup = gateway.setup(people(1), { credential, options: { timeout: 60, retries: 0 } });
			const { running, data } = start(setup);
			await until(() => served.bytes > 0);
			await new Promise<void>((resolve) => later(resolve, 20));
			running.cancel();
			const { status } = await running;
			return [status, JSON.stringify(data.executionData?.contextData)];
		});
		expect(told).toEqual(all(['canceled', expect.stringContaining('"certainty":"unknown"')]));
	});
});

describe('an answer that does not end', () => {
	let served: Served;
	afterEach(async () => await served.close());

	const MEGABYTE = 1024 * 1024;
	const piece = Buffer.alloc(MEGABYTE / 16, 'x');

	test.each<[string, (credential: { server: string }) => Promise<unknown>, object]>([
		[
			'the credential test',
			async (credential) => await testCredential(gateway.credential(credential)),
			{ status: 'Error' },
		],
		[
			'a send',
			async (credential) => (await gateway.send(people(1), { credential })).error,
			{ name: 'NodeApiError' },
		],
	])('is left after two megabytes by %s', async (_who, ask, expected) => {
		let written = 0;
		served = await serveBytes((socket) => {
			const write = () => {
				for (let more = true; more && !socket.destroyed; written += piece.length)
					more = socket.write(piece);
			};
			socket.on('drain', write);
			socket.write(`${HEAD}\r\n`);
			write();
		});
		expect(await ask({ server: `http://127.0.0.1:${served.port}` })).toMatchObject(expected);
		await until(() => served.open.size === 0);
		expect(written).toBeLessThan(20 * MEGABYTE);
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
