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

const named = <T>(list: T[], name: (each: T) => string, value: (each: T) => unknown) =>
	list.length > 0
		? { options: Object.fromEntries(list.map((each) => [name(each), value(each)])) }
		: {};

/**
 * What a translation of these fields must hold: every text a person reads, in the place where n8n's editor looks for it.
 * The names of a resource locator's modes have no such place.
 */
export const textsOf = (fields: INodeProperties[]): Record<string, unknown> =>
	Object.fromEntries(fields.map((field) => [field.name, textsOfField(field)]));

function textsOfField(field: INodeProperties): Record<string, unknown> {
	const { displayName, description, placeholder, hint, typeOptions } = field;
	const button = typeOptions?.multipleValueButtonText;
	return {
		displayName,
		...(description ? { description } : {}),
		...(placeholder ? { placeholder } : {}),
		...(hint ? { hint } : {}),
		...(button ? { multipleValueButtonText: button } : {}),
		...named(
			choicesOf(field),
			({ value }) => String(value),
			({ name, description: about }) => ({
				displayName: name,
				...(about ? { description: about } : {}),
			}),
		),
		...named(fieldsOf(field), ({ name }) => name, textsOfField),
		...named(
			groupsOf(field),
			({ name }) => name,
			(group) => ({ displayName: group.displayName, values: textsOf(group.values) }),
		),
	};
}

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
