import { readOnceKey } from './form/onceKey';
import type { ItemForm } from './form/readForm';
import type { Settings } from './form/settings';
import type { Account } from './gateways/account';
import { checkMessage, split } from './gateways/checks';
import { withOnceKeys } from './memory/keys';
import { type ContactMessage, fingerprint, readContactMessage } from './message/contactMessage';
import { InvalidInput } from './message/invalidInput';

/** One message on its way: one request to the gateway. */
export interface Send {
	/** The input item it comes from. */
	item: number;
	/** Counts the messages of the item; more than one where the gateway takes one contact per message. */
	part: number;
	message: ContactMessage;
	/** The fingerprint of this message. */
	fingerprint: string;
	/** The fingerprint of all that the item says, the same in each of its messages. */
	itemFingerprint: string;
	/** How many messages the item is. */
	parts: number;
	/** The key under which *Send Once* remembers it; absent where that is off. */
	onceKey?: string;
}

/** All items, checked: what will be sent, and what can't be. */
export interface Plan {
	/** In the items' order. */
	sends: Send[];
	invalid: Array<{ item: number; problem: InvalidInput }>;
}

/**
 * Checks every item before the first request leaves, against WhatsApp's rules and the gateway's.
 *
 * @param memoryId names the memory of *Send Once*
 */
export function plan(
	items: number,
	readForm: (item: number) => ItemForm,
	settings: Settings,
	{ gateway }: Account,
	memoryId: string,
): Plan {
	const checked: Plan = { sends: [], invalid: [] };
	const onceKeys = new Map<number, string | undefined>();
	for (let item = 0; item < items; item++) {
		try {
			const form = readForm(item);
			const whole = readContactMessage(form, settings);
			if (settings.sendOnce !== 'off') onceKeys.set(item, readOnceKey(form.onceKey));
			const messages = split(gateway, whole);
			const common = { item, parts: messages.length, itemFingerprint: fingerprint(whole) };
			for (const message of messages) checkMessage(gateway, message);
			messages.forEach((message, part) =>
				checked.sends.push({ ...common, part, message, fingerprint: fingerprint(message) }),
			);
		} catch (error) {
			checked.invalid.push({ item, problem: problemOf(error) });
		}
	}
	if (settings.sendOnce === 'off') return checked;
	return withOnceKeys(checked, memoryId, (item) => onceKeys.get(item));
}

/** A missing credential or an expression that fails is bad input too; n8n's sentence tells what is wrong with it. */
export function problemOf(error: unknown): InvalidInput {
	if (error instanceof InvalidInput) return error;
	const sentence = error instanceof Error ? error.message : String(error);
	return new InvalidInput(sentence, 'Check the expressions and the credential of this node.');
}
