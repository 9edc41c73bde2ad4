import type { Contact } from '../message/contacts';
import { cardName, internationalPhone } from '../message/vCard';
import type { Json } from './gateway';

/**
 * A contact as fields, from which a server writes the card.
 *
 * @param whatsAppId what the server calls the digits that make the card tappable
 */
export const cardFields = (contact: Contact, whatsAppId: string): { [key: string]: Json } => ({
	fullName: cardName(contact),
	...(contact.organization ? { organization: contact.organization } : {}),
	phoneNumber: internationalPhone(contact.phone),
	[whatsAppId]: contact.phone,
});

/** The field that names the message to quote, in a gateway's own word for it; none where none is quoted. */
export const quoteField = (name: string, quotedMessageId?: string): { [key: string]: Json } =>
	quotedMessageId === undefined ? {} : { [name]: quotedMessageId };
