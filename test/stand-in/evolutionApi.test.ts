import { brokenRules } from './dialects/evolutionApiContract';

const card = { fullName: 'Anna', wuid: '79001111111', phoneNumber: '79001111111' };
const body = { number: '79995253422', contact: [card] };

test.each([
	[body],
	[{ ...body, number: '17680561234-1479621234@g.us' }],
	[{ ...body, number: '123456789012345@lid' }],
	[{ ...body, contact: [{ ...card, organization: 'Acme' }, card] }],
])('%j keeps the contract', (right) => {
	expect(brokenRules(right)).toEqual([]);
});

test.each([
	[undefined, 'number is wrong'],
	[{ ...body, number: '79995253422@c.us' }, 'number is wrong'],
	[{ ...body, number: '120363025246125486@newsletter' }, 'number is wrong'],
	[{ ...body, contact: [] }, 'contact is missing or empty'],
	[{ ...body, contact: [card, card] }, 'contact contains duplicate item'],
	[{ ...body, quoted: { key: {} } }, 'sendContact ignores quoted'],
	[{ ...body, contact: [{ ...card, wuid: undefined }] }, 'contact[0] requires property "wuid"'],
	[
		{ ...body, contact: [{ ...card, phoneNumber: '123456789' }] },
		'contact has an unknown or wrong phoneNumber',
	],
	[
		{ ...body, contact: [{ ...card, organization: '' }] },
		'contact has an unknown or wrong organization',
	],
	[{ ...body, contact: [null] }, 'contact[0] requires property "fullName"'],
])('%j breaks it: %s', (wrong, rule) => {
	expect(brokenRules(wrong)).toContain(rule);
});
