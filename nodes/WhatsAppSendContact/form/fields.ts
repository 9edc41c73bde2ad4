import type { INodeProperties } from 'n8n-workflow';

import { gatewaysThat } from '../gateways/registry';
import { contactsField } from './contactsField';
import { optionsField } from './optionsField';

/** The form, from the most important field to the least. */
export const fields: INodeProperties[] = [
	// What a model reads when it chooses a tool. n8n would add this field itself, but fill it with the node's description,
	// whatever `usableAsTool` says.
	{
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 6 },
		default:
			'Sends WhatsApp contact cards to one person or group. Call it once for each recipient. Recipient: a phone number with its country code, such as 79995253422; for a group, its chat ID, which ends in @g.us. Contact: the phone number that the card shows; several are separated by commas. Leave details that you do not know (name, organization, email, URL) empty: never make them up. When the answer says that the message may have arrived, never call it again for the same message: tell the user instead.',
		required: true,
		displayOptions: { show: { '@tool': [true] } },
		description: 'What the model reads when it decides whether and how to use this tool',
	},
	{
		displayName: 'Recipient',
		name: 'recipient',
		type: 'resourceLocator',
		default: { mode: 'phone', value: '' },
		required: true,
		description: `The chat that gets the contact cards. ${gatewaysThat(({ chats }) => chats === undefined)} has no list to choose it from.`,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose a chat…',
				typeOptions: { searchListMethod: 'searchChats', searchable: true },
			},
			{
				displayName: 'Phone',
				name: 'phone',
				type: 'string',
				hint: 'Country code first, as people write it',
				placeholder: 'e.g. +7 999 525-34-22',
			},
			{
				displayName: 'Chat ID',
				name: 'chatId',
				type: 'string',
				hint: 'Ends in @c.us for a person, in @g.us for a group',
				placeholder: 'e.g. 79995253422@c.us',
			},
		],
	},
	contactsField,
	{
		displayName: 'Quoted Message ID',
		name: 'quotedMessageId',
		type: 'string',
		default: '',
		placeholder: 'e.g. false_17472822486@c.us_3EB0…',
		description:
			'The message that the cards reply to, by the ID that the gateway gave it. Leave empty to quote none.',
	},
	// A hidden twin of Once Key. Outside the editor, n8n decides which fields are shown without a look at the options, and
	// drops the values of the others; this one is always shown, so that the value stays.
	{
		displayName: 'Once Key',
		name: 'onceKey',
		type: 'hidden',
		default: '',
	},
	{
		displayName: 'Once Key',
		name: 'onceKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.orderId }}',
		displayOptions: { show: { '/options.sendOnce': ['node', 'workflow'] } },
		description:
			'What makes a message the same as an earlier one to the same chat, such as an order ID. Leave empty to go by the message itself: its recipient, contacts and quote.',
	},
	optionsField,
];
