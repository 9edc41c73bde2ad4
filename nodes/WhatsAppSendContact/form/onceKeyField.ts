import type { INodeProperties } from 'n8n-workflow';

export const onceKeyField: INodeProperties = {
	displayName: 'Once Key',
	name: 'onceKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.orderId }}',
	displayOptions: { show: { '/options.sendOnce': ['node', 'workflow'] } },
	description:
		'What makes a message the same as an earlier one to the same chat, such as an order ID. Leave empty to go by the message itself: its recipient, contacts and quote.',
};

/**
 * The same field once more, invisible. Outside the editor n8n looks at no options when it decides which fields are shown,
 * and drops the values of those that are not: this one keeps it.
 */
export const keptOnceKeyField: INodeProperties = {
	displayName: 'Once Key',
	name: 'onceKey',
	type: 'hidden',
	default: '',
};
