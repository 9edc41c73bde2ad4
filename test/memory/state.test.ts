import { beginOnState } from '../../nodes/WhatsAppSendContact/memory/state';
import type { Rows } from '../engine/n8nStore';
import { hostOf } from '../sending/run';
import { storeOfProcess } from './process';

/** A run of an execution: what it goes on from, and how. */
interface Step {
	execution: string;
	runIndex?: number;
	/** The run whose context it has, as n8n has stored it; none: an empty one. */
	from?: number;
	/** In which the execution that it goes on from was started. */
	startedAt?: number;
	isRetry?: boolean;
	isRetryOfCutOff?: boolean;
	isSendOnceOn?: boolean;
}

/** Whether each run knows what has left. */
async function told(steps: Step[], store = storeOfProcess(new Map())): Promise<boolean[]> {
	const contexts: string[] = [];
	const known: boolean[] = [];
	for (const { execution: executionId, from, isSendOnceOn = false, ...host } of steps) {
		const context = JSON.parse(from === undefined ? '{}' : contexts[from]) as object;
		known.push(await beginOnState(context, hostOf({ executionId, ...host }), store, isSendOnceOn));
		contexts.push(JSON.stringify(context));
	}
	return known;
}

const RETRY = { isRetry: true };
const FIRST: Step = { execution: '1' };

test.each<[string, Step[], boolean[]]>([
	['two executions of one millisecond', [FIRST, { execution: '2' }], [true, true]],
	['a later try of the same run', [FIRST, { ...FIRST, from: 0 }], [true, true]],
	['a retry of a failed one', [FIRST, { execution: '2', ...RETRY, from: 0 }], [true, true]],
	[
		'a retry of a failed one, at which an earlier try was made',
		[FIRST, { execution: '2', ...RETRY, from: 0 }, { execution: '2', ...RETRY, from: 1 }],
		[true, true, true],
	],
	[
		'a retry of a retry that failed too',
		[FIRST, { execution: '2', ...RETRY, from: 0 }, { execution: '3', ...RETRY, from: 1 }],
		[true, true, true],
	],
	[
		'a retry of a retry that was cut off',
		[FIRST, { execution: '2', ...RETRY, from: 0 }, { execution: '3', ...RETRY, from: 0 }],
		[true, true, false],
	],
	[
		'a retry of one that was refused',
		[
			FIRST,
			{ execution: '2', ...RETRY, from: 0 },
			{ execution: '3', ...RETRY, from: 0 },
			{ execution: '4', ...RETRY, from: 2 },
		],
		[true, true, false, false],
	],
	[
		'a retry after an earlier node failed, and again after that one was cut off',
		[
			{ execution: '2', ...RETRY },
			{ execution: '3', ...RETRY },
		],
		[true, false],
	],
	[
		'a retry of another execution',
		[FIRST, { execution: '2', startedAt: 1, ...RETRY }],
		[true, true],
	],
	[
		'a retry of a first run that was cut off',
		[{ ...RETRY, ...FIRST, isRetryOfCutOff: true }],
		[false],
	],
	[
		'and its later tries',
		[
			{ ...RETRY, ...FIRST, isRetryOfCutOff: true },
			{ ...RETRY, ...FIRST, isRetryOfCutOff: true, from: 0 },
		],
		[false, false],
	],
	['the rounds of a loop', [FIRST, { ...FIRST, runIndex: 1, from: 0 }], [true, true]],
	[
		'the rounds of a retry that goes on where one was cut off',
		[
			FIRST,
			{ execution: '2', ...RETRY, runIndex: 1, from: 0 },
			{ execution: '3', ...RETRY, runIndex: 1, from: 0 },
			{ execution: '3', ...RETRY, runIndex: 2, from: 2 },
		],
		[true, true, false, false],
	],
	[
		'with Send Once, whose memory knows of first runs: a retry of a retry that was cut off',
		[FIRST, { execution: '2', ...RETRY, from: 0 }, { execution: '3', ...RETRY, from: 0 }].map(
			(step) => ({ ...step, isSendOnceOn: true }),
		),
		[true, true, false],
	],
])('%s', async (_what, steps, expected) => {
	expect(await told(steps)).toEqual(expected);
});

test('of two calls of a tool that begin at once, both are tries of one run', async () => {
	const context = {};
	const store = storeOfProcess(new Map());
	const call = async () => await beginOnState(context, hostOf({ isRetry: true }), store, false);
	expect(await Promise.all([call(), call()])).toEqual([true, true]);
});

test('a store that fails stops no run', async () => {
	const store = storeOfProcess(new Map(), {
		beforeWrite() {
			throw new Error('SQLITE_BUSY');
		},
	});
	expect(await told([FIRST, { execution: '2', ...RETRY, from: 0 }], store)).toEqual([true, true]);
});

test.each<[string, Partial<Step>, held: number, then: number]>([
	['leaves a name', {}, 0, 1],
	['pushes out the oldest of a thousand', {}, 1_000, 1_000],
	['leaves more than that, which is Send Once’s', {}, 1_001, 1_002],
	['does not let them grow for ever', {}, 20_000, 20_000],
	['of a limit that was passed, drops nothing at a stroke', {}, 20_005, 20_005],
	['with Send Once on, leaves none', { isSendOnceOn: true }, 1_000, 1_000],
	['with Send Once on, leaves one as a retry', { isSendOnceOn: true, ...RETRY }, 999, 1_000],
])('a run %s (%j, %i marks: %i)', async (_what, step, held, then) => {
	const rows: Rows = new Map([['workflow:n:node', Array.from(Array(held).keys(), String)]]);
	await told([{ ...FIRST, ...step }], storeOfProcess(rows));
	const row = rows.get('workflow:n:node');
	expect(row).toHaveLength(then);
	if (step.isSendOnceOn) expect(row?.[0]).toBe('0');
});
