import type { IExecuteFunctions } from 'n8n-workflow';

import { type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import {
	howFullMemoryIs,
	pace,
	progressTeller,
	tellAfter,
	tellBefore,
	whatCallerRepeats,
	whatIsNotShown,
	whatSentMeans,
} from '../../nodes/WhatsAppSendContact/report/hints';
import { readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import { hostOf } from '../sending/run';
import { accountAt, list, send } from '../sending/send';

const sent: Outcome = { accepted: true, status: 'sent', id: '1', message: 'ok', attempts: 1 };
const refused = rejected('notSent', 'refused');

/** What n8n is told, and what is written into its log. */
function told(tell: (n8n: IExecuteFunctions) => void) {
	const hints: string[] = [];
	const log: string[] = [];
	const write = (line: string) => log.push(line);
	tell({
		addExecutionHints: ({ message }: { message: string }) => hints.push(message),
		logger: { info: write, warn: write },
	} as unknown as IExecuteFunctions);
	return { hints, log };
}

/** Tells of a run with these ends, and with these items that could not be sent, some of which had left earlier. */
const run = (
	outcomes: Outcome[],
	{
		invalid = [] as number[],
		left = [] as number[],
		losses = [] as string[],
		isCanceled = false,
	} = {},
) => {
	const sends = outcomes.map((_, item) => send({ item }));
	const problem = new InvalidInput('', '');
	const items = sends.length + invalid.length;
	const plan = { items, sends, invalid: invalid.map((item) => ({ item, problem })) };
	const host = hostOf(isCanceled ? { canceled: AbortSignal.abort() } : {});
	const ran = { outcomes, hasLeft: (item: number) => left.includes(item), losses };
	return told((n8n) => tellAfter(n8n, host, plan, readSettings({}), ran));
};

test('a short run where all went well is not worth a word', () => {
	expect(run([sent, sent])).toEqual({ hints: [], log: [] });
});

test('a run where something failed is counted; what the engine of a gateway leaves out comes after that', () => {
	expect(run([sent, refused], { losses: ['without the quote'] })).toEqual({
		hints: ['1 sent, 1 not sent', 'without the quote'],
		log: [],
	});
});

test('of a run that was canceled, n8n keeps only its log: the items stand there', () => {
	expect(run([sent, refused], { invalid: [2, 3], left: [3], isCanceled: true }).log).toEqual([
		'WhatsApp Send Contact was canceled: 1 sent (item 0), 2 not sent (items 1-2), 1 unknown (item 3)',
	]);
});

test('of a run under way, the log hears each minute how far it is', () => {
	jest.useFakeTimers();
	const { log } = told((n8n) => {
		const tell = progressTeller(n8n);
		for (const seconds of [59, 1, 59, 1]) {
			jest.advanceTimersByTime(1_000 * seconds);
			tell([sent, refused, undefined, sent, undefined]);
		}
	});
	jest.useRealTimers();
	const line = 'WhatsApp Send Contact, 3 of 5 so far: 2 sent, 1 not sent';
	expect(log).toEqual([line, line]);
});

test.each<[number, Record<string, unknown>, Outcome, number]>([
	[20, {}, sent, 0],
	[21, {}, sent, 1],
	[21, {}, rejected('unknown', 'timeout'), 1],
	[21, { pauseMin: 1 }, sent, 0],
	[21, {}, refused, 0],
	[21, {}, { ...sent, attempts: 0 }, 0],
	[21, {}, { ...rejected('unknown', 'timeout'), earlier: true }, 0],
])(
	'of a run with %i chats, the options %j and for each %j: %i advice to pause',
	(chats, options, outcome, count) => {
		const sends = [...list(chats), ...list(chats)];
		const outcomes = sends.map(() => outcome);
		const hint = pace(sends, readSettings(options), outcomes);
		expect([hint].filter(Boolean)).toHaveLength(count);
	},
);

test('no pause is advised for Meta, which bans no phone for its speed', () => {
	const sends = list(21, accountAt('metaCloudApi'));
	expect(pace(sends, readSettings({}), Array(21).fill(sent))).toBeUndefined();
});

test('an n8n that shows no hints is told none', () => {
	const plan = { items: 1, sends: [send()], invalid: [] };
	const n8n = {} as unknown as IExecuteFunctions;
	const ran = { outcomes: [refused], hasLeft: () => false, losses: [] };
	expect(() => tellAfter(n8n, hostOf(), plan, readSettings({}), ran)).not.toThrow();
});

test.each([
	[undefined, 0],
	[15_999, 0],
	[16_000, 1],
])('a memory that holds %p of 20,000 messages: %i warning', (count, warnings) => {
	expect([howFullMemoryIs(count)].filter(Boolean)).toHaveLength(warnings);
});

test.each([
	[20_000, 'node', 0],
	[20_001, 'node', 1],
	[20_001, 'off', 0],
])(
	'a list of %i messages, Send Once "%s": %i warning, also in the log',
	(count, sendOnce, warnings) => {
		const plan = { items: count, sends: Array(count).fill(list(1)[0]), invalid: [] };
		const { hints, log } = told((n8n) => tellBefore(n8n, plan, readSettings({ sendOnce })));
		expect(hints).toEqual(Array(warnings).fill(expect.stringMatching(/Split the list/)));
		expect(log).toEqual(hints);
	},
);

test.each<[string, object, object, Outcome[], number]>([
	['failed after something was sent', { isSubWorkflow: true }, {}, [sent, refused], 1],
	['may have sent', { isSubWorkflow: true }, {}, [rejected('unknown', 'timeout')], 1],
	['sent all', { isSubWorkflow: true }, {}, [sent, sent], 0],
	['sent nothing', { isSubWorkflow: true }, {}, [refused], 0],
	['remembers', { isSubWorkflow: true }, { sendOnce: 'node' }, [sent, refused], 0],
	['nobody calls', {}, {}, [sent, refused], 0],
])('a sub-workflow that %s: %#', (_what, change, options, outcomes, warnings) => {
	const settings = readSettings({ ...options });
	const hint = whatCallerRepeats(hostOf(change), settings, outcomes);
	expect([hint].filter(Boolean)).toHaveLength(warnings);
});

test.each([
	['workflow', 'workflow', 1],
	['workflow', 'node', 0],
	['node', 'workflow', 0],
	['off', 'workflow', 0],
])(
	'Send Once "%s" after a Remove Duplicates of the scope "%s": %i warning, before anything is sent',
	(sendOnce, scope, warnings) => {
		const type = 'n8n-nodes-base.removeDuplicates';
		const parameters = { options: { scope } };
		const { hints, log } = told((n8n) => {
			Object.assign(n8n, {
				getNode: () => ({ name: 'Send' }),
				getParentNodes: () => [{ name: 'Dedupe', type, parameters }],
				getChildNodes: () => [{ name: 'Set', type: 'n8n-nodes-base.set', parameters }],
			});
			tellBefore(n8n, { items: 0, sends: [], invalid: [] }, readSettings({ sendOnce }));
		});
		expect(hints).toHaveLength(warnings);
		expect(log).toEqual(hints);
		if (warnings > 0) expect(hints[0]).toContain("memory with 'Dedupe', which");
	},
);

test('what a gateway does not show of the contacts that it is given is told once', () => {
	const sends = [
		{ gateway: 'chatApi', name: 'Anna', organization: 'Acme' },
		{ gateway: 'chatApi' },
		{ gateway: 'waha', name: 'Anna', organization: 'Acme' },
		{ gateway: 'ultraMsg', name: 'Anna' },
		{ gateway: 'ultraMsg', organization: 'Acme', sendAs: 'vCard' as const },
	].map(({ gateway, sendAs = 'contact' as const, ...fields }) => {
		const one = send({ account: accountAt(gateway) });
		const contacts = [{ phone: '79001111111', ...fields }];
		return { ...one, message: { ...one.message, contacts, sendAs } };
	});
	expect(whatIsNotShown(sends)).toEqual([
		'The card of Chat API does not show the name and organization that you entered.',
		'The card of UltraMsg does not show the name that you entered.',
	]);
});

describe('what sent means', () => {
	const [waha, chatApi] = [accountAt('waha'), accountAt()];
	const MEANS =
		"Sent means that the gateway took the message. The option 'Track Delivery' asks whether it reached the phone.";
	const SILENT = "Chat API can't tell whether a message reached the phone: unconfirmed.";

	test.each([
		['after a long run whose gateway can tell more', list(20, waha), 0, MEANS],
		['not after a short one', list(19, waha), 0, undefined],
		['not of a gateway that can’t', list(20, chatApi), 0, undefined],
		['not where it was asked', list(20, waha), 60, undefined],
		['of a gateway that was to be asked and can’t tell', list(2, chatApi), 60, SILENT],
	])('%s', (_what, sends, trackDelivery, expected) => {
		expect(whatSentMeans(sends, readSettings({ trackDelivery }))).toBe(expected);
	});
});
