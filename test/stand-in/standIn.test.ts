import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import * as faults from '../../stand-in/faults';
import { startStandIn } from '../../stand-in/index';
import type { Fault, StandIn } from '../../stand-in/types';
import { until } from '../clock';
import { message, REFERENCE } from '../gateways/tables';

// What the tests on the engine build on and would not notice: a fault that does nothing, a secret that stays, a rule
// that is broken and not told. The rest of the stand-in, they show by themselves.

let standIn: StandIn;
beforeAll(async () => {
	standIn = await startStandIn();
});
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

const PHONE = '79995253422';
const CHAT = `${PHONE}@c.us`;
const encoded = () => encodeURIComponent(standIn.token);

const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
	const response = await fetch(standIn.url + path, {
		method: 'POST',
		redirect: 'manual',
		headers: { 'Content-Type': 'application/json', ...headers },
		body: 'Content-Type' in headers ? new URLSearchParams({ ...body }) : JSON.stringify(body),
	});
	return { headers: response.headers, status: response.status, text: await response.text() };
};
const send = async () =>
	await post(`/instance1150/sendContact?token=${encoded()}`, { phone: PHONE, contactId: [CHAT] });

describe.each(Object.keys(gateways))('%s', (name) => {
	/** The node's own request, with more in its body. */
	async function leave(more: object = {}) {
		const { token } = standIn;
		const account = readAccount({ gateway: name, server: standIn.url, instance: '1150', token });
		const { gateway, instance } = account;
		const request = gateway.request(message({ contacts: [{ phone: PHONE }] }), instance, REFERENCE);
		const { path, query, headers, body } = gateway.authorize(request, token);
		await post(`${path}?${new URLSearchParams(query)}`, { ...body, ...more }, headers);
	}

	test('remembers a request and its card, and no secret', async () => {
		await leave();
		expect(standIn.received).toMatchObject([{ dialect: name, operation: 'send', chat: CHAT }]);
		expect(standIn.cards).toMatchObject([{ dialect: name, chat: CHAT }]);
		expect(standIn.counts).toMatchObject({ received: 1, accepted: 1 });
		const remembered = JSON.stringify([standIn.received, standIn.cards]);
		expect(remembered).not.toContain(standIn.token);
		expect(remembered).not.toContain(encoded());
	});

	test('refuses what breaks its contract, and tells', async () => {
		await leave({ other: 'x' });
		expect(standIn.violations).not.toEqual([]);
		expect(standIn.cards).toEqual([]);
	});
});

test('a request that no dialect knows is told without the token', async () => {
	expect((await post(`/instance1150/${standIn.token}`, {})).status).toBe(404);
	expect(standIn.violations).toEqual(['No dialect knows POST /instance1150/***']);
});

test.each(['body', 'header', 'html', 'redirect'] as const)(
	'an echo has the token in the %s',
	async (where) => {
		standIn.misbehave(faults.echoToken(where));
		const { text, headers } = await send();
		const told = `${text}${JSON.stringify([...headers])}`;
		expect(told).toContain(`/instance1150/sendContact?token=${encoded()}`);
		if (where !== 'redirect') expect(told).toContain(`token=${standIn.token} ${encoded()}`);
	},
);

const READ = expect.stringContaining(PHONE);

test.each<[cut: string, fault: Fault, rawBody: unknown, headers: unknown]>([
	['beforeReading', faults.cutBeforeReading(), '', {}],
	[
		'afterHeaders',
		faults.cutAfterHeaders(),
		'',
		expect.objectContaining({ host: expect.any(String) }),
	],
	['afterReading', faults.cutAfterReading(), READ, expect.anything()],
	['midAnswer', faults.cutMidAnswer(), READ, expect.anything()],
])('a cut %s has read no more than it says', async (_cut, fault, rawBody, headers) => {
	standIn.misbehave(fault);
	await expect(send()).rejects.toThrow();
	expect(standIn.received).toMatchObject([{ operation: 'send', rawBody }]);
	expect(standIn.received[0].headers).toEqual(headers);
	expect(standIn.cards).toEqual([]);
});

test('a card may be accepted after its connection was cut', async () => {
	standIn.misbehave(faults.cutAndAcceptedLater(20));
	await expect(send()).rejects.toThrow();
	await until(() => standIn.cards.length > 0);
	expect(standIn.cards).toMatchObject([{ chat: CHAT }]);
});
