import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	NodeConnectionType,
} from 'n8n-workflow';

import { fields } from './form/fields';
import { readAccounts } from './form/readAccounts';
import { formReader, readOptions } from './form/readForm';
import { readSettings } from './form/settings';
import { type Host, readHost } from './host';
import { transport } from './http/transport';
import { openJournal } from './memory/journal';
import { openStore } from './memory/store';
import { searchChats } from './methods/searchChats';
import { testCredential } from './methods/testCredential';
import { problemOf } from './message/invalidInput';
import { plan, planOfNothing } from './plan';
import { invalidItemsError, refuseTooOld, runError } from './report/errors';
import { forModel } from './report/forModel';
import { progressTeller, tellAfter, tellBefore } from './report/hints';
import { dryRunItem, inItemOrder, invalidItems, outputItem } from './report/items';
import { run } from './sending/run';

/** n8n before 1.83 has no `NodeConnectionTypes`; it has to load the node all the same, for the node to say that n8n is too old. */
const MAIN: NodeConnectionType = 'main';

/** Unresolved, because on the canvas there is no item to resolve an expression with. */
const SUBTITLE =
	'={{ !$rawParameter["recipient"] ? "" : String($rawParameter["recipient"]).startsWith("=") ? "to each item\'s chat" : "to " + $rawParameter["recipient"] }}';

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
		subtitle: SUBTITLE,
		description: 'Send contact cards to a WhatsApp chat through a gateway of your choice',
		defaults: { name: 'WhatsApp Send Contact' },
		inputs: [MAIN],
		outputs: [MAIN],
		usableAsTool: true,
		credentials: [{ name: 'whatsAppGatewayApi', required: true, testedBy: 'testCredential' }],
		properties: fields,
	};

	methods = { credentialTest: { testCredential }, listSearch: { searchChats } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const host = readHost(this);
		// A model hears what its tool gives back. What a tool throws may end the agent's run, or reach the model as nothing.
		const throws = host.stopsOnFailure && !host.isTool;
		const { settings, planned } = await readPlan(this, host);
		const { sends, invalid } = planned;
		if (throws && invalid.length > 0) throw invalidItemsError(this.getNode(), planned);

		const context = this.getContext('node');
		const journal = openJournal(context, host);
		if (settings.dryRun) {
			const shown = sends.map((send) => dryRunItem(send, host));
			return [inItemOrder([...shown, ...invalidItems(planned, journal.hasLeft)])];
		}

		tellBefore(this, planned, settings);
		const ran = await run(planned, {
			host,
			settings,
			context,
			journal,
			storeOf: (scope) => openStore(this, scope),
			askOf: (account) => transport(this, account, settings.timeout),
			tellProgress: progressTeller(this),
		});
		tellAfter(this, host, planned, settings, ran);

		const { outcomes, hasLeft } = ran;
		const error = throws && runError(this.getNode(), host, planned, outcomes);
		if (error) throw error;
		const items = sends.map((send, index) => outputItem(send, outcomes[index], settings));
		const all = [...items, ...invalidItems(planned, hasLeft)];
		const told = host.isTool ? all.map((item, index) => forModel(item, sends[index])) : all;
		return [inItemOrder(told)];
	}
}

/** Reads and checks all that is to be sent. Under *Continue*, n8n would take what this throws for a success. */
async function readPlan(n8n: IExecuteFunctions, host: Host) {
	const items = n8n.getInputData().length;
	try {
		refuseTooOld(n8n);
		const settings = readOptions(n8n, items);
		const accountOf = await readAccounts(n8n, items);
		const formOf = formReader(n8n, settings);
		return { settings, planned: plan(items, { accountOf, formOf }, settings, host) };
	} catch (error) {
		return { settings: readSettings({}), planned: planOfNothing(items, problemOf(error)) };
	}
}
