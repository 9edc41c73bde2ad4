import type { INode } from 'n8n-workflow';

import type { Outcome } from '../../nodes/WhatsAppSendContact/delivery/outcome';
import { retryRules, whoTriesAgain } from '../../nodes/WhatsAppSendContact/delivery/retryOnFail';
import { rejected } from '../../nodes/WhatsAppSendContact/gateways/verdict';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { send } from './send';

const SENT: Outcome = { accepted: true, status: 'sent', id: 'A', message: 'Sent', attempts: 1 };
const DOWN = rejected('notSent', 'unreachable');
const LOST = rejected('unknown', 'timeout');

/** As n8n's own `runNode` reads the fields of a node. */
test.each([
	[{}, 1, 0],
	[{ maxTries: 4, waitBetweenTries: 9 }, 1, 0],
	[{ retryOnFail: false, maxTries: 4 }, 1, 0],
	[{ retryOnFail: true }, 3, 1_000],
	[{ retryOnFail: true, maxTries: 0, waitBetweenTries: 0 }, 3, 1_000],
	[{ retryOnFail: true, maxTries: 1, waitBetweenTries: 20 }, 2, 20],
	[{ retryOnFail: true, maxTries: 4, waitBetweenTries: 5_000 }, 4, 5_000],
	[{ retryOnFail: true, maxTries: 9, waitBetweenTries: 9_000 }, 5, 5_000],
	[{ retryOnFail: true, maxTries: -1, waitBetweenTries: -1 }, 2, 0],
] as Array<[Partial<INode>, number, number]>)(
	'%j: %i tries, %i ms apart',
	(fields, tries, pause) => {
		expect(retryRules(fields as INode)).toEqual({ tries, pause });
	},
);

describe('who tries again', () => {
	interface Case {
		outcomes: Outcome[];
		/** The item of the first outcome; the others follow. */
		from?: number;
		invalid?: number[];
		isTool?: boolean;
	}

	test.each<[string, 'n8n' | 'node' | 'nobody', Case]>([
		['the first item failed', 'n8n', { outcomes: [DOWN, SENT] }],
		['the first item was lost', 'n8n', { outcomes: [LOST, SENT] }],
		['the first item of a tool was lost', 'nobody', { outcomes: [LOST, SENT], isTool: true }],
		['the first item of a tool failed', 'node', { outcomes: [DOWN, SENT], isTool: true }],
		['the first item is invalid', 'n8n', { outcomes: [SENT], from: 1, invalid: [0] }],
		[
			'the first item of a tool is invalid',
			'nobody',
			{ outcomes: [SENT], from: 1, invalid: [0], isTool: true },
		],
		['all items are invalid', 'n8n', { outcomes: [], invalid: [0, 1] }],
		['another item failed', 'node', { outcomes: [SENT, DOWN] }],
		['another item is invalid', 'nobody', { outcomes: [SENT, SENT], invalid: [2] }],
		['two others are invalid and down', 'node', { outcomes: [DOWN], from: 2, invalid: [1] }],
		['the first and another are invalid', 'n8n', { outcomes: [SENT], from: 2, invalid: [1, 0] }],
		['another item was lost', 'nobody', { outcomes: [SENT, LOST] }],
		['a wrong token', 'nobody', { outcomes: [SENT, rejected('notSent', 'unauthorized')] }],
		['all is sent', 'nobody', { outcomes: [SENT, SENT] }],
		['there is nothing', 'nobody', { outcomes: [] }],
	])('%s: %s', (_what, expected, { outcomes, from = 0, invalid = [], isTool = false }) => {
		const plan = {
			sends: outcomes.map((_, index) => send({ item: from + index })),
			invalid: invalid.map((item) => ({ item, problem: new InvalidInput('', '') })),
		};
		expect(whoTriesAgain(plan, outcomes, !isTool)).toBe(expected);
	});
});
