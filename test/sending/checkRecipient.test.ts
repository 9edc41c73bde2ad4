import type { Account } from '../../nodes/WhatsAppSendContact/gateways/account';
import type { RecipientCheck } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import { rejected } from '../../nodes/WhatsAppSendContact/outcome';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import { DOWN, FAULT, ranWith, REFUSED, type Reply, SENT, wasSent } from './run';
import { accountAt, send } from './send';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const OK = { status: 200, body: '' };
const chatApi = accountAt();

/** A gateway whose check says this of every phone. */
const checking = (found: RecipientCheck | undefined): Account => ({
	...chatApi,
	gateway: {
		...chatApi.gateway,
		check: (phone) => ({ request: { method: 'GET', path: `/${phone}` }, read: () => found }),
	},
});

/** What messages to these phones, or this one, come to; which phones were asked for, and which chats got a message. */
async function checked(
	sends: Send[],
	account: Account,
	{ answer = OK as Reply, reply = SENT as Reply, checkRecipient = true } = {},
) {
	const { requests, outcomes } = await ranWith(
		sends.map((one) => ({ ...one, account })),
		({ method }) => (method === 'GET' ? answer : reply),
		{ options: { checkRecipient, parallelChats: 5, retries: 0 }, latency: 10 },
	);
	const asked = requests.filter(({ method }) => method === 'GET').map(({ path }) => path);
	const left = requests.flatMap(({ body }) => (body ? [body.chatId ?? body.phone] : []));
	return { told: outcomes, asked, left };
}

test('who is on WhatsApp gets the message; each phone is asked for once, also at the same time', async () => {
	const sends = [send(), send({ item: 1, to: '79990000001' }), send({ item: 2 })];
	expect(await checked(sends, checking({ exists: true }))).toEqual({
		told: [wasSent, wasSent, wasSent],
		asked: ['/79995253422', '/79990000001'],
		left: ['79995253422', '79990000001', '79995253422'],
	});
});

test('who is not there gets nothing; each account asks for itself', async () => {
	const [one, other] = [checking({ exists: true }), checking({ exists: false })];
	const sends = [one, other].map((account, item) => send({ account, item }));
	const change = { options: { checkRecipient: true } };
	const { outcomes, requests } = await ranWith(sends, [OK, SENT, OK], change);
	expect(outcomes).toEqual([wasSent, rejected('notSent', 'notOnWhatsApp', '79995253422')]);
	expect(requests).toHaveLength(3);
});

const toGroup = send();
toGroup.message.recipient = { by: 'chatId', kind: 'group', chatId: '120363028392831234@g.us' };
const cantTell = { ...chatApi, gateway: { ...chatApi.gateway, check: undefined } };

test.each([
	['for a group, which has no phone', toGroup, checking({ exists: false }), true],
	['where the option is off', send(), checking({ exists: false }), false],
	['of a gateway that can’t tell', send(), cantTell, true],
])('nothing is asked %s', async (_what, one, account, checkRecipient) => {
	const { told, asked } = await checked([one], account, { checkRecipient });
	expect([told, asked]).toEqual([[wasSent], []]);
});

test.each<[string, RecipientCheck | undefined, Reply]>([
	['is refused', { exists: false }, { status: 300, body: '' }],
	['meets a fault', { exists: false }, FAULT],
	['says nothing', undefined, OK],
	['gets no answer', { exists: false }, DOWN],
])('a check that %s stops nothing', async (_what, found, answer) => {
	expect((await checked([send()], checking(found), { answer })).told).toEqual([wasSent]);
});

describe('a gateway that names another chat for the phone', () => {
	const chatId = '551187654321@c.us';
	const account = checking({ exists: true, chatId });

	test('gets the message for that one, and the outcome tells it', async () => {
		const { told, left } = await checked([send()], account);
		expect([told, left]).toEqual([[{ ...wasSent, chatId }], ['551187654321']]);
	});

	test('makes no other item of it: what was sent before is known again', async () => {
		const [context, options] = [{}, { checkRecipient: true }];
		const sends = [send({ account }), send({ account, item: 1, to: '79990000001' })];
		const host = { stopsOnFailure: true };
		await ranWith(sends, [OK, SENT, OK, REFUSED], { context, host, options });
		const { outcomes } = await ranWith(sends, [OK, SENT], { context, options });
		expect(outcomes).toMatchObject([{ attempts: 0 }, { attempts: 1 }]);
	});

	test('a failure is told as it is', async () => {
		const { told } = await checked([send()], account, { reply: rejected('unknown', 'timeout') });
		expect(told).toMatchObject([rejected('unknown', 'timeout')]);
		expect(told[0]).not.toHaveProperty('chatId');
	});
});
