import { accountName, references } from '../../nodes/WhatsAppSendContact/journal/idempotencyKey';
import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import { send } from '../sending/send';

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
	['seam between them', references('executionnode', '', 0)(send())],
	['content', references('execution', 'node', 0)(send({ contact: '79002222222' }))],
])('another %s has another name', (_what, other) => {
	expect(other()).not.toBe(name);
});

describe('the name of an account', () => {
	const FIELDS = {
		gateway: 'chatApi',
		server: 'https://gateway.example.org',
		instance: '1150',
		token: 's3cr3t',
	};
	const nameOf = (change: Partial<typeof FIELDS> = {}) =>
		accountName(readAccount({ ...FIELDS, ...change }));

	test('is the same with another token: 8 hexadecimal digits', () => {
		expect(nameOf()).toMatch(/^[0-9a-f]{8}$/);
		expect(nameOf({ token: 'an0ther' })).toBe(nameOf());
	});

	test('does not depend on where server and instance are cut', () => {
		const at = (path: string, instance: string) =>
			nameOf({ server: `${FIELDS.server}/${path}`, instance });
		expect(at('1', '150')).not.toBe(at('11', '50'));
	});

	test.each([{ gateway: 'waha' }, { server: 'https://other.example.org' }, { instance: '1151' }])(
		'is another with %j',
		(change) => {
			expect(nameOf(change)).not.toBe(nameOf());
		},
	);
});
