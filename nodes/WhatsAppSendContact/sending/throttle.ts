import { type Waits, waitsUntil } from './wait';

/** Says when the next message may start. */
export interface Throttle extends Waits {
	/** Waits for a turn to start. False when the run was ended first: start nothing. */
	turn(): Promise<boolean>;
	/** Lets nobody of the account start before this time (milliseconds since 1970), because the gateway asked for it. */
	blockUntil(time: number): void;
}

/** What the runs of a process share that send through the same account. */
interface Pace {
	lastStart: number;
	blockedUntil: number;
	/** Settles when all who wait for a turn have had it, or have given up. */
	queue: Promise<unknown>;
}

/** However long the gateway asks for, nobody's execution hangs for more than this between two attempts. */
export const LONGEST_WAIT = 60_000;

/** The paces of the accounts seen last; more of them are forgotten, so that a process with many accounts does not grow. */
const paces = new Map<string, Pace>();
const MOST_PACES = 100;

/**
 * Keeps the starts of an account's messages apart, whatever executions of this process they belong to, by a pause drawn
 * anew each time, so that a number does not look like a machine. Who waits for a turn holds no connection.
 *
 * @param accountName the same for all runs that send through the account
 * @param min the shortest pause, in milliseconds
 * @param max the longest pause, in milliseconds
 * @param ended ends all waits at once
 */
export function openThrottle(
	accountName: string,
	min: number,
	max: number,
	ended: AbortSignal,
): Throttle {
	const pace = paceOf(accountName);
	const waits = waitsUntil(ended);

	/** Waits for a pause since the last start. A clock that was set back makes no wait longer than it was meant to be. */
	const unblocked = async (drawn: number): Promise<boolean> => {
		let start = pace.lastStart + drawn;
		let most = drawn;
		do {
			if (!(await waits.pause(Math.min(start - Date.now(), most)))) return false;
			if (pace.blockedUntil - Date.now() > LONGEST_WAIT) pace.blockedUntil = 0;
			start = pace.blockedUntil;
			most = LONGEST_WAIT;
		} while (start > Date.now());
		pace.lastStart = Date.now();
		return true;
	};

	/** In a queue, so that each pause counts from the start before it; who is canceled leaves without a start. */
	const inTurn = async (): Promise<boolean> => {
		const mine = pace.queue.then(async () => {
			const drawn = min + Math.random() * (max - min);
			return ended.aborted ? false : await unblocked(drawn);
		});
		pace.queue = mine;
		return (await waits.unlessEnded(mine)) && (await mine);
	};

	return {
		...waits,
		turn: async () => (max > 0 ? await inTurn() : await unblocked(0)),
		blockUntil(time) {
			pace.blockedUntil = Math.max(pace.blockedUntil, time);
		},
	};
}

function paceOf(accountName: string): Pace {
	const pace = paces.get(accountName) ?? {
		lastStart: -Infinity,
		blockedUntil: 0,
		queue: Promise.resolve(),
	};
	paces.delete(accountName);
	paces.set(accountName, pace);
	const [oldest] = paces.keys();
	if (paces.size > MOST_PACES) paces.delete(oldest);
	return pace;
}
