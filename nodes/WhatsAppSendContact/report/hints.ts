import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import type { Settings } from '../form/settings';
import type { Shown } from '../gateways/capabilities';
import { inWords } from '../gateways/checks';
import type { Host } from '../host';
import { isUnsent, type Outcome, rejected } from '../outcome';
import { MOST_REMEMBERED } from '../memory/sendOnce';
import type { Plan, Send } from '../plan';
import { isNoteworthy, LONG_RUN, summary } from './summary';

/**
 * Tells the person who looks at the execution how a run went, and n8n's log where a cancel lets nothing else be seen.
 *
 * @param outcomes one for every send, in their order
 * @param hasLeft whether an earlier try has sent an item, or may have
 */
export function tellHowItWent(
	n8n: IExecuteFunctions,
	{ canceled }: Host,
	{ sends, invalid }: Plan,
	outcomes: Outcome[],
	hasLeft: (item: number) => boolean,
): void {
	const ofInvalid = invalid.map(({ item }) =>
		rejected(hasLeft(item) ? 'unknown' : 'notSent', 'invalidInput'),
	);
	const all = [...outcomes, ...ofInvalid];
	if (canceled.aborted) {
		const items = [...sends, ...invalid].map(({ item }) => item);
		n8n.logger.info(`WhatsApp Send Contact was canceled: ${summary(all, items)}`);
	}
	if (isNoteworthy(all)) hint(n8n, summary(all));
}

/** Tells what *sent* means after a long run, and which gateways can't do what *Track Delivery* wants. */
export function tellWhatSentMeans(
	n8n: IExecuteFunctions,
	sends: Send[],
	{ trackDelivery }: Settings,
): void {
	const used = [...new Set(sends.map(({ account }) => account.gateway))];
	const silent = used.filter(({ track }) => track === undefined);
	const named = silent.map(({ displayName }) => displayName);
	const told = `${inWords(named, 'and')} can't tell whether a message reached the phone: unconfirmed.`;
	if (trackDelivery > 0 && silent.length > 0) hint(n8n, told);
	if (trackDelivery === 0 && silent.length < used.length && sends.length >= LONG_RUN)
		hint(n8n, SENT_MEANS);
}

const SENT_MEANS =
	"Sent means that the gateway took the message. The option 'Track Delivery' asks whether it reached the phone.";

const A_MINUTE = 60_000;

/** Makes the function that n8n's log hears from each minute, how far a long run is: n8n shows nothing until its end. */
export function progressTeller({ logger }: IExecuteFunctions) {
	let toldAt = Date.now();
	return (outcomes: Array<Outcome | undefined>): void => {
		if (Date.now() - toldAt < A_MINUTE) return;
		toldAt = Date.now();
		const known = outcomes.filter((outcome) => outcome !== undefined);
		const soFar = `${known.length} of ${outcomes.length} so far: ${summary(known)}`;
		logger.info(`WhatsApp Send Contact, ${soFar}`);
	};
}

/** Advises pauses where many people were written to without one: it is how most numbers are lost. */
export function tellOfPace(
	n8n: IExecuteFunctions,
	{ pauseMax }: Settings,
	sends: Send[],
	outcomes: Outcome[],
): void {
	const written = sends.filter((_, index) => hasWritten(outcomes[index]));
	const chats = new Set(written.map(({ message }) => message.recipient.chatId)).size;
	if (pauseMax > 0 || chats <= LONG_RUN) return;
	const told = `This run wrote to ${chats} chats without a pause. WhatsApp may block a number for that: set the options 'Pause From' and 'Pause To'.`;
	hint(n8n, told);
}

/** Whether a message has left, or may have, in this run. */
const hasWritten = (outcome: Outcome): boolean =>
	outcome.accepted ? outcome.attempts > 0 : !isUnsent(outcome) && !outcome.earlier;

