import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import { checks, lacks, message, rejects } from './tables';

const { evolutionApi } = gateways;

test('names are escaped, because the server writes them into the card as they are', () => {
	const contact = {
		phone: '79001111111',
		name: 'Ivanova, Anna',
		organization: 'Acme; Sons \\ Co',
		url: 'https://example.org/a,b',
	};
	const { body } = evolutionApi.request(message({ contacts: [contact] }), 'shop', '');
	expect(body?.contact).toMatchObject([
		{
			fullName: 'Ivanova\\, Anna',
			organization: 'Acme\\; Sons \\\\ Co',
			url: 'https://example.org/a,b',
		},
	]);
});

const failure = (status: number, error: string, words: unknown) => ({
	status,
	error,
	response: { message: words },
});
const FORBIDDEN = failure(403, 'Forbidden', ['Missing global api key']);
const NO_INSTANCE = failure(404, 'Not Found', ['The "shop" instance does not exist']);
/** Version 2.4, from its source. */
const NO_LICENSE = { error: 'service not activated', code: 'LICENSE_REQUIRED' };

describe('the answer', () => {
	const SENT = {
		key: { remoteJid: '553198296801@s.whatsapp.net', fromMe: true, id: 'BAE58DA6CBC941BC' },
		message: { contactMessage: { displayName: 'Guilherme Gomes' } },
		messageTimestamp: '1717780437',
		status: 'PENDING',
	};
	const { key } = SENT;
	const NOT_THERE = { exists: false, jid: '33997329091@s.whatsapp.net', number: '33997329091' };
	const refusal = (...words: unknown[]) => failure(400, 'Bad Request', words);
	const broken = (words: string) => failure(500, 'Internal Server Error', words);
	const NO_SOCKET = "Cannot read properties of undefined (reading 'onWhatsApp')";
	const NOT_LOADED = "Cannot read properties of undefined (reading 'contactMessage')";
	const UNCONNECTED = refusal('The "shop" instance is not connected');
	const PRISMA = 'PrismaClientKnownRequestError: Invalid create()';

	test('sent', () => {
		const { id } = key;
		const chatId = '553198296801@c.us';
		const sent = { accepted: true, status: 'sent', id, message: 'PENDING', chatId };
		expect(readReply(evolutionApi, { status: 201, body: SENT })).toEqual(sent);
		const bare = { status: 200, body: { key: { id } } };
		expect(readReply(evolutionApi, bare)).toEqual({ ...sent, message: 'Sent', chatId: undefined });
	});

	test.each([
		['525512345678:7@s.whatsapp.net', '525512345678@c.us'],
		['123456789012345@lid', undefined],
		['120363028392831234@g.us', undefined],
		[{}, undefined],
	])('the chat %s that it went to is told where it is a person’s: %s', (remoteJid, chatId) => {
		const body = { key: { ...key, remoteJid } };
		expect(readReply(evolutionApi, { status: 201, body })).toMatchObject({ chatId });
	});

	rejects(evolutionApi, [
		['seen', 400, refusal(NOT_THERE), 'notSent', 'notOnWhatsApp', '33997329091'],
		['made up', 400, refusal({ exists: false }), 'notSent', 'notOnWhatsApp', ''],
		['made up', 400, refusal({ exists: true }, NOT_THERE), 'notSent', 'notOnWhatsApp', '33997'],
		['seen', 400, refusal(['instance requires property "contact"']), 'notSent', 'refused', 'prop'],
		['document', 400, refusal('contact[0] requires …'), 'notSent', 'refused', 'requires'],
		['source: guards', 400, UNCONNECTED, 'notSent', 'notConnected', 'is not connected'],
		['seen', 400, refusal('[object Object]'), 'notSent', 'refused', 'the group is unknown'],
		['seen: 2.3.7', 400, refusal('Error: Connection Closed'), 'notSent', 'notConnected', 'Closed'],
		['seen: 2.3.7', 400, refusal('SessionError: No sessions'), 'notSent', 'notConnected', 'No'],
		['seen: 2.3.7', 400, refusal('Error: rate-overlimit'), 'notSent', 'rateLimited', 'rate'],
		['seen: 2.3.7', 500, broken('rate-overlimit'), 'notSent', 'rateLimited', 'rate-overlimit'],
		['source: 2.4', 503, NO_LICENSE, 'notSent', 'notPaid', 'service not activated'],
		['seen: 2.3.7', 400, refusal('Error: write EPIPE'), 'unknown', 'serverError', 'EPIPE'],
		['seen: 2.3.7', 400, refusal('Error: read ECONNRESET'), 'unknown', 'serverError', 'RESET'],
		['seen: 2.3.7', 400, refusal('Error: Timed Out'), 'unknown', 'serverError', 'Timed Out'],
		['seen', 400, refusal(PRISMA), 'unknown', 'serverError', 'PrismaClientKnownRequestError'],
		['made up', 400, refusal('Error: Connection Closed', 'x'), 'unknown', 'serverError', 'Closed'],
		['made up', 400, refusal('TypeError: No sessions'), 'unknown', 'serverError', 'No sessions'],
		['document', 401, { error: 'Unauthorized' }, 'notSent', 'unauthorized', 'Unauthorized'],
		['source: guards', 403, FORBIDDEN, 'notSent', 'unauthorized', 'Missing global api key'],
		['seen', 404, NO_INSTANCE, 'notSent', 'instanceNotFound', 'The "shop" instance does not exist'],
		['made up', 404, refusal('Error: Connection Closed'), 'notSent', 'instanceNotFound', 'Closed'],
		['seen', 500, broken('Connection Closed'), 'notSent', 'notConnected', 'Connection Closed'],
		['seen', 500, broken(NO_SOCKET), 'notSent', 'notConnected', 'onWhatsApp'],
		['seen', 500, broken(NOT_LOADED), 'notSent', 'notConnected', 'contactMessage'],
		['made up', 500, broken(`${NO_SOCKET}.`), 'unknown', 'serverError', 'onWhatsApp'],
		['made up', 500, broken('Error: Connection Closed'), 'unknown', 'serverError', 'Closed'],
		['made up', 500, 'Connection Closed', 'unknown', 'serverError', 'Connection Closed'],
		['made up', 500, { error: 'Connection Closed' }, 'unknown', 'serverError', 'Closed'],
		['made up', 503, broken('Connection Closed'), 'unknown', 'serverError', 'Connection Closed'],
		['made up', 503, { error: 'service not activated' }, 'unknown', 'serverError', 'activated'],
		['made up', 500, NO_LICENSE, 'unknown', 'serverError', 'activated'],
		['made up', 500, { ...broken('Connection Closed'), key }, 'unknown', 'unreadableReply', 'Cl'],
		['made up', 500, refusal(NOT_THERE), 'unknown', 'serverError', 'exists: false'],
		['made up', 500, refusal('[object Object]'), 'unknown', 'serverError', '[object Object]'],
		['made up', 201, { key: {} }, 'unknown', 'unreadableReply', ''],
		['made up', 201, { error: true, message: 'no' }, 'unknown', 'unreadableReply', 'no'],
		['source: Baileys', 201, { ...SENT, status: 'ERROR' }, 'unknown', 'notDelivered', 'ERROR'],
	]);
});

describe('the session', () => {
	const state = (word?: string) => ({ instance: { instanceName: 'shop', state: word } });

	lacks(evolutionApi, [
		['document', 200, state('connecting'), 'scan the QR code'],
		['document', 200, state('close'), 'connect this instance'],
		['source', 200, state('refused'), 'refused the connection'],
		['source', 200, state(), 'not running'],
		['source: guards', 403, FORBIDDEN, 'The gateway said: Missing global api key'],
		['seen', 404, NO_INSTANCE, 'The "shop" instance does not exist'],
		['source: 2.4', 503, NO_LICENSE, 'not been paid for'],
	]);
});

const NUMBER = { exists: true, jid: '79995253422@s.whatsapp.net', number: '79995253422' };
checks(evolutionApi, [
	[[NUMBER], { exists: true }],
	[[{ ...NUMBER, exists: false }], { exists: false }],
	[[], undefined],
	[[{ exists: 'yes' }], undefined],
	[{}, undefined],
	['', undefined],
]);
