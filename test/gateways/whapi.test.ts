import { readSession } from '../../nodes/WhatsAppSendContact/gateways/questions';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import { checks, lacks, rejects } from './tables';

// "document" is Whapi's OpenAPI document 1.8.7, as purelines/whapi-sdk has it, or support.whapi.cloud; "client" is code of
// users that reads it so.

const { whapi } = gateways;
const ID = 'PsqXn5SAD5v7HRA-wHqB9tMeGQ';

const error = (code: number, words: string, more?: object) => ({
	error: { code, message: words, ...more },
});
// "Whapi's real shape, captured from the live API": of a group that was not made, for the same reason as a message.
const NUMBER_RESTRICTED = error(429, 'too many requests', {
	details: 'account_reachout_restricted',
});
const NOT_LINKED = error(401, 'need channel authorization for send message');

describe('the answer', () => {
	test('takes a message, and names the chat that it went to', () => {
		const taken = { id: ID, type: 'contact', chat_id: '553188887777@s.whatsapp.net' };
		const body = { sent: true, message: { ...taken, status: 'pending' } };
		expect(readReply(whapi, { status: 200, body })).toEqual({
			accepted: true,
			status: 'sent',
			id: ID,
			message: 'pending',
			chatId: '553188887777@c.us',
		});
	});

	const LIMITED = 'limit_companion_sharing_enabled';
	rejects(whapi, [
		['document, client', 401, NOT_LINKED, 'notSent', 'notConnected', 'channel authorization'],
		['client', 401, error(401, 'Unauthorized'), 'notSent', 'unauthorized', 'Unauthorized'],
		['document', 402, error(402, 'Trial version limit exceeded'), 'notSent', 'notPaid', 'Trial'],
		['document', 403, error(403, 'It is forbidden'), 'notSent', 'refused', 'forbidden'],
		['document', 403, error(403, 'Forbidden', { details: LIMITED }), 'notSent', 'restricted'],
		['document', 403, error(403, LIMITED), 'notSent', 'restricted', LIMITED],
		['made up', 500, NOT_LINKED, 'unknown', 'serverError'],
		['made up', 500, error(500, LIMITED), 'unknown', 'serverError', LIMITED],
		['document', 400, error(400, 'Wrong', { details: 'to' }), 'notSent', 'refused', 'to'],
		['document', 413, error(413, 'Request body too large'), 'notSent', 'refused', 'too large'],
		['document', 429, error(429, 'Too many requests'), 'notSent', 'rateLimited', 'Too many'],
		['client', 429, NUMBER_RESTRICTED, 'notSent', 'restricted', 'account_reachout_restricted'],
		['document', 500, error(500, 'Internal'), 'unknown', 'serverError', 'Internal'],
		[
			'document',
			200,
			{ sent: true, message: { id: ID, status: 'failed' } },
			'unknown',
			'notDelivered',
			'failed',
		],
		['made up', 200, { sent: false, message: { id: ID } }, 'unknown', 'unreadableReply'],
		['made up', 200, { sent: true }, 'unknown', 'unreadableReply'],
	]);
});

describe('the session', () => {
	const state = (text: string) => ({ start_at: 1, uptime: 1, status: { code: 1, text } });

	// "You can still send messages, but GET requests will not work", support.whapi.cloud says of it.
	test('that could not be synchronized sends all the same', () => {
		expect(readSession(whapi, { status: 200, body: state('SYNC_ERROR') })).toBeUndefined();
	});

	lacks(whapi, [
		['document', 200, state('QR'), 'scan the QR code'],
		['document', 200, state('NOT_INIT'), 'not running'],
		['document', 200, state('INIT'), 'still loading'],
		['document', 200, state('LAUNCH'), 'still loading'],
		['document', 200, state('ERROR'), 'has failed'],
		['document', 200, state('STOP'), 'stopped: extend its subscription'],
		['made up', 401, NOT_LINKED, 'not connected or not authorized'],
	]);
});

const contact = (status: string) => ({ contacts: [{ input: '79995253422', status }] });
checks(whapi, [
	[contact('valid'), { exists: true }],
	[contact('invalid'), { exists: false }],
	[contact('processing'), undefined],
	[{ contacts: [] }, undefined],
]);
