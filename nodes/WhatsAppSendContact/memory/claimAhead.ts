import { claim, type Standing } from './claims';
import type { Store } from './store';

/** The most messages to look up at once, as long as all of them turn out to be known. */
const LONGEST_LOOK = 1_000;

/**
 * Claims the messages of a run ahead, in their order and so many at once, because each claim has to wait until no other
 * process can overwrite it. A crash leaves in doubt at most two blocks.
 */
export function claimAhead(store: Store, keys: string[], block: number) {
	const standings = new Map<string, Promise<Standing | 'unavailable' | undefined>>();
	/** What this run has claimed, or is about to, and has not ended. */
	const claimed = new Set<string>();
	let next = 0;
	let look = block;

	/** Claims the message itself if it is not yet, and what comes after it as far as may be claimed ahead. */
	const claimFrom = (first: string) => {
		const taken = new Set(standings.has(first) ? [] : [first]);
		const room = claimed.size <= block ? look : 0;
		while (next < keys.length && taken.size < room) {
			const key = keys[next++];
			if (!standings.has(key)) taken.add(key);
		}
		if (taken.size === 0) return;
		const told = claim(store, [...taken], block).then(
			(known) => {
				const isAllKnown = ![...known.values()].includes('mine');
				look = isAllKnown ? Math.min(2 * look, LONGEST_LOOK) : block;
				return known;
			},
			() => undefined,
		);
		const standingIn = async (key: string) => {
			const known = await told;
			const standing = known === undefined ? 'unavailable' : known.get(key);
			if (standing !== 'mine') claimed.delete(key);
			if (standing === undefined) standings.delete(key);
			return standing;
		};
		for (const key of taken) {
			claimed.add(key);
			standings.set(key, standingIn(key));
		}
	};

	return {
		/** What the store says of a message, claimed now if it was not ahead; 'unavailable' where the store fails. */
		async standingOf(key: string): Promise<Standing | 'unavailable'> {
			for (;;) {
				claimFrom(key);
				const standing = await standings.get(key);
				// Undefined: it was one too many of a block, and is claimed anew.
				if (standing !== undefined) return standing;
			}
		},
		/** To be called when it is known what became of a message. */
		end: (key: string) => void claimed.delete(key),
		/** Waits for the claims under way. @returns the messages that were claimed and have not ended */
		async open(): Promise<string[]> {
			await Promise.all(standings.values());
			return [...claimed];
		},
	};
}
