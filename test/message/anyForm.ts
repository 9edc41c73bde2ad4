import fc from 'fast-check';

import type { ContactForm } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { anyText } from './anyText';

const PEOPLE = [
	'79001111111',
	'+7 900 222-22-22',
	'12025550143@c.us',
	'4915123456789',
	'5511990283745',
];
const CHATS = [
	...PEOPLE,
	'120363028392831234@g.us',
	'17680561234-1479621234@g.us',
	'123456789012345@lid',
	'120363028392831234@newsletter',
];

/** One of each kind that a gateway takes. */
const QUOTED = [
	'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F',
	'3EB0C767D097B7C7C030',
	'wamid.HBgLNzk5OTUyNTM0MjI=',
	'PsqXn5SAD5v7HRA-wHqB9tMeGQ',
];

const likely = (values: string[]) => fc.constantFrom(...values);

const anyDetail = fc.oneof(fc.constant(''), fc.string());

/** A form as people, expressions and attackers fill it in: mostly right, sometimes anything at all. */
export const anyForm: fc.Arbitrary<ContactForm> = fc.record({
	recipient: fc.record({
		mode: fc.constantFrom('phone', 'chatId', 'list'),
		value: fc.oneof(
			{ weight: 5, arbitrary: likely(CHATS) },
			{ weight: 1, arbitrary: fc.anything() },
		) as fc.Arbitrary<unknown>,
	}),
	contacts: fc.oneof(
		{
			weight: 8,
			arbitrary: fc.array(
				fc.record({
					id: fc.oneof(
						likely(PEOPLE),
						fc.array(likely(PEOPLE)),
						fc.array(likely(PEOPLE)).map((ids) => ids.join(', ')),
					),
					name: fc.oneof(fc.constant(''), fc.string(), anyText()),
					organization: anyDetail,
					email: anyDetail,
					url: anyDetail,
				}),
				{ minLength: 1, maxLength: 4 },
			),
		},
		{ weight: 1, arbitrary: fc.anything() },
	) as fc.Arbitrary<unknown>,
	quotedMessageId: fc.oneof(
		{ weight: 4, arbitrary: fc.constant('') },
		{ weight: 4, arbitrary: likely(QUOTED) },
		{ weight: 1, arbitrary: fc.anything() },
	) as fc.Arbitrary<unknown>,
});
