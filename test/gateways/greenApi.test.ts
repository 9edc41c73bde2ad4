import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import { checks, lacks, rejects } from './tables';

const { greenApi } = gateways;

const ID_MESSAGE = '3EB0C767D097B7C7C030';
const QUOTA = {
	invokeStatus: {
		method: 'sendmessage',
		used: 100,
		total: 100,
		status: 'QUOTE_EXCEEDED',
		description: 'Monthly quota has been exceeded. Change the tariff to business',
	},
	correspondentsStatus: { method: 'correspondents', used: 1, total: 3, status: 'QUOTE_ALLOWED' },
};
const PEOPLE_QUOTA = {
	invokeStatus: { method: 'sendmessage', used: 67, total: 0, status: 'QUOTE_ALLOWED' },
	correspondentsStatus: {
		method: 'correspondents',
		used: 3,
		total: 3,
		status: 'CORRESPONDENTS_QUOTE_EXCEEDED',
		description: 'You can only send or receive messages from these numbers: 12345678901@c.us',
	},
};
const said = (words: string) => ({ message: words });
const EXPIRED = said('Instance account is expired. Renew your instance from personal area');
const DELETED = said('Instance is deleted');
const STARTING = said('instance in starting process try later');

describe('the answer', () => {
	const reply = (status: number, body: unknown) => readReply(greenApi, { status, body });

	test('taken', () => {
		const words = "Taken into the gateway's queue";
		const taken = { accepted: true, status: 'sent', id: ID_MESSAGE, message: words };
		expect(reply(200, { idMessage: ID_MESSAGE })).toEqual(taken);
	});

	const NOT_YET = said('instance is starting or not authorized');
	const NOT_AUTHORIZED = said('instance account not authorized');
	const NO_CHAT = said("Validation failed. Details: 'chatId' is required");
	rejects(greenApi, [
		['document', 400, NOT_YET, 'notSent', 'notConnected', 'not authorized'],
		['document', 400, NOT_AUTHORIZED, 'notSent', 'notConnected', 'not authorized'],
		['document', 400, STARTING, 'notSent', 'notConnected', 'try later'],
		['document', 400, EXPIRED, 'notSent', 'notPaid', 'expired'],
		['document', 400, DELETED, 'notSent', 'instanceNotFound', 'deleted'],
		['document', 400, NO_CHAT, 'notSent', 'refused', "'chatId' is required"],
		['document', 403, '', 'notSent', 'instanceNotFound', ''],
		['document', 466, QUOTA, 'notSent', 'quotaExceeded', 'Monthly quota has been exceeded'],
		['made up', 466, '', 'notSent', 'quotaExceeded', ''],
		['document', 499, '', 'unknown', 'serverError', ''],
		['made up', 466, { idMessage: ID_MESSAGE }, 'unknown', 'unreadableReply', ID_MESSAGE],
		['made up', 200, { idMessage: '' }, 'unknown', 'unreadableReply', ''],
		['made up', 200, { idMessage: {} }, 'unknown', 'unreadableReply', ''],
	]);

	test('a plan that limits the messages is explained in its own words alone', () => {
		expect(reply(466, QUOTA)).toMatchObject({ gatewayMessage: QUOTA.invokeStatus.description });
		const both = { ...PEOPLE_QUOTA, invokeStatus: QUOTA.invokeStatus };
		expect(reply(466, both)).not.toHaveProperty('thisChatOnly');
	});

	test('a plan that limits the people leaves some that can be written to', () => {
		expect(reply(466, PEOPLE_QUOTA)).toEqual({
			accepted: false,
			certainty: 'notSent',
			reason: 'quotaExceeded',
			gatewayMessage: PEOPLE_QUOTA.correspondentsStatus.description,
			thisChatOnly: true,
		});
	});
});

describe('the session', () => {
	lacks(greenApi, [
		['document', 200, { stateInstance: 'notAuthorized' }, 'scan the QR code'],
		['document', 200, { stateInstance: 'blocked' }, 'banned'],
		['document', 200, { stateInstance: 'sleepMode' }, 'switched off'],
		['document', 200, { stateInstance: 'starting' }, 'is starting'],
		['document', 200, { stateInstance: 'yellowCard' }, 'too many messages'],
		['made up', 200, { stateInstance: null }, 'no session state'],
		['document', 400, STARTING, 'try later'],
		['document', 400, EXPIRED, 'not been paid'],
		['document', 400, DELETED, 'does not know this account'],
		['document', 403, '', 'does not know this account'],
	]);
});

checks(greenApi, [
	[{ existsWhatsapp: true }, { exists: true }],
	[{ existsWhatsapp: false }, { exists: false }],
	[{ existsWhatsapp: 'yes' }, undefined],
	[{ message: 'bad phone number, valid from 11 to 16 digits' }, undefined],
]);
