import type { Send } from '../../nodes/WhatsAppSendContact/sending/plan';
import {
	type ContactMessage,
	fingerprint,
} from '../../nodes/WhatsAppSendContact/message/contactMessage';

/** A message of one contact to one chat. */
export const send = ({
	item = 0,
	part = 0,
	to = '79995253422',
	contact = '79001111111',
}: { item?: number; part?: number; to?: string; contact?: string } = {}): Send => {
	const message: ContactMessage = {
		recipient: { by: 'phone', kind: 'person', chatId: `${to}@c.us` },
		contacts: [{ phone: contact }],
		sendAs: 'contact',
	};
	const print = fingerprint(message);
	return { item, part, message, fingerprint: print, itemFingerprint: print, parts: part + 1 };
};
