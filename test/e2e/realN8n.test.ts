import faults from '../../stand-in/faults';
import type { Fault, Session } from '../../stand-in/types';
import { openBench, type Bench } from './bench';

const INSTALLING = 900_000;

let bench: Bench;
beforeAll(async () => {
	bench = await openBench('realN8n', { N8N_LOG_LEVEL: 'debug' });
}, INSTALLING);
afterAll(async () => await bench?.close());
beforeEach(() => bench.standIn.reset());
afterEach(() => expect(bench.standIn.violations).toEqual([]));

/** Five people, and the chats they are in. */
const PHONES = [0, 1, 2, 3, 4].map((number) => `7999000000${number}`);
const CHATS = PHONES.map((phone) => `${phone}@c.us`);
const PEOPLE = PHONES.map((phone, row) => ({ phone, row }));

describe('the credential test says in plain words what is wrong', () => {
	test.each<{ session: Session; status: string; sentence: RegExp }>([
		{ session: 'authenticated', status: 'OK', sentence: /^Connection successful/ },
		{ session: 'got qr code', status: 'Error', sentence: /not authorized: scan the QR code/ },
		{ session: 'loading', status: 'Error', sentence: /still loading/ },
		{ session: 'init', status: 'Error', sentence: /asleep/ },
		{ session: 'not_paid', status: 'Error', sentence: /not been paid/ },
	])('the session is $session', async ({ session, status, sentence }) => {
		bench.standIn.setSession(session);
		const result = await bench.testCredential();
		expect(result).toEqual({ status, message: expect.stringMatching(sentence) });
		expect(bench.standIn.session).toBe(session);
	});

	test.each([
		{ what: 'a wrong token', data: { token: 'no-longer-valid' }, sentence: /refused the token/ },
		{ what: 'another instance', data: { instance: '7' }, sentence: /does not know this instance/ },
		{
			what: 'no server there',
			data: { server: 'http://127.0.0.1:9' },
			sentence: /can't be reached/,
		},
		{ what: 'no address', data: { server: 'gateway' }, sentence: /not an http/ },
	])('$what', async ({ data, sentence }) => {
		const result = await bench.testCredential(data);
		expect(result).toEqual({ status: 'Error', message: expect.stringMatching(sentence) });
		bench.standIn.reset();
	});

	test('a web page instead of a gateway', async () => {
		bench.standIn.misbehave(faults.html());
		const { status, message } = await bench.testCredential();
		expect({ status, message }).toEqual({
			status: 'Error',
			message: expect.stringMatching(/not a gateway/),
		});
	});
});

test('a run sends one card per item and pairs each answer with its item', async () => {
	const execution = await bench.runWorkflow(await bench.importWorkflow({ items: PEOPLE }));
	expect(execution.status).toBe('success');
	expect([...bench.chats()].sort()).toEqual(CHATS);
	const idOf = (chat: string) => bench.standIn.cards.find((card) => card.chat === chat)?.id;
	expect(bench.sent(execution)).toEqual(
		CHATS.map((chat, item) => ({
			json: { id: idOf(chat), sent: true, message: `Sent to ${chat}` },
			pairedItem: { item },
		})),
	);
});

test('the error output gets the refused item, with the fields of its input', async () => {
	const items = PEOPLE.map((one) => (one.row === 1 ? { ...one, phone: '89995253422' } : one));
	const settings = { onError: 'continueErrorOutput' };
	const execution = await bench.runWorkflow(await bench.importWorkflow({ items, settings }));
	expect(execution.status).toBe('success');
	expect([...bench.chats()].sort()).toEqual(CHATS.filter((_, row) => row !== 1));
	expect(bench.sent(execution)).toHaveLength(4);
	expect(bench.failed(execution)).toEqual([
		expect.objectContaining({
			pairedItem: expect.objectContaining({ item: 1 }),
			json: expect.objectContaining({
				row: 1,
				error: expect.objectContaining({
					message: expect.stringContaining('79995253422'),
					certainty: 'notSent',
					reason: 'invalidInput',
				}),
			}),
		}),
	]);
});

