import { beginOnState } from '../../nodes/WhatsAppSendContact/memory/retryState';
import type { Rows } from '../engine/n8nStore';
import { hostOf } from '../sending/run';
import { storeOfProcess } from './process';

/** A run of an execution: the one whose stored context it has, if any, and how it differs from a first one. */
type Step = [from: number | undefined, change?: Parameters<typeof hostOf>[0]];

const first: Step = [undefined];
const retry = (from?: number, change: Step[1] = {}): Step => [from, { isRetry: true, ...change }];
const CUT_OFF = { isRetry: true, isRetryOfCutOff: true };

/** Whether each of these runs knows what has left; each is an execution of its own unless it is told otherwise. */
async function told(steps: Step[], isSendOnceOn = false, store = storeOfProcess(new Map())) {
	const contexts: string[] = [];
	const known: boolean[] = [];
	for (const [execution, [from, change]] of steps.entries()) {
		const context = JSON.parse(from === undefined ? '{}' : contexts[from]) as object;
		const host = hostOf({ executionId: String(execution), ...change });
		known.push(await beginOnState(context, host, store, isSendOnceOn));
		contexts.push(JSON.stringify(context));
	}
	return known.map((isKnown) => (isKnown ? 'sends' : 'refuses')).join();
}

test.each<[string, Step[], string]>([
	['two executions of one millisecond', [first, first], 'sends,sends'],
	['a later try of the same run', [first, [0, { executionId: '0' }]], 'sends,sends'],
	['a retry of one that failed', [first, retry(0)], 'sends,sends'],
	[
		'and its later tries',
		[first, retry(0), ...[1, 2].map((from) => retry(from, { executionId: '1' }))],
		'sends,sends,sends,sends',
	],
	['a retry of a retry that failed too', [first, retry(0), retry(1)], 'sends,sends,sends'],
	['a retry of a retry that was cut off', [first, retry(0), retry(0)], 'sends,sends,refuses'],
	['and a retry of that one', [first, retry(0), retry(0), retry(2)], 'sends,sends,refuses,refuses'],
	['a retry after an earlier node failed; that one cut off', [retry(), retry()], 'sends,refuses'],
	['a retry of another execution', [first, retry(undefined, { startedAt: 1 })], 'sends,sends'],
	['a retry of a first run that was cut off', [[undefined, CUT_OFF]], 'refuses'],
	[
		'and its later try',
		[[undefined, CUT_OFF], retry(0, { ...CUT_OFF, executionId: '0' })],
		'refuses,refuses',
	],
	['a loop', [first, [0, { executionId: '0', runIndex: 1 }]], 'sends,sends'],
	[
		'a loop that goes on in a retry; that one cut off',
		[
			first,
			retry(0, { runIndex: 1 }),
			retry(0, { runIndex: 1 }),
			retry(2, { executionId: '2', runIndex: 2 }),
		],
		'sends,sends,refuses,refuses',
	],
])('%s', async (_what, steps, expected) => {
	expect(await told(steps)).toBe(expected);
});

test('with Send Once, whose memory knows of first runs, a retry still may begin once', async () => {
	expect(await told([first, retry(0), retry(0)], true)).toBe('sends,sends,refuses');
});

test('of two calls of a tool that begin at once, both are tries of one run', async () => {
	const [context, store] = [{}, storeOfProcess(new Map())];
	const call = async () => await beginOnState(context, hostOf({ isRetry: true }), store, false);
	expect(await Promise.all([call(), call()])).toEqual([true, true]);
});

test('a store that fails stops no run', async () => {
	const store = storeOfProcess(new Map());
	const record = async () => await Promise.reject(new Error('SQLITE_BUSY'));
	expect(await told([first, retry(0)], false, { ...store, record })).toBe('sends,sends');
});

test.each<[string, Step, isSendOnceOn: boolean, held: number, then: number]>([
	['leaves a name', first, false, 0, 1],
	['pushes out the oldest of a thousand', first, false, 1_000, 1_000],
	['leaves more than that, which is Send Once’s', first, false, 1_001, 1_002],
	['does not let them grow for ever', first, false, 20_000, 20_000],
	['of a limit that was passed, drops nothing at a stroke', first, false, 20_005, 20_005],
	['with Send Once on, leaves none', first, true, 1_000, 1_000],
	['with Send Once on, leaves one as a retry', retry(), true, 999, 1_000],
])('a run %s', async (_what, step, isSendOnceOn, held, then) => {
	const rows: Rows = new Map([['workflow:n:node', Array.from(Array(held).keys(), String)]]);
	await told([step], isSendOnceOn, storeOfProcess(rows));
	const row = rows.get('workflow:n:node');
	expect(row).toHaveLength(then);
	if (isSendOnceOn) expect(row?.[0]).toBe('0');
});
