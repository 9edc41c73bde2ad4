import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	NodeOperationError,
} from 'n8n-workflow';

import { inputError, operationError } from '../report/errors';
import { sentences } from '../report/sentences';
import { CREDENTIAL, LONGEST_LIST, transport } from '../http/transport';
import { type Account, readAccount } from '../gateways/account';
import type { Answer, Chat } from '../gateways/gateway';
import { rejected, type Rejected } from '../gateways/sendResult';
import { InvalidInput } from '../message/invalidInput';

const PATIENCE = 15_000;
/** n8n shows a list without pages whole; nobody scrolls further than this, and the search looks at all chats. */
const MOST_SHOWN = 200;

/**
 * The gateway's chats to pick a recipient from, people and groups told apart.
 *
 * @param filter what was typed into the search field: part of a name or of an id, in any letter case
 */
export async function searchChats(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const account = await readCredential(this);
	const question = account.gateway.chats?.(account.instance);
	if (question === undefined) {
		throw operationError(
			this.getNode(),
			`${account.gateway.displayName} has no list of chats`,
			"Choose 'Phone' or 'Chat ID' and enter the recipient.",
		);
	}
	const answer = await transport(this, account, PATIENCE, LONGEST_LIST)(question.request);
	const chats = 'status' in answer ? question.read(answer) : undefined;
	if (chats === undefined) throw noList(this, account, answer);
	const wanted = (filter ?? '').toLowerCase();
	const found = chats.filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(wanted));
	return { results: found.slice(0, MOST_SHOWN).map(listed) };
}

async function readCredential(n8n: ILoadOptionsFunctions): Promise<Account> {
	const credential = await n8n.getCredentials(CREDENTIAL);
	try {
		return readAccount(credential);
	} catch (error) {
		throw inputError(n8n.getNode(), error as InvalidInput);
	}
}

/** Nothing was to be sent here, so that the sentences must not speak of a message that may have arrived. */
function noList(
	n8n: ILoadOptionsFunctions,
	{ gateway }: Account,
	answer: Answer | Rejected,
): NodeOperationError {
	const result = 'status' in answer ? gateway.reply(answer) : answer;
	const failure = result.accepted ? rejected('notSent', 'unreadableReply') : result;
	const { message, description } = sentences({ ...failure, certainty: 'notSent' });
	return operationError(n8n.getNode(), message, description);
}

/** With the number beside the name, where it is not the name itself: two people may be called Anna. */
const listed = ({ id, name, isGroup }: Chat) => ({
	name: isGroup ? `${name} (group)` : name === id ? id : `${name} (${id.split('@')[0]})`,
	value: id,
	description: id,
});
