import { chatIdOfJid, readChatId } from '../../nodes/WhatsAppSendContact/message/chatId';
import { problemOf } from '../problem';

test.each([
	['79995253422@c.us', 'person', '79995253422@c.us'],
	[' 79995253422@C.US ', 'person', '79995253422@c.us'],
	['+7 999 525-34-22@c.us', 'person', '79995253422@c.us'],
	['79995253422@s.whatsapp.net', 'person', '79995253422@c.us'],
	['79995253422:12@s.whatsapp.net', 'person', '79995253422@c.us'],
	['https://wa.me/79995253422?text=Write to me@acme.example', 'person', '79995253422@c.us'],
	['89995253422@c.us', 'person', '79995253422@c.us'],
	// With the code of Taiwan or Bangladesh, no 8 is Russia's.
	['88671234567:3@s.whatsapp.net', 'person', '88671234567@c.us'],
	['https://wa.me/88029876543', 'person', '88029876543@c.us'],
	['+49 (0)171 1234567@c.us', 'person', '491711234567@c.us'],
	['17680561234-1479621234@g.us', 'group', '17680561234-1479621234@g.us'],
	['120363028392831234@g.us', 'group', '120363028392831234@g.us'],
	['123456789012345@lid', 'lid', '123456789012345@lid'],
	['120363144038483540@newsletter', 'newsletter', '120363144038483540@newsletter'],
])('%j is a %s', (written, kind, chatId) => {
	expect(readChatId(written, 'replace')).toEqual({ kind, chatId });
});

test.each([
	'79995253422@gmail.com',
	'79995253422@c.us@c.us',
	'79995253422@g.us/../x',
	'12@g.us',
	'17680561234-14796212345678@g.us',
	'x17680561234-1479621234@g.us',
	'x@lid',
	'1234567@lid.us',
	'1@newsletter',
])('%s is no chat id: refused, with examples', (written) => {
	const { message, remedy } = problemOf(() => readChatId(written, 'refuse'));
	expect(message).toBe(`"${written}" is not a chat ID`);
	expect(remedy).toContain('120363028392831234@g.us');
});

test.each([
	['79995253422@s.whatsapp.net', '79995253422@c.us'],
	['79995253422:12@s.whatsapp.net', '79995253422@c.us'],
	['120363028392831234@g.us', '120363028392831234@g.us'],
	['79995253422@s.whatsapp.net.example', '79995253422@s.whatsapp.net.example'],
])('%s, as a gateway writes it, is %s', (jid, chatId) => {
	expect(chatIdOfJid(jid)).toBe(chatId);
});
