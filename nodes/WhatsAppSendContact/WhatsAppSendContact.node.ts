import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { dispatch, leftEarlier } from './delivery/dispatch';
import { canceledError, inputError, invalidItemsError, sendError } from './report/errors';
import type { Outcome } from './sending/outcome';
import { acceptedItem, dryRunItem, failedItem, invalidItem } from './report/items';
import { plan, type Plan, problemOf, type Send } from './sending/plan';
import { references } from './journal/idempotencyKey';
import type { Settings } from './form/settings';
import { summary, summaryByItem } from './report/summary';
import { CREDENTIAL } from './http/transport';
import { fields } from './form/fields';
import { type Account, readAccount } from './gateways/account';
import { InvalidInput } from './message/invalidInput';
import { searchChats } from './methods/searchChats';
import { testCredential } from './methods/testCredential';
import { formReader, readOptions } from './form/readForm';

/**
 * Programmatic, not declarative: all items are checked before the first is sent, a chat gets its messages in order, and
 * the body of an answer decides whether it was sent. n8n's declarative style sends all items at once and can do none of it.
 */
export class WhatsAppSendContact implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Send Contact',
		name: 'whatsAppSendContact',
		icon: { light: 'file:whatsAppSendContact.svg', dark: 'file:whatsAppSendContact.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ "to " + ($parameter["recipient"]["cachedResultName"] || $parameter["recipient"]["value"] || "the chat of each item") }}',
		description: 'Send contact cards to a WhatsApp chat through a gateway of your choice',
		defaults: { name: 'WhatsApp Send Contact' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'whatsAppGatewayApi', required: true, testedBy: 'testCredential' }],
		properties: fields,
	};

	methods = { credentialTest: { testCredential }, listSearch: { searchChats } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData().length;
		const setup = await readSetup(this, items);
		if (setup instanceof InvalidInput) {
			if (!this.continueOnFail()) throw inputError(this.getNode(), setup);
			const hasLeft = leftEarlier(this);
			return [Array.from({ length: items }, (_, item) => invalidItem(item, setup, hasLeft(item)))];
		}
		const { account, settings } = setup;
		const checked = plan(items, formReader(this), settings, account);
		if (checked.invalid.length > 0 && !this.continueOnFail()) {
			throw invalidItemsError(this.getNode(), checked);
		}
		if (settings.dryRun) return [dryRunItems(this, checked, account)];
		const hasLeft = leftEarlier(this);
		const outcomes = await dispatch(this, checked, account, settings);
		if (!this.continueOnFail()) throwFirstFailure(this, checked, outcomes);
		const invalid = checked.invalid.map(({ item, problem }) =>
			invalidItem(item, problem, hasLeft(item)),
		);
		return [inOrder([...sentItems(checked.sends, outcomes, setup), ...invalid])];
	}
}

/** What holds for all items. */
interface Setup {
	account: Account;
	settings: Settings;
}

/**
 * What holds for all items, or why none can be sent. Under *Continue* n8n would hand the input on as if it had been sent
 * if this threw.
 */
async function readSetup(n8n: IExecuteFunctions, items: number): Promise<Setup | InvalidInput> {
	try {
		// For the first item, as n8n reads it when it adds the token.
		const account = readAccount(await n8n.getCredentials(CREDENTIAL, 0));
		return { account, settings: readOptions(n8n, items) };
	} catch (error) {
		return problemOf(error);
	}
}

/** Lists what became of each item in the items' order: n8n pairs by number, people read by place. */
function inOrder(parts: INodeExecutionData[]): INodeExecutionData[] {
	const item = ({ pairedItem }: INodeExecutionData) => (pairedItem as { item: number }).item;
	return parts.sort((one, other) => item(one) - item(other));
}

function dryRunItems(n8n: IExecuteFunctions, { sends, invalid }: Plan, account: Account) {
	const referenceOf = references(
		n8n.getExecutionId(),
		n8n.getNode().id,
		n8n.getWorkflowDataProxy(0).$runIndex,
	);
	return inOrder([
		...sends.map((send) => dryRunItem(send, account, referenceOf(send))),
		...invalid.map(({ item, problem }) => invalidItem(item, problem)),
	]);
}

const sentItems = (sends: Send[], outcomes: Outcome[], { settings, account }: Setup) =>
	sends.map((send, index) => {
		const outcome = outcomes[index];
		return outcome.accepted
			? acceptedItem(send, outcome, settings, account)
			: failedItem(send, outcome);
	});

function throwFirstFailure(n8n: IExecuteFunctions, plan: Plan, outcomes: Outcome[]) {
	if (n8n.getExecutionCancelSignal()?.aborted)
		throw canceledError(n8n.getNode(), summaryByItem(plan, outcomes));
	const tried = outcomes.findIndex((outcome) => !outcome.accepted && !outcome.skipped);
	const first = tried >= 0 ? tried : outcomes.findIndex((outcome) => !outcome.accepted);
	const failure = outcomes[first];
	if (failure === undefined || failure.accepted) return;
	throw sendError(
		n8n.getNode(),
		plan.sends[first],
		failure,
		outcomes.length > 1 ? summary(outcomes, 0) : '',
	);
}
