import type { IExecuteFunctions, NodeParameterValueType } from 'n8n-workflow';

import { optionsOfRun, readSettings, type Settings } from './settings';
import type { ItemForm } from '../sending/plan';

/**
 * Reads the options, which hold for the whole run.
 *
 * @throws InvalidInput when one is out of its range, or an expression gives other options for another item
 */
export function readOptions(n8n: IExecuteFunctions, items: number): Settings {
	const raw = n8n.getNodeParameter('options', 0, {}, { rawExpressions: true });
	const read = (item: number) =>
		n8n.getNodeParameter('options', item, {}) as Record<string, unknown>;
	const all = Array.from({ length: hasExpression(raw) ? items : 1 }, (_, item) => read(item));
	return readSettings(optionsOfRun(all));
}

/**
 * Makes the function that reads the form of an item. A field without an expression is the same for all items and read
 * once: n8n takes some 30 µs to read one.
 */
export function formReader(n8n: IExecuteFunctions): (item: number) => ItemForm {
	const field = (name: string, preset: NodeParameterValueType) => {
		const read = (item: number) => n8n.getNodeParameter(name, item, preset);
		const raw = n8n.getNodeParameter(name, 0, preset, { rawExpressions: true });
		if (hasExpression(raw)) return read;
		const fixed = read(0);
		return () => fixed;
	};
	const recipient = field('recipient', {});
	const contacts = field('contacts.contact', []);
	const quotedMessageId = field('quotedMessageId', '');
	const onceKey = field('onceKey', '');
	const hasOnceKey = n8n.getNodeParameter('onceKey', 0, '', { rawExpressions: true }) !== '';
	return (item) => ({
		recipient: recipient(item),
		contacts: contacts(item),
		quotedMessageId: quotedMessageId(item),
		...(hasOnceKey ? { onceKey: onceKey(item) ?? '' } : {}),
	});
}

const hasExpression = (raw: unknown): boolean =>
	typeof raw === 'string'
		? raw.startsWith('=')
		: typeof raw === 'object' && raw !== null && Object.values(raw).some(hasExpression);
