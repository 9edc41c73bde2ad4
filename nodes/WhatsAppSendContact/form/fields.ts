import type { INodeProperties } from 'n8n-workflow';

import { contactsField } from './contactsField';
import { keptOnceKeyField, onceKeyField } from './onceKeyField';
import { optionsField } from './optionsField';
import { quotedMessageField } from './quotedMessageField';
import { recipientField } from './recipientField';
import { toolDescriptionField } from './toolDescriptionField';

/** The form, from the most important field to the least. */
export const fields: INodeProperties[] = [
	toolDescriptionField,
	recipientField,
	contactsField,
	quotedMessageField,
	keptOnceKeyField,
	onceKeyField,
	optionsField,
];
