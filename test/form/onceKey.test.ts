import { readOnceKey } from '../../nodes/WhatsAppSendContact/form/onceKey';
import { problemOf } from '../problem';

test.each([
	[undefined, undefined],
	['order 7', 'order 7'],
	['  order 7 ', 'order 7'],
	[7, '7'],
])('the Once Key %p is %p', (value, key) => {
	expect(readOnceKey(value)).toBe(key);
});

test.each(['', ' ', null, {}, []])('%p, from an expression, is none, and refused', (value) => {
	expect(problemOf(() => readOnceKey(value))).toMatchObject({
		message: 'The Once Key is empty',
		remedy: expect.stringContaining('leave the field empty'),
	});
});
