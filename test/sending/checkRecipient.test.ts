import { type Account, readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import type {
	Answer,
	GatewayRequest,
	RecipientCheck,
} from '../../nodes/WhatsAppSendContact/gateways/gateway';
import { type Outcome, type Rejected, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { checkingRecipients } from '../../nodes/WhatsAppSendContact/sending/checkRecipient';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import { send } from './send';

const SENT: Outcome = { accepted: true, status: 'sent', id: 'A', message: 'ok', attempts: 1 };
const OK: Answer = { status: 200, body: '' };

const chatApi = readAccount({
	gateway: 'chatApi',
	server: 'https://gateway.example.org',
	instance: '1',
	token: 's3cr3t',
});

/** Checks before each message at a gateway whose answer says this. */
function checking(
	found: RecipientCheck | undefined,
	answer: Answer | Rejected = OK,
	outcome: Outcome = SENT,
) {
	const check = (phone: string) => ({
		request: { method: 'GET' as const, path: `/${phone}` },
		read: () => found,
	});
	const account: Account = { ...chatApi, gateway: { ...chatApi.gateway, check } };
	const asked: string[] = [];
	const left: Send[] = [];
	const ask = async ({ path }: GatewayRequest) => {
		asked.push(path);
		return await Promise.resolve(answer);
	};
	const sendMessage = async (one: Send) => {
		left.push(one);
		return await Promise.resolve(outcome);
	};
	return { asked, left, checked: checkingRecipients(sendMessage, account, ask) };
}

test('who is on WhatsApp gets the message; each phone is asked for once, also at the same time', async () => {
	const { asked, left, checked } = checking({ exists: true });
	const sends = [send(), send({ item: 1 }), send({ item: 2, to: '79990000001' })];
	expect(await Promise.all(sends.map(checked))).toEqual([SENT, SENT, SENT]);
	expect(asked).toEqual(['/79995253422', '/79990000001']);
	expect(left).toEqual(sends);
});

test('who is not there gets nothing', async () => {
	const { left, checked } = checking({ exists: false });
	expect(await checked(send())).toEqual(rejected('notSent', 'notOnWhatsApp', '79995253422'));
	expect(left).toEqual([]);
});

test.each([
	['group', '120363028392831234@g.us'],
	['lid', '123456789012345@lid'],
] as const)('a %s has no phone to ask for', async (kind, chatId) => {
	const { asked, checked } = checking({ exists: false });
	const one = send();
	one.message.recipient = { by: 'chatId', kind, chatId };
	expect(await checked(one)).toEqual(SENT);
	expect(asked).toEqual([]);
});

test.each<[string, RecipientCheck | undefined, Answer | Rejected]>([
	['is refused', { exists: false }, { status: 300, body: '' }],
	['meets a fault', { exists: false }, { status: 500, body: '' }],
	['says nothing', undefined, OK],
	['gets no answer', { exists: false }, rejected('notSent', 'unreachable')],
])('a check that %s stops nothing', async (_what, found, answer) => {
	const { checked } = checking(found, answer);
	expect(await checked(send())).toEqual(SENT);
});

test('a gateway that can’t tell is not asked', async () => {
	const gateway = { ...chatApi.gateway, check: undefined };
	const ask = jest.fn();
	const checked = checkingRecipients(
		async () => await Promise.resolve(SENT),
		{ ...chatApi, gateway },
		ask,
	);
	expect(await checked(send())).toEqual(SENT);
	expect(ask).not.toHaveBeenCalled();
});

describe('a gateway that names another chat for the phone', () => {
	const chatId = '551187654321@c.us';
	const found = { exists: true, chatId };

	test('gets the message for that one, and the outcome tells it', async () => {
		const { left, checked } = checking(found);
		expect(await checked(send())).toEqual({ ...SENT, chatId });
		expect(left[0].message.recipient.chatId).toBe(chatId);
	});

	test('makes no other item of it: what was sent before is known again', async () => {
		const { left, checked } = checking(found);
		const one = send();
		await checked(one);
		expect(left[0]).toMatchObject({ item: 0, part: 0, fingerprint: one.fingerprint });
	});

	test('a failure is told as it is', async () => {
		const unknown = rejected('unknown', 'timeout');
		expect(await checking(found, OK, unknown).checked(send())).toEqual(unknown);
	});
});
