import { type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import { sendAll } from '../../nodes/WhatsAppSendContact/sending/sendAll';
import { send } from './send';

const sent: Outcome = { accepted: true, status: 'sent', id: 'A', message: 'ok', attempts: 1 };
const refused = rejected('notSent', 'refused', 'no');
const wrongToken = rejected('notSent', 'unauthorized', 'Wrong token');
const unknown: Outcome = { ...rejected('unknown', 'timeout'), earlier: true };
const canceled = { ...rejected('notSent', 'cancelled'), skipped: true };

/** Four messages to four chats, one by one unless told otherwise; what becomes of each is given. */
async function running(
	fates: Array<Outcome | Error | undefined>,
	{ stopOnFailure = false, known = [] as Array<Outcome | undefined>, parallelChats = 1 } = {},
) {
	const sends = fates.map((_, item) => send({ item, to: `7999000000${item}` }));
	const tried: number[] = [];
	const end = new AbortController();
	const bring = async ({ item }: Send, earlier: Outcome | undefined) => {
		if (earlier !== undefined) return earlier;
		tried.push(item);
		await Promise.resolve();
		const fate = fates[item];
		if (fate instanceof Error) throw fate;
		return fate;
	};
	const outcomes = await sendAll(
		sends,
		sends.map((_, index) => known[index]),
		bring,
		{ parallelChats, stopOnFailure, end },
	);
	return { outcomes, tried, isEnded: end.signal.aborted };
}

test('sends everything, and says what became of each', async () => {
	expect(await running([sent, refused, sent, sent])).toEqual({
		outcomes: [sent, refused, sent, sent],
		tried: [0, 1, 2, 3],
		isEnded: false,
	});
});

test('what is known already is not sent', async () => {
	const earlier: Outcome = { ...sent, attempts: 0 };
	const known = [earlier, undefined, unknown];
	const { outcomes, tried } = await running([sent, sent, sent, sent], { known });
	expect(outcomes).toEqual([earlier, sent, unknown, sent]);
	expect(tried).toEqual([1, 3]);
	expect(known).toEqual([earlier, undefined, unknown]);
});

test('what is known to have failed ends no run: what comes after it is sent', async () => {
	const known = [unknown];
	const { tried } = await running([sent, sent, sent, sent], { known, stopOnFailure: true });
	expect(tried).toEqual([1, 2, 3]);
});

test('the first failure ends a run that stops on failure', async () => {
	expect(await running([sent, refused, sent, sent], { stopOnFailure: true })).toEqual({
		outcomes: [sent, refused, canceled, canceled],
		tried: [0, 1],
		isEnded: true,
	});
});

test('what another execution has left in doubt ends no run', async () => {
	const inDoubt = { ...rejected('unknown', 'interrupted'), earlier: true };
	const result = await running([inDoubt, sent, sent, sent], { stopOnFailure: true });
	expect(result).toMatchObject({ outcomes: [inDoubt, sent, sent, sent], isEnded: false });
});

test('a refused account ends every run, and the rest says so', async () => {
	const skipped = { ...wrongToken, skipped: true };
	expect((await running([sent, wrongToken, sent, sent])).outcomes).toEqual([
		sent,
		wrongToken,
		skipped,
		skipped,
	]);
});

test.each([
	[wrongToken, refused, { ...wrongToken, skipped: true }],
	[refused, wrongToken, canceled],
])('of several failures in flight, the first is to blame (%#)', async (first, second, skipped) => {
	const { outcomes, tried } = await running([first, second, sent, sent], {
		stopOnFailure: true,
		parallelChats: 2,
	});
	expect(tried).toEqual([0, 1]);
	expect(outcomes).toEqual([first, second, skipped, skipped]);
});

test('what did not leave was canceled, and ends nothing', async () => {
	const result = await running([undefined, sent, sent, sent], { stopOnFailure: true });
	expect(result).toMatchObject({ outcomes: [canceled, sent, sent, sent], isEnded: false });
});

test('a fault of this package is an unknown, and takes nothing else down', async () => {
	const { outcomes } = await running([sent, new TypeError('x is not a function'), sent, sent]);
	expect(outcomes).toEqual([sent, rejected('unknown', 'unreadableReply', 'TypeError'), sent, sent]);
});
