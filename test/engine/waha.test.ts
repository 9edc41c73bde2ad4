import { failed, sent } from '../../stand-in/dialects/wahaAnswers';
import * as faults from '../../stand-in/faults';
import type { Session } from '../../stand-in/types';
import { searchChats } from './editor';
import { useGateway } from './gateway';

const QUOTED = 'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F';
const MARIA = '79995253422';

const gateway = useGateway({ instance: 'default', notOnWhatsApp: ['79990000000'] });
const credential = { gateway: 'waha' };
type Sending = NonNullable<Parameters<typeof gateway.send>[1]>;
const send = async (items = [{ phone: MARIA }], sending: Sending = {}) =>
	await gateway.send(items, { ...sending, credential: { ...credential, ...sending.credential } });
const contacts = {
	contact: [
		{ id: '79001111111', name: 'Anna "Ann", d’Arc', organization: 'Acme & Söhne' },
		{ id: '79002222222' },
	],
};

describe('what is sent', () => {
	test('arrives as one card with all its contacts', async () => {
		const { items, error } = await send(undefined, {
			change: { contacts },
			options: { output: 'full' },
		});
		expect(error).toBeUndefined();
		const [card] = gateway.standIn.cards;
		expect(card).toMatchObject({
			chat: `${MARIA}@c.us`,
			contacts: [
				{ name: 'Anna "Ann", d’Arc', organization: 'Acme & Söhne', phone: '79001111111' },
				{ name: '+79002222222', phone: '79002222222' },
			],
		});
		expect(items[0].json).toMatchObject({ id: card.id, sent: true, gateway: 'WAHA', attempts: 1 });
	});

	test('arrives in a group, with a quote', async () => {
		const chatId = '120363025246125486@g.us';
		const recipient = { __rl: true, mode: 'chatId', value: chatId };
		await send([{ phone: '' }], { change: { recipient, quotedMessageId: QUOTED } });
		expect(gateway.standIn.cards).toMatchObject([{ chat: chatId, quotedMessageId: QUOTED }]);
	});

	test('arrives as our own vCards, in one message', async () => {
		await send(undefined, { change: { contacts }, options: { sendAs: 'vCard' } });
		expect(gateway.standIn.cards).toMatchObject([
			{
				contacts: [
					{ name: 'Anna "Ann", d’Arc', organization: 'Acme & Söhne', phone: '79001111111' },
					{ name: '+79002222222', phone: '79002222222' },
				],
			},
		]);
	});

	test('has the key in a header and nowhere else', async () => {
		const result = await send([{ phone: MARIA }], { options: { output: 'full' } });
		expect(gateway.standIn.received[0].query).toEqual({});
		expect(JSON.stringify(result.run.data.resultData)).not.toContain(gateway.standIn.token);
	});

	test('has an ID of its own for each item', async () => {
		await send([{ phone: MARIA }, { phone: MARIA }, { phone: '79991111111' }]);
		const ids = gateway.standIn.received.map(({ body }) => (body as { id: string }).id);
		expect(new Set(ids).size).toBe(3);
		expect(gateway.standIn.cards).toHaveLength(3);
	});

	test('can be seen before it leaves', async () => {
		const { items } = await send(undefined, { options: { dryRun: true } });
		expect(gateway.standIn.received).toEqual([]);
		expect(items[0].json.request).toMatchObject({
			url: `${gateway.standIn.url}/api/sendContactVcard`,
			headers: { 'X-Api-Key': '***' },
		});
	});
});

