import { sleep } from 'n8n-workflow';

/** A request under way. */
interface Request {
	connection: AbortController;
	/** When its time is up, in milliseconds of the process's own clock, which nobody sets back. */
	due: number;
	/** Why it was broken off; '' as long as it was not. */
	code: string;
	giveUp(reason: unknown): void;
}

/**
 * Opens lines to a gateway, each for one request at a time. A line that a request has left in order serves the next one,
 * and one timer serves all of them: a message may be one of a hundred thousand.
 *
 * @param timeout milliseconds for a request with all of its answer
 * @param canceled n8n's signal; undefined where nothing can be canceled
 * @param open makes what sends requests over a line, whose connection closes when the signal comes
 */
export function openLines<Line>(
	timeout: number,
	canceled: AbortSignal | undefined,
	open: (signal: AbortSignal) => Line,
) {
	const idle: Array<{ connection: AbortController; line: Line }> = [];
	/** In the order in which their time is up. */
	const underWay = new Set<Request>();
	let timer: AbortSignal | undefined;

	const breakOff = (request: Request, code: string) => {
		request.code = code;
		request.connection.abort();
		// The client's own failure tells how far it had come: it comes first, if it comes at all.
		void sleep(0).then(request.giveUp);
	};
	const cancel = () => underWay.forEach((request) => breakOff(request, 'ERR_CANCELED'));
	const ring = () => {
		const now = performance.now();
		for (const request of underWay) {
			if (request.due > now) break;
			if (request.code === '') breakOff(request, 'ETIMEDOUT');
		}
		wind();
	};
	/** Sets the timer for the first request whose time will be up. */
	const wind = () => {
		const next = [...underWay].find(({ code }) => code === '');
		timer = next && AbortSignal.timeout(Math.max(1, Math.ceil(next.due - performance.now())));
		timer?.addEventListener('abort', ring);
	};

	const begin = (request: Request) => {
		if (underWay.size === 0) canceled?.addEventListener('abort', cancel);
		underWay.add(request);
		if (timer === undefined) wind();
	};
	const end = (request: Request) => {
		underWay.delete(request);
		if (underWay.size > 0) return;
		canceled?.removeEventListener('abort', cancel);
		// Without its listener, Node drops the timer with the signal.
		timer?.removeEventListener('abort', ring);
		timer = undefined;
	};

	/**
	 * Runs a request until it is done, its time is up or the execution is canceled, whichever comes first. A race, because
	 * a body that is silent in its middle may end with neither an end nor an error, however it is destroyed.
	 *
	 * @param work gets a line, and what closes it where the work does not read its answer to the end
	 * @throws what the work throws; where it was broken off, an error of the code ETIMEDOUT or ERR_CANCELED, whose cause is
	 *   what the work threw on that, if it heeded the signal
	 */
	return async function within<T>(work: (line: Line, close: () => void) => Promise<T>): Promise<T> {
		if (canceled?.aborted) throw NOT_BEGUN;
		const { connection, line } = idle.pop() ?? opened(open);
		const due = performance.now() + timeout;
		const request: Request = { connection, due, code: '', giveUp: () => undefined };
		try {
			const result = await new Promise<T>((resolve, reject) => {
				request.giveUp = reject;
				begin(request);
				work(line, () => connection.abort()).then(resolve, reject);
			});
			// A body without a length ends with its connection, whoever closed it.
			if (request.code !== '') throw new Error('cut short');
			if (!connection.signal.aborted) idle.push({ connection, line });
			return result;
		} catch (cause) {
			const { code } = request;
			connection.abort();
			throw code === '' ? cause : Object.assign(new Error(code, { cause }), { code });
		} finally {
			end(request);
		}
	};
}

function opened<Line>(open: (signal: AbortSignal) => Line) {
	const connection = new AbortController();
	return { connection, line: open(connection.signal) };
}

/** Where it was canceled before the start: by a socket that is null, `networkFailure` knows that nothing was written. */
const NOT_BEGUN = Object.assign(new Error(), { code: 'ERR_CANCELED', request: { socket: null } });
