import { readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import type { Account } from '../../nodes/WhatsAppSendContact/gateways/account';
import type { Answer, GatewayRequest } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import type { Host } from '../../nodes/WhatsAppSendContact/host';
import { openJournal } from '../../nodes/WhatsAppSendContact/memory/journal';
import { type Failure, type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import { run } from '../../nodes/WhatsAppSendContact/sending/run';
import { later } from '../clock';
import type { Rows } from '../engine/n8nStore';
import { storesOf } from '../memory/process';

export type Reply = Answer | Failure;

/** What Chat API answers, and what a message comes to by it. */
export const SENT: Answer = { status: 200, body: { sent: true, message: 'Sent', id: 'A' } };
export const QUEUED: Answer = { status: 200, body: { sent: 'queued', message: 'later', id: 'A' } };
export const FAULT: Answer = { status: 500, body: { error: 'Internal' } };
export const REFUSED: Answer = { status: 400, body: { error: 'no' } };
export const WRONG_TOKEN: Answer = { status: 401, body: { error: 'Wrong token' } };
export const DOWN = rejected('notSent', 'unreachable');
export const slow = (retryAfter?: number): Answer => ({ status: 429, body: '', retryAfter });
export const wasSent = { accepted: true, status: 'sent', id: 'A', message: 'Sent', attempts: 1 };
/** The failure of a message that did not get its turn. */
export const NOT_TRIED: Outcome = { ...rejected('notSent', 'cancelled'), skipped: true };

export const hostOf = (change: Partial<Host> = {}): Host => ({
	workflowId: 'workflow',
	nodeId: 'node',
	executionId: '1',
	runIndex: 0,
	isRetry: false,
	isRetryOfCutOff: false,
	isSubWorkflow: false,
	startedAt: 1_700_000_000_000,
	isTool: false,
	stopsOnFailure: false,
	retriesOnFail: false,
	canceled: new AbortController().signal,
	...change,
});

/** How a run differs from one under *Continue* with all options as they come. */
export interface Change {
	host?: Partial<Host>;
	options?: Record<string, unknown>;
	/** What n8n has stored with the execution. */
	context?: object;
	rows?: Rows;
	/** The items that can't be sent. */
	invalid?: number[];
	/** Milliseconds until the gateway answers. */
	latency?: number;
	/** Hears how far the run is. */
	tellProgress?(outcomes: Array<Outcome | undefined>): void;
}

let runs = 0;

/**
 * Begins a run.
 *
 * @param answers of the gateway, one after the other, the last one for ever; or what answers a request
 */
export function begin(
	sends: Send[],
	answers: Reply[] | ((request: GatewayRequest) => Reply),
	{
		host: change,
		options = {},
		context = {},
		rows = new Map(),
		invalid = [],
		latency,
		tellProgress = () => undefined,
	}: Change = {},
) {
	const cancel = new AbortController();
	const host = hostOf({ canceled: cancel.signal, ...change });
	const journal = openJournal(context as never, host);
	const start = Date.now();
	// The pauses of an account outlast a run: each run has servers of its own.
	const server = `https://run-${++runs}.example.org`;
	const owners = new Map<Account, Account>();
	const own = (account: Account): Account => {
		const renamed = owners.get(account) ?? { ...account, server };
		owners.set(account, renamed);
		return renamed;
	};
	/** What has left: when, for whom, and what was known of all messages then. */
	const requests: Array<
		GatewayRequest & { at: number; account: Account; known: Array<Outcome | undefined> }
	> = [];
	const askOf = (account: Account) => async (request: GatewayRequest) => {
		const known = sends.map(journal.recall);
		requests.push({ ...request, at: Date.now() - start, account, known });
		const reply =
			typeof answers === 'function'
				? answers(request)
				: answers[Math.min(requests.length, answers.length) - 1];
		if (latency !== undefined) await new Promise<void>((resolve) => later(resolve, latency));
		return reply;
	};
	const open = storesOf(rows);
	const running = run(
		{
			items: sends.length + invalid.length,
			sends: sends.map((send) => ({ ...send, account: own(send.account) })),
			invalid: invalid.map((item) => ({ item, problem: new Error() as never })),
		},
		{
			host,
			settings: readSettings({ parallelChats: 1, ...options }),
			context: context as never,
			journal,
			storeOf: (scope) => open({ workflow: host.workflowId, node: host.nodeId, scope }),
			askOf,
			tellProgress,
		},
	);
	return {
		running,
		requests,
		cancel: () => cancel.abort(),
		context,
		/** What a later try would know of a message. */
		known: (send: Send) => openJournal(context as never, host).recall(send),
		times: () => requests.map(({ at }) => at),
		/** The phones that got a request. */
		tried: () => requests.map(({ body }) => body?.phone),
	};
}

/** A run to its end, however long that takes on the fake clock. */
export async function ranWith(...args: Parameters<typeof begin>) {
	const begun = begin(...args);
	await jest.runAllTimersAsync();
	return { ...begun, ...(await begun.running) };
}

/** A run that is canceled after so many milliseconds, and ends at once. */
export async function canceledAfter(milliseconds: number, ...args: Parameters<typeof begin>) {
	const begun = begin(...args);
	await jest.advanceTimersByTimeAsync(milliseconds);
	begun.cancel();
	await jest.advanceTimersByTimeAsync(0);
	return { ...begun, ...(await begun.running) };
}
