import { phoneOf, readRecipient } from '../../nodes/WhatsAppSendContact/message/recipient';
import { problemOf } from '../problem';

test.each([
	['phone', '79995253422@c.us', { by: 'phone', kind: 'person', chatId: '79995253422@c.us' }],
	['chatId', '79995253422@c.us', { by: 'chatId', kind: 'person', chatId: '79995253422@c.us' }],
	[
		'phone',
		'120363028392831234@g.us',
		{ by: 'chatId', kind: 'group', chatId: '120363028392831234@g.us' },
	],
	[
		'list',
		'120363028392831234@g.us',
		{ by: 'chatId', kind: 'group', chatId: '120363028392831234@g.us' },
	],
])('%s %s', (mode, value, recipient) => {
	expect(readRecipient({ mode, value }, 'refuse')).toEqual(recipient);
});

test.each([
	['phone', '', 'is empty'],
	['phone', undefined, 'is empty'],
	['phone', ' \u200b\u3164', 'is empty'],
	['chatId', null, 'is empty'],
	['phone', ['79995253422'], 'is a list, not one phone'],
	['chatId', { id: '1' }, 'is an object, not one phone'],
	['phone', true, 'is true'],
	['phone', '17680561234-1479621234', 'is too long for a phone'],
])('%s %j is refused: %s', (mode, value, reason) => {
	expect(problemOf(() => readRecipient({ mode, value }, 'refuse')).message).toContain(reason);
});

test.each([
	'+7 (999) 525-34-22',
	'7999-5253422',
	'tel:+79995253422',
	'https://wa.me/79995253422',
	'79995253422@c.us',
	'0079995253422',
])('%s is the same person by phone, by chat ID and from the list', (written) => {
	for (const mode of ['phone', 'chatId', 'list']) {
		expect(readRecipient({ mode, value: written }, 'refuse').chatId).toBe('79995253422@c.us');
	}
});

test.each(['12345', '9995253422', 'x', '120363028392831234', '89995253422', '2024-01-15'])(
	'%s is refused in the same words by phone and by chat ID',
	(written) => {
		const byPhone = problemOf(() => readRecipient({ mode: 'phone', value: written }, 'refuse'));
		const byChatId = problemOf(() => readRecipient({ mode: 'chatId', value: written }, 'refuse'));
		expect([byChatId.message, byChatId.remedy]).toEqual([byPhone.message, byPhone.remedy]);
	},
);

test('only a person has a phone', () => {
	expect(phoneOf(readRecipient('79995253422@c.us', 'refuse'))).toBe('79995253422');
	expect(phoneOf(readRecipient('123456789012345@lid', 'refuse'))).toBeUndefined();
	expect(phoneOf(readRecipient('120363028392831234@g.us', 'refuse'))).toBeUndefined();
});

test.each([
	[{ __rl: true, mode: 'chatId', value: '120363028392831234@g.us' }, 'chatId', 'group'],
	[{ __rl: true, mode: 'phone', value: '79995253422' }, 'phone', 'person'],
	[79995253422, 'phone', 'person'],
	['79995253422@c.us', 'phone', 'person'],
	['120363028392831234@g.us', 'chatId', 'group'],
])('the field %j, also where all of it is an expression, is one by %s', (field, by, kind) => {
	expect(readRecipient(field, 'refuse')).toMatchObject({ by, kind });
});

test.each([null, undefined, ''])('the field %j is empty', (field) => {
	expect(problemOf(() => readRecipient(field, 'refuse')).message).toBe('The recipient is empty');
});
