import {
	readQuotedMessageId,
	wholeMessageId,
} from '../../nodes/WhatsAppSendContact/message/quotedMessage';
import { problemOf } from '../problem';

test.each([undefined, null, '', '  ', '\u200b'])('%j quotes none', (value) => {
	expect(readQuotedMessageId(value)).toBeUndefined();
});

test.each([
	'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F',
	'true_17680561234-1479621234@g.us_3EB0C767D097B7C7C030_79995253422@c.us',
	'BAE58DA6CBC941BC',
	'3964',
	'x'.repeat(200),
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

test.each([
	'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F',
	'true_17680561234-1479621234@g.us_3EB0C767D097B7C7C030_79995253422@c.us',
	'false_123456789012345@lid_3EB0',
])('%s is a whole ID', (id) => {
	expect(wholeMessageId(id)).toBe(id);
});

test.each([
	'BAE58DA6CBC941BC',
	'maybe_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F',
	'xfalse_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F',
	'false_17472822486_DF38E6A25B42CC8CCE57EC40F',
	'false_17472822486@c.us',
	'false_17472822486@c.us_3EB0@',
	'false_17472822486@c.us_3EB0/..',
])('%s is a part of one: refused, with a whole one shown', (id) => {
	const { message, remedy } = problemOf(() => wholeMessageId(id));
	expect(message).toBe(`"${id}" is not a message ID of this gateway`);
	expect(remedy).toContain('false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F');
});
