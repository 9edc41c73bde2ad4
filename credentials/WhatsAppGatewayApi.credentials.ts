import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import { readToken } from '../nodes/WhatsAppSendContact/gateways/account';
import type { GatewayRequest } from '../nodes/WhatsAppSendContact/gateways/gateway';
import { type GatewayName, gateways } from '../nodes/WhatsAppSendContact/gateways/registry';

/** Server, instance, where there is one, and token in the words of one gateway, shown when it is the chosen one. */
const fieldsOf = (
	gateway: GatewayName,
	words: Partial<Record<'server' | 'instance' | 'token', Partial<INodeProperties>>>,
): INodeProperties[] => {
	const common: Omit<INodeProperties, 'displayName' | 'name'> = {
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { gateway: [gateway] } },
	};
	const shown = 'that the gateway shows for your instance';
	const { usualServer: usual, instance: spelled } = gateways[gateway];
	const server = usual
		? { description: `Leave empty to use ${usual}`, placeholder: `e.g. ${usual}`, required: false }
		: { description: `The address ${shown}` };
	const instance = { displayName: 'Instance', description: `The name or number ${shown}` };
	const token = { displayName: 'Token', description: `The secret ${shown}` };
	return [
		{ name: 'server', displayName: 'Server', ...common, ...server, ...words.server },
		...(spelled === false ? [] : [{ name: 'instance', ...common, ...instance, ...words.instance }]),
		{ name: 'token', typeOptions: { password: true }, ...common, ...token, ...words.token },
	];
};

/** What the list of gateways says besides their names. */
const LISTED: Partial<Record<GatewayName, Partial<INodePropertyOptions>>> = {
	chatApi: {
		name: 'Chat API (compatible servers)',
		description: 'Any server that speaks the API of chat-api.com, which itself closed in 2023',
	},
	metaCloudApi: {
		description: "WhatsApp's own: sends only to people who wrote to you within the last 24 hours",
	},
};

/** A WhatsApp session at a gateway: where it is, which one, and the secret that opens it. */
export class WhatsAppGatewayApi implements ICredentialType {
	name = 'whatsAppGatewayApi';

	displayName = 'WhatsApp Gateway API';

	icon: Icon = { light: 'file:whatsAppGateway.svg', dark: 'file:whatsAppGateway.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-whatsapp-send-contact/n8n-nodes-whatsapp-send-contact#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Gateway',
			name: 'gateway',
			type: 'options',
			default: 'chatApi',
			description: 'The kind of server that your WhatsApp number is connected to',
			options: Object.entries(gateways).map(([value, { displayName, can }]) => ({
				name: displayName,
				value,
				description:
					can.contact.contacts === 1
						? 'Takes one contact per message: several go out as several messages'
						: undefined,
				...LISTED[value as GatewayName],
			})),
		},
		...fieldsOf('chatApi', {
			server: {
				placeholder: 'e.g. https://gateway.example.org:8443/wa',
				description:
					'The base URL of the gateway with its protocol, up to the part before the instance',
			},
			instance: { placeholder: 'e.g. 123 or instance123' },
		}),
		...fieldsOf('evolutionApi', {
			server: {
				displayName: 'Server URL',
				placeholder: 'e.g. https://evolution.example.org',
				description: 'The address of your Evolution API, without /manager at its end',
			},
			instance: { displayName: 'Instance Name', placeholder: 'e.g. my-shop' },
			token: {
				displayName: 'API Key',
				description:
					'The key of the instance, or the global one that the server has in AUTHENTICATION_API_KEY',
			},
		}),
		...fieldsOf('greenApi', {
			server: { displayName: 'API URL', placeholder: 'e.g. https://1103.api.greenapi.com' },
			instance: { displayName: 'idInstance', placeholder: 'e.g. 1103123456' },
			token: { displayName: 'apiTokenInstance' },
		}),
		...fieldsOf('metaCloudApi', {
			instance: {
				displayName: 'Phone Number ID',
				placeholder: 'e.g. 106540352242922',
				description:
					"The ID of the number, not the number itself: in Meta's app, WhatsApp > API Setup",
			},
			token: {
				displayName: 'Access Token',
				description:
					'The token of a system user with the permission whatsapp_business_messaging; the one shown on API Setup lasts a day',
			},
		}),
		...fieldsOf('uazapi', {
			server: { displayName: 'Server URL', placeholder: 'e.g. https://free.uazapi.com' },
			token: { displayName: 'Instance Token' },
		}),
		...fieldsOf('ultraMsg', {
			server: { displayName: 'API URL' },
			instance: { displayName: 'Instance ID', placeholder: 'e.g. instance1150' },
		}),
		...fieldsOf('waha', {
			server: {
				displayName: 'Server URL',
				placeholder: 'e.g. https://waha.example.org',
				description: 'The address of your WAHA, without /dashboard or /api at its end',
			},
			instance: { displayName: 'Session', placeholder: 'e.g. default' },
			token: {
				displayName: 'API Key',
				description: 'The key that the server has in WAHA_API_KEY, or one of the session alone',
			},
		}),
		...fieldsOf('whapi', {
			server: { displayName: 'API URL' },
			token: { description: 'The token of your channel' },
		}),
	];

	/** A function, because each gateway has its own place for the token. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { gateway, token } = readToken(credentials);
		const request = { ...options, path: options.url, query: options.qs } as GatewayRequest;
		const { path, query, headers, body } = gateway.authorize(request, token);
		return { ...options, url: path, qs: query, headers, body };
	};
}
