import type { IExecuteFunctions } from 'n8n-workflow';

import { gatewayOf } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import {
	tellHowFullMemoryIs,
	tellHowItWent,
	tellWhatIsNotShown,
} from '../../nodes/WhatsAppSendContact/report/hints';
import { send } from '../sending/send';

const sent: Outcome = { accepted: true, status: 'sent', id: '1', message: 'ok', attempts: 1 };
const refused = rejected('notSent', 'refused');

/** What n8n is told, and what is written into its log. */
function told(tell: (n8n: IExecuteFunctions) => void, isCanceled = false) {
	const hints: string[] = [];
	const log: string[] = [];
	const cancel = new AbortController();
	if (isCanceled) cancel.abort();
	tell({
		getExecutionCancelSignal: () => cancel.signal,
		addExecutionHints: ({ message }: { message: string }) => hints.push(message),
		logger: { info: (line: string) => log.push(line) },
	} as unknown as IExecuteFunctions);
	return { hints, log };
}

/** Tells of a run with these ends, and with these items that could not be sent, some of which had left earlier. */
const run = (
	outcomes: Outcome[],
	{ invalid = [] as number[], left = [] as number[], isCanceled = false } = {},
) => {
	const sends = outcomes.map((_, item) => send({ item }));
	const problem = new InvalidInput('', '');
	const plan = { sends, invalid: invalid.map((item) => ({ item, problem })) };
	return told(
		(n8n) => tellHowItWent(n8n, plan, outcomes, (item) => left.includes(item)),
		isCanceled,
	);
};

test('a short run where all went well is not worth a word', () => {
	expect(run([sent, sent])).toEqual({ hints: [], log: [] });
});

test('a run where something failed is counted', () => {
	expect(run([sent, refused])).toEqual({ hints: ['1 sent, 1 not sent'], log: [] });
});

test('an item that can’t be sent is not sent, or unknown if it had left earlier', () => {
	expect(run([sent], { invalid: [1, 2], left: [2] }).hints).toEqual([
		'1 sent, 1 not sent, 1 unknown',
	]);
});

test('of a run that was canceled, n8n keeps only its log: the items stand there', () => {
	expect(run([sent, refused], { invalid: [2, 3], left: [3], isCanceled: true }).log).toEqual([
		'WhatsApp Send Contact was canceled: 1 sent (item 0), 2 not sent (items 1-2), 1 unknown (item 3)',
	]);
});

test('an n8n that shows no hints is told none', () => {
	const plan = { sends: [send()], invalid: [] };
	const n8n = { getExecutionCancelSignal: () => undefined } as unknown as IExecuteFunctions;
	expect(() => tellHowItWent(n8n, plan, [refused], () => false)).not.toThrow();
});

test.each([
	[undefined, 0],
	[799, 0],
	[800, 1],
	[1_000, 1],
])('a memory of 1,000 messages that holds %p: %i warning', (count, warnings) => {
	expect(told((n8n) => tellHowFullMemoryIs(n8n, count, 1_000)).hints).toHaveLength(warnings);
});

test.each([
	['chatApi', {}, []],
	[
		'chatApi',
		{ name: 'Anna', organization: 'Acme' },
		['The card of Chat API does not show the name and organization that you entered.'],
	],
	['waha', { name: 'Anna', organization: 'Acme' }, []],
])('%s is given %j of a contact: what it does not show is told', (gateway, fields, hints) => {
	const one = send();
	one.message.contacts = [{ phone: '79001111111', ...fields }];
	expect(told((n8n) => tellWhatIsNotShown(n8n, [one], gatewayOf(gateway))).hints).toEqual(hints);
});
