import type { INodeProperties } from 'n8n-workflow';

export const contactsField: INodeProperties = {
	displayName: 'Contacts',
	name: 'contacts',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Contact' },
	default: { contact: [{ id: '' }] },
	placeholder: 'Add Contact',
	required: true,
	description:
		'The people whose cards are sent in one message. GREEN-API takes one card per message, so that several become as many messages.',
	options: [
		{
			displayName: 'Contact',
			name: 'contact',
			values: [
				{
					displayName: 'Contact ID',
					name: 'id',
					type: 'string',
					default: '',
					required: true,
					placeholder: 'e.g. 79001111111',
					hint: 'Several at once: separate them by commas, or drop in an array',
					description:
						'A phone with its country code, or a WhatsApp ID such as 79001111111@c.us. Takes a list too: text with commas, semicolons or line breaks, JSON, or an expression that gives an array. A person named twice is sent once.',
				},
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. Anna Ivanova',
					hint: 'Chat API and UltraMsg show their own name, except in a vCard',
					description: 'What the card shows as the name. Without one, it shows the number.',
				},
				{
					displayName: 'Organization',
					name: 'organization',
					type: 'string',
					default: '',
					placeholder: 'e.g. Acme',
					description: 'The company on the card, where it shows a name of yours',
				},
			],
		},
	],
};
