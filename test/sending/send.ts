import type { Send } from '../../nodes/WhatsAppSendContact/plan';
import {
	type ContactMessage,
	fingerprint,
} from '../../nodes/WhatsAppSendContact/message/contactMessage';

/** A message of one contact to one chat; each part of an item has a contact of its own. */
export const send = ({
	item = 0,
	part = 0,
	to = '79995253422',
	contact = '79001111111',
}: { item?: number; part?: number; to?: string; contact?: string } = {}): Send => {
	const of = (phone: string): ContactMessage => ({
		recipient: { by: 'phone', kind: 'person', chatId: `${to}@c.us` },
		contacts: [{ phone }],
		sendAs: 'contact',
	});
	const message = of(String(Number(contact) + part));
	return {
		item,
		part,
		parts: part + 1,
		message,
		fingerprint: fingerprint(message),
		itemFingerprint: fingerprint(of(contact)),
	};
};
