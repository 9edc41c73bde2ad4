import { claim, type Standing } from './claims';
import type { Store } from './store';

/** The most messages to look up at once, as long as all of them turn out to be known. */
const LONGEST_LOOK = 1_000;

/**
 * Claims the messages of a run ahead, in their order and so many at once, because each claim has to wait until no other
 * process can overwrite it. A crash leaves in doubt at most two blocks, and those under way that have overtaken them.
 */
export function claimAhead(store: Store, keys: string[], block: number) {
	/** What the store says of the messages that were looked up together, for each of them; undefined where it fails. */
	const looks = new Map<string, Promise<Map<string, Standing> | undefined>>();
	/** What this run has claimed, or is about to, and has not ended. */
	const claimed = new Set<string>();
	let next = 0;
	let length = block;
	let isOver = false;

	const look = async (from: number, taken: string[]) => {
		const known = await claim(store, taken, block).catch(() => undefined);
		for (const key of taken) if (known?.get(key) !== 'mine') claimed.delete(key);
		if (known === undefined) return undefined;
		// What was one too many of a block is looked up anew, in its order.
		for (const key of taken) if (!known.has(key)) looks.delete(key);
		next = Math.min(next, from);
		length = [...known.values()].includes('mine') ? block : Math.min(2 * length, LONGEST_LOOK);
		return known;
	};

	/** Claims the message itself if it is not yet, and what comes after it as far as may be claimed ahead. */
	const claimFrom = (first: string) => {
		const from = next;
		const taken = new Set(looks.has(first) ? [] : [first]);
		const room = claimed.size <= block ? length : 0;
		for (; next < keys.length && taken.size < room; next++)
			if (!looks.has(keys[next])) taken.add(keys[next]);
		if (taken.size === 0) return;
		const told = look(from, [...taken]);
		for (const key of taken) {
			claimed.add(key);
			looks.set(key, told);
		}
	};

	return {
		/** What the store says of a message, claimed now if it was not ahead; 'unavailable' where the store fails. */
		async standingOf(key: string): Promise<Standing | 'unavailable'> {
			while (!isOver) {
				claimFrom(key);
				const known = await looks.get(key);
				const standing = known === undefined ? 'unavailable' : known.get(key);
				if (standing !== undefined) return standing;
			}
			return 'unavailable';
		},
		/** To be called when it is known what became of a message. */
		end: (key: string) => void claimed.delete(key),
		/** Claims nothing more. @returns the messages that were claimed and have not ended, when no claim is under way */
		async open(): Promise<string[]> {
			isOver = true;
			await Promise.all(looks.values());
			return [...claimed];
		},
	};
}
