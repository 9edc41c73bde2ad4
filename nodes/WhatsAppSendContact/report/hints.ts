import type { IExecuteFunctions } from 'n8n-workflow';

import type { Settings } from '../form/settings';
import { at } from '../gateways/body';
import { inWords } from '../gateways/checks';
import type { Host } from '../host';
import type { Detail } from '../message/contacts';
import { isUnsent, type Outcome, rejected } from '../outcome';
import { MOST_REMEMBERED } from '../memory/sendOnce';
import type { Plan, Send } from '../plan';
import type { Ran } from '../sending/run';
import { isNoteworthy, LONG_RUN, summary } from './summary';

/** Tells the person who looks at the execution, and n8n's log, since hints are seen only when the run is over. */
export function tellBefore(n8n: IExecuteFunctions, { sends }: Plan, settings: Settings): void {
	const told = [whatIsForgotten(sends, settings), whoForgets(n8n, settings)];
	for (const message of told) if (message !== undefined) n8n.logger.warn(message);
	show(n8n, told);
}

/** Tells the person how a run went, and n8n's log where a cancel lets nothing else be seen. */
export function tellAfter(
	n8n: IExecuteFunctions,
	host: Host,
	{ sends, invalid }: Plan,
	settings: Settings,
	{ outcomes, hasLeft, losses, remembered }: Ran,
): void {
	const ofInvalid = invalid.map(({ item }) =>
		rejected(hasLeft(item) ? 'unknown' : 'notSent', 'invalidInput'),
	);
	const all = [...outcomes, ...ofInvalid];
	if (host.canceled.aborted) {
		const items = [...sends, ...invalid].map(({ item }) => item);
		n8n.logger.info(`WhatsApp Send Contact was canceled: ${summary(all, items)}`);
	}
	show(n8n, [
		isNoteworthy(all) ? summary(all) : undefined,
		whatSentMeans(sends, settings),
		pace(sends, settings, outcomes),
		whatCallerRepeats(host, settings, outcomes),
		...losses,
		...whatIsNotShown(sends),
		howFullMemoryIs(remembered),
	]);
}

function show(n8n: IExecuteFunctions, told: Array<string | undefined>): void {
	for (const message of told)
		if (message !== undefined) n8n.addExecutionHints?.({ message, location: 'outputPane' });
}

/** Makes the function that n8n's log hears from each minute, how far a long run is: n8n shows nothing until its end. */
export function progressTeller({ logger }: IExecuteFunctions) {
	let toldAt = Date.now();
	return (outcomes: Array<Outcome | undefined>): void => {
		if (Date.now() - toldAt < 60_000) return;
		toldAt = Date.now();
		const known = outcomes.filter((outcome) => outcome !== undefined);
		const count = `${known.length} of ${outcomes.length}`;
		logger.info(`WhatsApp Send Contact, ${count} so far: ${summary(known)}`);
	};
}

/** A run that is longer than what *Send Once* remembers. */
function whatIsForgotten(sends: Send[], { sendOnce }: Settings): string | undefined {
	if (sendOnce === 'off' || sends.length <= MOST_REMEMBERED) return undefined;
	return `Send Once remembers ${MOST_REMEMBERED} messages, and this list has ${sends.length}: once it is done, the first of them are forgotten, and a new run would send them again. Split the list over several nodes.`;
}

/** Nodes that can make *Send Once* forget: they share its row. */
function whoForgets(n8n: IExecuteFunctions, { sendOnce }: Settings): string | undefined {
	if (sendOnce !== 'workflow') return undefined;
	const { name } = n8n.getNode();
	const withParameters = { includeNodeParameters: true };
	const names = [
		...n8n.getParentNodes(name, withParameters),
		...n8n.getChildNodes(name, withParameters),
	]
		.filter(({ type }) => type === 'n8n-nodes-base.removeDuplicates')
		.filter(({ parameters }) => at(parameters, 'options.scope') === 'workflow')
		.map((other) => `'${other.name}'`);
	if (names.length === 0) return undefined;
	return `Send Once per workflow shares its memory with ${inWords(names, 'and')}, which may make it forget whom it has sent to. Set its scope to 'Node', or 'Send Once' to 'Once per Node'.`;
}

/** What *sent* means after a long run, or which gateways can't do what *Track Delivery* wants. */
export function whatSentMeans(sends: Send[], { trackDelivery }: Settings): string | undefined {
	const used = gatewaysOf(sends);
	const silent = used.filter(({ track }) => track === undefined);
	if (trackDelivery > 0) {
		const named = silent.map(({ displayName }) => displayName);
		if (named.length === 0) return undefined;
		return `${inWords(named, 'and')} can't tell whether a message reached the phone: unconfirmed.`;
	}
	if (silent.length === used.length || sends.length < LONG_RUN) return undefined;
	return "Sent means that the gateway took the message. The option 'Track Delivery' asks whether it reached the phone.";
}

const gatewaysOf = (sends: Send[]) => [...new Set(sends.map(({ account }) => account.gateway))];

/** Advice where many people were written to without a pause: it is how most numbers are lost. */
export function pace(
	sends: Send[],
	{ pauseMax }: Settings,
	outcomes: Outcome[],
): string | undefined {
	const written = sends.filter(
		({ account }, index) => !account.gateway.official && hasWritten(outcomes[index]),
	);
	const chats = new Set(written.map(({ message }) => message.recipient.chatId)).size;
	if (pauseMax > 0 || chats <= LONG_RUN) return undefined;
	return `This run wrote to ${chats} chats without a pause. WhatsApp may block a number for that: set the options 'Pause From' and 'Pause To'.`;
}

/** Whether a message has left, or may have, in this run. */
const hasWritten = (outcome: Outcome): boolean =>
	outcome.accepted ? outcome.attempts > 0 : !isUnsent(outcome) && !outcome.earlier;

/** Where a workflow that calls this one could send again what has left: n8n starts it anew with each call. */
export function whatCallerRepeats(
	{ isSubWorkflow }: Host,
	{ sendOnce }: Settings,
	outcomes: Outcome[],
): string | undefined {
	const hasFailed = outcomes.some(({ accepted }) => !accepted);
	if (!isSubWorkflow || sendOnce !== 'off' || !hasFailed || outcomes.every(isUnsent))
		return undefined;
	return "If the workflow that calls this one tries again, everybody gets the message once more. The option 'Send Once' prevents it.";
}

/** What the cards do not show of the contacts: a gateway may look the people up itself. */
export function whatIsNotShown(sends: Send[]): string[] {
	return gatewaysOf(sends).flatMap((gateway) => {
		const contacts = sends.flatMap(({ account, message }) =>
			account.gateway === gateway && message.sendAs === 'contact' ? message.contacts : [],
		);
		const isGiven = (detail: Detail) => contacts.some((contact) => contact[detail] !== undefined);
		const hidden = gateway.can.contact.hides?.filter(isGiven) ?? [];
		if (hidden.length === 0) return [];
		return `The card of ${gateway.displayName} does not show the ${inWords(hidden, 'and')} that you entered.`;
	});
}

/** *Send Once* when it is four fifths full; `count` is undefined where it is not known how many messages it remembers. */
export function howFullMemoryIs(count: number | undefined): string | undefined {
	if (count === undefined || count < 0.8 * MOST_REMEMBERED) return undefined;
	return `Send Once remembers ${count} of at most ${MOST_REMEMBERED} messages; the oldest are forgotten first.`;
}
