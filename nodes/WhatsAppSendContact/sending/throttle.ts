import { type Wait, waiting } from './wait';

/** Says when the next send may start. */
export interface Throttle {
	/** Waits for a turn to start. False when the wait was ended from outside: start nothing. */
	turn(): Promise<boolean>;
	/** Lets nobody start for so many milliseconds, because the gateway asked for it. */
	hold(milliseconds: number): void;
	pause: Wait;
}

/**
 * Keeps the starts of a run's sends apart by a pause drawn anew each time between min and max milliseconds, so that a
 * number does not look like a machine. Who waits for a turn holds no connection.
 *
 * @param ended ends all waits at once
 */
export function throttle(min: number, max: number, ended: AbortSignal): Throttle {
	let nextStart = 0;
	let heldUntil = 0;

	const pause = waiting(ended);

	const turn = async (): Promise<boolean> => {
		do {
			const start = Math.max(Date.now(), nextStart, heldUntil);
			if (max > 0) nextStart = start + min + Math.random() * (max - min);
			if (!(await pause(start - Date.now()))) return false;
		} while (heldUntil > Date.now());
		return true;
	};

	const hold = (milliseconds: number) => {
		heldUntil = Math.max(heldUntil, Date.now() + milliseconds);
	};

	return { turn, hold, pause };
}
