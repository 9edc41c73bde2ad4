import type { INodeProperties } from 'n8n-workflow';

import { gatewaysThat } from '../gateways/registry';
import type { Detail } from '../message/contacts';

/** The field for a detail of a contact; the table of capabilities tells which gateways' own cards show it. */
function detail(displayName: string, name: Detail, placeholder: string, what: string) {
	const shownBy = gatewaysThat(({ can }) => !can.contact.hides?.includes(name));
	const description = `${what}. Shown by ${shownBy}, and in every vCard.`;
	return { displayName, name, type: 'string', default: '', placeholder, description } as const;
}

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
				detail(
					'Contact Name',
					'name',
					'e.g. Anna Ivanova',
					'What the card shows as the name; without one, it shows the number',
				),
				detail(
					'Email (If Shown)',
					'email',
					'e.g. anna@example.org',
					'The email address on the card',
				),
				detail('Organization (If Shown)', 'organization', 'e.g. Acme', 'The company on the card'),
				detail('URL (If Shown)', 'url', 'e.g. https://example.org', 'The website on the card'),
			],
		},
	],
};
