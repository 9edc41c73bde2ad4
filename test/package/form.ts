import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

/** The form as a tree of fields, whatever n8n calls them at each level. */

export const choicesOf = ({ type, options = [] }: INodeProperties): INodePropertyOptions[] =>
	type === 'options' ? (options as INodePropertyOptions[]) : [];

export const fieldsOf = ({ type, options = [] }: INodeProperties): INodeProperties[] =>
	type === 'collection' ? (options as INodeProperties[]) : [];

export const groupsOf = ({ type, options = [] }: INodeProperties): INodePropertyCollection[] =>
	type === 'fixedCollection' ? (options as INodePropertyCollection[]) : [];

export const byName = (fields: INodeProperties[], name: string): INodeProperties => {
	const found = fields.find((field) => field.name === name);
	if (!found) throw new Error(`The form has no field "${name}"`);
	return found;
};

/** What is wrong with a node's saved parameters, as the form sees it: names it does not know, values it does not offer. */
export const strangers = (
	parameters: Record<string, unknown>,
	fields: INodeProperties[],
): string[] =>
	Object.entries(parameters).flatMap(([name, value]) => {
		const field = fields.find((one) => one.name === name);
		return field === undefined ? [`no field ${name}`] : strangersIn(value, field);
	});

function strangersIn(value: unknown, field: INodeProperties): string[] {
	const inner = value as Record<string, unknown>;
	switch (field.type) {
		case 'collection':
			return strangers(inner, fieldsOf(field));
		case 'fixedCollection':
			return Object.entries(inner).flatMap(([name, entries]) => {
				const group = groupsOf(field).find((one) => one.name === name);
				if (group === undefined) return [`no group ${name} in ${field.name}`];
				return (entries as Array<Record<string, unknown>>).flatMap((entry) =>
					strangers(entry, group.values),
				);
			});
		case 'resourceLocator':
			return inner.__rl === true && field.modes?.some(({ name }) => name === inner.mode)
				? []
				: [`${field.name} has no mode ${String(inner.mode)}`];
		case 'options':
			return choicesOf(field).some((choice) => choice.value === value)
				? []
				: [`${field.name} has no choice ${String(value)}`];
		default:
			return typeof value === typeof field.default
				? []
				: [`${field.name} is of the type ${typeof value}`];
	}
}
