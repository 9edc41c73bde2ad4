import {
	acceptedItem,
	dryRunItem,
	failedItem,
	invalidItem,
} from '../../nodes/WhatsAppSendContact/report/items';
import { readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import { rejected } from '../../nodes/WhatsAppSendContact/gateways/sendResult';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { send } from '../sending/send';

const account = (gateway: string) =>
	readAccount({
		gateway,
		server: 'https://gateway.example.org',
		instance: '1150',
		token: 's3cr3t',
	});
const delivered = {
	accepted: true,
	status: 'sent',
	id: 'A',
	message: 'ok',
	attempts: 2,
} as const;
const simple = readSettings({});
const full = readSettings({ output: 'full' });
const plain = send({ item: 3 });
const quoting = { ...plain, message: { ...plain.message, quotedMessageId: 'Q' } };

test('a message that was taken: id, sent, message', () => {
	expect(
		acceptedItem(quoting, { ...delivered, queueNumber: 7, reply: {} }, simple, account('chatApi')),
	).toEqual({ json: { id: 'A', sent: true, message: 'ok' }, pairedItem: { item: 3 } });
});

test('with all its details, where there are some', () => {
	const { json } = acceptedItem(send(), delivered, full, account('chatApi'));
	const details = {
		id: 'A',
		sent: true,
		message: 'ok',
		status: 'sent',
		gateway: 'Chat API',
		recipient: '79995253422@c.us',
		contacts: ['79001111111@c.us'],
		attempts: 2,
	};
	expect(json).toEqual(details);
	const more = { ...delivered, queueNumber: 7, reply: { raw: 1 } };
	expect(acceptedItem(quoting, more, full, account('chatApi')).json).toEqual({
		...details,
		quotedMessageId: 'Q',
		queueNumber: 7,
		reply: { raw: 1 },
	});
});

test('a message that was not taken has error, message and details, and no other key', () => {
	const { json, pairedItem } = failedItem(quoting, {
		...rejected('unknown', 'serverError', 'oops'),
		httpCode: 500,
	});
	expect(json).toEqual({
		error: 'The gateway had a fault of its own: oops',
		message: expect.stringContaining('may have arrived'),
		details: {
			certainty: 'unknown',
			reason: 'serverError',
			httpCode: 500,
			recipient: '79995253422@c.us',
			contacts: ['79001111111@c.us'],
		},
	});
	expect(pairedItem).toEqual({ item: 3 });
	const { details } = failedItem(send(), rejected('notSent', 'unreachable')).json;
	expect(details).not.toHaveProperty('httpCode');
});

test('an input that can’t be sent', () => {
	expect(invalidItem(2, new InvalidInput('The recipient is empty', 'Enter one.'))).toEqual({
		json: {
			error: 'The recipient is empty',
			message: 'Enter one.',
			details: { certainty: 'notSent', reason: 'invalidInput' },
		},
		pairedItem: { item: 2 },
	});
});

test('an input that can’t be sent any more, and has left earlier, is unknown', () => {
	const { json } = invalidItem(2, new InvalidInput('It is empty', 'Enter one.'), true);
	expect(json).toEqual({
		error: 'It is empty',
		message:
			'An earlier try of this execution has sent this item, or may have: look into the chat before sending it again. Enter one.',
		details: { certainty: 'unknown', reason: 'invalidInput' },
	});
});

describe('a dry run shows the request', () => {
	const request = (gateway: string) =>
		dryRunItem(send({ item: 1 }), account(gateway), () => 'reference').json;

	test('with the token left out of the query', () => {
		expect(request('chatApi')).toEqual({
			id: null,
			sent: false,
			message: 'Dry run: nothing was sent',
			request: {
				method: 'POST',
				url: 'https://gateway.example.org/instance1150/sendContact?token=***',
				body: { phone: '79995253422', contactId: ['79001111111@c.us'] },
			},
		});
	});

	test('out of the body, the path and the headers', () => {
		expect(request('ultraMsg').request).toMatchObject({
			url: 'https://gateway.example.org/instance1150/messages/contact',
			body: { token: '***', referenceId: 'reference' },
		});
		expect(request('greenApi').request).toMatchObject({
			url: 'https://gateway.example.org/waInstance1150/sendContact/***',
		});
		expect(request('waha').request).toMatchObject({
			url: 'https://gateway.example.org/api/sendContactVcard',
			headers: { 'X-Api-Key': '***' },
		});
	});
});
