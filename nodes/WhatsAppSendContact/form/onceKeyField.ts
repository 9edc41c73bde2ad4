import type { INodeProperties } from 'n8n-workflow';

import { SEND_ONCE_IS_ON } from './optionsField';

export const onceKeyField: INodeProperties = {
	displayName: 'Once Key',
	name: 'onceKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.orderId }}',
	displayOptions: SEND_ONCE_IS_ON,
	description:
		'What makes a message the same as an earlier one to the same chat, such as an order ID. Leave empty to go by the message itself: its recipient, contacts and quote.',
};
