import { phoneOf, readRecipient } from '../../nodes/WhatsAppSendContact/message/recipient';
import { problemOf } from '../problem';

test.each([
	[null, 'is empty'],
	[undefined, 'is empty'],
	[{ mode: 'phone', value: ' \u200b\u3164' }, 'is empty'],
	[{ mode: 'chatId', value: null }, 'is empty'],
	[{ mode: 'phone', value: ['79995253422'] }, 'is a list, not one phone'],
	[{ mode: 'phone', value: { id: '1' } }, 'is an object, not one phone'],
	[true, 'is true'],
	[{ mode: 'chatId', value: 'abc@c.us' }, '"abc@c.us" is not a phone number'],
	[{ mode: 'chatId', value: '120363028392831234' }, 'the ID of a group with its ending'],
	['17680561234-1479621234', 'is too long for a phone'],
])('%j is refused: %s', (field, reason) => {
	const { message, remedy } = problemOf(() => readRecipient(field, 'refuse'));
	expect(`${message}. ${remedy}`).toContain(reason);
});

test('only a person has a phone', () => {
	expect(phoneOf(readRecipient('79995253422@c.us', 'refuse'))).toBe('79995253422');
	expect(phoneOf(readRecipient('123456789012345@lid', 'refuse'))).toBeUndefined();
	expect(phoneOf(readRecipient('120363028392831234@g.us', 'refuse'))).toBeUndefined();
});

test.each([
	[{ __rl: true, mode: 'list', value: '120363028392831234@g.us' }, 'chatId', 'group'],
	[{ __rl: true, mode: 'chatId', value: '79995253422' }, 'chatId', 'person'],
	[{ __rl: true, mode: 'phone', value: '79995253422' }, 'phone', 'person'],
	[79995253422, 'phone', 'person'],
	['120363028392831234@g.us', 'chatId', 'group'],
])('the field %j, also where all of it is an expression, is one by %s', (field, by, kind) => {
	expect(readRecipient(field, 'refuse')).toMatchObject({ by, kind });
});
