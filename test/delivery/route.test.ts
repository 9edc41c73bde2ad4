import type { Outcome } from '../../nodes/WhatsAppSendContact/delivery/outcome';
import { answeredMessages } from '../../nodes/WhatsAppSendContact/delivery/route';
import { rejected } from '../../nodes/WhatsAppSendContact/gateways/verdict';
import { send } from './send';

const sent = (id: string | null): Outcome => ({
	accepted: true,
	status: 'sent',
	id,
	message: 'ok',
	attempts: 1,
});
const CHAT = '79995253422@c.us';

test('knows the messages that were taken, by their IDs', () => {
	const answered = answeredMessages({}, 0);
	answered.add(send(), sent('A'));
	answered.add(send({ item: 1 }), rejected('unknown', 'timeout'));
	expect(answered.othersIn(CHAT)).toEqual({ ids: new Set(['A']), isComplete: true });
});

test('one without an ID leaves its chat incomplete, and no other', () => {
	const answered = answeredMessages({}, 0);
	answered.add(send(), sent(null));
	expect(answered.othersIn(CHAT).isComplete).toBe(false);
	expect(answered.othersIn('79990000000@c.us').isComplete).toBe(true);
});

test('the rounds of a loop share what they know; another execution knows nothing of it', () => {
	const context = {};
	answeredMessages(context, 0).add(send(), sent('A'));
	expect(answeredMessages(context, 1).othersIn(CHAT)).toEqual({
		ids: new Set(['A']),
		isComplete: true,
	});
	expect(answeredMessages({}, 0).othersIn(CHAT).ids.size).toBe(0);
});

test('a later round alone does not know the rounds before', () => {
	expect(answeredMessages({}, 1).othersIn(CHAT).isComplete).toBe(false);
});
