import { checkMessage, split } from '../../nodes/WhatsAppSendContact/gateways/checks';
import {
	type GatewayName,
	gateways,
	gatewaysThat,
} from '../../nodes/WhatsAppSendContact/gateways/registry';
import type { ContactMessage } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { readText } from '../package/files';
import { section, tableRows } from '../package/markdown';
import { problemOf } from '../problem';
import { matrix, shownBy } from './matrix';
import { message, messageTo, WHOLE_ID } from './tables';

const CHATS = { lid: '123456789012345@lid', newsletter: '120363028392831234@newsletter' };
const to = (kind: keyof typeof CHATS) => messageTo(CHATS[kind]);
const refused = (name: GatewayName, change: Partial<ContactMessage>) =>
	problemOf(() => checkMessage(gateways[name], message(change)));

test('the README’s table says what the code allows', () => {
	expect(tableRows(section(readText('README.md'), 'What each gateway can do'))).toEqual(
		matrix.slice(1),
	);
});

test('the page that helps to choose says what the code allows', () => {
	const cells = Object.values(gateways).map(({ displayName, can, track }) => {
		const shows = shownBy(can).map((detail) => (detail === 'url' ? 'URL' : detail));
		return {
			displayName,
			shows: shows.join(', ').replace('email', 'e-mail') || 'what the gateway looks up',
			groups: can.chats.includes('group') ? 'yes' : 'no',
			...(track && { tracking: 'yes' }),
		};
	});
	const rows = tableRows(readText('docs/gateways/README.md')).map((row) => {
		const [name, , , shows, groups, tracking] = row;
		return { displayName: /\[(.+)\]/.exec(name)?.[1], shows, groups, tracking };
	});
	expect(rows).toHaveLength(cells.length);
	expect(rows).toEqual(
		expect.arrayContaining(cells.map((cell) => expect.objectContaining(cell) as unknown)),
	);
});

test('what can’t be sent is refused in a sentence with the gateway’s name and a way out', () => {
	expect(
		[
			refused('ultraMsg', to('lid')),
			refused('greenApi', to('newsletter')),
			refused('evolutionApi', { sendAs: 'vCard' }),
			refused('evolutionApi', { quotedMessageId: WHOLE_ID }),
			refused('chatApi', { sendAs: 'vCard', quotedMessageId: WHOLE_ID }),
			refused('waha', { quotedMessageId: '3EB0C767D097B7C7C030' }),
			refused('greenApi', { quotedMessageId: WHOLE_ID }),
			refused('metaCloudApi', to('lid')),
			refused('metaCloudApi', { quotedMessageId: WHOLE_ID }),
			refused('whapi', { quotedMessageId: '3EB0C767D097B7C7C030' }),
			refused('evolutionApi', { contacts: [{ phone: '79001111111' }, { phone: '496912345' }] }),
			refused('chatApi', { recipient: { ...message().recipient, chatId: '12345678@c.us' } }),
		].map(({ message: sentence, remedy }) => `${sentence}. ${remedy}`),
	).toEqual([
		'"123456789012345@lid" is a hidden ID, and UltraMsg sends to people and groups only. Enter a phone, or an ID that ends in @c.us or @g.us.',
		'"120363028392831234@newsletter" is a channel, and GREEN-API sends to people, groups, and hidden IDs only. Enter a phone, or an ID that ends in @c.us, @g.us, or @lid.',
		"Evolution API takes no vCards: it writes the card itself. Set the option 'Send As' to 'Contact'.",
		"Evolution API can't quote a message with a contact. Leave 'Quoted Message ID' empty.",
		"Chat API can't quote a message with a vCard. Leave 'Quoted Message ID' empty, or set the option 'Send As' to 'Contact'.",
		`"3EB0C767D097B7C7C030" is not a message ID of WAHA. Enter the whole ID with its chat, e.g. false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F, or leave 'Quoted Message ID' empty.`,
		`"${WHOLE_ID}" is not a message ID of GREEN-API. Enter the key alone, e.g. 3EB0C767D097B7C7C030, or leave 'Quoted Message ID' empty.`,
		'"123456789012345@lid" is a hidden ID, and Meta Cloud API sends to people only. Enter a phone, or an ID that ends in @c.us.',
		`"${WHOLE_ID}" is not a message ID of Meta Cloud API. Enter Meta's ID of it, e.g. wamid.HBgLNzk5OTUyNTM0MjI=, or leave 'Quoted Message ID' empty.`,
		`"3EB0C767D097B7C7C030" is not a message ID of Whapi.Cloud. Enter Whapi's ID of it, e.g. PsqXn5SAD5v7HRA-wHqB9tMeGQ, or leave 'Quoted Message ID' empty.`,
		'The contact 496912345 has 9 digits, and Evolution API takes 10 to 15. Check the number, or remove the contact.',
		"The recipient 12345678 has 8 digits, and Chat API takes 9 to 14. Check the number. If it is right, set 'Recipient' to 'Chat ID'.",
	]);
});

test('a phone may have as few and as many digits as the gateway takes', () => {
	for (const digits of ['123456789', '12345678901234']) {
		const recipient = { ...message().recipient, chatId: `${digits}@c.us` };
		checkMessage(gateways.chatApi, message({ recipient }));
	}
});

test.each([
	'17472822486@c.us_DF38',
	'maybe_17472822486@c.us_DF38',
	'x false_1@c.us_A',
	'false_1@c.us_A x',
	'false_1_A',
])('%j is no whole ID', (quotedMessageId) => {
	expect(refused('chatApi', { quotedMessageId }).message).toContain('is not a message ID');
});

test.each(['true_1@c.us_A', WHOLE_ID, 'false_17680561234-1479621234@g.us_3EB0_79995253422@c.us'])(
	'%s is a whole ID',
	(quotedMessageId) => {
		checkMessage(gateways.chatApi, message({ quotedMessageId }));
	},
);

test('as many contacts as the gateway takes stay together', () => {
	const contacts = [{ phone: '79001111111' }, { phone: '79002222222' }];
	const parts = (name: GatewayName, change: Partial<ContactMessage>) =>
		split(gateways[name], message({ contacts, ...change })).map((part) => part.contacts.length);
	expect(parts('waha', { sendAs: 'vCard' })).toEqual([2]);
	expect(parts('chatApi', { sendAs: 'vCard' })).toEqual([1, 1]);
	expect(parts('greenApi', { quotedMessageId: 'A' })).toEqual([1, 1]);
	expect(parts('greenApi', { contacts: [contacts[0]] })).toEqual([1]);
	const many = Array.from({ length: 600 }, (_, index) => ({
		phone: String(79_000_000_000 + index),
	}));
	expect(parts('metaCloudApi', { contacts: many })).toEqual([257, 257, 86]);
	const whole = split(gateways.metaCloudApi, message({ contacts: many }));
	expect(whole.flatMap((part) => part.contacts)).toEqual(many);
});

test('the gateways that can do something are listed by their names', () => {
	expect(gatewaysThat(({ can }) => can.vCard !== undefined)).toBe(
		'Chat API, UltraMsg, WAHA, and Whapi.Cloud',
	);
	expect(gatewaysThat(({ findSent }) => findSent !== undefined, 'or')).toBe(
		'uazapi, UltraMsg, or WAHA',
	);
});
