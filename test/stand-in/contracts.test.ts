import * as chatApi from '../../stand-in/dialects/chatApiContract';
import * as evolutionApi from '../../stand-in/dialects/evolutionApiContract';
import * as greenApi from '../../stand-in/dialects/greenApiContract';
import * as metaCloudApi from '../../stand-in/dialects/metaCloudApi';
import * as uazapi from '../../stand-in/dialects/uazapi';
import * as ultraMsg from '../../stand-in/dialects/ultraMsgContract';
import * as waha from '../../stand-in/dialects/wahaContract';
import * as whapi from '../../stand-in/dialects/whapi';

// What the contracts let pass, every test on the engine shows; here stands what they must not let pass.

const CONTACT = '79001111111@c.us';
const GROUP = '17680561234-1479621234@g.us';

/** A contract, a body that keeps it, and for each rule a change that breaks it, with part of the sentence. */
interface Rules {
	brokenRules: (body: unknown) => string[];
	right: object;
	broken: Array<[change: object, sentence: string]>;
}

const card = { fullName: 'Anna', phoneNumber: '+7 900 111-11-11', whatsappId: '79001111111' };
const wahaCards = (...contacts: unknown[]) => ({ contacts });
const { whatsappId: wuid, ...named } = card;
const evolutionCard = { ...named, wuid };
const evolutionCards = (...contact: unknown[]) => ({ contact });
const greenContact = { phoneContact: 79001111111, firstName: 'Anna' };
const greenCard = (change: object) => ({ contact: { ...greenContact, ...change } });
const VCARD = 'BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD';
const metaContact = {
	name: { formatted_name: 'Anna', first_name: 'Anna' },
	phones: [{ phone: '+79001111111', wa_id: '79001111111' }],
};
const metaCards = (...contacts: unknown[]) => ({ contacts });

