import { withOnceKeys } from '../../nodes/WhatsAppSendContact/memory/keys';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import { send } from '../sending/send';

describe('the key under which a message is remembered', () => {
	const keysOf = (sends: Send[], onceKeys: Array<string | undefined> = [], memoryName = '') =>
		withOnceKeys({ sends, invalid: [] }, memoryName, (item) => onceKeys[item]);
	const keyOf = (one: Send, onceKey?: string, memoryName?: string) =>
		keysOf([one], onceKey === undefined ? [] : [onceKey], memoryName).sends[0].onceKey;
	const anna = send();

	test('has 64 hex digits, and is the same for the same message in whichever item', () => {
		expect(keyOf(anna)).toMatch(/^[0-9a-f]{64}$/);
		expect(keysOf([send({ item: 1 })]).sends[0].onceKey).toBe(keyOf(anna));
	});

	test('is another for another contact, unless the Once Key says that it is the same message', () => {
		const boris = send({ contact: '79002222222' });
		expect(keyOf(boris)).not.toBe(keyOf(anna));
		expect(keyOf(boris, 'order 7')).toBe(keyOf(anna, 'order 7'));
	});

	test.each([
		['chat', keyOf(send({ to: '79990000001' }), 'order 7')],
		['Once Key', keyOf(anna, 'order 8')],
		['part', keyOf(send({ part: 1 }), 'order 7')],
		['memory', keyOf(anna, 'order 7', 'Christmas')],
		['kind of key', keyOf(anna)],
	])('is another for another %s', (_what, key) => {
		expect(key).not.toBe(keyOf(anna, 'order 7'));
	});

	test('one that stands for two messages in a run is refused for the second, once per item', () => {
		const parts = [0, 1].map((part) => ({
			...send({ item: 1, part, contact: '79002222222' }),
			parts: 2,
		}));
		const first = [0, 1].map((part) => ({ ...send({ part }), parts: 2 }));
		const wrong = { item: 2, problem: new InvalidInput('It is wrong', 'Mend it.') };
		const { sends, invalid } = withOnceKeys(
			{ sends: [...first, ...parts], invalid: [wrong] },
			'',
			() => 'order 7',
		);
		expect(sends.map(({ item, part }) => [item, part])).toEqual([
			[0, 0],
			[0, 1],
		]);
		expect(invalid).toEqual([{ item: 1, problem: expect.any(InvalidInput) }, wrong]);
		expect(invalid[0].problem).toMatchObject({
			message:
				'The Once Key "order 7" is already used for another message to the same chat in item 0',
			remedy: "Give each message a key of its own, or leave 'Once Key' empty.",
		});
	});

	test('an item that is refused for it is refused with all of its messages', () => {
		const parts = [0, 1].map((part) => ({
			...send({ item: 1, part, contact: '79002222222' }),
			parts: 2,
		}));
		const third = parts.map((part) => ({ ...part, item: 2 }));
		const { sends, invalid } = withOnceKeys(
			{ sends: [anna, ...parts, ...third], invalid: [] },
			'',
			() => 'order 7',
		);
		expect(sends.map(({ item }) => item)).toEqual([0]);
		expect(invalid.map(({ item, problem }) => [item, problem.message.slice(-9)])).toEqual([
			[1, 'in item 0'],
			[2, 'in item 0'],
		]);
	});

	test('without a Once Key, a card is the same whatever else its item brings', () => {
		const both = [0, 1].map((part) => ({ ...send({ part }), parts: 2 }));
		const { sends, invalid } = keysOf([...both, send({ item: 1 })]);
		expect(invalid).toEqual([]);
		expect(sends[2].onceKey).toBe(sends[0].onceKey);
		expect(sends[1].onceKey).not.toBe(sends[0].onceKey);
	});

	test('two items of one message share it', () => {
		const { sends, invalid } = keysOf([anna, send({ item: 1 })], ['order 7', 'order 7']);
		expect(sends).toHaveLength(2);
		expect(sends[0].onceKey).toBe(sends[1].onceKey);
		expect(invalid).toEqual([]);
	});
});
