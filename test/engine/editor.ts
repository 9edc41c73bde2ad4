import { CredentialTestContext, LoadOptionsContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	IDataObject,
	INodeCredentialTestResult,
	INodeListSearchResult,
} from 'n8n-workflow';

import { WhatsAppSendContact } from '../../nodes/WhatsAppSendContact/WhatsAppSendContact.node';
import type { Setup } from '../../engine/execution';
import { surroundings } from '../../engine/surroundings';
import { SENDER, workflowOf } from '../../engine/workflow';

const { methods } = new WhatsAppSendContact();

/** What n8n's editor says when the credential is saved. */
export async function testCredential(credential: IDataObject): Promise<INodeCredentialTestResult> {
	const context = new CredentialTestContext(surroundings(credential));
	return await methods.credentialTest.testCredential.call(
		context as unknown as ICredentialTestFunctions,
		{
			id: '1',
			name: 'Gateway',
			type: 'whatsAppGatewayApi',
			data: credential as ICredentialDataDecryptedObject,
		},
	);
}

/** What n8n's editor lists for the recipient when something is typed into its search field. */
export async function searchChats(setup: Setup, filter?: string): Promise<INodeListSearchResult> {
	const workflow = workflowOf(setup);
	const node = workflow.nodes[SENDER];
	const context = new LoadOptionsContext(workflow, node, surroundings(setup.credential), '');
	return await methods.listSearch.searchChats.call(context, filter);
}