/** Warns where a workflow that calls this one could send again what has left: n8n starts it anew with each call. */
export function tellOfCaller(
	n8n: IExecuteFunctions,
	{ isSubWorkflow }: Host,
	{ sendOnce }: Settings,
	outcomes: Outcome[],
): void {
	const hasFailed = outcomes.some(({ accepted }) => !accepted);
	if (!isSubWorkflow || sendOnce !== 'off' || !hasFailed || outcomes.every(isUnsent)) return;
	hint(
		n8n,
		"If the workflow that calls this one tries again, everybody gets the message once more. The option 'Send Once' prevents it.",
	);
}

/** Warns, before anything is sent, of nodes that can make *Send Once* forget: they share its row. */
export function tellWhoForgets(n8n: IExecuteFunctions, { sendOnce }: Settings): void {
	if (sendOnce !== 'workflow') return;
	const { name } = n8n.getNode();
	const withParameters = { includeNodeParameters: true };
	const others = [
		...n8n.getParentNodes(name, withParameters),
		...n8n.getChildNodes(name, withParameters),
	].filter(({ type, parameters }) => type === REMOVE_DUPLICATES && sharesRow(parameters));
	if (others.length === 0) return;
	const named = inWords(
		others.map((other) => `'${other.name}'`),
		'and',
	);
	tellBefore(
		n8n,
		`Send Once per workflow shares its memory with ${named}, which may make it forget whom it has sent to. Set its scope to 'Node', or 'Send Once' to 'Once per Node'.`,
	);
}

const REMOVE_DUPLICATES = 'n8n-nodes-base.removeDuplicates';

const sharesRow = (parameters: INodeParameters | undefined): boolean =>
	(parameters?.options as INodeParameters | undefined)?.scope === 'workflow';

const NEARLY_FULL = 0.8;

/**
 * Warns before *Send Once* forgets.
 *
 * @param count how many messages are remembered; undefined when that is not known
 */
export function tellHowFullMemoryIs(n8n: IExecuteFunctions, count: number | undefined): void {
	if (count === undefined || count < NEARLY_FULL * MOST_REMEMBERED) return;
	const told = `Send Once remembers ${count} of at most ${MOST_REMEMBERED} messages; the oldest are forgotten first.`;
	hint(n8n, told);
}

/** Tells, before anything is sent, that a run is longer than what *Send Once* remembers. */
export function tellWhatIsForgotten(n8n: IExecuteFunctions, { sends }: Plan): void {
	if (sends.length <= MOST_REMEMBERED) return;
	const told = `Send Once remembers ${MOST_REMEMBERED} messages, and this list has ${sends.length}: once it is done, the first of them are forgotten, and a new run would send them again. Split the list over several nodes.`;
	tellBefore(n8n, told);
}

/**
 * Tells what of the messages does not arrive: what the gateway does not show, because it looks the people up itself, and
 * what its engine leaves out.
 */
export function tellWhatIsNotShown(
	n8n: IExecuteFunctions,
	sends: Send[],
	losses: string[] = [],
): void {
	for (const loss of losses) hint(n8n, loss);
	const unused = new Map<string, Set<string>>();
	for (const { account, message } of sends) {
		const { displayName, can } = account.gateway;
		const { shows } = can[message.sendAs] ?? can.contact;
		const given = message.contacts.flatMap(Object.keys);
		const hidden = given.filter((key) => key !== 'phone' && !shows.includes(key as Shown));
		if (hidden.length === 0) continue;
		unused.set(displayName, new Set([...(unused.get(displayName) ?? []), ...hidden]));
	}
	for (const [gateway, fields] of unused) {
		const named = inWords([...fields], 'and');
		hint(n8n, `The card of ${gateway} does not show the ${named} that you entered.`);
	}
}

/** Into the log too: the hint is seen only when the run is over. */
function tellBefore(n8n: IExecuteFunctions, message: string): void {
	n8n.logger.warn(message);
	hint(n8n, message);
}

const hint = (n8n: IExecuteFunctions, message: string) =>
	n8n.addExecutionHints?.({ message, location: 'outputPane' });
