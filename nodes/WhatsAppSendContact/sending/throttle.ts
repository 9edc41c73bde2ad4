import { pause, unlessEnded } from './wait';

/** Says when the next message of an account may start. */
export type Throttle = ReturnType<typeof openThrottle>;

/** What the runs of a process share that send through the same account. */
interface Pace {
	lastStart: number;
	blockedUntil: number;
	/** When the next question may leave. */
	nextQuestion: number;
	/** For each length of pause, when all who wait for a turn have had it, or have given up. */
	queues: Map<string, Promise<unknown>>;
	/** The runs that use it now. */
	users: number;
}

/** However long the gateway asks for, nobody's execution hangs for more than this between two attempts. */
export const LONGEST_WAIT = 60_000;

/** The paces of accounts, those used last at the end: the pause between two executions counts too. */
const paces = new Map<string, Pace>();
/** How many accounts are remembered that nobody sends through now, so that a process with many accounts does not grow. */
const MOST_IDLE = 100;

/**
 * Keeps the starts of an account's messages apart, whatever executions of this process they belong to, by a pause of
 * `min` to `max` milliseconds, drawn anew each time, so that a number does not look like a machine. Who waits for a turn
 * holds no connection.
 */
export function openThrottle(accountName: string, min: number, max: number, ended: AbortSignal) {
	const pace = paceOf(accountName);
	const queueName = `${min}-${max}`;

	/** Waits for a pause since the last start. A clock that was set back makes no wait longer than it was meant to be. */
	const unblocked = async (drawn: number): Promise<boolean> => {
		let wait = Math.min(pace.lastStart + drawn - Date.now(), drawn);
		do {
			if (!(await pause(wait, ended))) return false;
			wait = pace.blockedUntil - Date.now();
			if (wait > LONGEST_WAIT) wait = pace.blockedUntil = 0;
		} while (wait > 0);
		pace.lastStart = Date.now();
		return true;
	};

	/**
	 * In a queue, so that each pause counts from the start before it; who is canceled leaves without a start. Those who ask
	 * for other pauses have a queue of their own: a long pause holds back nobody with a short one.
	 */
	const inTurn = async (): Promise<boolean> => {
		const before = pace.queues.get(queueName) ?? Promise.resolve();
		const mine = before.then(async () => await unblocked(min + Math.random() * (max - min)));
		pace.queues.set(queueName, mine);
		return (await unlessEnded(mine, ended)) ?? false;
	};

	return {
		/** Waits for a turn to start. False when the run was ended first: start nothing. */
		turn: async () => (max > 0 ? await inTurn() : await unblocked(0)),
		/** Lets nobody of the account start before this time (milliseconds since 1970), because the gateway asked for it. */
		blockUntil(time: number) {
			pace.blockedUntil = Math.max(pace.blockedUntil, time);
		},
		/**
		 * Reserves a turn to ask the gateway after a message.
		 *
		 * @param perSecond how many questions the gateway allows
		 * @param latest the time (milliseconds since 1970) after which it is of no use
		 * @returns milliseconds until it comes; undefined where all turns until then are taken
		 */
		questionTurn(perSecond: number, latest: number): number | undefined {
			const now = Date.now();
			const turn = Math.max(now, pace.nextQuestion);
			if (turn > latest) return undefined;
			pace.nextQuestion = turn + 1000 / perSecond;
			return turn - now;
		},
		/** To be called when the run sends nothing any more. */
		close() {
			// A run that was ended has not used the turns that it had reserved.
			if (--pace.users === 0) Object.assign(pace, { nextQuestion: 0, queues: new Map() });
			const idle = [...paces].filter(([, { users }]) => users === 0);
			for (const [name] of idle.slice(0, -MOST_IDLE)) paces.delete(name);
		},
	};
}

function paceOf(accountName: string): Pace {
	const pace = paces.get(accountName) ?? {
		lastStart: -Infinity,
		blockedUntil: 0,
		nextQuestion: 0,
		queues: new Map(),
		users: 0,
	};
	pace.users++;
	paces.delete(accountName);
	paces.set(accountName, pace);
	return pace;
}
