import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** The form as a tree of fields, whatever n8n calls them at each level. */

export const choicesOf = ({ type, options = [] }: INodeProperties): INodePropertyOptions[] =>
	type === 'options' ? (options as INodePropertyOptions[]) : [];

export const fieldsOf = ({ type, options = [] }: INodeProperties): INodeProperties[] =>
	type === 'collection' ? (options as INodeProperties[]) : [];

export const byName = (fields: INodeProperties[], name: string): INodeProperties => {
	const found = fields.find((field) => field.name === name);
	if (!found) throw new Error(`The form has no field "${name}"`);
	return found;
};