describe('the answer', () => {
	test.each([
		['an empty one', sent.empty, null],
		['one without an ID', sent.noId, null],
		['one of WEBJS', sent.webjs, 'true_79995253422@c.us_3EB091474C1CE5341E8F3F'],
		['one of NOWEB', sent.noweb, 'true_79995253422@c.us_3EB08A6895830F110A5E4D'],
	])('%s counts as sent', async (_name, fault, id) => {
		gateway.standIn.misbehave(fault);
		const { items } = await send();
		expect(items[0].json).toMatchObject({ id, sent: true });
		expect(gateway.standIn.cards).toHaveLength(1);
	});

	test.each([
		['422 of an old engine', failed.notImplementedBefore, 'notSent', 'refused', /not implemented/],
		['501', failed.notImplemented, 'notSent', 'refused', /not implemented by 'WPP' engine/],
		['another session', failed.onlyDefault, 'notSent', 'instanceNotFound', /only 'default'/],
		['403', failed.forbidden, 'notSent', 'unauthorized', /Forbidden resource/],
		['500', failed.engineFault, 'unknown', 'serverError', /returned error 463 —/],
		['a web page', faults.html(), 'unknown', 'unreadableReply', /web page titled "Welcome"/],
		['an empty 200', faults.empty(), 'unknown', 'unreadableReply', /no readable answer/],
	])('%s is told apart', async (_name, fault, certainty, reason, error) => {
		gateway.standIn.misbehave(fault);
		const { errorItems } = await send(undefined, { node: { onError: 'continueErrorOutput' } });
		expect(errorItems[0].json).toMatchObject({
			error: {
				message: expect.stringMatching(error),
				certainty,
				reason,
				httpCode: fault.status ?? 200,
			},
		});
		expect(gateway.standIn.received).toHaveLength(1);
	});

	test.each([
		['got qr code', 'SCAN_QR_CODE'],
		['loading', 'STARTING'],
		['init', 'STOPPED'],
		['not_paid', 'FAILED'],
	] as Array<[Session, string]>)(
		'of a session that is "%s" names its state',
		async (state, word) => {
			gateway.standIn.setSession(state);
			const { errorItems } = await send(undefined, { node: { onError: 'continueErrorOutput' } });
			expect(errorItems[0].json).toMatchObject({
				error: {
					message: expect.stringContaining(`(${word})`),
					certainty: 'notSent',
					reason: 'notConnected',
					httpCode: 422,
				},
			});
			expect(gateway.standIn.cards).toEqual([]);
		},
	);

	test.each([
		[{ token: 'not-valid' }, 'unauthorized', 401],
		[{ instance: 'other' }, 'instanceNotFound', 404],
	])('to %j ends the run', async (change, reason, httpCode) => {
		const { errorItems } = await send([{ phone: MARIA }, { phone: '79991111111' }], {
			credential: change,
			node: { onError: 'continueErrorOutput' },
			options: { parallelChats: 1 },
		});
		expect(errorItems[0].json).toMatchObject({
			error: { certainty: 'notSent', reason, httpCode },
		});
		expect(gateway.standIn.received).toHaveLength(1);
	});
});

describe('a lost answer', () => {
	const options = { confirmUnknown: true };
	const node = { onError: 'continueErrorOutput' } as const;

	test.each([
		['500', faults.passingServerError({ accept: true })],
		['a cut', faults.cutMidAnswer({ accept: true })],
	])('is found by the ID that the node chose: %s', async (_name, fault) => {
		gateway.standIn.misbehave(fault);
		const { items } = await send(undefined, { options });
		expect(items[0].json).toMatchObject({ id: gateway.standIn.cards[0].id, sent: true });
		expect(gateway.standIn.lookups.map(({ operation }) => operation)).toEqual(['messages']);
	});

	test('stays unknown where WAHA does not show it: its engine may have chosen another ID', async () => {
		gateway.standIn.misbehave(faults.passingServerError());
		const { errorItems } = await send(undefined, { options, node });
		expect(errorItems[0].json).toMatchObject({ error: { certainty: 'unknown' } });
		expect(gateway.standIn.received).toHaveLength(1);
	});

	test('is no second card when the same message is repeated', async () => {
		gateway.standIn.misbehave(faults.tooManyRequests(0, { accept: true }));
		const { items } = await send();
		expect(gateway.standIn.received).toHaveLength(2);
		const [first, second] = gateway.standIn.received.map(({ body }) => body);
		expect(first).toEqual(second);
		expect(gateway.standIn.cards).toHaveLength(1);
		expect(items[0].json).toMatchObject({ id: gateway.standIn.cards[0].id, sent: true });
	});
});

test('the chats to pick from', async () => {
	const setup = gateway.setup([], { credential });
	expect((await searchChats(setup)).results).toHaveLength(5);
	expect((await searchChats(setup, 'book')).results).toEqual([
		{
			name: 'Book club (group)',
			value: '17680561234-1479621234@g.us',
			description: '17680561234-1479621234@g.us',
		},
	]);
	gateway.standIn.setSession('loading');
	await expect(searchChats(setup)).rejects.toThrow('(STARTING)');
});

describe('the number check', () => {
	const options = { checkRecipient: true };
	const node = { onError: 'continueErrorOutput' } as const;

	test('keeps back who is not on WhatsApp', async () => {
		const { items, errorItems } = await send([{ phone: '79990000000' }, { phone: MARIA }], {
			options,
			node,
		});
		expect(errorItems[0].json).toMatchObject({
			error: { certainty: 'notSent', reason: 'notOnWhatsApp' },
		});
		expect(items).toHaveLength(1);
		expect(gateway.standIn.cards).toMatchObject([{ chat: `${MARIA}@c.us` }]);
	});

	test('sends to the chat that WAHA names for the number', async () => {
		gateway.standIn.misbehave({
			operation: 'check',
			body: { numberExists: true, chatId: '553188887777@c.us' },
		});
		const { items } = await send([{ phone: '5531988887777' }], {
			options: { ...options, output: 'full' },
		});
		expect(gateway.standIn.cards).toMatchObject([{ chat: '553188887777@c.us' }]);
		expect(items[0].json).toMatchObject({ sent: true, recipient: '553188887777@c.us' });
	});

	test('lets the message go when it fails itself', async () => {
		gateway.standIn.misbehave(faults.passingServerError({ operation: 'check' }));
		await send([{ phone: '79990000000' }], { options });
		expect(gateway.standIn.cards).toHaveLength(1);
	});
});
