import { brokenRules } from './dialects/wahaContract';

const card = { fullName: 'Anna', phoneNumber: '79001111111', whatsappId: '79001111111' };
const body = { session: 'default', chatId: '79995253422@c.us', contacts: [card] };

test.each([
	[body],
	[{ ...body, chatId: '120363025246125486@g.us', id: '3EB00123456789ABCDEF01' }],
	[{ ...body, reply_to: 'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F' }],
	[{ ...body, contacts: [{ ...card, organization: 'Acme' }, card] }],
	[{ ...body, contacts: [{ vcard: 'BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD' }] }],
])('%j keeps the contract', (right) => {
	expect(brokenRules(right)).toEqual([]);
});

test.each([
	[undefined, 'session is missing'],
	['text', 'chatId is missing'],
	[{ ...body, session: 'a/b' }, 'session is unknown or wrong'],
	[{ ...body, chatId: '79995253422@s.whatsapp.net' }, 'chatId is unknown or wrong'],
	[{ ...body, contacts: [] }, 'contacts is unknown or wrong'],
	[{ ...body, reply_to: 'DF38E6A25B42CC8CCE57EC40F' }, 'reply_to is unknown or wrong'],
	[{ ...body, id: 'true_79995253422@c.us_3EB0' }, 'id is unknown or wrong'],
	[{ ...body, quotedMsgId: '1' }, 'quotedMsgId is unknown or wrong'],
	[
		{ ...body, contacts: [{ ...card, fullName: '' }] },
		'in a contact, fullName is unknown or wrong',
	],
	[
		{ ...body, contacts: [{ ...card, phoneNumber: '+79001111111' }] },
		'in a contact, phoneNumber is unknown or wrong',
	],
	[
		{ ...body, contacts: [card, { fullName: 'Boris', phoneNumber: '79002222222' }] },
		'in a contact, whatsappId is missing',
	],
	[{ ...body, contacts: [{ vcard: 'FN:Anna' }] }, 'in a contact, vcard is unknown or wrong'],
	[{ ...body, contacts: [null] }, 'in a contact, fullName is missing'],
])('%j breaks it: %s', (wrong, rule) => {
	expect(brokenRules(wrong)).toContain(rule);
});
