import type { IExecuteFunctions, NodeParameterValueType } from 'n8n-workflow';

import { optionsOfRun, readSettings, type Settings } from './settings';
import type { ContactForm } from '../message/contactMessage';

/** The form's fields for one item. */
export interface ItemForm extends ContactForm {
	/** The Once Key, expressions resolved; undefined where the field is empty. */
	onceKey?: unknown;
}

/** Reads the options, which hold for the whole run. @throws InvalidInput when an expression gives others for another item */
export function readOptions(n8n: IExecuteFunctions, items: number): Settings {
	const raw = n8n.getNodeParameter('options', 0, {}, { rawExpressions: true });
	const length = hasExpression(raw) ? items : 1;
	const read = (_: unknown, item: number) => n8n.getNodeParameter('options', item, {});
	return readSettings(optionsOfRun(Array.from({ length }, read)));
}

/**
 * Makes the function that reads the form of an item. A field without an expression is the same for all items and read
 * once: n8n takes some 30 µs to read one. An empty field is undefined, an expression that finds nothing is null.
 */
export function formReader(
	n8n: IExecuteFunctions,
	{ sendOnce }: Pick<Settings, 'sendOnce'>,
): (item: number) => ItemForm {
	const field = (name: string, preset: NodeParameterValueType) => {
		const raw = n8n.getNodeParameter(name, 0, preset, { rawExpressions: true });
		if (raw === '') return () => undefined;
		const read = (item: number) => n8n.getNodeParameter(name, item, preset) ?? null;
		if (hasExpression(raw)) return read;
		const fixed = read(0);
		return () => fixed;
	};
	const recipient = field('recipient', {});
	const contacts = field('contacts.contact', []);
	const quotedMessageId = field('quotedMessageId', '');
	// Out of sight while Send Once is off: then its expression may fail as it likes.
	const onceKey = sendOnce === 'off' ? () => undefined : field('onceKey', '');
	return (item) => ({
		recipient: recipient(item),
		contacts: contacts(item),
		quotedMessageId: quotedMessageId(item),
		onceKey: onceKey(item),
	});
}

const hasExpression = (raw: unknown): boolean =>
	typeof raw === 'string'
		? raw.startsWith('=')
		: typeof raw === 'object' && raw !== null && Object.values(raw).some(hasExpression);
