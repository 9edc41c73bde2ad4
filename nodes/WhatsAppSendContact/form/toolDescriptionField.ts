import type { INodeProperties } from 'n8n-workflow';

/**
 * What a model reads when it chooses a tool. n8n would make this field itself, but its own one gives the model the node's
 * description whatever `usableAsTool` puts in its place.
 */
export const toolDescriptionField: INodeProperties = {
	displayName: 'Description',
	name: 'toolDescription',
	type: 'string',
	typeOptions: { rows: 6 },
	default:
		'Sends WhatsApp contact cards to one person or group. Call it once for each recipient. The recipient is a phone number with its country code, such as 79995253422; several contacts are separated by commas. When the answer says that the message may have arrived, never call it again for the same message: tell the user instead.',
	required: true,
	displayOptions: { show: { '@tool': [true] } },
	description: 'What the model reads when it decides whether and how to use this tool',
};
