import { references } from '../../nodes/WhatsAppSendContact/delivery/reference';
import { send } from './send';

const name = references('execution', 'node', 0)(send())();

test('the same message has the same name in every try: 24 hexadecimal digits', () => {
	expect(name).toMatch(/^[0-9a-f]{24}$/);
	expect(references('execution', 'node', 0)(send())()).toBe(name);
});

test.each([
	['execution', references('other', 'node', 0)(send())],
	['node', references('execution', 'other', 0)(send())],
	['run', references('execution', 'node', 1)(send())],
	['item', references('execution', 'node', 0)(send({ item: 1 }))],
	['part', references('execution', 'node', 0)(send({ part: 1 }))],
	['content', references('execution', 'node', 0)(send({ contact: '79002222222' }))],
])('another %s has another name', (_what, other) => {
	expect(other()).not.toBe(name);
});
