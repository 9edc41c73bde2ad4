import { idempotencyKeys } from '../../nodes/WhatsAppSendContact/journal/idempotencyKey';
import { send } from '../sending/send';

const key = idempotencyKeys('execution', 'node', 0)(send());

test('the same message has the same key in every try: 24 hexadecimal digits', () => {
	expect(key).toMatch(/^[0-9a-f]{24}$/);
	expect(idempotencyKeys('execution', 'node', 0)(send())).toBe(key);
});

test.each([
	['execution', idempotencyKeys('other', 'node', 0)(send())],
	['node', idempotencyKeys('execution', 'other', 0)(send())],
	['run', idempotencyKeys('execution', 'node', 1)(send())],
	['item', idempotencyKeys('execution', 'node', 0)(send({ item: 1 }))],
	['part', idempotencyKeys('execution', 'node', 0)(send({ part: 1 }))],
	['seam between them', idempotencyKeys('executionnode', '', 0)(send())],
	['content', idempotencyKeys('execution', 'node', 0)(send({ contact: '79002222222' }))],
])('another %s has another key', (_what, other) => {
	expect(other).not.toBe(key);
});