describe('Retry On Fail never sends twice', () => {
	const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
	const refusal: Fault = { body: { sent: false, message: 'Try again' } };

	const MODES = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];
	test.each(
		MODES.flatMap((onError) =>
			[0, 3].flatMap((row) => [true, false].map((accept) => ({ onError, row, accept }))),
		),
	)(
		'a passing 500 for item $row (arrived: $accept), $onError',
		async ({ onError, row, accept }) => {
			bench.standIn.misbehave(faults.passingServerError({ chat: PHONES[row], accept }));
			const settings = { ...retrying, onError };
			const id = await bench.importWorkflow({ items: PEOPLE, settings });
			const execution = await bench.runWorkflow(id);
			expect(execution.status).toBe(onError === 'stopWorkflow' ? 'error' : 'success');
			expect(execution.stored).toContain('"unknown"');
			expect(bench.standIn.counts.received).toBe(5);
			expect([...bench.chats()].sort()).toEqual(
				CHATS.filter((chat) => accept || chat !== CHATS[row]),
			);
		},
	);

	test('a passing refusal for item 3: the second try sends only what is missing', async () => {
		bench.standIn.misbehave({ ...refusal, chat: PHONES[3] });
		const id = await bench.importWorkflow({ items: PEOPLE, settings: retrying });
		const execution = await bench.runWorkflow(id);
		expect(execution.status).toBe('success');
		expect([...bench.chats()].sort()).toEqual(CHATS);
		expect(bench.sent(execution)).toHaveLength(5);
	});

	test('Retry execution after a failed run sends only what is missing', async () => {
		bench.standIn.misbehave({ ...refusal, chat: PHONES[2] });
		const failed = await bench.runWorkflow(await bench.importWorkflow({ items: PEOPLE }));
		expect(failed.status).toBe('error');
		const retried = await bench.retryExecution(failed.id);
		expect(retried).toMatchObject({ status: 'success', mode: 'retry' });
		expect([...bench.chats()].sort()).toEqual(CHATS);
		expect(bench.sent(retried).map(({ json }) => json.message)).toEqual(
			CHATS.map((chat) => `Sent to ${chat}`),
		);
	});

	describe.each([true, false])('an unknown message (arrived: %s)', (accept) => {
		const parameters = { options: { parallelChats: 1 } };

		test('stays unknown at Retry execution; the others are sent', async () => {
			bench.standIn.misbehave(faults.passingServerError({ chat: PHONES[2], accept }));
			const id = await bench.importWorkflow({ items: PEOPLE, parameters });
			const failed = await bench.runWorkflow(id);
			const retried = await bench.retryExecution(failed.id);
			expect(retried.status).toBe('error');
			expect(retried.data.resultData.error).toMatchObject({
				context: { itemIndex: 2, details: { certainty: 'unknown' } },
				description: expect.stringContaining('2 sent, 2 already sent earlier, 1 unknown'),
			});
			expect(bench.standIn.counts.received).toBe(5);
			expect([...bench.chats()].sort()).toEqual(CHATS.filter((_, row) => accept || row !== 2));
		});
	});
});

test('a canceled execution starts no further message, tells who got one, and is not run again', async () => {
	const id = await bench.importWorkflow({
		items: PEOPLE,
		parameters: { options: { parallelChats: 1 } },
	});
	bench.standIn.misbehave({ ...faults.slow(600_000), chat: PHONES[2], accept: true });
	const executionId = await bench.startWorkflow(id);
	await bench.receivedAt(CHATS[2]);
	expect(await bench.stopExecution(executionId)).toMatchObject({ status: 'canceled' });
	expect(await bench.log()).toContain(
		'WhatsApp Send Contact was canceled: 2 sent (items 0-1), 1 unknown (item 2), 2 not tried (items 3-4)',
	);
	await expect(bench.retryExecution(executionId)).rejects.toThrow('cannot be retried');
	expect(bench.chats()).toEqual(CHATS.slice(0, 3));
	expect(bench.standIn.counts.received).toBe(3);
});

test.each(['body', 'header', 'html', 'redirect'] as const)(
	'a token echoed in the %s is nowhere in the stored execution, and in no line of the log',
	async (where) => {
		bench.standIn.misbehave(faults.echoToken(where, { times: Infinity }));
		const settings = { onError: 'continueErrorOutput' };
		const execution = await bench.runWorkflow(
			await bench.importWorkflow({
				items: PEOPLE,
				settings,
				parameters: { options: { output: 'full' } },
			}),
		);
		expect(bench.failed(execution)).toHaveLength(5);
		const { token } = bench.standIn;
		const spellings = [token, encodeURIComponent(token), encodeURIComponent(token).toLowerCase()];
		const log = await bench.log();
		expect(log).toContain('Running node "WhatsApp Send Contact" finished successfully');
		for (const spelling of spellings) {
			expect(execution.stored).not.toContain(spelling);
			expect(log).not.toContain(spelling);
		}
	},
);

test('killed in mid-run (kill -9), n8n sends nothing more by itself once it is back', async () => {
	const options = { parallelChats: 1 };
	const id = await bench.importWorkflow({ items: PEOPLE, parameters: { options } });
	bench.standIn.misbehave({ ...faults.slow(600_000), chat: PHONES[2], accept: true });
	const executionId = await bench.startWorkflow(id);
	await bench.receivedAt(CHATS[2]);
	await bench.killAndRestart();
	const execution = await bench.n8n.api.ended(executionId);
	expect(execution.status).toBe('crashed');
	expect(bench.standIn.counts.received).toBe(3);
});
