import { forModel } from '../../nodes/WhatsAppSendContact/report/forModel';
import {
	dryRunItem,
	inItemOrder,
	invalidItems,
	outputItem,
} from '../../nodes/WhatsAppSendContact/report/items';
import { readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import { rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { idempotencyKey } from '../../nodes/WhatsAppSendContact/plan';
import { hostOf } from '../sending/run';
import { accountAt, send } from '../sending/send';

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
	expect(outputItem(quoting, { ...delivered, queueNumber: 7, reply: {} }, simple)).toEqual({
		json: { id: 'A', sent: true, message: 'ok' },
		pairedItem: { item: 3 },
	});
});

test('with Track Delivery also what is known of its delivery, whoever can’t tell', () => {
	const tracking = readSettings({ trackDelivery: 60 });
	const { json } = outputItem(plain, { ...delivered, delivery: 'read', takenAt: 1 }, tracking);
	expect(json).toStrictEqual({ id: 'A', sent: true, message: 'ok', delivery: 'read' });
	expect(outputItem(plain, delivered, tracking).json).toMatchObject({ delivery: 'unconfirmed' });
	expect(outputItem(plain, delivered, simple).json).not.toHaveProperty('delivery');
});

test('with all its details, where there are some', () => {
	const { json } = outputItem(send(), delivered, full);
	const details = {
		id: 'A',
		sent: true,
		message: 'ok',
		status: 'sent',
		gateway: 'Chat API',
		instance: '1150',
		recipient: '79995253422@c.us',
		contacts: ['79001111111@c.us'],
		attempts: 2,
	};
	expect(json).toStrictEqual(details);
	const more = { ...delivered, queueNumber: 7, reply: { raw: 1 } };
	expect(outputItem(quoting, more, full).json).toEqual({
		...details,
		quotedMessageId: 'Q',
		queueNumber: 7,
		reply: { raw: 1 },
	});
});

test('a message that was not taken has one key, error, with all that people route on', () => {
	const failure = { ...rejected('unknown', 'serverError', 'oops'), httpCode: 500 } as const;
	expect(outputItem(quoting, failure, simple)).toEqual({
		json: {
			error: {
				message: 'The gateway reported an internal error: oops — the message may have arrived',
				description: expect.stringMatching(/^Before sending it again, check the chat/),
				certainty: 'unknown',
				reason: 'serverError',
				httpCode: 500,
				recipient: '79995253422@c.us',
				contacts: ['79001111111@c.us'],
			},
		},
		pairedItem: { item: 3 },
	});
});

test('items are listed in their order, several of one item as they come', () => {
	const [first, second, third] = [2, 0, 2].map((item, index) => ({
		json: { index },
		pairedItem: { item },
	}));
	expect(inItemOrder([first, second, third])).toEqual([second, first, third]);
});

const wrong = new InvalidInput('The recipient is empty', 'Enter one.');
/** The item for the input 2, which may have left earlier. */
const itemOf = (problem: InvalidInput, hasLeft: boolean) =>
	invalidItems(
		{ items: 3, sends: [], invalid: [{ item: 2, problem }] },
		(item) => item === 2 && hasLeft,
	)[0];

test('an input that can’t be sent', () => {
	expect(itemOf(wrong, false)).toEqual({
		json: {
			error: {
				message: 'The recipient is empty',
				description: 'Enter one.',
				certainty: 'notSent',
				reason: 'invalidInput',
			},
		},
		pairedItem: { item: 2 },
	});
});

test('an input that can’t be sent any more, and has left earlier, is unknown', () => {
	expect(itemOf(wrong, true).json.error).toEqual({
		message: 'The recipient is empty — the message may have arrived, not sent again',
		description:
			'An earlier try of this execution has sent this item, or may have: check the chat before sending it again. Enter one.',
		certainty: 'unknown',
		reason: 'invalidInput',
	});
});

test('a dry run shows the request, the token left out of the query or the body', () => {
	const request = (gateway: string) =>
		dryRunItem(send({ item: 1, account: accountAt(gateway) }), hostOf()).json;
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
	expect(request('ultraMsg').request).toMatchObject({
		url: 'https://gateway.example.org/instance1150/messages/contact',
		body: { token: '***', referenceId: idempotencyKey(send({ item: 1 }), hostOf()) },
	});
});

test('a model hears the chat that the card went to, where the gateway names it', () => {
	const outcome = { ...delivered, chatId: '551187654321@c.us' };
	const { json } = forModel(outputItem(plain, outcome, full), plain);
	expect(json).toMatchObject({ sent: true, recipient: '551187654321@c.us' });
});
