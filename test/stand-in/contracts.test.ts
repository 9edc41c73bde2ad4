import { type GatewayName, gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import type { ContactMessage } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { DIALECTS } from '../../stand-in/dialects';
import { message } from '../gateways/tables';

// What the contracts let pass, every test on the engine shows; here stands what they must not let pass.

const ANNA = { phone: '79001111111', name: 'Anna' };
const CONTACT = '79001111111@c.us';
const QUOTED = 'DF38E6A25B42CC8CCE57EC40F';
const vCard = { sendAs: 'vCard' } as const;

/** A gateway, what the node sends through it, and for each rule a change that breaks it, with part of the sentence. */
type Rules = [
	name: GatewayName,
	sent: Partial<ContactMessage>,
	broken: Array<[change: object, sentence: string]>,
];

const evolutionCard = { fullName: 'Anna', phoneNumber: '+7 900 111-11-11', wuid: ANNA.phone };
const evolutionCards = (...contact: unknown[]) => ({ contact });
const greenCard = (change: object) => ({
	contact: { phoneContact: 79001111111, firstName: 'Anna', ...change },
});
const metaContact = {
	name: { formatted_name: 'Anna', first_name: 'Anna' },
	phones: [{ phone: '+79001111111', wa_id: '79001111111' }],
};
const metaCards = (...contacts: unknown[]) => ({ contacts });
const noVcard = (vcard: string): [object, string] => [{ vcard }, 'vcard must match format'];

const RULES: Rules[] = [
	[
		'chatApi',
		{},
		[
			[{ body: 'x' }, 'additional property "body"'],
			[{ quotedMsgId: QUOTED }, 'quotedMsgId must match'],
			[{ phone: '' }, 'phone must NOT have fewer'],
			[{ phone: ['79995253422'] }, 'phone must be'],
			[{ chatId: '17680561234-1479621234@g.us' }, 'must NOT be valid'],
			[{ contactId: undefined }, 'requires property "contactId"'],
			[{ contactId: [] }, 'contactId must NOT have fewer'],
			[{ contactId: [CONTACT, CONTACT] }, 'contactId must NOT have duplicate'],
			[{ contactId: ['120363025246125486@g.us'] }, 'contactId[0] must match'],
			[{ contactId: CONTACT }, 'contactId must be array'],
		],
	],
	['chatApi', vCard, ['', 'Anna', 'BEGIN:VCARD\nVERSION:2.1\nEND:VCARD'].map(noVcard)],
	[
		'ultraMsg',
		{},
		[
			[{ to: '79995253422' }, 'to must match'],
			[{ to: '123456789012345@lid' }, 'to must match'],
			[{ contact: '79001111111' }, 'contact must match'],
			[{ contact: `${CONTACT},${CONTACT}` }, 'contact must NOT be valid'],
			[{ contact: Array(18).fill(CONTACT).join() }, 'contact must NOT have more than 300'],
			[{ msgId: 3964 }, 'msgId must be string'],
			[{ referenceId: '' }, 'referenceId must match'],
			[{ body: 'x' }, 'additional property "body"'],
		],
	],
	['ultraMsg', vCard, [noVcard('Anna')]],
	[
		'greenApi',
		{},
		[
			[{ contact: undefined }, 'requires property "contact"'],
			[greenCard({ phoneContact: '79001111111' }), 'phoneContact must be integer'],
			[greenCard({ phoneContact: 4915112345678 }), 'phoneContact must be <='],
			[greenCard({ firstName: '' }), 'firstName must match'],
			[{ chatId: '120363028392831234@newsletter' }, 'chatId must match'],
			[{ quotedMessageId: 'true_1@c.us_3EB0' }, 'quotedMessageId must match'],
			[{ message: 'x' }, 'additional property "message"'],
		],
	],
	[
		'waha',
		{},
		[
			[{ chatId: undefined }, 'requires property "chatId"'],
			[{ session: 'a/b' }, 'session must match'],
			[{ chatId: '79995253422@s.whatsapp.net' }, 'chatId must match'],
			[{ contacts: [] }, 'contacts must NOT have fewer than 1'],
			[{ contacts: [{ vcard: 'FN:Anna' }] }, 'contacts[0].vcard must match format "vcard"'],
			[{ reply_to: QUOTED }, 'reply_to must match'],
			[{ id: 'true_79995253422@c.us_3EB0' }, 'id must match'],
			[{ quotedMsgId: '1' }, 'additional property "quotedMsgId"'],
		],
	],
	[
		'evolutionApi',
		{},
		[
			[{ number: '79995253422@c.us' }, 'number must match'],
			[{ number: '120363025246125486@newsletter' }, 'number must match'],
			[evolutionCards(), 'contact must NOT have fewer than 1'],
			[evolutionCards(evolutionCard, evolutionCard), 'contact must NOT have duplicate'],
			[{ quoted: {} }, 'additional property "quoted"'],
			[
				evolutionCards({ ...evolutionCard, wuid: undefined }),
				'contact[0] requires property "wuid"',
			],
			[evolutionCards({ ...evolutionCard, wuid: '+79001111111' }), 'contact[0].wuid must match'],
			[evolutionCards({ ...evolutionCard, phoneNumber: '123456789' }), 'phoneNumber must match'],
			[evolutionCards({ ...evolutionCard, fullName: 'A\nB' }), 'fullName must match'],
			[evolutionCards({ ...evolutionCard, organization: '' }), 'organization must match'],
		],
	],
	[
		'metaCloudApi',
		{},
		[
			[{ to: '79995253422@c.us' }, 'to must match'],
			[metaCards(), 'contacts must NOT have fewer than 1'],
			[metaCards(...Array<object>(258).fill(metaContact)), 'must NOT have more than 257'],
			[metaCards({ ...metaContact, phones: [{ phone: '+79001111111' }] }), 'property "wa_id"'],
			[metaCards({ ...metaContact, name: { formatted_name: 'Anna' } }), 'property "first_name"'],
			[metaCards({ ...metaContact, org: { name: 'Acme' } }), 'additional property "name"'],
			[{ context: { message_id: QUOTED } }, 'message_id must match'],
		],
	],
	[
		'uazapi',
		{},
		[
			[{ number: CONTACT }, 'number must match'],
			[{ phoneNumber: '79001111111,79002222222' }, 'phoneNumber must match'],
			[{ replyid: 'true_1@c.us_3EB0' }, 'replyid must match'],
			[{ vcard: '' }, 'additional property "vcard"'],
		],
	],
	[
		'whapi',
		{},
		[
			[{ to: CONTACT }, 'to must match'],
			[{ to: '123456789012345@lid' }, 'to must match'],
			noVcard('Anna'),
			[{ quoted: QUOTED }, 'quoted must match'],
			[{ list: [] }, 'additional property "list"'],
		],
	],
	[
		'whapi',
		{ contacts: [ANNA, ANNA] },
		[[{ list: [{ name: 'Anna', vcard: '' }] }, 'list must NOT have fewer than 2']],
	],
];

describe.each(RULES)('the contract of %s, %j', (name, sent, broken) => {
	const { path, body } = gateways[name].request(message({ contacts: [ANNA], ...sent }), '1', '1');
	const { brokenRules } = DIALECTS[name];

	test.each(broken)('is broken by %j: %s', (change, sentence) => {
		expect(brokenRules(path, { ...body, ...change })).toContainEqual(
			expect.stringContaining(sentence),
		);
	});

	test.each([[body], 'text'])('is broken by what is no object', (whole) => {
		expect(brokenRules(path, whole)).not.toEqual([]);
	});
});
