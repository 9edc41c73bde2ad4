import { split } from '../../nodes/WhatsAppSendContact/gateways/checks';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import type { ContactMessage } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { checks, finds, lacks, message, REFERENCE, rejects } from './tables';

const { ultraMsg } = gateways;

const NOT_PAID = {
	error:
		'Your instance has been Stopped due to non-payment. you can activate this instance by extending your subscription. Payment information updates every 5 minutes.',
};
const WRONG_TOKEN = { error: 'Wrong token. Please provide token as a GET parameter.' };
const NO_INSTANCE = { error: 'Instance not found' };

describe('the request', () => {
	const request = (each: ContactMessage) => ultraMsg.request(each, 'instance1150', 'ref');

	test('is a form, with nothing in it that is not there', () => {
		const { headers, body = {} } = request(message());
		expect(headers).toEqual({ 'Content-Type': 'application/x-www-form-urlencoded' });
		expect(Object.keys(body)).toEqual(['to', 'contact', 'referenceId']);
	});

	test('has as many contacts as fit, however long their numbers', () => {
		const contacts = Array(15).fill({ phone: '123456789012345' });
		const [first, second] = split(ultraMsg, message({ contacts })).map(request);
		expect(String(first.body?.contact)).toHaveLength(293);
		expect(second.body?.contact).toBe('123456789012345@c.us');
	});
});

describe('the answer', () => {
	test.each([
		[{ sent: 'true', message: 'ok', id: 3964 }, 'sent'],
		[{ sent: 'queued', message: 'ok', id: 3964 }, 'queued'],
	])('%j is %s', (body, status) => {
		const expected = { accepted: true, status, id: '3964', message: 'ok' };
		expect(readReply(ultraMsg, { status: 200, body })).toEqual(expected);
	});

	const MISSING = { error: [{ to: 'is required' }, { body: 'is required' }] };
	rejects(ultraMsg, [
		['seen', 200, { sent: 'false', message: 'no' }, 'notSent', 'refused', 'no'],
		['seen', 200, WRONG_TOKEN, 'notSent', 'unauthorized', 'Wrong token'],
		['seen', 200, NO_INSTANCE, 'notSent', 'instanceNotFound', 'Instance not found'],
		['seen', 200, NOT_PAID, 'notSent', 'notPaid', 'non-payment'],
		['client', 200, { error: 'WhatsApp not connected' }, 'notSent', 'notConnected', 'connected'],
		['seen', 200, MISSING, 'notSent', 'refused', 'to: is required; body: is required'],
		['made up', 200, { error: { to: 'is required' } }, 'notSent', 'refused', 'to: is required'],
		['made up', 200, { sent: 'maybe', message: 'ok' }, 'unknown', 'unreadableReply', 'ok'],
	]);
});

describe('the session', () => {
	const account = (status: string) => ({ status: { accountStatus: { status } } });

	lacks(ultraMsg, [
		['document', 200, account('qr'), 'not authorized: scan the QR code'],
		['document', 200, account('standby'), 'on standby'],
		['client', 200, account('loading'), 'still loading'],
		['seen', 200, WRONG_TOKEN, 'refused the token'],
		['seen', 200, NO_INSTANCE, 'does not know this account'],
		['seen', 200, NOT_PAID, 'not been paid'],
		['made up', 200, { status: 'authenticated' }, 'no session state'],
	]);
});

checks(ultraMsg, [
	[{ status: 'valid', chatId: '79995253422@c.us' }, { exists: true }],
	[{ status: 'invalid', chatId: '79995253422@c.us' }, { exists: false }],
	[{ error: 'WhatsApp not connected' }, undefined],
	['', undefined],
]);

const lost = { id: 3964, referenceId: REFERENCE, status: 'sent' };
const another = { ...lost, referenceId: 'other' };
const words = expect.stringContaining('after its answer was lost') as string;
finds(ultraMsg, [
	[{ messages: [another, lost] }, { status: 'sent', id: '3964', message: words }],
	[{ messages: [{ ...lost, status: 'queue' }] }, { status: 'queued', id: '3964' }],
	[{ messages: [{ ...lost, status: 'invalid' }] }, undefined],
	[{ messages: [{ ...lost, status: 'unsent' }] }, undefined],
	[{ messages: [{ ...lost, status: 'expired' }] }, undefined],
	[{ messages: [another] }, undefined],
	[{ messages: [null] }, undefined],
	[{ messages: [] }, undefined],
	[{}, undefined],
]);
