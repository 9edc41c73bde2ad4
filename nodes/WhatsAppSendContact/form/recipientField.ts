import type { INodeProperties } from 'n8n-workflow';

export const recipientField: INodeProperties = {
	displayName: 'Recipient',
	name: 'recipient',
	type: 'resourceLocator',
	default: { mode: 'phone', value: '' },
	required: true,
	description: 'The chat that gets the contact cards',
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
			hint: 'Country code first, in any spelling',
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
};
