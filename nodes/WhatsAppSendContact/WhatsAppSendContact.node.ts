import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	NodeConnectionType,
} from 'n8n-workflow';

import { fields } from './form/fields';
import { formReader } from './form/readForm';
import { isRetryOfCutOff } from './memory/beginnings';
import { isTool, journalOf, keysOf, memoryIdOf } from './memory/tries';
import { InvalidInput } from './message/invalidInput';
import { searchChats } from './methods/searchChats';
import { testCredential } from './methods/testCredential';
import { inputError, invalidItemsError, runError, tooOld } from './report/errors';
import { tellHowItWent, tellWhatIsNotShown } from './report/hints';
import { dryRunItem, inItemOrder, invalidItem, outputItem } from './report/items';
import { plan } from './plan';
import { readBasis, run } from './sending/run';

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
		// A model hears what its tool gives back. What a tool throws may end the agent's run, or reach the model as nothing.
		const stops = !this.continueOnFail() && !isTool(this);
		const count = this.getInputData().length;
		const journal = journalOf(this);
		const basis = tooOld(this) ?? (await readBasis(this, count));
		if (basis instanceof InvalidInput) {
			if (stops) throw inputError(this.getNode(), basis);
			const items = Array.from({ length: count }, (_, item) => item);
			const isCutOff = await isRetryOfCutOff(this, journal, false);
			return [items.map((item) => invalidItem(item, basis, isCutOff || journal.hasLeft(item)))];
		}
		const { account, settings } = basis;
		const memoryId = memoryIdOf(this, settings);
		const planned = plan(count, formReader(this, settings), settings, account, memoryId);
		const { sends, invalid } = planned;
		if (stops && invalid.length > 0) throw invalidItemsError(this.getNode(), planned);
		// Looked up before the run: the journal may forget at its end.
		const isCutOff = invalid.length > 0 && (await isRetryOfCutOff(this, journal, false));
		const mayHaveLeft = (item: number) => isCutOff || journal.hasLeft(item);
		const left = new Set(invalid.map(({ item }) => item).filter(mayHaveLeft));
		const refused = invalid.map(({ item, problem }) => invalidItem(item, problem, left.has(item)));
		if (settings.dryRun) {
			const keyOf = keysOf(this);
			const shown = sends.map((send) => dryRunItem(send, account, keyOf(send)));
			return [inItemOrder([...shown, ...refused])];
		}
		const outcomes = await run(this, planned, basis, journal);
		tellHowItWent(this, planned, outcomes, (item) => left.has(item));
		tellWhatIsNotShown(this, sends, account.gateway);
		const error = stops && runError(this, planned, outcomes);
		if (error) throw error;
		const items = sends.map((send, index) => outputItem(send, outcomes[index], settings, account));
		return [inItemOrder([...items, ...refused])];
	}
}
