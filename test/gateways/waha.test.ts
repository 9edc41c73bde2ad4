import { readLosses } from '../../nodes/WhatsAppSendContact/gateways/questions';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { readReply } from '../../nodes/WhatsAppSendContact/gateways/reply';
import { checks, finds, lacks, message, rejects, WHOLE_ID } from './tables';

const { waha } = gateways;

const MESSAGE = '3EB00123456789ABCDEF01';

/** `src/core/exceptions.ts` of WAHA, but for the fault of an engine, which a user reported. */
const FORBIDDEN = { message: 'Forbidden resource', error: 'Forbidden', statusCode: 403 };
const ONLY_DEFAULT = {
	message: "WAHA Core support only 'default' session. You tried to access 'other' session",
	error: 'Unprocessable Entity',
	statusCode: 422,
};
const NOT_IMPLEMENTED = {
	...ONLY_DEFAULT,
	message: 'The method is not implemented by the engine.',
};
const NOT_OF_WPP = {
	message: "The method is not implemented by 'WPP' engine. Check the docs and try another engine",
	error: 'Not Implemented',
	statusCode: 501,
};
const engineFault = (words: string) => ({
	statusCode: 500,
	exception: { message: words, code: 2 },
	request: { path: '/api/sendContactVcard', method: 'POST', body: { id: MESSAGE }, query: {} },
	version: { version: '2026.5.1', engine: 'GOWS' },
});
const REFUSED = '2 UNKNOWN: server returned error';

describe('the answer', () => {
	const reply = (status: number, body: unknown) => readReply(waha, { status, body });
	const GOWS = { id: `true_79995253422@c.us_${MESSAGE}`, _data: { Info: {} } };
	const STATE = {
		error: 'Session status is not as expected. Try again later or restart the session',
		session: 'default',
		status: 'SCAN_QR_CODE',
		expected: ['WORKING'],
	};
	const key = { remoteJid: '79995253422@s.whatsapp.net', fromMe: true, id: '3EB0' };
	const inGroup = {
		...key,
		remoteJid: '120363028392831234@g.us',
		participant: '79001111111:12@s.whatsapp.net',
	};

	test.each([
		['GOWS', GOWS, GOWS.id],
		['WEBJS', { id: { fromMe: true, _serialized: GOWS.id }, ack: 0 }, GOWS.id],
		['NOWEB', { key, status: 'PENDING' }, 'true_79995253422@c.us_3EB0'],
		['an engine that gives both', { id: GOWS.id, key }, GOWS.id],
		['NOWEB, in a group', { key: inGroup }, 'true_120363028392831234@g.us_3EB0_79001111111@c.us'],
		['NOWEB, by another', { key: { ...key, fromMe: false } }, 'false_79995253422@c.us_3EB0'],
		['an engine that gives no ID', { _data: {} }, null],
		['an engine that gives nothing', '', null],
		['an engine that gives null', null, null],
		['a key without an ID', { key: { remoteJid: '79995253422@s.whatsapp.net' } }, null],
		['an ID of another kind', { id: {}, _data: {} }, null],
		['a key without a chat', { key: { id: '3EB0' } }, null],
	])('of %s is sent', (_engine, body, id) => {
		expect(reply(201, body)).toEqual({ accepted: true, status: 'sent', id, message: 'Sent' });
	});

	test('with HTTP 200 is sent if it has an ID', () => {
		expect(reply(200, GOWS).accepted).toBe(true);
	});

	rejects(waha, [
		['seen', 401, { message: 'Unauthorized' }, 'notSent', 'unauthorized', 'Unauthorized'],
		['source', 403, FORBIDDEN, 'notSent', 'unauthorized', 'Forbidden resource'],
		['seen', 404, { message: "We didn't find it" }, 'notSent', 'instanceNotFound', 'find it'],
		['seen', 422, STATE, 'notSent', 'notConnected', `${STATE.error} (SCAN_QR_CODE)`],
		['made up', 422, { ...STATE, status: undefined }, 'notSent', 'refused', STATE.error],
		['source', 422, ONLY_DEFAULT, 'notSent', 'instanceNotFound', "only 'default' session"],
		['source', 422, NOT_IMPLEMENTED, 'notSent', 'refused', 'not implemented by the engine'],
		['source', 501, NOT_OF_WPP, 'notSent', 'refused', "not implemented by 'WPP' engine"],
		['document', 400, { message: ['chatId is empty'] }, 'notSent', 'refused', 'chatId is empty'],
		['seen: GOWS', 500, engineFault(`${REFUSED} 463`), 'notSent', 'restricted', `${REFUSED} 463`],
		['source: whatsmeow', 500, engineFault(`${REFUSED} 479`), 'notSent', 'refused', 'error 479'],
		['made up', 500, engineFault(`${REFUSED} 463 twice`), 'unknown', 'serverError', 'twice'],
		['made up', 503, engineFault(`${REFUSED} 463`), 'unknown', 'serverError', REFUSED],
		['document', 500, engineFault('Evaluation failed'), 'unknown', 'serverError', 'Evaluation'],
		['seen: WEBJS', 201, { ...GOWS, ack: -1, _data: { ack: -1 } }, 'unknown', 'notDelivered', '-1'],
		['source: NOWEB', 201, { key, status: 'ERROR' }, 'unknown', 'notDelivered', 'ERROR'],
		['made up', 201, { _data: {}, status: 'FAILED' }, 'unknown', 'notDelivered', 'FAILED'],
		['made up', 201, { status: 'error' }, 'unknown', 'unreadableReply', 'error'],
		['made up', 200, { _data: {} }, 'unknown', 'unreadableReply', ''],
	]);

	test('a fault does not repeat the request in its words', () => {
		const { gatewayMessage } = reply(500, engineFault('Evaluation failed')) as {
			gatewayMessage: string;
		};
		expect(gatewayMessage).toBe('Evaluation failed');
	});
});

