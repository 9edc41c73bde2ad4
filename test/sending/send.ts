import { type Account, readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import {
	type ContactMessage,
	fingerprint,
} from '../../nodes/WhatsAppSendContact/message/contactMessage';
import type { Send } from '../../nodes/WhatsAppSendContact/plan';

const accounts = new Map<string, Account>();

/** An account at a gateway, the same object for the same instance. */
export function accountAt(gateway = 'chatApi', instance = '1150'): Account {
	const server = 'https://gateway.example.org';
	const name = `${gateway}/${instance}`;
	const account = accounts.get(name) ?? readAccount({ gateway, server, instance, token: 's3cr3t' });
	accounts.set(name, account);
	return account;
}

/** A message of one contact to one chat; each part of an item has a contact of its own. */
export const send = ({
	account = accountAt(),
	item = 0,
	part = 0,
	parts = part + 1,
	to = '79995253422',
	contact = '79001111111',
}: Partial<Send & { to: string; contact: string }> = {}): Send => {
	const of = (phone: string): ContactMessage => ({
		recipient: { by: 'phone', kind: 'person', chatId: `${to}@c.us` },
		contacts: [{ phone }],
		sendAs: 'contact',
	});
	const message = of(String(Number(contact) + part));
	return {
		account,
		item,
		part,
		parts,
		message,
		fingerprint: fingerprint(message),
		itemFingerprint: fingerprint(of(contact)),
	};
};

/** So many messages, each an item to a chat of its own. */
export const list = (count: number, account = accountAt()): Send[] =>
	Array.from({ length: count }, (_, item) =>
		send({ account, item, to: String(79990000000 + item) }),
	);

/** The same, as *Send Once* knows it by a number. */
export const claimed = (one: Send, key = one.item): Send => ({
	...one,
	claimKey: `key ${key}`.padEnd(64, '.'),
});
