import { readSession } from '../../nodes/WhatsAppSendContact/gateways/questions';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import { rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { lacks, type Rejection, rejects } from './tables';

// "document" is Meta's list of error codes and its reference of a contacts message; "client" is pywa, whose `errors.py` says
// what each code means, or `@kapso/whatsapp-cloud-api`.

const { metaCloudApi } = gateways;
const WAMID = 'wamid.HBgLNzk5OTUyNTM0MjIVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA';

const error = (code: number, words: string, more: object = {}) => ({
	error: { message: words, type: 'OAuthException', code, fbtrace_id: 'A1', ...more },
});
const details = (words: string) => ({
	error_data: { messaging_product: 'whatsapp', details: words },
});
const REENGAGE = error(
	131047,
	'(#131047) Re-engagement message',
	details('More than 24 hours have passed since the customer last replied'),
);
const NO_OBJECT = error(100, "Unsupported post request. Object with ID '1' does not exist", {
	type: 'GraphMethodException',
	error_subcode: 33,
});

describe('the answer', () => {
	test('takes a message, and names the chat that it went to', () => {
		const body = {
			messaging_product: 'whatsapp',
			contacts: [{ input: '5531988887777', wa_id: '553188887777' }],
			messages: [{ id: WAMID, message_status: 'accepted' }],
		};
		expect(readReply(metaCloudApi, { status: 200, body })).toEqual({
			accepted: true,
			status: 'sent',
			id: WAMID,
			message: 'accepted',
			chatId: '553188887777@c.us',
		});
	});

	/** A code, the HTTP status that Meta's list has for it, and what it says. */
	const told = (
		source: 'client' | 'document',
		status: number,
		code: number,
		certainty: Rejection[3],
		reason: Rejection[4],
		words = `Said (${code})`,
	): Rejection => [source, status, error(code, 'Said'), certainty, reason, words];
	rejects(metaCloudApi, [
		['document', 400, REENGAGE, 'notSent', 'refused', 'within 24 hours after the person wrote'],
		['document', 400, REENGAGE, 'notSent', 'refused', '(131047: More than 24 hours have passed'],
		told('document', 401, 0, 'notSent', 'unauthorized'),
		told('document', 500, 3, 'notSent', 'unauthorized'),
		told('document', 403, 10, 'notSent', 'unauthorized'),
		told('document', 401, 190, 'notSent', 'unauthorized'),
		told('document', 403, 200, 'notSent', 'unauthorized'),
		told('document', 403, 299, 'notSent', 'unauthorized'),
		told('document', 403, 131005, 'notSent', 'unauthorized'),
		told('client', 400, 131042, 'notSent', 'notPaid'),
		['document', 400, NO_OBJECT, 'notSent', 'instanceNotFound', 'no such Phone Number ID'],
		told('document', 400, 33, 'notSent', 'instanceNotFound', 'no such Phone Number ID'),
		told('client', 400, 133010, 'notSent', 'notConnected', 'is not registered yet'),
		told('document', 400, 100, 'notSent', 'refused'),
		told('client', 400, 4, 'notSent', 'rateLimited'),
		told('client', 400, 80007, 'notSent', 'rateLimited'),
		told('client', 400, 130429, 'notSent', 'rateLimited'),
		told('client', 400, 131048, 'notSent', 'restricted'),
		told('client', 400, 131026, 'notSent', 'refused', 'may not be on WhatsApp'),
		told('client', 400, 131030, 'notSent', 'refused', 'only to the numbers on its list'),
		told('client', 400, 131021, 'notSent', 'refused'),
		told('client', 400, 131000, 'unknown', 'serverError'),
		told('client', 400, 131016, 'unknown', 'serverError'),
		told('client', 400, 135000, 'unknown', 'serverError'),
		told('document', 400, 1, 'unknown', 'serverError'),
		told('document', 503, 2, 'unknown', 'serverError'),
		told('client', 500, 131057, 'unknown', 'serverError'),
		['made up', 429, error(9, 'Said'), 'notSent', 'rateLimited', 'Said (9)'],
		['made up', 400, { error: { code: '131000' } }, 'notSent', 'refused'],
		['made up', 200, error(131047, 'Said'), 'unknown', 'unreadableReply', 'Said'],
		['made up', 200, { messages: [{}] }, 'unknown', 'unreadableReply'],
		['made up', 400, { ...NO_OBJECT, messages: [{ id: WAMID }] }, 'unknown', 'unreadableReply'],
	]);

	test.each([368, 131031])(
		'%i: the account is locked, and not its token wrong (document)',
		(code) => {
			expect(readReply(metaCloudApi, { status: 403, body: error(code, 'Locked') })).toEqual({
				...rejected('notSent', 'restricted', `see Meta's WhatsApp Manager (${code}: Locked)`),
				lasting: true,
			});
		},
	);

	test('about too many messages to one person says how long to wait (document: one in 6 seconds)', () => {
		const answer = { status: 400, body: error(131056, '(#131056) Pair rate limit hit') };
		expect(readReply(metaCloudApi, answer)).toMatchObject({
			certainty: 'notSent',
			reason: 'rateLimited',
			retryAfter: 6_000,
			thisChatOnly: true,
		});
	});
});

describe('the session', () => {
	const state = (status: string) => ({ display_phone_number: '+1 555 0100', status, id: '1150' });

	// Told alike by Sinch, Clickatell and Netcore: both are warnings, and "can still respond to any messages initiated by users".
	test.each(['FLAGGED', 'RESTRICTED'])('%s still answers who has written', (status) => {
		expect(readSession(metaCloudApi, { status: 200, body: state(status) })).toBeUndefined();
	});

	lacks(metaCloudApi, [
		['document', 200, state('PENDING'), 'not registered yet'],
		['document', 200, state('DISCONNECTED'), 'register it again'],
		['document', 200, state('BANNED'), 'has banned the number'],
		['made up', 200, state('MIGRATED'), 'reports "MIGRATED"'],
		['document', 401, error(190, 'Session has expired'), 'refused the token'],
		['document', 400, NO_OBJECT, 'does not know this account'],
	]);
});
