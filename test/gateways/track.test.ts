import { type GatewayName, gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { deliveryOf } from '../../nodes/WhatsAppSendContact/gateways/reply';
import { type Reason, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { message, messageTo, type Source } from './tables';

const CHAT = '79995253422@c.us';
const ID = '3EB0957AD66BAFF57D1D';
const WHOLE = `true_${CHAT}_${ID}`;

type Told = 'delivered' | 'read' | [reason: Reason, words: string] | undefined;
/** Where the answer comes from, what it is, and what it tells. */
type Row = [source: Source, body: unknown, told: Told];

/** A test for each answer to the question what became of a message. */
function tells(name: GatewayName, id: string, rows: Row[]) {
	test.each(rows)('(%s) %j is %j', (_source, body, told) => {
		const expected = Array.isArray(told) ? rejected('unknown', ...told) : told;
		const question = gateways[name].track?.(message(), '1150', id);
		expect(question?.read(body)).toEqual(expected);
	});
}

describe('Evolution API', () => {
	const row = (status: string, keyId = ID) => ({ id: 'c1', keyId, fromMe: true, status });
	const SEEN = 'seen, 2.3.7';

	test('is not asked after a group’s, of which it keeps nothing', () => {
		const group = messageTo('120363028392831234@g.us');
		expect(gateways.evolutionApi.track?.(group, '1150', ID)).toBeUndefined();
	});

	tells('evolutionApi', ID, [
		[SEEN, [row('DELIVERY_ACK')], 'delivered'],
		[SEEN, [row('DELIVERY_ACK'), row('READ')], 'read'],
		['source', [row('READ'), row('DELIVERY_ACK')], 'read'],
		['source', [row('PLAYED')], 'read'],
		[SEEN, [row('ERROR')], ['notDelivered', 'ERROR']],
		['source', [row('DELIVERY_ACK'), row('ERROR')], ['notDelivered', 'ERROR']],
		// A wrong ID, a row that was lost, or a server that keeps none.
		[SEEN, [], undefined],
		['made up', [row('READ', 'another')], undefined],
		['made up', [{ status: 'READ' }], undefined],
		['made up', [null, 'READ', [row('READ')]], undefined],
		['made up', { status: 'READ' }, undefined],
		['made up', '', undefined],
	]);
});

describe('GREEN-API', () => {
	const body = (statusMessage: unknown, idMessage = ID) => ({
		type: 'outgoing',
		idMessage,
		statusMessage,
	});

	tells('greenApi', ID, [
		['document', body('delivered'), 'delivered'],
		['document', body('read'), 'read'],
		// For ever, where the recipient has blocked the sender, or the notifications are off.
		['document', body('sent'), undefined],
		['document', body('failed'), ['notDelivered', 'failed']],
		['document', body('noAccount'), ['notDelivered', 'noAccount']],
		['document', body('notInGroup'), ['notDelivered', 'notInGroup']],
		['document', body('yellowCard'), ['restricted', 'yellowCard']],
		['made up', body('read', 'another'), undefined],
		['made up', body({}), undefined],
		['made up', { statusMessage: 'read' }, undefined],
	]);
});

describe('UltraMsg', () => {
	const body = (more: object) => ({ total: 1, messages: [{ id: 3964, ...more }] });

	tells('ultraMsg', '3964', [
		['client', body({ status: 'sent', ack: 'device' }), 'delivered'],
		['client', body({ status: 'sent', ack: 'read' }), 'read'],
		['client', body({ status: 'sent', ack: 'played' }), 'read'],
		// Acknowledgments are switched off.
		['client', body({ status: 'sent', ack: '' }), undefined],
		['client', body({ status: 'queue' }), undefined],
		['client', body({ status: 'unsent' }), ['notDelivered', 'unsent']],
		['client', body({ status: 'invalid', ack: '' }), ['notDelivered', 'invalid']],
		['client', body({ status: 'expired' }), ['notDelivered', 'expired']],
		['made up', { messages: [{ id: '3964', ack: 'device' }] }, 'delivered'],
		['made up', body({ id: 1, ack: 'read' }), undefined],
		// Its numbers begin anew in each instance: this is the message of the one before the credential was changed.
		['made up', body({ to: '79990000000@c.us', ack: 'read' }), undefined],
		['client', body({ to: CHAT, ack: 'read' }), 'read'],
		['made up', body({ to: '+79995253422', ack: 'read' }), 'read'],
		['client', { total: 0, messages: [] }, undefined],
		['made up', { error: 'Instance not found' }, undefined],
	]);
});

describe('WAHA', () => {
	const body = (ack: unknown) => ({ id: WHOLE, ack, ackName: 'x' });

	tells('waha', WHOLE, [
		['source', body(2), 'delivered'],
		['source', body(3), 'read'],
		['source', body(4), 'read'],
		// NOWEB may stay there, though it has arrived (issues 1167 and 1379).
		['source', body(0), undefined],
		['source', body(1), undefined],
		['source', body(-1), ['notDelivered', 'error']],
		['made up', body('constructor'), undefined],
		['made up', [body(2)], undefined],
	]);
});

describe('uazapi', () => {
	const body = (status: string, messageid = ID) => ({ messages: [{ messageid, status }] });

	tells('uazapi', ID, [
		['document', body('delivered'), 'delivered'],
		['document', body('read'), 'read'],
		['document', body('failed'), ['notDelivered', 'failed']],
		['made up', body('read', 'another'), undefined],
		['made up', { messages: [] }, undefined],
	]);
});

describe('Whapi.Cloud', () => {
	const OWN = 'PsqXn5SAD5v7HRA-wHqB9tMeGQ';
	const body = (status: string) => ({ id: OWN, from_me: true, status });

	tells('whapi', OWN, [
		['document', body('delivered'), 'delivered'],
		['document', body('read'), 'read'],
		['document', body('played'), 'read'],
		['document', body('failed'), ['notDelivered', 'failed']],
		['made up', { error: { code: 404 } }, undefined],
	]);
});

const NO_STATES = ['', null, {}, 0, 2, 'errors', 'un read', 'DELIVERED '];
const MAY_CHANGE = ['pending', 'sent', 'queue', 'server', 'SERVER_ACK', 'deleted'];
test.each([...NO_STATES, ...MAY_CHANGE])('%j tells nothing', (word) => {
	expect(deliveryOf(word)).toBeUndefined();
});
