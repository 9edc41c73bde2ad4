import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Certainty, Reason } from '../outcome';
import type { Send } from '../plan';
import { addressed } from './items';

const MAY_HAVE_ARRIVED =
	'Never call again for this message. Tell the user that it may have arrived, and to look into the chat.';
const CORRECT = 'If that is yours to correct, correct it and call again; else tell the user.';
const TELL = 'Nothing was sent. Tell the user, and call again only when they ask for it.';

/** What a model can mend by itself: what it has said, and not what an administrator has set up. */
const OF_THE_CALL: Reason[] = ['invalidInput', 'notOnWhatsApp', 'refused'];

/**
 * An output item as a model is to hear it that calls the node as its tool: whose cards went to whom, where the call could
 * be read, and what the model may do about a failure.
 */
export function forModel(item: INodeExecutionData, send?: Send): INodeExecutionData {
	const { json } = item;
	const error = json.error as IDataObject | undefined;
	if (error === undefined) return { ...item, json: { ...(send && addressed(send)), ...json } };
	return { ...item, json: { error: { ...error, description: advice(error) } } };
}

function advice(error: IDataObject): string {
	if ((error.certainty as Certainty) === 'unknown') return MAY_HAVE_ARRIVED;
	const isOfTheCall = OF_THE_CALL.includes(error.reason as Reason);
	return isOfTheCall ? `${String(error.description)} ${CORRECT}` : TELL;
}
