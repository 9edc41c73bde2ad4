import type { INodeProperties } from 'n8n-workflow';

import type { Shown } from '../gateways/capabilities';
import { gatewaysThat } from '../gateways/registry';

/** The gateways whose own cards show a field of a contact, as the table of capabilities has it. */
const shownBy = (field: Shown): string =>
	gatewaysThat(({ can }) => can.contact.shows.includes(field));

export const contactsField: INodeProperties = {
	displayName: 'Contacts',
	name: 'contacts',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Contact' },
	default: { contact: [{ id: '' }] },
	placeholder: 'Add Contact',
	required: true,
	description: `The people whose cards are sent in one message. With ${gatewaysThat(({ can }) => can.contact.contacts === 1)}, each card is a message of its own.`,
	options: [
		{
			displayName: 'Contact',
			name: 'contact',
			values: [
				{
					displayName: 'Contact (Phone or ID)',
					name: 'id',
					type: 'string',
					default: '',
					required: true,
					placeholder: 'e.g. 79001111111',
					hint: 'Several at once: use commas, or drop in an array',
					description:
						'A phone with its country code, or a WhatsApp ID such as 79001111111@c.us. Takes a list too: text with commas, semicolons or line breaks, JSON, or an expression that gives an array. A person listed twice is sent once.',
				},
				{
					displayName: 'Contact Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. Anna Ivanova',
					description: `What the card shows as the name; without one, it shows the number. Shown by ${shownBy('name')}, and in every vCard.`,
				},
				{
					displayName: 'Email',
					name: 'email',
					type: 'string',
					default: '',
					placeholder: 'e.g. anna@example.org',
					description: `The email address on the card. Shown by ${shownBy('email')}, and in every vCard.`,
				},
				{
					displayName: 'Organization',
					name: 'organization',
					type: 'string',
					default: '',
					placeholder: 'e.g. Acme',
					description: `The company on the card. Shown by ${shownBy('organization')}, and in every vCard.`,
				},
				{
					displayName: 'URL',
					name: 'url',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://example.org',
					description: `The website on the card. Shown by ${shownBy('url')}, and in every vCard.`,
				},
			],
		},
	],
};
