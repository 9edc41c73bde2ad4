import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { fields } from './form/fields';
import { formReader } from './form/readForm';
import { journalOf, keysOf } from './journal/tries';
import { InvalidInput } from './message/invalidInput';
import { searchChats } from './methods/searchChats';
import { testCredential } from './methods/testCredential';
import { inputError, invalidItemsError, runError } from './report/errors';
import { tellHowItWent } from './report/hints';
import { dryRunItem, inItemOrder, invalidItem, outputItem } from './report/items';
import { plan } from './sending/plan';
import { readBasis, run } from './sending/run';

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
		subtitle: '={{ $parameter["recipient"] ? "to " + $parameter["recipient"] : "" }}',
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
		const stops = !this.continueOnFail();
		const count = this.getInputData().length;
		const journal = journalOf(this);
		const basis = await readBasis(this, count);
		if (basis instanceof InvalidInput) {
			if (stops) throw inputError(this.getNode(), basis);
			const items = Array.from({ length: count }, (_, item) => item);
			return [items.map((item) => invalidItem(item, basis, journal.hasLeft(item)))];
		}
		const { account, settings } = basis;
		const planned = plan(count, formReader(this), settings, account);
		const { sends, invalid } = planned;
		if (stops && invalid.length > 0) throw invalidItemsError(this.getNode(), planned);
		const refused = invalid.map(({ item, problem }) =>
			invalidItem(item, problem, journal.hasLeft(item)),
		);
		if (settings.dryRun) {
			const keyOf = keysOf(this);
			const shown = sends.map((send) => dryRunItem(send, account, keyOf(send)));
			return [inItemOrder([...shown, ...refused])];
		}
		const outcomes = await run(this, planned, basis, journal);
		tellHowItWent(this, planned, outcomes, journal);
		const error = stops && runError(this, planned, outcomes);
		if (error) throw error;
		const items = sends.map((send, index) => outputItem(send, outcomes[index], settings, account));
		return [inItemOrder([...items, ...refused])];
	}
}
