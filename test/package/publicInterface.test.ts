import type { INodeProperties } from 'n8n-workflow';

import { WhatsAppGatewayApi } from '../../credentials/WhatsAppGatewayApi.credentials';
import { REASONS, type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import { outputItem } from '../../nodes/WhatsAppSendContact/report/items';
import { WhatsAppSendContact } from '../../nodes/WhatsAppSendContact/WhatsAppSendContact.node';
import { send } from '../sending/send';

// What people have saved in their workflows, and what their later nodes read. With 1.0 it only grows: a change that takes
// something away from this snapshot breaks workflows.

const namesOf = (options: INodeProperties['options'] = []): string[] =>
	options.flatMap((option) => {
		if ('type' in option) return fieldsOf([option]);
		if ('values' in option)
			return fieldsOf(option.values).map((field) => `${option.name}[].${field}`);
		return [];
	});

/** `options.sendOnce: options(off, node, workflow) = "off"` */
function fieldsOf(properties: INodeProperties[]): string[] {
	return properties.flatMap(({ name, type, options, modes, default: preset }) => {
		const inner = namesOf(options);
		if (inner.length > 0) return inner.map((field) => `${name}.${field}`);
		const choices = [...(options ?? []), ...(modes ?? [])].map((each) =>
			'value' in each ? each.value : each.name,
		);
		const among = choices.length > 0 ? `(${choices.join(', ')})` : '';
		return [`${name}: ${type}${among} = ${JSON.stringify(preset)}`];
	});
}

const outcome: Outcome = {
	accepted: true,
	status: 'queued',
	id: '1',
	message: 'ok',
	attempts: 1,
	queueNumber: 1,
	delivery: 'unconfirmed',
	reply: {},
};
const quoting = send();
quoting.message.quotedMessageId = '1';
const keysOf = (told: Outcome, output: 'simple' | 'full') =>
	Object.keys(outputItem(quoting, told, readSettings({ output })).json);

test('the public interface is as it was published', () => {
	const { description } = new WhatsAppSendContact();
	const failed = { ...rejected('notSent', 'refused'), httpCode: 400 };
	expect({
		type: `${description.name} ${String(description.version)}`,
		credentials: description.credentials,
		parameters: [...new Set(fieldsOf(description.properties))].sort(),
		credential: [...new Set(fieldsOf(new WhatsAppGatewayApi().properties))].sort(),
		simple: keysOf(outcome, 'simple'),
		full: keysOf(outcome, 'full'),
		error: Object.keys(outputItem(quoting, failed, readSettings({})).json.error as object),
		reasons: REASONS,
	}).toMatchSnapshot();
});
