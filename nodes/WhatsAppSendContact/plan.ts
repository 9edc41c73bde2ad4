import { createHash } from 'node:crypto';

import { readOnceKey } from './form/onceKey';
import type { ItemForm } from './form/readForm';
import type { Settings } from './form/settings';
import type { Account } from './gateways/account';
import { checkMessage, split } from './gateways/checks';
import type { Host } from './host';
import { type ContactMessage, fingerprint, messageReader } from './message/contactMessage';
import { InvalidInput, problemOf } from './message/invalidInput';
import { shown } from './message/plainText';

/** One message on its way: one request to the gateway. */
export interface Send {
	/** Who sends it. */
	account: Account;
	/** The input item it comes from. */
	item: number;
	/** Counts the messages of the item; more than one where the gateway takes one contact per message. */
	part: number;
	/** How many messages the item is. */
	parts: number;
	message: ContactMessage;
	/** The fingerprint of this message. */
	fingerprint: string;
	/** The fingerprint of all that the item says, the same in each of its messages. */
	itemFingerprint: string;
	/** What makes it the same message for *Send Once*, as 64 hex digits; absent where that is off. */
	claimKey?: string;
}

/** All items, checked: what will be sent, and what can't be. */
export interface Plan {
	/** How many items there are. */
	items: number;
	/** In the items' order. */
	sends: Send[];
	/** In the items' order. */
	invalid: Array<{ item: number; problem: InvalidInput }>;
}

/** Checks every item before the first request leaves, against WhatsApp's rules and its gateway's. */
export function plan(
	items: number,
	{ accountOf, formOf }: { accountOf(item: number): Account; formOf(item: number): ItemForm },
	settings: Settings,
	host: Host,
): Plan {
	const planned: Plan = { items, sends: [], invalid: [] };
	const readMessage = messageReader(settings);
	const withClaimKeys = claimKeys(settings, host);
	for (let item = 0; item < items; item++) {
		try {
			const account = accountOf(item);
			const form = formOf(item);
			const ofItem = sendsOf(item, readMessage(form), account);
			planned.sends.push(...(settings.sendOnce === 'off' ? ofItem : withClaimKeys(ofItem, form)));
		} catch (error) {
			planned.invalid.push({ item, problem: problemOf(error) });
		}
	}
	return planned;
}

/** The plan where nothing can be sent, for a reason that all items share. */
export const planOfNothing = (items: number, problem: InvalidInput): Plan => ({
	items,
	sends: [],
	invalid: Array.from({ length: items }, (_, item) => ({ item, problem })),
});

/** @throws InvalidInput where the gateway can't send it */
function sendsOf(item: number, whole: ContactMessage, account: Account): Send[] {
	const messages = split(account.gateway, whole);
	for (const message of messages) checkMessage(account.gateway, message);
	const parts = messages.length;
	const itemFingerprint = fingerprint(whole);
	return messages.map((message, part) => ({
		account,
		item,
		part,
		parts,
		message,
		fingerprint: parts === 1 ? itemFingerprint : fingerprint(message),
		itemFingerprint,
	}));
}

/**
 * Makes the function that gives messages their claim keys: made of the memory, the recipient's chat, and the item's Once
 * Key or else the message itself. The account does not count: the same person is not to get the same card through another
 * gateway either. The memory is unlike any other node's: a gateway that is asked after a message must not find the one
 * that another node has sent.
 */
function claimKeys({ sendOnce }: Settings, { workflowId, nodeId }: Host) {
	const memory = [workflowId, sendOnce === 'node' ? nodeId : ''].join('/');
	const firstUses = new Map<string, Send>();

	/** @throws InvalidInput where the Once Key can't be read, or an earlier item has it for another message */
	return (sends: Send[], form: ItemForm): Send[] => {
		const onceKey = readOnceKey(form.onceKey);
		const keyed = sends.map((send) => {
			const { part, message, fingerprint } = send;
			// Without a key, a card is known by what it says, and not by its place: the one before it may be corrected.
			const content = onceKey === undefined ? { fingerprint } : { given: onceKey, part };
			const named = JSON.stringify([memory, message.recipient.chatId, content]);
			return { claimKey: sha256(named), ...send };
		});
		// Who has the key of an item's first message has those of the others too.
		const [{ claimKey, itemFingerprint }] = keyed;
		const first = firstUses.get(claimKey) ?? keyed[0];
		firstUses.set(claimKey, first);
		if (onceKey === undefined || first.itemFingerprint === itemFingerprint) return keyed;
		throw new InvalidInput(
			`The Once Key ${shown(onceKey)} is already used for another message to the same chat in item ${first.item}`,
			"Give each message a key of its own, or leave 'Once Key' empty.",
		);
	};
}

/**
 * The name under which a gateway can find a message again: 24 hex digits, the same in every try of an execution and those
 * of no other message; with *Send Once*, the same in every execution.
 */
export function idempotencyKey(send: Send, { executionId, nodeId, runIndex }: Host): string {
	const { item, part, fingerprint, claimKey } = send;
	const named = [executionId, nodeId, runIndex, item, part, fingerprint].join('/');
	return idempotencyKeyOfClaim(claimKey ?? sha256(named));
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The idempotency key of a message that *Send Once* remembers. */
export const idempotencyKeyOfClaim = (claimKey: string): string => claimKey.slice(0, 24);