describe('the session', () => {
	lacks(waha, [
		['document', 200, { status: 'SCAN_QR_CODE' }, 'scan the QR code'],
		['document', 200, { status: 'STARTING' }, 'still starting'],
		['document', 200, { status: 'STOPPED' }, 'is stopped'],
		['document', 200, { status: 'FAILED' }, 'has failed'],
		['source', 200, { status: 'PASSKEY_REQUIRED' }, 'passkey'],
		['source', 200, { status: 'PASSKEY_CONFIRMATION_REQUIRED' }, 'confirm its passkey'],
		['seen', 401, { message: 'Unauthorized', statusCode: 401 }, 'The gateway said: Unauthorized'],
		['source', 422, ONLY_DEFAULT, "only 'default' session"],
		['seen', 500, engineFault('Evaluation failed'), 'Evaluation failed'],
	]);

	const all = {
		phone: '79001111111',
		name: 'Anna',
		organization: 'Acme',
		email: 'anna@example.org',
		url: 'https://example.org',
	};
	const plain = message({ contacts: [{ phone: '79001111111', name: 'Anna' }] });
	const full = message({ contacts: [all], quotedMessageId: WHOLE_ID });
	const of = (engine: unknown) => ({ name: 'default', status: 'WORKING', engine: { engine } });

	test.each([
		['WPP', [plain], undefined],
		['WPP', [plain, full], 'The engine WPP sends without quote, organization, e-mail, and URL.'],
		['WPP', [message()], 'The engine WPP sends without organization.'],
		['NOWEB', [plain], undefined],
		['NOWEB', [full], 'The engine NOWEB sends without quote, if its store has no such message.'],
		['WEBJS', [full], undefined],
		['GOWS', [full], undefined],
		['OTHER', [full], undefined],
		['toString', [full], undefined],
		[{}, [full], undefined],
	])('of the engine %j loses of a message: %j', (engine, messages, sentence) => {
		expect(readLosses(waha, of(engine), messages)).toBe(sentence);
	});

	test('that names no engine, and that of another gateway, tells nothing', () => {
		expect(readLosses(waha, { status: 'WORKING' }, [full])).toBeUndefined();
		expect(readLosses(gateways.chatApi, of('WPP'), [full])).toBeUndefined();
	});
});

const [EXISTS, NONE] = [{ exists: true }, { exists: false }];
checks(waha, [
	...['79995253422@c.us', '553188887777@c.us'].map((chatId): [object, object] => [
		{ numberExists: true, chatId },
		{ exists: true, chatId },
	]),
	[
		{ numberExists: true, chatId: '553188887777@s.whatsapp.net' },
		{ exists: true, chatId: '553188887777@c.us' },
	],
	[{ numberExists: true, chatId: '123456789012345@lid' }, EXISTS],
	[{ numberExists: true, chatId: '120363028392831234@g.us' }, EXISTS],
	[{ numberExists: true, chatId: 'x79995253422@c.us' }, EXISTS],
	[{ numberExists: true, chatId: '79995253422@c.us.other' }, EXISTS],
	[{ numberExists: true, chatId: {} }, EXISTS],
	[{ numberExists: false, chatId: '79995253422@c.us' }, NONE],
	[{ numberExists: 'yes' }, undefined],
	[{ error: 'Session status is not as expected' }, undefined],
	['', undefined],
]);

const lost = { id: `true_79995253422@c.us_${MESSAGE}`, ack: 1 };
const words = expect.stringContaining('by its ID') as string;
const found = (id: string) => ({ status: 'sent', id, message: words });
const hidden = `true_123456789012345@lid_${MESSAGE}`;
finds(waha, [
	[[{ id: 'true_79995253422@c.us_OTHER' }, lost], found(lost.id)],
	[[{ id: `${lost.id}_79001111111@c.us` }], found(`${lost.id}_79001111111@c.us`)],
	[[{ id: { _serialized: lost.id } }], found(lost.id)],
	[[{ id: hidden }], found(hidden)],
	[[{}, null], undefined],
	[[{ id: 'true_79995253422@c.us_OTHER' }], undefined],
	[[{ id: `${lost.id}0` }], undefined],
	[[{ id: `un${lost.id}` }], undefined],
	[[{ id: `false_79995253422@c.us_${MESSAGE}` }], undefined],
	[[{ ...lost, ack: -1 }], undefined],
	[{ error: 'no' }, undefined],
	['', undefined],
]);
