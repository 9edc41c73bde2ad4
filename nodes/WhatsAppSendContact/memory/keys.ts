import { createHash } from 'node:crypto';

import { InvalidInput } from '../message/invalidInput';
import { shown } from '../message/plainText';
import type { Plan, Send } from '../plan';

/**
 * Names messages: 24 hex digits, the same in every try of an execution, and those of no other message.
 *
 * @param runIndex counts the node's runs in a loop
 */
export const idempotencyKeys =
	(executionId: string, nodeId: string, runIndex: number) =>
	({ item, part, fingerprint }: Send): string =>
		createHash('sha256')
			.update([executionId, nodeId, runIndex, item, part, fingerprint].join('/'))
			.digest('hex')
			.slice(0, 24);

/** The name of a message that *Send Once* remembers: the same in every execution. */
export const keyOfOnce = (onceKey: string): string => onceKey.slice(0, 24);

/**
 * Gives each message the key under which *Send Once* remembers it: 64 hex digits made of the memory, the recipient's
 * chat, and the item's Once Key or else the message itself. The account does not count: the same person is
 * not to get the same card through another gateway either.
 *
 * @param onceKeyOf the Once Key of an item, undefined where the message itself is the key
 * @returns the plan, without the items whose Once Key an earlier item has used for another message
 */
export function withOnceKeys(
	{ sends, invalid }: Plan,
	memoryId: string,
	onceKeyOf: (item: number) => string | undefined,
): Plan {
	const firstUse = new Map<string, Send>();
	const refused = new Map<number, InvalidInput>();
	const keyed = sends.map((send) => {
		const { item, part, message, fingerprint, itemFingerprint } = send;
		const given = onceKeyOf(item);
		// Without a key, a card is known by what it says, and not by its place: the one before it may be corrected.
		const content = given === undefined ? { fingerprint } : { given, part };
		const named = [memoryId, message.recipient.chatId, content];
		const onceKey = createHash('sha256').update(JSON.stringify(named)).digest('hex');
		const first = firstUse.get(onceKey) ?? send;
		firstUse.set(onceKey, first);
		const isAnother = given !== undefined && first.itemFingerprint !== itemFingerprint;
		if (isAnother && !refused.has(item)) refused.set(item, usedTwice(given, first.item));
		return { ...send, onceKey };
	});
	const added = [...refused].map(([item, problem]) => ({ item, problem }));
	return {
		sends: keyed.filter(({ item }) => !refused.has(item)),
		invalid: [...invalid, ...added].sort((one, other) => one.item - other.item),
	};
}

const usedTwice = (onceKey: string | undefined, item: number) =>
	new InvalidInput(
		`The Once Key ${shown(onceKey)} is already used for another message to the same chat in item ${item}`,
		"Give each message a key of its own, or leave 'Once Key' empty.",
	);
