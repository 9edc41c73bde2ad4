import { answeredMessages } from '../../nodes/WhatsAppSendContact/delivery/answered';
import type { Outcome } from '../../nodes/WhatsAppSendContact/delivery/outcome';
import { rejected } from '../../nodes/WhatsAppSendContact/gateways/verdict';
import { send } from './send';

const sent = (id: string | null): Outcome => ({
	accepted: true,
	status: 'sent',
	id,
	message: 'ok',
	attempts: 1,
});
const unknown = rejected('unknown', 'timeout');
const elsewhere = send({ to: '79990000000' });
const named = (name: string) => () => name;

test('knows the messages that were taken, by their IDs', () => {
	const answered = answeredMessages({}, 0);
	answered.add(send(), named('one'), sent('A'));
	answered.add(send(), named('two'), rejected('notSent', 'refused'));
	answered.know(['B', 'C']);
	expect(answered.othersThan(send(), 'three')).toEqual({
		ids: new Set(['A', 'B', 'C']),
		isComplete: true,
	});
});

test('one without an ID leaves its chat incomplete, and no other', () => {
	const answered = answeredMessages({}, 0);
	answered.add(send(), named('one'), sent(null));
	expect(answered.othersThan(send(), 'two').isComplete).toBe(false);
	expect(answered.othersThan(elsewhere, 'two').isComplete).toBe(true);
});

test('so does another one that is unknown, until it is known', () => {
	const answered = answeredMessages({}, 0);
	answered.add(send(), named('one'), unknown);
	answered.add(send(), named('one'), unknown);
	expect(answered.othersThan(send(), 'one').isComplete).toBe(true);
	expect(answered.othersThan(send(), 'two').isComplete).toBe(false);
	expect(answered.othersThan(elsewhere, 'two').isComplete).toBe(true);
	answered.add(send(), named('two'), unknown);
	expect(answered.othersThan(send(), 'one').isComplete).toBe(false);
	answered.add(send(), named('two'), sent('A'));
	expect(answered.othersThan(send(), 'one').isComplete).toBe(true);
});

test('the nodes and rounds of an execution share what they know; another one knows nothing of it', () => {
	const flow = {};
	answeredMessages(flow, 0).add(send(), named('one'), sent('A'));
	expect(answeredMessages(flow, 1).othersThan(send(), 'two')).toEqual({
		ids: new Set(['A']),
		isComplete: true,
	});
	expect(answeredMessages({}, 0).othersThan(send(), 'two').ids.size).toBe(0);
});

test('a later round alone does not know the rounds before', () => {
	expect(answeredMessages({}, 1).othersThan(send(), 'one').isComplete).toBe(false);
});

describe('what a later execution is told of a chat', () => {
	test('its latest IDs, twenty at most', () => {
		const answered = answeredMessages({}, 0);
		for (let number = 0; number < 25; number++)
			answered.add(send(), named('one'), sent(`${number}`));
		answered.add(send(), named('one'), sent('24'));
		answered.add(elsewhere, named('two'), sent('B'));
		const latest = Array.from({ length: 20 }, (_, index) => `${index + 5}`);
		expect(answered.latestBeside(send(), 'three')).toEqual(latest);
		expect(answered.latestBeside(elsewhere, 'three')).toEqual(['B']);
		expect(answered.latestBeside(send({ to: '79990000009' }), 'three')).toEqual([]);
	});

	test('nothing where one of it has no ID, or is unknown too', () => {
		const answered = answeredMessages({}, 0);
		answered.add(send(), named('one'), sent(null));
		answered.add(elsewhere, named('two'), unknown);
		expect(answered.latestBeside(send(), 'three')).toBeUndefined();
		expect(answered.latestBeside(elsewhere, 'three')).toBeUndefined();
		expect(answered.latestBeside(elsewhere, 'two')).toEqual([]);
	});
});
