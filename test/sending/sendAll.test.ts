import type { Outcome } from '../../nodes/WhatsAppSendContact/sending/outcome';
import type { Send } from '../../nodes/WhatsAppSendContact/sending/plan';
import { run } from '../../nodes/WhatsAppSendContact/sending/sendAll';
import { rejected } from '../../nodes/WhatsAppSendContact/gateways/sendResult';
import { send } from './send';

const sent: Outcome = { accepted: true, status: 'sent', id: 'A', message: 'ok', attempts: 1 };
const refused = rejected('notSent', 'refused', 'no');
const wrongToken = rejected('notSent', 'unauthorized', 'Wrong token');

/** Four messages to four chats, one by one unless told otherwise; what becomes of each is given. */
async function running(
	fates: Array<Outcome | Error | undefined>,
	{ stopOnFailure = false, known = [] as Array<Outcome | undefined>, width = 1 } = {},
) {
	const sends = fates.map((_, item) => send({ item, to: `7999000000${item}` }));
	const outcomes = sends.map((_, index) => known[index]);
	const delivered: number[] = [];
	const end = new AbortController();
	const deliver = async ({ item }: Send) => {
		delivered.push(item);
		await Promise.resolve();
		const fate = fates[item];
		if (fate instanceof Error) throw fate;
		return fate;
	};
	const culprit = await run(sends, outcomes, { deliver, width, stopOnFailure, end });
	return { outcomes, delivered, culprit, isEnded: end.signal.aborted };
}

test('delivers everything, and says what became of each', async () => {
	expect(await running([sent, refused, sent, sent])).toEqual({
		outcomes: [sent, refused, sent, sent],
		delivered: [0, 1, 2, 3],
		culprit: undefined,
		isEnded: false,
	});
});

test('what is known already is not delivered', async () => {
	const earlier: Outcome = { ...sent, attempts: 0 };
	const { outcomes, delivered } = await running([sent, sent, sent, sent], {
		known: [earlier, undefined, refused],
	});
	expect(outcomes).toEqual([earlier, sent, refused, sent]);
	expect(delivered).toEqual([1, 3]);
});

test('the first failure ends a run that stops on failure', async () => {
	expect(await running([sent, refused, sent, sent], { stopOnFailure: true })).toEqual({
		outcomes: [sent, refused, undefined, undefined],
		delivered: [0, 1],
		culprit: refused,
		isEnded: true,
	});
});

test('a refused account ends every run, an accepted message none', async () => {
	const { outcomes, culprit } = await running([sent, wrongToken, sent, sent]);
	expect(outcomes).toEqual([sent, wrongToken, undefined, undefined]);
	expect(culprit).toBe(wrongToken);
});

test('of several failures in flight, the first is to blame', async () => {
	const { culprit, delivered } = await running([refused, wrongToken, sent, sent], {
		stopOnFailure: true,
		width: 2,
	});
	expect(culprit).toBe(refused);
	expect(delivered).toEqual([0, 1]);
});

test('what did not leave has no outcome, and blames nobody', async () => {
	const { outcomes, culprit, isEnded } = await running([undefined, sent, sent, sent], {
		stopOnFailure: true,
	});
	expect(outcomes).toEqual([undefined, sent, sent, sent]);
	expect({ culprit, isEnded }).toEqual({ culprit: undefined, isEnded: false });
});

test('a fault of this package is an unknown, and takes nothing else down', async () => {
	const { outcomes } = await running([sent, new TypeError('x is not a function'), sent, sent]);
	expect(outcomes).toEqual([sent, rejected('unknown', 'unreadableReply', 'TypeError'), sent, sent]);
});
