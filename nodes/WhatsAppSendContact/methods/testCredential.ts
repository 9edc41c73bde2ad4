import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { problemOfQuestion } from '../report/sentences';
import { isAnswer, testTransport } from '../http/transport';
import { readAccount } from '../gateways/account';
import { readSession } from '../gateways/questions';
import { InvalidInput } from '../message/invalidInput';

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
		const { gateway, instance } = account;
		const ask = testTransport(this.helpers, account);
		const answer = await ask(gateway.session.request(instance));
		if (!isAnswer(answer)) throw problemOfQuestion(answer);
		const problem = readSession(gateway, answer);
		return problem === undefined
			? { status: 'OK', message: 'Connection successful: the gateway is ready to send' }
			: failed(problem);
	} catch (error) {
		const isOurs = error instanceof InvalidInput;
		return failed(isOurs ? `${error.message}. ${error.remedy}` : 'The test could not be run');
	}
}

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });
