import { sleep } from 'n8n-workflow';

/** A connection for one request at a time, and what is known of the one under way. */
interface Line<Call> {
	connection: AbortController;
	call: Call;
	/** When its time is up, in milliseconds of the process's own clock, which nobody sets back. */
	due: number;
	/** Why it was broken off; '' as long as it was not. */
	code: string;
	giveUp(reason: unknown): void;
}

/**
 * Makes the function that runs requests, each until it is done, its time is up or the execution is canceled, whichever
 * comes first. A line that a request has left in order serves the next one, and one timer serves all: signals are dear,
 * and a run may have a hundred thousand messages.
 *
 * @param timeout milliseconds for a request with all of its answer
 * @param canceled n8n's signal; undefined where nothing can be canceled
 * @param open makes what sends a request; the signal closes its connection
 */
export function openLines<Call>(
	timeout: number,
	canceled: AbortSignal | undefined,
	open: (signal: AbortSignal) => Call,
) {
	const idle: Array<Line<Call>> = [];
	/** In the order in which their time is up. */
	const busy = new Set<Line<Call>>();
	let timer: AbortSignal | undefined;

	const newLine = (): Line<Call> => {
		const connection = new AbortController();
		const call = open(connection.signal);
		return { connection, call, due: 0, code: '', giveUp: () => undefined };
	};
	const breakOff = (line: Line<Call>, code: string) => {
		busy.delete(line);
		line.code = code;
		line.connection.abort();
		// The client's own failure tells how far it had come: it comes first, if it comes at all.
		void sleep(0).then(line.giveUp);
	};
	const cancel = () => busy.forEach((line) => breakOff(line, 'ERR_CANCELED'));
	const ring = () => {
		const now = performance.now();
		busy.forEach((line) => line.due <= now && breakOff(line, 'ETIMEDOUT'));
		setTimer();
	};
	const setTimer = () => {
		const [next] = busy;
		timer = next && AbortSignal.timeout(Math.max(1, Math.ceil(next.due - performance.now())));
		timer?.addEventListener('abort', ring);
	};
	const begin = (line: Line<Call>) => {
		if (busy.size === 0) canceled?.addEventListener('abort', cancel);
		line.due = performance.now() + timeout;
		busy.add(line);
		if (timer === undefined) setTimer();
	};
	const end = (line: Line<Call>) => {
		busy.delete(line);
		if (busy.size > 0) return;
		canceled?.removeEventListener('abort', cancel);
		// Without its listener, Node drops the timer with the signal.
		timer?.removeEventListener('abort', ring);
		timer = undefined;
	};

	/**
	 * Runs a request. A race, because a body that is silent in its middle may end with neither an end nor an error, however
	 * it is destroyed.
	 *
	 * @param work gets what sends, and what closes the connection where it does not read the answer to its end
	 * @throws what the work throws; where it was broken off, an error of the code ETIMEDOUT or ERR_CANCELED, whose cause is
	 *   what the work threw on that, if it heeded the signal
	 */
	return async <T>(work: (call: Call, close: () => void) => Promise<T>): Promise<T> => {
		if (canceled?.aborted) throw NOT_BEGUN;
		const line = idle.pop() ?? newLine();
		const { connection, call } = line;
		try {
			const result = await new Promise<T>((resolve, reject) => {
				line.giveUp = reject;
				begin(line);
				work(call, () => connection.abort()).then(resolve, reject);
			});
			// A body without a length ends with its connection, whoever closed it.
			if (line.code !== '') throw new Error('cut short');
			if (!connection.signal.aborted) idle.push(line);
			return result;
		} catch (cause) {
			connection.abort();
			const { code } = line;
			throw code === '' ? cause : Object.assign(new Error(code, { cause }), { code });
		} finally {
			end(line);
		}
	};
}

/** Where it was canceled before the start: by a socket that is null, `networkFailure` knows that nothing was written. */
const NOT_BEGUN = Object.assign(new Error(), { code: 'ERR_CANCELED', request: { socket: null } });
