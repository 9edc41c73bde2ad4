import { ExecutionLifecycleHooks } from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	ICredentialsHelper,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestOptions,
	type INodeProperties,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { WhatsAppGatewayApi } from '../credentials/WhatsAppGatewayApi.credentials';

/** A credential's data; a function of the item where its fields are expressions. */
export type Credential = IDataObject | ((item: number) => IDataObject);

/** The part of n8n's credentials that lives outside n8n-core: hands out one credential. */
class OneCredential extends ICredentialsHelper {
	private readonly type: ICredentialType = new WhatsAppGatewayApi();

	constructor(private readonly credential: Credential) {
		super();
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.type;
		if (typeof authenticate !== 'function') throw new Error('authenticate is not a function');
		return await authenticate(credentials, options);
	}

	getDecrypted: ICredentialsHelper['getDecrypted'] = async (...asked) => {
		const item = asked[6]?.itemIndex ?? 0;
		const { credential } = this;
		const data = typeof credential === 'function' ? credential(item) : credential;
		return data as ICredentialDataDecryptedObject;
	};

	getParentTypes = () => [];

	isCredentialUsableByNode = () => true;

	preAuthentication = async () => undefined;

	runPreAuthentication = async () => undefined;

	getCredentialsProperties = (): INodeProperties[] => this.type.properties;

	getCredentials = async (): Promise<never> =>
		await Promise.reject(new Error('not part of the test'));

	updateCredentials = async () => undefined;

	updateCredentialsOauthTokenData = async () => undefined;
}

const URL = 'http://127.0.0.1';

/** What n8n lends a node: one credential, and addresses nobody listens on. */
export function surroundings(
	credential: Credential,
	executionId = 'execution',
): IWorkflowExecuteAdditionalData {
	const workflowData = {
		id: 'workflow',
		name: 'Test',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: [],
		connections: {},
	};
	return {
		credentialsHelper: new OneCredential(credential),
		hooks: new ExecutionLifecycleHooks('manual', 'execution', workflowData),
		currentNodeExecutionIndex: 0,
		executionId,
		variables: {},
		restApiUrl: URL,
		instanceBaseUrl: URL,
		webhookBaseUrl: URL,
		webhookWaitingBaseUrl: URL,
		webhookTestBaseUrl: URL,
		formWaitingBaseUrl: URL,
	} as unknown as IWorkflowExecuteAdditionalData;
}
