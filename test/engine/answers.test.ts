import * as faults from '../../stand-in/faults';
import type { Fault } from '../../stand-in/types';
import { CONTINUE, people, useGateway } from './gateway';

const gateway = useGateway();
const CUT = /no readable answer: the connection was cut/;
const REDIRECTS = /the server redirects: enter the address/;
const NOWHERE = 'http://127.0.0.1:9/';

/**
 * What can come over a wire, and the failure that it must become. What a gateway means by its words and statuses stands
 * in the tables of the gateways, and what never comes to an end in hang.test.ts.
 */
const WIRE: Array<[what: string, fault: Fault, certainty: string, reason: string, error: RegExp]> =
	[
		['401', faults.unauthorized(), 'notSent', 'unauthorized', /refused the token: Wrong token/],
		['429', faults.tooManyRequests(0), 'notSent', 'rateLimited', /more slowly: Too many requests/],
		['a web page', faults.html(), 'unknown', 'unreadableReply', /a web page titled "Welcome"/],
		['nothing', faults.empty(), 'unknown', 'unreadableReply', /gave no readable answer —/],
		['broken JSON', faults.brokenJson(), 'unknown', 'unreadableReply', /"message":"Sent to 7999/],
		['a huge one', faults.hugeAnswer(3e6), 'unknown', 'unreadableReply', /no readable answer/],
		['a deep one', faults.deeplyNested(100_000), 'notSent', 'refused', /refused the message$/],
		['an attack', faults.protoPollution(), 'unknown', 'unreadableReply', /Refused/],
		['a redirect', faults.redirect(NOWHERE), 'unknown', 'unreadableReply', REDIRECTS],
		['one for good', faults.redirect(NOWHERE, { status: 308 }), 'notSent', 'refused', REDIRECTS],
		['a cut before reading', faults.cutBeforeReading(), 'unknown', 'unreadableReply', CUT],
		['a cut after the headers', faults.cutAfterHeaders(), 'unknown', 'unreadableReply', CUT],
		['a cut after reading', faults.cutAfterReading(), 'unknown', 'unreadableReply', CUT],
		['a cut in mid-answer', faults.cutMidAnswer(), 'unknown', 'unreadableReply', CUT],
		['pieces for ever', faults.dripping(600), 'unknown', 'timeout', /did not answer in time/],
	];

test.each(WIRE)('%s is an error item', async (_what, fault, certainty, reason, error) => {
	gateway.standIn.misbehave({ ...fault, times: Infinity, operation: 'send' });
	const { items } = await gateway.send(people(1), {
		options: { retries: 0, timeout: reason === 'timeout' ? 0.5 : 30 },
		node: CONTINUE,
	});
	expect(items).toEqual([
		{
			json: {
				error: expect.objectContaining({
					message: expect.stringMatching(error),
					description: expect.stringMatching(certainty === 'unknown' ? /^Before sending/ : /./),
					certainty,
					reason,
					recipient: '79990000000@c.us',
					contacts: ['79001111111@c.us'],
				}),
			},
			pairedItem: { item: 0 },
		},
	]);
	const { message } = items[0].json.error as { message: string };
	expect(message.endsWith('— the message may have arrived')).toBe(certainty === 'unknown');
	expect(gateway.standIn.received).toHaveLength(1);
	expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
