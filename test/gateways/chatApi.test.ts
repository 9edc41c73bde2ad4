import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import type { ContactMessage } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { checks, lacks, message, messageTo, rejects } from './tables';

const { chatApi } = gateways;

test('a phone goes out as one, and a chat ID as it is, also a person’s', () => {
	const addressee = (each: ContactMessage) => {
		const { phone, chatId } = chatApi.request(each, '1150', '').body ?? {};
		return { phone, chatId };
	};
	expect(addressee(message())).toEqual({ phone: '79995253422' });
	expect(addressee(messageTo('12345678@c.us'))).toEqual({ chatId: '12345678@c.us' });
});

describe('the answer', () => {
	const SENT = {
		sent: true,
		message: 'Sent to 5548999290820@c.us',
		id: 'true_554899290820@c.us_3EB0957AD66BAFF57D1D',
		queueNumber: 2223,
	};
	const QUEUED = {
		sent: true,
		message:
			'Status of the account not equals authenticated. Message to  5548999290820@c.us will be sent after successful auth.',
		id: 'true_5548999290820@c.us_3EB0',
		queueNumber: 11,
	};
	const WRONG_TOKEN = { error: 'Wrong token. Please provide token as a GET parameter.' };
	const WRONG_CHAT = {
		sent: false,
		message: 'Wrong chatId format. Please use phone parameter or chatId from message history.',
	};
	const NO_TOKEN = { status: false, err: 'Wrong token authentication' };
	const CONNECTED = { error: 'WhatsApp not connected' };
	const LONG = 'no '.repeat(200);
	const no = (words: string) => ({ sent: false, message: words });
	const error = (words: unknown) => ({ error: words });
	const sentBut = (words: string) => ({ ...SENT, message: words });
	const reply = (body: unknown) => readReply(chatApi, { status: 200, body });

	test('sent, or queued', () => {
		const { message: words, id } = SENT;
		const sent = { accepted: true, status: 'sent', id, message: words, queueNumber: 2223 };
		expect(reply(SENT)).toEqual(sent);
		expect(reply(QUEUED)).toMatchObject({ accepted: true, status: 'queued', id: QUEUED.id });
		expect(reply({ ...SENT, queueNumber: 'soon' })).not.toHaveProperty('queueNumber');
	});

	rejects(chatApi, [
		['seen', 200, WRONG_CHAT, 'notSent', 'refused', 'Wrong chatId format'],
		['client', 200, { ...WRONG_CHAT, sent: 'false' }, 'notSent', 'refused', 'Wrong chatId format'],
		['made up', 200, { sent: 0, message: 'no' }, 'notSent', 'refused', 'no'],
		['made up', 200, { sent: '0', message: 'no' }, 'notSent', 'refused', 'no'],
		['seen', 200, WRONG_TOKEN, 'notSent', 'unauthorized', 'Wrong token'],
		['source: whats2api', 200, NO_TOKEN, 'notSent', 'unauthorized', 'Wrong token authentication'],
		['made up', 200, { status: false }, 'notSent', 'refused', 'status: false'],
		['made up', 200, { status: true }, 'unknown', 'unreadableReply', 'status: true'],
		['HTTP', 400, error('Bad field'), 'notSent', 'refused', 'Bad field'],
		['made up', 400, { status: true }, 'unknown', 'unreadableReply', 'true'],
		['made up', 400, [{}, { id: 'A' }], 'unknown', 'unreadableReply', 'A'],
		['made up', 400, { data: [{ message: { id: 'A' } }] }, 'unknown', 'unreadableReply', 'A'],
		['made up', 409, no('no'), 'unknown', 'serverError', 'no'],
		['seen', 200, { ...QUEUED, sent: 'false' }, 'unknown', 'notConnected', 'will be sent after'],
		['made up', 400, error('It will be sent'), 'unknown', 'notConnected', 'will be sent'],
		['made up', 200, { message: 'no', error: 'It will be sent' }, 'unknown', 'notConnected', 'no'],
		['made up', 200, { message: 'no', err: 'in progress' }, 'unknown', 'unreadableReply', 'no'],
		['made up', 200, { message: LONG, err: 'in progress' }, 'unknown', 'unreadableReply', 'no'],
		['made up', 400, { error: false, text: 'in progress' }, 'unknown', 'unreadableReply', 'text'],
		['made up', 200, no('Message is being processed'), 'unknown', 'unreadableReply', 'processed'],
		['made up', 200, error('Request accepted'), 'unknown', 'unreadableReply', 'accepted'],
		['made up', 200, no('Message queued'), 'unknown', 'unreadableReply', 'queued'],
		['made up', 200, { sent: false, status: 'queued' }, 'unknown', 'unreadableReply', 'queued'],
		['made up', 200, error('Message not queued'), 'notSent', 'refused', 'not queued'],
		['made up', 200, { error: 0, message: 'Sent' }, 'unknown', 'unreadableReply', 'Sent'],
		['made up', 200, { error: [], status: 'success' }, 'unknown', 'unreadableReply', 'success'],
		['client', 200, CONNECTED, 'notSent', 'notConnected', 'not connected'],
		['made up', 200, error({ code: 5, text: 'no' }), 'notSent', 'refused', 'code: 5; text: no'],
		['made up', 200, { ...SENT, sent: false }, 'unknown', 'unreadableReply', 'Sent to'],
		['made up', 200, sentBut('It was not sent'), 'unknown', 'notDelivered', 'not sent'],
		['made up', 200, sentBut("Couldn't be sent"), 'unknown', 'notDelivered', 'sent'],
		['made up', 200, sentBut('Failed to send'), 'unknown', 'notDelivered', 'Failed'],
		['made up', 200, { sent: {} }, 'unknown', 'unreadableReply', ''],
		['made up', 200, { message: 'ok', id: '1' }, 'unknown', 'unreadableReply', 'ok'],
	]);

	test.each([true, 'true', 1, '1'])('sent: %j is a yes', (sent) => {
		expect(reply({ ...SENT, sent }).accepted).toBe(true);
	});

	test('what waits for the phone is queued, though it was not sent yet', () => {
		const words = 'It was not sent, and will be sent after successful auth.';
		expect(reply({ ...QUEUED, message: words })).toMatchObject({ status: 'queued' });
	});

	test.each([
		[{ id: 3964 }, '3964'],
		[{ id: '' }, null],
		[{ id: {} }, null],
		[{}, null],
	])('an id in %j is %j', (fields, id) => {
		expect(reply({ sent: true, message: 'ok', ...fields })).toMatchObject({ id });
	});
});

describe('the session', () => {
	lacks(chatApi, [
		['document', 200, { accountStatus: 'got qr code', qrCode: 'data:' }, 'scan the QR code'],
		['document', 200, { accountStatus: 'loading' }, 'still loading'],
		['document', 200, { accountStatus: 'init' }, 'asleep'],
		['document', 200, { accountStatus: 'not_paid' }, 'not been paid'],
		['made up', 200, { accountStatus: {} }, 'no session state'],
		['seen', 200, { error: 'Wrong token. Please provide token.' }, 'refused the token'],
		['HTTP', 403, '', 'refused the token'],
	]);
});

checks(chatApi, [
	[{ result: 'exists' }, { exists: true }],
	[{ result: 'not exists' }, { exists: false }],
	[{ result: 'busy' }, undefined],
	[{ result: false }, undefined],
	[{ error: 'Status of the account not equals authenticated' }, undefined],
	['', undefined],
]);
