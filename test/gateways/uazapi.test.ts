import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import { checks, finds, lacks, REFERENCE, rejects } from './tables';

// "document" is uazapi's OpenAPI document, as euventura/uazapi-sdk has it; "client" is code of users that quotes what they got,
// and newer pages of its documents that they keep.

const { uazapi } = gateways;
const ID = '3EB0538DA65A59F6D8A251';
const MESSAGE = {
	id: `5511999999999:${ID}`,
	messageid: ID,
	chatid: '553188887777@s.whatsapp.net',
	fromMe: true,
	status: 'pending',
};

const NOBODY = { error: 'the number 5511999990000@s.whatsapp.net is not on WhatsApp' };
const DISCONNECTED = {
	error: true,
	message: 'WhatsApp disconnected: session is not reconnectable',
};
const REFUSED_BY_WHATSAPP = {
	error_source: 'whatsapp_server',
	provider: 'whatsapp',
	provider_code: 463,
	error_key: 'WHATSAPP_REACHOUT_TIMELOCK',
	message: 'The WhatsApp server rejected this message',
};

describe('the answer', () => {
	test('takes a message: its ID is the one that can be quoted, its chat the one that it went to', () => {
		const body = { ...MESSAGE, response: { status: 'success', message: 'Contact card sent' } };
		expect(readReply(uazapi, { status: 200, body })).toEqual({
			accepted: true,
			status: 'sent',
			id: ID,
			message: 'Contact card sent',
			chatId: '553188887777@c.us',
		});
		expect(readReply(uazapi, { status: 200, body: { id: 'r1' } })).toMatchObject({ id: 'r1' });
	});

	rejects(uazapi, [
		['document', 400, { error: 'Missing required fields' }, 'notSent', 'refused', 'Missing'],
		['document', 401, { error: 'Invalid token' }, 'notSent', 'unauthorized', 'Invalid token'],
		['document', 401, { error: 'No active session' }, 'notSent', 'notConnected', 'No active'],
		['document', 429, { error: 'Rate limit exceeded' }, 'notSent', 'rateLimited', 'Rate limit'],
		['client', 500, NOBODY, 'notSent', 'notOnWhatsApp', '5511999990000'],
		['client', 503, DISCONNECTED, 'notSent', 'notConnected', 'session is not reconnectable'],
		['client', 503, { error: true, message: 'WhatsApp disconnected' }, 'unknown', 'serverError'],
		['client', 500, REFUSED_BY_WHATSAPP, 'notSent', 'restricted', 'The WhatsApp server rejected'],
		['client', 400, { ...REFUSED_BY_WHATSAPP, error: 'capped' }, 'notSent', 'restricted'],
		['made up', 500, { ...MESSAGE, ...REFUSED_BY_WHATSAPP }, 'unknown', 'unreadableReply'],
		['client', 500, { error: 'error sending message after 2 attempts' }, 'unknown', 'serverError'],
		['document', 500, { error: 'Failed to send contact card' }, 'unknown', 'serverError', 'Failed'],
		['document', 500, { error: 'WhatsApp client is not connected' }, 'unknown', 'serverError'],
		['document', 200, { ...MESSAGE, status: 'failed' }, 'unknown', 'notDelivered', 'failed'],
		['made up', 200, { response: { status: 'success' } }, 'unknown', 'unreadableReply'],
	]);
});

describe('the session', () => {
	const state = (status: string) => ({ instance: { status }, status: { connected: false } });

	lacks(uazapi, [
		['document', 200, state('connecting'), 'scan the QR code'],
		['document', 200, state('disconnected'), 'scan the QR code'],
		['document', 401, { error: 'instance info not found' }, 'refused the token'],
		['document', 401, { error: 'No active session' }, 'not connected or not authorized'],
	]);
});

checks(uazapi, [
	[[{ query: '79995253422', isInWhatsapp: true }], { exists: true }],
	[[{ query: '79995253422', isInWhatsapp: false }], { exists: false }],
	[[{ query: '79995253422', error: 'no' }], undefined],
	[{ error: 'No active session' }, undefined],
]);

const lost = { ...MESSAGE, track_id: REFERENCE, status: 'sent' };
const another = { ...lost, track_id: 'other' };
const words = expect.stringContaining('by its track_id') as string;
const found = { status: 'sent', id: ID, message: words, chatId: '553188887777@c.us' };
finds(uazapi, [
	[{ messages: [another, lost] }, found],
	[{ messages: [{ ...lost, status: 'Delivered' }] }, found],
	[{ messages: [{ ...lost, status: 'read' }] }, found],
	[{ messages: [{ ...lost, status: 'pending' }] }, undefined],
	[{ messages: [{ ...lost, status: 'failed' }] }, undefined],
	[{ messages: [another] }, undefined],
	[{ messages: [{ track_id: REFERENCE, status: 'sent' }] }, undefined],
	[{ messages: [] }, undefined],
	[{}, undefined],
]);
