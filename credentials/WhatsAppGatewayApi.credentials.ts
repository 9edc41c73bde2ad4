import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { readAccount } from '../nodes/WhatsAppSendContact/gateways/account';

/** What one gateway calls the three parts of the credential, and where its users find them. */
interface Wording {
	server: Partial<INodeProperties>;
	instance: Partial<INodeProperties>;
	token: Partial<INodeProperties>;
}

/** Server, instance and token in the words of one gateway, shown when it is the chosen one. */
const fieldsOf = (gateway: string, { server, instance, token }: Wording): INodeProperties[] => {
	const displayOptions = { show: { gateway: [gateway] } };
	return [
		{
			displayName: 'Server',
			name: 'server',
			type: 'string',
			default: '',
			required: true,
			displayOptions,
			...server,
		},
		{
			displayName: 'Instance',
			name: 'instance',
			type: 'string',
			default: '',
			required: true,
			displayOptions,
			...instance,
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions,
			...token,
		},
	];
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
			options: [{ name: 'Chat API', value: 'chatApi' }],
		},
		...fieldsOf('chatApi', {
			server: {
				placeholder: 'e.g. https://gateway.example.org:8443/wa',
				description:
					'The base URL of the gateway with its protocol, up to the part before the instance. The old prefixes such as eu0 are understood.',
			},
			instance: {
				placeholder: 'e.g. 123',
				description: 'The number of your instance, with or without the word instance before it',
			},
			token: { description: 'The secret that the gateway shows beside the instance' },
		}),
	];

	/** A function, because each gateway has its own place for the token. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { gateway, token } = readAccount(credentials);
		const { path, query, headers } = gateway.authorize(
			{
				method: 'GET',
				path: options.url,
				query: options.qs as Record<string, string> | undefined,
				headers: options.headers as Record<string, string> | undefined,
			},
			token,
		);
		return { ...options, url: path, qs: query, headers };
	};
}
