import { readOnceKey } from '../../nodes/WhatsAppSendContact/form/onceKey';
import { problemOf } from '../problem';

test.each([
	[undefined, undefined],
	['order 7', 'order 7'],
	['  order 7 ', 'order 7'],
	[7, '7'],
	// A letter with its accent, in one character or in two.
	['Jose\u0301', 'Jos\u00e9'],
])('%p is the key %p', (value, key) => {
	expect(readOnceKey(value)).toBe(key);
});

test.each([
	['', 'empty'],
	[null, 'empty'],
	[true, 'true'],
	[Infinity, 'Infinity'],
	[['order 7'], 'a list'],
	[{ id: 7 }, 'an object'],
])('%p, from an expression, is refused and called %s', (value, name) => {
	const { message, remedy } = problemOf(() => readOnceKey(value));
	expect(message).toBe(`The Once Key is ${name}`);
	expect(remedy).toContain('leave the field empty');
});
