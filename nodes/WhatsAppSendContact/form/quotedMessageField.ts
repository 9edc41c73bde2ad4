import type { INodeProperties } from 'n8n-workflow';

export const quotedMessageField: INodeProperties = {
	displayName: 'Quoted Message ID',
	name: 'quotedMessageId',
	type: 'string',
	default: '',
	placeholder: 'e.g. false_17472822486@c.us_3EB0…',
	description:
		'The message that the cards reply to, by the ID that the gateway gave it. Leave empty to quote none.',
};
