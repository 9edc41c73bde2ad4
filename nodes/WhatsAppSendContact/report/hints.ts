import type { IExecuteFunctions } from 'n8n-workflow';

import type { Shown } from '../gateways/capabilities';
import { inWords } from '../gateways/checks';
import type { Gateway } from '../gateways/gateway';
import { type Outcome, rejected } from '../outcome';
import { isCanceled } from '../memory/tries';
import type { Plan, Send } from '../plan';
import { isNoteworthy, summary } from './summary';

/**
 * Tells the person who looks at the execution how a run went, and n8n's log where a cancel lets nothing else be seen.
 *
 * @param outcomes one for every send, in their order
 * @param hasLeft whether an earlier try has sent an item, or may have
 */
export function tellHowItWent(
	n8n: IExecuteFunctions,
	{ sends, invalid }: Plan,
	outcomes: Outcome[],
	hasLeft: (item: number) => boolean,
): void {
	const ofInvalid = invalid.map(({ item }) =>
		rejected(hasLeft(item) ? 'unknown' : 'notSent', 'invalidInput'),
	);
	const all = [...outcomes, ...ofInvalid];
	if (isCanceled(n8n)) {
		const items = [...sends, ...invalid].map(({ item }) => item);
		n8n.logger.info(`WhatsApp Send Contact was canceled: ${summary(all, items)}`);
	}
	if (isNoteworthy(all)) hint(n8n, summary(all));
}

const NEARLY_FULL = 0.8;

/**
 * Warns before *Send Once* forgets.
 *
 * @param count how many messages are remembered; undefined when that is not known
 */
export function tellHowFullMemoryIs(
	n8n: IExecuteFunctions,
	count: number | undefined,
	limit: number,
): void {
	if (count === undefined || count < NEARLY_FULL * limit) return;
	hint(
		n8n,
		`Send Once remembers ${count} of at most ${limit} messages; the oldest are forgotten first. The option 'Remembered Messages' sets how many.`,
	);
}

/** Tells what of the contacts the gateway does not show, because it looks the people up itself. */
export function tellWhatIsNotShown(
	n8n: IExecuteFunctions,
	sends: Send[],
	{ displayName, can }: Gateway,
): void {
	const { shows } = can[sends[0]?.message.sendAs] ?? can.contact;
	const given = new Set(sends.flatMap(({ message }) => message.contacts.flatMap(Object.keys)));
	const unused = [...given].filter((key) => key !== 'phone' && !shows.includes(key as Shown));
	if (unused.length === 0) return;
	hint(
		n8n,
		`The card of ${displayName} does not show the ${inWords(unused, 'and')} that you entered.`,
	);
}

const hint = (n8n: IExecuteFunctions, message: string) =>
	n8n.addExecutionHints?.({ message, location: 'outputPane' });
