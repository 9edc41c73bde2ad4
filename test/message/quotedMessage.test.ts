import { readQuotedMessageId } from '../../nodes/WhatsAppSendContact/message/quotedMessage';
import { problemOf } from '../problem';

test.each([undefined, null, '', '  ', '\u200b'])('%j quotes none', (value) => {
	expect(readQuotedMessageId(value)).toBeUndefined();
});

test.each([
	'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F',
	'true_17680561234-1479621234@g.us_3EB0C767D097B7C7C030_79995253422@c.us',
	'BAE58DA6CBC941BC',
	'3964',
])('%s', (id) => {
	expect(readQuotedMessageId(` ${id} `)).toBe(id);
});

test('a number is taken as its digits', () => {
	expect(readQuotedMessageId(3964)).toBe('3964');
});

test.each(['two words', 'a\nb', '<id>', '{}', 'x'.repeat(201), {}, [], true])(
	'%j is refused',
	(value) => {
		expect(problemOf(() => readQuotedMessageId(value)).message).toContain('is not a message ID');
	},
);
