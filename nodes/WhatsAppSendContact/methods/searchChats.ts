import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { inputError } from '../report/errors';
import { problemOfQuestion } from '../report/sentences';
import { isAnswer, LONGEST_LIST, QUESTION_TIMEOUT, transport } from '../http/transport';
import { CREDENTIAL, readAccount } from '../gateways/account';
import type { ListedChat } from '../gateways/gateway';
import { readChats } from '../gateways/questions';
import { readReply } from '../gateways/reply';
import { rejected } from '../outcome';
import { InvalidInput } from '../message/invalidInput';

/** n8n shows a list without pages whole; nobody scrolls further than this, and the search looks at all chats. */
const MOST_SHOWN = 200;

/** The gateway's chats to pick a recipient from: those with the filter in their name or ID, in any letter case. */
export async function searchChats(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const chats = await chatsOf(this).catch((error: unknown) => {
		throw error instanceof InvalidInput ? inputError(this.getNode(), error) : error;
	});
	const wanted = filter.toLowerCase();
	const found = chats.filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(wanted));
	const results = found.slice(0, MOST_SHOWN).map(({ id, name, isGroup }) => ({
		// With the number beside the name, where it is not the name itself: two people may be called Anna.
		name: isGroup ? `${name} (group)` : name === id ? id : `${name} (${id.split('@')[0]})`,
		value: id,
		description: id,
	}));
	return { results };
}

/** @throws InvalidInput where the credential is wrong, or no list comes */
async function chatsOf(n8n: ILoadOptionsFunctions): Promise<ListedChat[]> {
	const account = readAccount(await n8n.getCredentials(CREDENTIAL));
	const { gateway, instance } = account;
	if (gateway.chats === undefined) {
		throw new InvalidInput(
			`${gateway.displayName} has no list of chats`,
			"Set 'Recipient' to 'Phone' and enter the number.",
		);
	}
	const ask = transport(n8n, account, QUESTION_TIMEOUT, LONGEST_LIST);
	const answer = await ask(gateway.chats(instance));
	const chats = isAnswer(answer) ? readChats(gateway, answer.body) : undefined;
	if (chats !== undefined) return chats;
	const result = isAnswer(answer) ? readReply(gateway, answer) : answer;
	throw problemOfQuestion(result.accepted ? rejected('notSent', 'unreadableReply') : result);
}
