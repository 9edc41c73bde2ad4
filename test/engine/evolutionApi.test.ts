import { failed } from '../../stand-in/dialects/evolutionApiAnswers';
import * as faults from '../../stand-in/faults';
import { searchChats } from './editor';
import { useGateway } from './gateway';

const MARIA = '79995253422';

const gateway = useGateway({ instance: 'CHL Store (Süd)', notOnWhatsApp: ['79990000000'] });
const credential = { gateway: 'evolutionApi' };
type Sending = NonNullable<Parameters<typeof gateway.send>[1]>;
const send = async (items = [{ phone: MARIA }], sending: Sending = {}) =>
	await gateway.send(items, { ...sending, credential: { ...credential, ...sending.credential } });
const node = { onError: 'continueErrorOutput' } as const;

describe('what is sent', () => {
	test('arrives as one card with all its contacts, in an instance whose name has spaces', async () => {
		const contact = [
			{ id: '79001111111', name: 'Anna "Ann", d’Arc', organization: 'Acme & Söhne' },
			{ id: '79002222222' },
		];
		const { items, error } = await send(undefined, {
			change: { contacts: { contact } },
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
		expect(items[0].json).toMatchObject({
			id: card.id,
			sent: true,
			message: 'PENDING',
			gateway: 'Evolution API',
		});
		expect(gateway.standIn.received[0].path).toBe('/message/sendContact/CHL%20Store%20(S%C3%BCd)');
	});

	test.each(['120363025246125486@g.us', '17680561234-1479621234@g.us', '123456789012345@lid'])(
		'arrives in the chat %s',
		async (chatId) => {
			const recipient = { __rl: true, mode: 'chatId', value: chatId };
			await send([{ phone: '' }], { change: { recipient } });
			expect(gateway.standIn.cards).toMatchObject([{ chat: chatId }]);
		},
	);

	test('has the key in a header and nowhere else', async () => {
		const result = await send([{ phone: MARIA }], { options: { output: 'full' } });
		expect(gateway.standIn.received[0].query).toEqual({});
		expect(JSON.stringify(result.run.data.resultData)).not.toContain(gateway.standIn.token);
	});

	test.each([
		['a quote', { change: { quotedMessageId: 'BAE58DA6CBC941BC' } }, /can't quote/],
		['vCards', { options: { sendAs: 'vCard' } }, /no vCards/],
		['a short number', { change: { contacts: { contact: [{ id: '496912345' }] } } }, /9 digits/],
	])('is refused with %s before anything leaves', async (_name, sending, words) => {
		const { error } = await send([{ phone: '79991111111' }, { phone: MARIA }], sending);
		expect(error?.message).toMatch(words);
		expect(gateway.standIn.received).toEqual([]);
	});
});

describe('the answer', () => {
	test.each([
		['403', failed.forbidden, 'notSent', 'unauthorized', /Missing global api key$/],
		['a group that is gone', failed.groupNotFound, 'notSent', 'refused', /Group not found$/],
		['an unknown group', failed.unknownGroup, 'notSent', 'refused', /the group is unknown/],
		['a dead socket', failed.connectionClosed, 'notSent', 'notConnected', /Connection Closed$/],
		['one never started', failed.neverStarted, 'notSent', 'notConnected', /onWhatsApp/],
		['one not loaded', failed.notLoaded, 'notSent', 'notConnected', /contactMessage/],
		['an exception', failed.closedWhileSending, 'unknown', 'serverError', /Connection Closed/],
		['one that came late', failed.savedBadly, 'unknown', 'serverError', /PrismaClient/],
		['one before the start', failed.notStarted, 'unknown', 'serverError', /Cannot read/],
		['a web page', faults.html(), 'unknown', 'unreadableReply', /web page titled "Welcome"/],
		[
			'an empty one',
			faults.empty({ status: 201 }),
			'unknown',
			'unreadableReply',
			/no readable answer/,
		],
		['429', faults.tooManyRequests(0), 'notSent', 'rateLimited', /more slowly/],
	])('%s is told apart', async (_name, fault, certainty, reason, error) => {
		gateway.standIn.misbehave(fault);
		const { errorItems } = await send(undefined, { node, options: { retries: 0 } });
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

	test('to a number without WhatsApp says so', async () => {
		const { items, errorItems } = await send([{ phone: '79990000000' }, { phone: MARIA }], {
			node,
		});
		expect(errorItems[0].json).toMatchObject({
			error: { certainty: 'notSent', reason: 'notOnWhatsApp', httpCode: 400 },
		});
		expect(items).toHaveLength(1);
	});

	test('of a phone that is not connected says that nothing was sent', async () => {
		gateway.standIn.setSession('init');
		const { errorItems } = await send(undefined, { node });
		expect(errorItems[0].json).toMatchObject({
			error: {
				message: expect.stringMatching(/Connection Closed$/),
				certainty: 'notSent',
				reason: 'notConnected',
				httpCode: 500,
			},
		});
		expect(gateway.standIn.cards).toEqual([]);
	});

	test.each([
		[{ token: 'not-valid' }, 'unauthorized', 401],
		[{ instance: 'other' }, 'instanceNotFound', 404],
	])('to %j ends the run', async (change, reason, httpCode) => {
		const { errorItems } = await send([{ phone: MARIA }, { phone: '79991111111' }], {
			credential: change,
			node,
			options: { parallelChats: 1 },
		});
		expect(errorItems[0].json).toMatchObject({
			error: { certainty: 'notSent', reason, httpCode },
		});
		expect(gateway.standIn.received).toHaveLength(1);
	});

	test('that is lost stays unknown: there is nothing to find it by', async () => {
		gateway.standIn.misbehave(faults.passingServerError({ accept: true }));
		const { errorItems } = await send(undefined, { node, options: { confirmUnknown: true } });
		expect(errorItems[0].json).toMatchObject({ error: { certainty: 'unknown' } });
		expect(gateway.standIn.received).toHaveLength(1);
	});
});

test('the chats to pick from', async () => {
	const setup = gateway.setup([], { credential });
	const { results } = await searchChats(setup);
	expect(results).toHaveLength(5);
	expect(results).toContainEqual({
		name: 'Maria Petrova (79995253422)',
		value: '79995253422@c.us',
		description: '79995253422@c.us',
	});
	expect((await searchChats(setup, 'NEIGH')).results).toMatchObject([
		{ name: 'Neighbors (group)', value: '120363025246125486@g.us' },
	]);
});

describe('the number check', () => {
	const options = { checkRecipient: true };

	test('keeps back who is not on WhatsApp', async () => {
		const { errorItems } = await send([{ phone: '79990000000' }, { phone: MARIA }], {
			options,
			node,
		});
		expect(errorItems[0].json).toMatchObject({ error: { reason: 'notOnWhatsApp' } });
		expect(gateway.standIn.received).toMatchObject([{ chat: `${MARIA}@c.us` }]);
	});

	test('lets the message go where the phone is not connected, which then says so', async () => {
		gateway.standIn.setSession('init');
		const { errorItems } = await send(undefined, { options, node });
		expect(errorItems[0].json).toMatchObject({ error: { reason: 'notConnected' } });
	});

	test('lets the message go when it fails itself', async () => {
		gateway.standIn.misbehave(faults.passingServerError({ operation: 'check' }));
		await send(undefined, { options });
		expect(gateway.standIn.cards).toHaveLength(1);
	});
});
