import { randomUUID } from 'node:crypto';

import type { Store } from './store';

/** What the store says of a message: ours to send, sent by another execution, or begun by one and not ended. */
export type Standing = 'mine' | 'sentEarlier' | 'inDoubt';

const MOST_TRIES = 5;

/**
 * Two marks stand for a message: one from its first claim on, and one until it is known what became of it. `begun` is
 * written before `open`, so that it is dropped first when the row is full: where `open` is alone, the message is in doubt.
 */
const begun = (key: string): string => `${key}/left`;
const open = (key: string): string => `${key}/open`;

/** The marks to remove when a message was sent. */
export const marksOfSent = (key: string): string[] => [open(key)];
/** The marks to remove when a message was definitely not sent, so that a later execution sends it. */
export const marksOfUnsent = (key: string): string[] => [begun(key), open(key)];

/**
 * Claims messages: from now on they count as begun. This is Fischer's timed mutual exclusion: write your claim, wait until
 * nobody can still overwrite it, and see whether it stands.
 *
 * @param most how many may become ours
 * @returns what the store says of each; those beyond `most` are left out and unclaimed
 * @throws when the store does, or other processes keep overwriting it
 */
export async function claim(
	store: Store,
	keys: string[],
	most: number,
): Promise<Map<string, Standing>> {
	const standings = new Map<string, Standing>();
	let unsure = keys;
	for (let tries = 0; tries < MOST_TRIES; tries++) {
		// One for each look: a look records the token that it asks for, and can't ask for it again.
		const tokens = [randomUUID(), randomUUID()];
		const known = await store.exclusively(async () => await record(store, unsure, tokens));
		for (const [key, standing] of known) standings.set(key, standing);
		const unknown = unsure.filter((key) => !known.has(key));
		if (unknown.length === 0) return standings;
		await store.outlastWriters();
		const mine = unknown.slice(0, most);
		const check = async (token: string) =>
			await store.exclusively(async () => {
				const stands = (await store.record([token])).has(token);
				// Given back only now: before, they might have been another process's by the time of the removal.
				const surplus = stands ? unknown.slice(most).flatMap(marksOfUnsent) : [];
				await store.remove([...tokens, ...surplus]);
				return stands;
			});
		// Once more where the database fails: a mark that stays would put in doubt what has not left.
		const stands = await check(tokens[0]).catch(async () => await check(tokens[1]));
		for (const key of stands ? mine : []) standings.set(key, 'mine');
		if (stands) return standings;
		unsure = mine;
	}
	throw new Error('The claim was overwritten');
}

/** Records messages as begun, and tokens that tell later whether this was overwritten. @returns what was known before */
async function record(store: Store, keys: string[], tokens: string[]) {
	const marks = await store.record([...keys.flatMap(marksOfUnsent), ...tokens]);
	const known = new Map<string, Standing>();
	for (const key of keys) {
		if (marks.has(open(key))) known.set(key, 'inDoubt');
		else if (marks.has(begun(key))) known.set(key, 'sentEarlier');
	}
	const sent = keys.filter((key) => known.get(key) === 'sentEarlier');
	const areAllKnown = keys.every((key) => known.has(key));
	// Looking them up has recorded them as open again.
	const removals = [...sent.flatMap(marksOfSent), ...(areAllKnown ? tokens : [])];
	const takeBack = async () => await store.remove(removals);
	if (removals.length > 0) await takeBack().catch(takeBack);
	return known;
}
