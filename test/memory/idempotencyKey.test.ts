import { idempotencyKeys, keyOfOnce } from '../../nodes/WhatsAppSendContact/memory/keys';
import { send } from '../sending/send';

const keyOf = (execution = 'execution', node = 'node', run = 0, one = send()) =>
	idempotencyKeys(execution, node, run)(one);

test('the same message has the same key in every try: 24 hexadecimal digits', () => {
	expect(keyOf()).toMatch(/^[0-9a-f]{24}$/);
	expect(keyOf()).toBe(keyOf());
});

test.each<[string, Parameters<typeof keyOf>]>([
	['execution', ['other']],
	['node', ['execution', 'other']],
	['run', ['execution', 'node', 1]],
	['item', ['execution', 'node', 0, send({ item: 1 })]],
	['part', ['execution', 'node', 0, send({ part: 1 })]],
	['seam between them', ['executionnode', '']],
	['content', ['execution', 'node', 0, send({ contact: '79002222222' })]],
])('another %s has another key', (_what, other) => {
	expect(keyOf(...other)).not.toBe(keyOf());
});

test('a message that Send Once remembers is called by the beginning of its key there', () => {
	expect(keyOfOnce('0123456789abcdef'.repeat(4))).toBe('0123456789abcdef01234567');
});
