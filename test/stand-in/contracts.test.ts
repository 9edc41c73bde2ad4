import { type GatewayName, gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import type { ContactMessage } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { DIALECTS } from '../../stand-in/dialects';
import { message } from '../gateways/tables';

// What the contracts let pass, every test on the engine shows; here stands what they must not let pass: what a gateway would
// take, and send twice, to somebody else, or as a card that is worth nothing.

const ANNA = { phone: '79001111111', name: 'Anna' };
const CONTACT = '79001111111@c.us';
const BARE_ID = 'DF38E6A25B42CC8CCE57EC40F';
const VCARD = { sendAs: 'vCard' } as const;
const TWO = { contacts: [ANNA, ANNA] };

const evolutionCards = (...changes: object[]) => ({
	contact: changes.map((change) => ({
		...{ fullName: 'Anna', phoneNumber: '+7 900 111-11-11', wuid: ANNA.phone },
		...change,
	})),
});
const metaCards = (change: object, count = 1) => ({
	contacts: Array<object>(count).fill({
		name: { formatted_name: 'Anna', first_name: 'Anna' },
		phones: [{ phone: '+79001111111', wa_id: '79001111111' }],
		...change,
	}),
});
const greenCard = (phoneContact: unknown) => ({ contact: { phoneContact, firstName: 'Anna' } });

test.each<[name: GatewayName, change: object, sentence: string, sent?: Partial<ContactMessage>]>([
	['chatApi', { chatId: '17680561234-1479621234@g.us' }, 'must match exactly one'],
	['chatApi', { phone: undefined }, 'must match exactly one'],
	['chatApi', { contactId: [] }, 'contactId must NOT have fewer'],
	['chatApi', { contactId: [CONTACT, CONTACT] }, 'contactId must NOT have duplicate'],
	['chatApi', { quotedMsgId: BARE_ID }, 'quotedMsgId must match'],
	['chatApi', { vcard: 'BEGIN:VCARD\nVERSION:2.1\nEND:VCARD' }, 'vcard must match format', VCARD],
	['ultraMsg', { to: '79995253422' }, 'to must match'],
	['ultraMsg', { contact: `${CONTACT},${CONTACT}` }, 'contact must NOT be valid'],
	['ultraMsg', { contact: Array(18).fill(CONTACT).join() }, 'must NOT have more than 300'],
	['ultraMsg', { vcard: 'Anna' }, 'vcard must match format', VCARD],
	['greenApi', greenCard('79001111111'), 'phoneContact must be integer'],
	['greenApi', greenCard(4915112345678), 'phoneContact must be <='],
	['greenApi', { quotedMessageId: 'true_1@c.us_3EB0' }, 'quotedMessageId must match'],
	['waha', { chatId: '79995253422@s.whatsapp.net' }, 'chatId must match'],
	['waha', { contacts: [{ vcard: 'FN:Anna' }] }, '/contacts/0/vcard must match format'],
	['waha', { id: 'true_79995253422@c.us_3EB0' }, 'id must match'],
	['evolutionApi', { number: '79995253422@c.us' }, 'number must match'],
	['evolutionApi', evolutionCards({}, {}), 'contact must NOT have duplicate'],
	['evolutionApi', evolutionCards({ wuid: undefined }), "required property 'wuid'"],
	['evolutionApi', evolutionCards({ fullName: 'A\nB' }), 'fullName must match'],
	['evolutionApi', evolutionCards({ organization: '' }), 'organization must match'],
	['metaCloudApi', metaCards({}, 258), 'must NOT have more than 257'],
	['metaCloudApi', metaCards({ phones: [{ phone: '+79001111111' }] }), "required property 'wa_id'"],
	['metaCloudApi', metaCards({ name: { formatted_name: 'A' } }), "required property 'first_name'"],
	['metaCloudApi', { context: { message_id: BARE_ID } }, 'message_id must match'],
	['uazapi', { phoneNumber: '79001111111,79002222222' }, 'phoneNumber must match'],
	['whapi', { vcard: 'Anna' }, 'vcard must match format'],
	['whapi', { quoted: BARE_ID }, 'quoted must match'],
	['whapi', { list: [{ name: 'Anna', vcard: '' }] }, 'list must NOT have fewer than 2', TWO],
])('the contract of %s is broken by %j: %s', (name, change, sentence, sent = {}) => {
	const { path, body } = gateways[name].request(message({ contacts: [ANNA], ...sent }), '1', '1');
	const { brokenRules } = DIALECTS[name];
	expect(brokenRules(path, { ...body, ...change })).toContainEqual(
		expect.stringContaining(sentence),
	);
	expect(brokenRules(path, [body])).not.toEqual([]);
});
