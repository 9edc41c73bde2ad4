import { GreenApiClient } from '@green-api/whatsapp-api-client-js-v2';
import { WhatsAppClient } from '@kapso/whatsapp-cloud-api';

import { type Account, readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import type { GatewayRequest } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import { message } from './tables';

// The same, asked by the clients of GREEN-API and UltraMsg themselves, and by a typed one of Meta's API. Nothing leaves: each
// is given a recorder in place of the network.

const TOKEN = 's3cr3t+/=';
const [FIRST, SECOND] = message().contacts;

interface Recorded {
	method: string;
	url: string;
	token?: string;
	body?: unknown;
}

const recorded: Recorded[] = [];
beforeEach(() => {
	recorded.length = 0;
	// One of the clients logs every request.
	jest.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

const account = (gateway: string, server = '') =>
	readAccount({ gateway, server, instance: '1150', token: TOKEN });

/** A request as it leaves, signed, with its whole address. */
function leaving({ gateway, server, token }: Account, request: GatewayRequest): Recorded {
	const { method, path, query, headers, body } = gateway.authorize(request, token);
	const search = query ? `?${new URLSearchParams(query)}` : '';
	return { method, url: `${server}${path}${search}`, token: headers?.Authorization, body };
}

/** The session, a number, the chats, and a lost message, as far as a gateway is asked for them. */
const questions = (of: Account): Recorded[] => {
	const { gateway, instance } = of;
	return [
		gateway.session.request(instance),
		gateway.check?.('79995253422', instance)?.request,
		gateway.chats?.(instance),
		gateway.findSent?.(message(), instance, 'ref').request,
	].flatMap((request) => (request ? [leaving(of, request)] : []));
};

test('Meta’s Cloud API gets what @kapso/whatsapp-cloud-api sends', async () => {
	const client = new WhatsAppClient({
		accessToken: TOKEN,
		graphVersion: 'v24.0',
		fetch: async (url, { method = '', headers, body } = {}) => {
			const token = new Headers(headers).get('authorization') ?? undefined;
			recorded.push({ method, url: String(url), token, body: JSON.parse(String(body)) });
			return await Promise.resolve(Response.json({ messages: [] }));
		},
	});
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
		contextMessageId: 'wamid.HBgL',
	});
	const contacts = [FIRST, { ...SECOND, ...details }];
	const meta = account('metaCloudApi');
	const sent = meta.gateway.request(
		message({ contacts, quotedMessageId: 'wamid.HBgL' }),
		'1150',
		'',
	);
	expect(recorded).toEqual([leaving(meta, sent)]);
});

test('GREEN-API gets what its own @green-api/whatsapp-api-client-js-v2 sends', async () => {
	const client = new GreenApiClient({ idInstance: 1150, apiTokenInstance: TOKEN });
	const { defaults } = (
		client as unknown as { client: { defaults: { baseURL: string; adapter: unknown } } }
	).client;
	defaults.adapter = async (config: { method: string; url: string; data?: string }) => {
		const { method, url, data } = config;
		const body: unknown = data && JSON.parse(data);
		recorded.push({ method: method.toUpperCase(), url: defaults.baseURL + url, body });
		return await Promise.resolve({ status: 200, data: {}, headers: {}, config });
	};
	const contact = { phoneContact: 79002222222, firstName: 'Boris', company: 'Acme' };
	await client.sendContact({ chatId: '79995253422@c.us', contact, quotedMessageId: 'KEY' });
	await client.getStateInstance();
	await client.checkWhatsapp({ phoneNumber: 79995253422 });
	const green = account('greenApi', 'https://api.green-api.com');
	const one = message({ contacts: [SECOND], quotedMessageId: 'KEY' });
	const sent = leaving(green, green.gateway.request(one, '1150', ''));
	// The client puts the token into the address as it is, the node encodes it. It has no list of chats.
	const plain = (request: Recorded) => ({ ...request, url: decodeURIComponent(request.url) });
	expect(recorded).toEqual([sent, ...questions(green).slice(0, 2)].map(plain));
});

jest.mock('node-fetch', () => async (url: string, { method = 'GET', body }: RequestInit = {}) => {
	const fields = body && Object.fromEntries(new URLSearchParams(String(body)));
	recorded.push({ method, url, body: fields });
	return await Promise.resolve(Response.json({ sent: 'true', message: 'ok', id: 3964 }));
});
type UltraMsgClient = Record<string, (...values: unknown[]) => Promise<unknown>>;
const UltraMsg =
	jest.requireActual<new (instance: string, token: string) => UltraMsgClient>(
		'ultramsg-whatsapp-api',
	);

test('UltraMsg gets what its own ultramsg-whatsapp-api sends', async () => {
	const client = new UltraMsg('1150', TOKEN);
	const ultra = account('ultraMsg');
	const sent = [message(), message({ sendAs: 'vCard', contacts: [SECOND] })].map((each) =>
		leaving(ultra, ultra.gateway.request(each, ultra.instance, 'ref')),
	);
	const [{ contact }, { vcard }] = sent.map(({ body }) => body as Record<string, unknown>);
	await client.sendContactMessage('+79995253422', contact, 10, 'ref');
	await client.sendVcardMessage('+79995253422', vcard, 10, 'ref');
	await client.getInstanceStatus();
	await client.checkContact('79995253422@c.us');
	await client.getChats();
	await client.getMessages(1, 100, 'all', 'desc', '', 'ref');
	// The client adds the priority that is the usual one, and empty fields, in an order of its own.
	const comparable = ({ method, url, body }: Recorded) => {
		const { origin, pathname, searchParams } = new URL(url);
		const query = Object.fromEntries([...searchParams].filter(([, value]) => value !== ''));
		return { method, url: origin + pathname, query, body: body && { priority: '10', ...body } };
	};
	expect(recorded.map(comparable)).toEqual([...sent, ...questions(ultra)].map(comparable));
});
