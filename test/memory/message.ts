import { type Outcome, rejected } from '../../nodes/WhatsAppSendContact/outcome';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import { send } from '../sending/send';

export const SENT: Outcome = {
	accepted: true,
	status: 'sent',
	id: 'A',
	message: 'ok',
	attempts: 1,
};
export const REFUSED: Outcome = rejected('notSent', 'refused');
export const LOST: Outcome = rejected('unknown', 'timeout');

/** A message that Send Once knows by this number. */
export const message = (key: number, item = key): Send => ({
	...send({ item }),
	claimKey: `key ${key}`.padEnd(64, '.'),
});
