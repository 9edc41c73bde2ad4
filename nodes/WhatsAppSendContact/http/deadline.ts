import { sleep } from 'n8n-workflow';

/**
 * Runs a request until it is done, its time is up or the execution is canceled, whichever comes first. A race, because
 * a body that is silent in its middle may end with neither an end nor an error, however it is destroyed.
 *
 * @param timeout milliseconds for all of it
 * @param canceled n8n's signal; undefined where nothing can be canceled
 * @param work gets a signal that closes its connection: on time-out, on cancel, and in any case at the end
 * @throws what the work throws; where it was broken off, an error of the code ETIMEDOUT or ERR_CANCELED, whose cause is
 *   what the work threw on that, if it heeded the signal
 */
export async function within<T>(
	timeout: number,
	canceled: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	if (canceled?.aborted) throw NOT_BEGUN;
	const connection = new AbortController();
	const late = AbortSignal.timeout(Math.ceil(timeout));
	let code = '';
	let giveUp: (reason?: unknown) => void;
	const brokenOff = new Promise<never>((_, reject) => (giveUp = reject));
	const stop = ({ target }: Event) => {
		code = target === late ? 'ETIMEDOUT' : 'ERR_CANCELED';
		connection.abort();
		// The client's own failure tells how far it had come: it comes first, if it comes at all.
		void sleep(0).then(giveUp);
	};
	// Without its listener, Node drops the timer with the signal.
	late.addEventListener('abort', stop);
	canceled?.addEventListener('abort', stop);
	try {
		const result = await Promise.race([work(connection.signal), brokenOff]);
		// A body without a length ends with its connection, whoever closed it.
		if (code !== '') throw new Error('cut short');
		return result;
	} catch (cause) {
		throw code === '' ? cause : Object.assign(new Error(code, { cause }), { code });
	} finally {
		late.removeEventListener('abort', stop);
		canceled?.removeEventListener('abort', stop);
		// With a reason, or Node makes an exception with its stack for each request.
		connection.abort('over');
	}
}

/** Where it was canceled before the start: by a socket that is null, `networkFailure` knows that nothing was written. */
const NOT_BEGUN = Object.assign(new Error(), { code: 'ERR_CANCELED', request: { socket: null } });