const CONTRACTS: Record<string, Rules> = {
	'Chat API': {
		brokenRules: (body) => chatApi.brokenRules('sendContact', body),
		right: { phone: '79995253422', contactId: [CONTACT, '79002222222'] },
		broken: [
			[{ body: 'x' }, 'additional property "body"'],
			[{ quotedMsgId: '' }, 'quotedMsgId must match'],
			[{ quotedMsgId: 'DF38E6' }, 'quotedMsgId must match'],
			[{ phone: '' }, 'phone must NOT have fewer'],
			[{ phone: ['79995253422'] }, 'phone must be'],
			[{ chatId: GROUP }, 'must NOT be valid'],
			[{ contactId: null }, 'contactId must be string'],
			[{ contactId: undefined }, 'requires property "contactId"'],
			[{ contactId: [] }, 'contactId must NOT have fewer'],
			[{ contactId: ['79001111111', CONTACT] }, 'names somebody twice'],
			[{ contactId: [GROUP] }, 'contactId[0] must match'],
			[{ contactId: ['120363025246125486'] }, 'contactId[0] must match'],
			[{ contactId: ['+7 900 111'] }, 'contactId[0] must match'],
			[{ contactId: 79001111111 }, 'contactId must be string'],
		],
	},
	'Chat API’s vCard': {
		brokenRules: (body) => chatApi.brokenRules('sendVCard', body),
		right: { phone: '79995253422', vcard: 'BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD' },
		broken: ['', 'Anna', 'BEGIN:VCARD\nVERSION:2.1\nEND:VCARD'].map((vcard) => [
			{ vcard },
			'vcard must match format',
		]),
	},
	UltraMsg: {
		brokenRules: ultraMsg.brokenRules['messages/contact'],
		right: { to: '+79995253422', contact: `${CONTACT},79002222222@c.us` },
		broken: [
			[{ to: '79995253422' }, 'to must match'],
			[{ to: '123456789012345@lid' }, 'to must match'],
			[{ contact: '79001111111' }, 'contact must match'],
			[{ contact: [CONTACT] }, 'contact must'],
			[{ contact: `${CONTACT},${CONTACT}` }, 'contact must NOT be valid'],
			[{ contact: Array(18).fill(CONTACT).join() }, 'contact must NOT have more than 300'],
			[{ msgId: 3964 }, 'msgId must be string'],
			[{ referenceId: '' }, 'referenceId must match'],
			[{ body: 'x' }, 'additional property "body"'],
		],
	},
	'UltraMsg’s vCard': {
		brokenRules: ultraMsg.brokenRules['messages/vcard'],
		right: { to: GROUP, vcard: 'BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD' },
		broken: [[{ vcard: 'Anna' }, 'vcard must match format "vcard"']],
	},
	'GREEN-API': {
		brokenRules: greenApi.brokenRules,
		right: { chatId: '79995253422@c.us', contact: greenContact },
		broken: [
			[{ contact: undefined }, 'requires property "contact"'],
			[{ contact: [greenContact] }, 'contact must be object'],
			[greenCard({ phoneContact: '79001111111' }), 'phoneContact must be integer'],
			[greenCard({ phoneContact: 4915112345678 }), 'phoneContact must be <='],
			[greenCard({ firstName: undefined }), 'contact requires property "firstName"'],
			[greenCard({ firstName: '' }), 'firstName must match'],
			[{ chatId: '120363028392831234@newsletter' }, 'chatId must match'],
			[{ chatId: '120363028392831234' }, 'chatId must match'],
			[{ quotedMessageId: 'true_1@c.us_3EB0' }, 'quotedMessageId must match'],
			[{ message: 'x' }, 'additional property "message"'],
		],
	},
	WAHA: {
		brokenRules: waha.brokenRules,
		right: { session: 'default', chatId: GROUP, ...wahaCards(card, card) },
		broken: [
			[{ chatId: undefined }, 'requires property "chatId"'],
			[{ session: 'a/b' }, 'session must match'],
			[{ chatId: '79995253422@s.whatsapp.net' }, 'chatId must match'],
			[wahaCards(), 'contacts must NOT have fewer than 1'],
			[{ reply_to: 'DF38E6A25B42CC8CCE57EC40F' }, 'reply_to must match'],
			[{ id: 'true_79995253422@c.us_3EB0' }, 'id must match'],
			[{ quotedMsgId: '1' }, 'additional property "quotedMsgId"'],
			[wahaCards({ ...card, fullName: '' }), 'contacts[0].fullName must match'],
			[wahaCards({ ...card, whatsappId: '+79001111111' }), 'contacts[0].whatsappId must match'],
			[wahaCards(card, named), 'contacts[1] requires property "whatsappId"'],
			[wahaCards({ vcard: 'FN:Anna' }), 'contacts[0].vcard must match format "vcard"'],
			[wahaCards(null), 'contacts[0] must be object'],
		],
	},
	'Evolution API': {
		brokenRules: evolutionApi.brokenRules,
		right: { number: GROUP, ...evolutionCards(evolutionCard) },
		broken: [
			[{ number: '79995253422@c.us' }, 'number must match'],
			[{ number: '120363025246125486@newsletter' }, 'number must match'],
			[evolutionCards(), 'contact must NOT have fewer than 1'],
			[evolutionCards(evolutionCard, evolutionCard), 'contact must NOT have duplicate'],
			[{ quoted: {} }, 'additional property "quoted"'],
			[evolutionCards(named), 'contact[0] requires property "wuid"'],
			[evolutionCards({ ...evolutionCard, wuid: '+79001111111' }), 'contact[0].wuid must match'],
			[evolutionCards({ ...evolutionCard, phoneNumber: '123456789' }), 'phoneNumber must match'],
			[evolutionCards({ ...evolutionCard, fullName: 'A\nB' }), 'fullName must match'],
			[evolutionCards({ ...evolutionCard, organization: '' }), 'organization must match'],
			[evolutionCards(null), 'contact[0] must be object'],
		],
	},
	'Meta Cloud API': {
		brokenRules: metaCloudApi.brokenRules,
		right: {
			messaging_product: 'whatsapp',
			to: '79995253422',
			type: 'contacts',
			...metaCards(metaContact),
		},
		broken: [
			[{ to: '79995253422@c.us' }, 'to must match'],
			[metaCards(), 'contacts must NOT have fewer than 1'],
			[metaCards(...Array<object>(258).fill(metaContact)), 'must NOT have more than 257'],
			[metaCards({ ...metaContact, phones: [{ phone: '+79001111111' }] }), 'property "wa_id"'],
			[metaCards({ ...metaContact, name: { formatted_name: 'Anna' } }), 'property "first_name"'],
			[metaCards({ ...metaContact, org: { name: 'Acme' } }), 'additional property "name"'],
			[{ context: { message_id: '3EB0C767D097B7C7C030' } }, 'message_id must match'],
		],
	},
	uazapi: {
		brokenRules: uazapi.brokenRules,
		right: { number: GROUP, fullName: 'Anna', phoneNumber: '79001111111' },
		broken: [
			[{ number: CONTACT }, 'number must match'],
			[{ phoneNumber: '79001111111,79002222222' }, 'phoneNumber must match'],
			[{ replyid: 'true_1@c.us_3EB0' }, 'replyid must match'],
			[{ vcard: VCARD }, 'additional property "vcard"'],
		],
	},
	'Whapi.Cloud': {
		brokenRules: whapi.brokenRules.contact,
		right: { to: '79995253422', name: 'Anna', vcard: VCARD },
		broken: [
			[{ to: CONTACT }, 'to must match'],
			[{ to: '123456789012345@lid' }, 'to must match'],
			[{ vcard: 'Anna' }, 'vcard must match format "vcard"'],
			[{ quoted: 'DF38E6A25B42CC8CCE57EC40F' }, 'quoted must match'],
			[{ list: [] }, 'additional property "list"'],
		],
	},
	'Whapi.Cloud’s list': {
		brokenRules: whapi.brokenRules.contact_list,
		right: { to: GROUP, list: Array<object>(2).fill({ name: 'Anna', vcard: VCARD }) },
		broken: [[{ list: [{ name: 'Anna', vcard: VCARD }] }, 'list must NOT have fewer than 2']],
	},
};

describe.each(Object.entries(CONTRACTS))('the contract of %s', (_name, rules) => {
	const { brokenRules, right, broken } = rules;

	test('lets a right body pass', () => expect(brokenRules(right)).toEqual([]));

	test.each(broken)('is broken by %j: %s', (change, sentence) => {
		expect(brokenRules({ ...right, ...change })).toContainEqual(expect.stringContaining(sentence));
	});

	test('is broken by what is no object', () => {
		expect(brokenRules([right])).not.toEqual([]);
		expect(brokenRules('text')).not.toEqual([]);
	});
});
