import * as faults from '../../stand-in/faults';
import type { Fault } from '../../stand-in/types';
import { people, useGateway } from './gateway';

const gateway = useGateway();
const TOKEN_WORDS = 'Wrong token. Please provide token as a GET parameter.';

/** Every answer and every accident, with the failure it must become. */
const table: Array<[name: string, fault: Fault, certainty: string, reason: string, error: RegExp]> =
	[
		[
			'a refusal with HTTP 200',
			{ body: { sent: false, message: 'Wrong chatId format.' } },
			'notSent',
			'refused',
			/^The gateway refused the message: Wrong chatId format\.$/,
		],
		[
			'"false" as text',
			{ body: { sent: 'false', message: 'no' } },
			'notSent',
			'refused',
			/^The gateway refused the message: no$/,
		],
		[
			'a wrong token with HTTP 200',
			{ body: { error: TOKEN_WORDS } },
			'notSent',
			'unauthorized',
			/^The gateway refused the token: Wrong token/,
		],
		[
			'a wrong token with 401',
			faults.unauthorized(),
			'notSent',
			'unauthorized',
			/refused the token/,
		],
		['404', faults.notFound(), 'notSent', 'instanceNotFound', /does not know the instance/],
		[
			'an unpaid instance',
			{ body: { error: 'Your instance has been Stopped due to non-payment.' } },
			'notSent',
			'notPaid',
			/not been paid/,
		],
		[
			'an error as a list',
			{ body: { error: [{ to: 'is required' }] } },
			'notSent',
			'refused',
			/to: is required/,
		],
		['an error as an object', { body: { error: { code: 7 } } }, 'notSent', 'refused', /code: 7/],
		['429', faults.tooManyRequests(0), 'notSent', 'rateLimited', /more slowly: Too many requests/],
		[
			'500',
			faults.serverError(),
			'unknown',
			'serverError',
			/reported an internal error: Internal Server Error/,
		],
		['a web page', faults.html(), 'unknown', 'unreadableReply', /a web page titled "Welcome"/],
		['nothing', faults.empty(), 'unknown', 'unreadableReply', /gave no readable answer —/],
		[
			'broken JSON',
			faults.brokenJson(),
			'unknown',
			'unreadableReply',
			/\{"sent":true,"message":"Sent to 7999/,
		],
		[
			'a huge answer',
			faults.hugeAnswer(20_000_000),
			'unknown',
			'unreadableReply',
			/no readable answer/,
		],
		[
			'a deeply nested answer',
			faults.deeplyNested(100_000),
			'notSent',
			'refused',
			/refused the message$/,
		],
		['an attack on prototypes', faults.protoPollution(), 'unknown', 'unreadableReply', /Refused/],
		[
			'a redirect',
			faults.redirect('http://127.0.0.1:9/'),
			'unknown',
			'unreadableReply',
			/the server redirects: enter the address/,
		],
		[
			'a permanent redirect',
			faults.redirect('http://127.0.0.1:9/', { status: 308 }),
			'notSent',
			'refused',
			/the server redirects: enter the address/,
		],
		[
			'cut before reading',
			faults.cutBeforeReading(),
			'unknown',
			'unreadableReply',
			/no readable answer: the connection was cut/,
		],
		[
			'cut after the headers',
			faults.cutAfterHeaders(),
			'unknown',
			'unreadableReply',
			/no readable answer: the connection was cut/,
		],
		[
			'cut after reading',
			faults.cutAfterReading(),
			'unknown',
			'unreadableReply',
			/no readable answer: the connection was cut/,
		],
		[
			'cut in mid-answer',
			faults.cutMidAnswer(),
			'unknown',
			'unreadableReply',
			/no readable answer: the connection was cut/,
		],
		[
			'no answer in time',
			{ delay: 1_500, accept: true },
			'unknown',
			'timeout',
			/did not answer in time/,
		],
		[
			'an answer that stands still',
			faults.dripping(30_000),
			'unknown',
			'timeout',
			/did not answer in time/,
		],
		[
			'an answer that never ends',
			faults.dripping(600),
			'unknown',
			'timeout',
			/did not answer in time/,
		],
	];

describe.each(table)('%s', (_name, fault, certainty, reason, error) => {
	const always = { ...fault, times: Infinity, operation: 'send' as const };
	const options = { retries: 0, timeout: reason === 'timeout' ? 0.5 : 30 };

	test('is an error item under Continue', async () => {
		gateway.standIn.misbehave(always);
		const { items } = await gateway.send([{ phone: '79990000000', name: 'kept' }], {
			options,
			node: { onError: 'continueRegularOutput' },
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
	});

	test('goes to the error output, with the input’s fields', async () => {
		gateway.standIn.misbehave(always);
		const { items, errorItems } = await gateway.send([{ phone: '79990000000', name: 'kept' }], {
			options,
			node: { onError: 'continueErrorOutput' },
		});
		expect(items).toEqual([]);
		expect(errorItems).toHaveLength(1);
		expect(errorItems[0].json).toMatchObject({
			name: 'kept',
			error: { message: expect.stringMatching(error), certainty, reason },
		});
	});

	test('stops the run under Stop, with one request', async () => {
		gateway.standIn.misbehave(always);
		const { error: thrown } = await gateway.send(people(1), { options });
		expect(thrown).toMatchObject({
			name: 'NodeApiError',
			message: expect.stringMatching(/^\[Item 0\] /),
			context: { itemIndex: 0, details: { certainty, reason } },
		});
		expect(thrown?.message.slice('[Item 0] '.length)).toMatch(error);
		expect(gateway.standIn.received).toHaveLength(1);
	});
});

test('the HTTP status is told', async () => {
	gateway.standIn.misbehave(faults.unauthorized());
	const { error } = await gateway.send(people(1));
	expect(error).toMatchObject({ httpCode: '401' });
	gateway.standIn.misbehave(faults.serverError());
	const { items } = await gateway.send(people(1), { node: { onError: 'continueRegularOutput' } });
	expect(items[0].json.error).toMatchObject({ httpCode: 500 });
});

test('words of the gateway that hold one of n8n’s codes stand as they are', async () => {
	gateway.standIn.misbehave({ body: { sent: false, message: 'approvePermissions ETIMEDOUT' } });
	const { error } = await gateway.send(people(1));
	expect(error?.message).toBe(
		'[Item 0] The gateway refused the message: approvePermissions ETIMEDOUT',
	);
});

test('a reply in full output is made safe', async () => {
	gateway.standIn.misbehave({
		body: '{"sent":true,"id":"1","message":"ok","error":false,"__proto__":{"polluted":1},"deep":[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]}',
	});
	const { items } = await gateway.send(people(1), { options: { output: 'full' } });
	const reply = items[0].json.reply as object;
	expect(Object.keys(reply)).toEqual(['sent', 'id', 'message', 'error', 'deep']);
	expect(JSON.stringify(reply)).toContain('…');
	expect(({} as { polluted?: number }).polluted).toBeUndefined();
	expect(items[0].json).not.toHaveProperty('error');
});

describe('a server that is not there', () => {
	test.each([
		['http://127.0.0.1:9', /^The gateway can't be reached: nothing listens there$/],
		['http://gateway.invalid', /^The gateway can't be reached: .*name/],
	])('%s: not sent', async (server, message) => {
		const { items } = await gateway.send(people(1), {
			options: { retries: 0 },
			credential: { server },
			node: { onError: 'continueRegularOutput' },
		});
		expect(items[0].json.error).toMatchObject({
			message: expect.stringMatching(message),
			certainty: 'notSent',
			reason: 'unreachable',
		});
	});

	test('https where there is none: not sent', async () => {
		const { items } = await gateway.send(people(1), {
			options: { retries: 0 },
			credential: { server: gateway.standIn.url.replace('http:', 'https:') },
			node: { onError: 'continueRegularOutput' },
		});
		expect(items[0].json.error).toMatchObject({ certainty: 'notSent', reason: 'unreachable' });
	});
});
