import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { sentences } from '../report/sentences';
import { testTransport } from '../http/transport';
import { readAccount } from '../gateways/account';
import { InvalidInput } from '../message/invalidInput';

const PATIENCE = 15_000;

/**
 * The credential's test: asks for the session's state without waking it up, and says in plain words what is missing.
 * A function, because n8n's declarative test can only compare one key with one value: an unknown refusal with HTTP 200
 * would read as successful.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const account = readAccount(credential.data ?? {});
		const { request, read } = account.gateway.session(account.instance);
		const answer = await testTransport(this.helpers, account, PATIENCE)(request);
		if (!('status' in answer)) return failed(sentences({ ...answer, certainty: 'notSent' }));
		const problem = read(answer);
		return problem === undefined
			? { status: 'OK', message: 'Connection successful: the phone is connected' }
			: { status: 'Error', message: problem };
	} catch (error) {
		if (!(error instanceof InvalidInput))
			return { status: 'Error', message: 'The test could not be run' };
		return failed({ message: error.message, description: error.remedy });
	}
}

const failed = ({
	message,
	description,
}: {
	message: string;
	description: string;
}): INodeCredentialTestResult => ({
	status: 'Error',
	message: `${message}. ${description}`,
});
