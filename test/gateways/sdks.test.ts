import { GreenApiClient } from '@green-api/whatsapp-api-client-js-v2';
import { WhatsAppClient } from '@kapso/whatsapp-cloud-api';

import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import type { GatewayRequest } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import type { GatewayName } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { message } from './tables';

// The same message, sent by the clients of GREEN-API and UltraMsg themselves and by a typed one of Meta's API. Nothing leaves:
// each is given a recorder in place of the network.

const TOKEN = 's3cr3t+/=';
const WAMID = 'wamid.HBgLNzk5OTUyNTM0MjI=';
const KEY = '3EB0C767D097B7C7C030';
const [FIRST, SECOND] = message().contacts;

interface Recorded {
	method: string;
	url: string;
	token?: string;
	body: unknown;
}

const recorded: Recorded[] = [];
beforeEach(() => {
	recorded.length = 0;
	// One of the clients logs every request.
	jest.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

/** What leaves for a gateway, signed, with the whole address. */
function ours(
	name: GatewayName,
	server: string,
	ask: (of: ReturnType<typeof readAccount>) => GatewayRequest,
) {
	const account = readAccount({ gateway: name, server, instance: '1150', token: TOKEN });
	const request = account.gateway.authorize(ask(account), TOKEN);
	const { method, path, query, headers, body } = request;
	const search = query ? `?${new URLSearchParams(query)}` : '';
	const token = headers?.Authorization;
	return { method, url: `${account.server}${path}${search}`, token, body };
}

describe('Meta’s Cloud API, by @kapso/whatsapp-cloud-api', () => {
	const client = new WhatsAppClient({
		accessToken: TOKEN,
		graphVersion: 'v24.0',
		fetch: async (url, { method = '', headers, body } = {}) => {
			const token = new Headers(headers).get('authorization') ?? undefined;
			recorded.push({ method, url: String(url), token, body: JSON.parse(String(body)) });
			return await Promise.resolve(Response.json({ messages: [{ id: WAMID }] }));
		},
	});

	test('a message with several contacts and a quote is the same', async () => {
		const details = { email: 'b@acme.example', url: 'https://acme.example' };
		await client.messages.sendContacts({
			phoneNumberId: '1150',
			to: '79995253422',
			recipientType: 'individual',
			contacts: [
				{
					name: { formattedName: '+79001111111', firstName: '+79001111111' },
					phones: [{ phone: '+79001111111', waId: '79001111111' }],
				},
				{
					name: { formattedName: 'Boris', firstName: 'Boris' },
					org: { company: 'Acme' },
					phones: [{ phone: '+79002222222', waId: '79002222222' }],
					emails: [{ email: details.email }],
					urls: [{ url: details.url }],
				},
			],
			contextMessageId: WAMID,
		});
		const contacts = [FIRST, { ...SECOND, ...details }];
		expect(recorded).toEqual([
			ours('metaCloudApi', '', ({ gateway, instance }) =>
				gateway.request(message({ contacts, quotedMessageId: WAMID }), instance, ''),
			),
		]);
	});
});

describe('GREEN-API, by its own @green-api/whatsapp-api-client-js-v2', () => {
	const client = new GreenApiClient({ idInstance: 1150, apiTokenInstance: TOKEN });
	const { client: http } = client as unknown as {
		client: { defaults: { baseURL: string; adapter: unknown } };
	};
	http.defaults.adapter = async (config: { method: string; url: string; data?: string }) => {
		const { method, url, data } = config;
		const body: unknown = data && JSON.parse(data);
		recorded.push({ method: method.toUpperCase(), url: http.defaults.baseURL + url, body });
		return await Promise.resolve({ status: 200, data: {}, headers: {}, config });
	};
	const SERVER = 'https://api.green-api.com';
	/** The client puts the token into the address as it is, the node encodes it. */
	const plain = (request: Recorded) => ({ ...request, url: decodeURIComponent(request.url) });

	test('a message is the same', async () => {
		const chatId = '79995253422@c.us';
		const contact = { phoneContact: 79002222222, firstName: 'Boris', company: 'Acme' };
		await client.sendContact({ chatId, contact, quotedMessageId: KEY });
		const one = message({ contacts: [SECOND], quotedMessageId: KEY });
		const request = ours('greenApi', SERVER, ({ gateway, instance }) =>
			gateway.request(one, instance, ''),
		);
		expect(recorded).toEqual([plain(request)]);
	});

	test('questions are the same', async () => {
		await client.getStateInstance();
		await client.checkWhatsapp({ phoneNumber: 79995253422 });
		expect(recorded).toEqual([
			plain(ours('greenApi', SERVER, ({ gateway, instance }) => gateway.session.request(instance))),
			plain(
				ours('greenApi', SERVER, ({ gateway, instance }) => {
					const question = gateway.check?.('79995253422', instance);
					if (question === undefined) throw new Error('No check');
					return question.request;
				}),
			),
		]);
	});
});

jest.mock('node-fetch', () => async (url: string, { method = 'GET', body }: RequestInit = {}) => {
	const fields = body && Object.fromEntries(new URLSearchParams(String(body)));
	recorded.push({ method, url, body: fields });
	return await Promise.resolve(Response.json({ sent: 'true', message: 'ok', id: 3964 }));
});

describe('UltraMsg, by its own ultramsg-whatsapp-api', () => {
	type Call = (...values: unknown[]) => Promise<unknown>;
	type Client = Record<
		| 'sendContactMessage'
		| 'sendVcardMessage'
		| 'getInstanceStatus'
		| 'checkContact'
		| 'getChats'
		| 'getMessages',
		Call
	>;
	const UltraMsg =
		jest.requireActual<new (instance: string, token: string) => Client>('ultramsg-whatsapp-api');
	const client = new UltraMsg('1150', TOKEN);
	/** A priority that the client adds, and which is the usual one. */
	const usual = { priority: '10' };

	test.each(['contact', 'vCard'] as const)('a %s is the same', async (sendAs) => {
		const one = message({ sendAs, contacts: sendAs === 'vCard' ? [SECOND] : [FIRST, SECOND] });
		const request = ours('ultraMsg', '', ({ gateway, instance }) =>
			gateway.request(one, instance, 'ref'),
		);
		const { contact, vcard } = request.body ?? {};
		if (sendAs === 'vCard') await client.sendVcardMessage('+79995253422', vcard, 10, 'ref');
		else await client.sendContactMessage('+79995253422', contact, 10, 'ref');
		expect(recorded).toEqual([{ ...request, body: { ...request.body, ...usual } }]);
	});

	/** The query of a request, without what the client leaves empty. */
	const asked = ({ method, url }: Recorded) => {
		const { origin, pathname, searchParams } = new URL(url);
		const query = Object.fromEntries([...searchParams].filter(([, value]) => value !== ''));
		return { method, path: origin + pathname, query };
	};

	test('questions are the same', async () => {
		await client.getInstanceStatus();
		await client.checkContact('79995253422@c.us');
		await client.getChats();
		await client.getMessages(1, 100, 'all', 'desc', '', 'ref');
		const questions = (account: ReturnType<typeof readAccount>) => {
			const { gateway, instance } = account;
			return [
				gateway.session.request(instance),
				gateway.check?.('79995253422', instance)?.request,
				gateway.chats?.(instance),
				gateway.findSent?.(message(), instance, 'ref').request,
			].filter((request) => request !== undefined);
		};
		const requests = [0, 1, 2, 3].map((place) =>
			ours('ultraMsg', '', (account) => questions(account)[place]),
		);
		expect(recorded.map(asked)).toEqual(requests.map(asked));
	});
});
