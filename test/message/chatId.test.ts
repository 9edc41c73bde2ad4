import { chatIdOfJid, readChatId } from '../../nodes/WhatsAppSendContact/message/chatId';
import { problemOf } from '../problem';

test.each([
	['79995253422@c.us', 'person', '79995253422@c.us'],
	[' 79995253422@C.US ', 'person', '79995253422@c.us'],
	['+7 999 525-34-22@c.us', 'person', '79995253422@c.us'],
	['79995253422@s.whatsapp.net', 'person', '79995253422@c.us'],
	['79995253422:12@s.whatsapp.net', 'person', '79995253422@c.us'],
	['https://wa.me/79995253422?text=Write to me@acme.example', 'person', '79995253422@c.us'],
	['+49 (0)171 1234567@c.us', 'person', '491711234567@c.us'],
	['17680561234-1479621234@g.us', 'group', '17680561234-1479621234@g.us'],
	['120363028392831234@g.us', 'group', '120363028392831234@g.us'],
	['123456789012345@lid', 'lid', '123456789012345@lid'],
	['120363144038483540@newsletter', 'newsletter', '120363144038483540@newsletter'],
])('%j is a %s', (written, kind, chatId) => {
	expect(readChatId(written, 'refuse')).toEqual({ kind, chatId });
});

test.each([
	'120363028392831234',
	'17680561234-1479621234',
	'1234567890123456',
	'7999525-342212345',
])('a bare group id %s is refused, and told to have an ending', (written) => {
	const { message, remedy } = problemOf(() => readChatId(written, 'refuse'));
	expect(message).toContain('is too long for a phone');
	expect(remedy).toContain('with its ending');
});

test.each([
	'@g.us',
	'79995253422@',
	'79995253422@gmail.com',
	'79995253422@c.us@c.us',
	'79995253422@g.us/../x',
	'abc@g.us',
	'12@g.us',
	'1-2@g.us',
	'17680561234-14796212345678@g.us',
	'x17680561234-1479621234@g.us',
	'x@lid',
	'1234567@lid.us',
	'1@newsletter',
	'status@broadcast',
])('%s is no chat id: refused, with examples', (written) => {
	const { message, remedy } = problemOf(() => readChatId(written, 'refuse'));
	expect(message).toBe(`"${written}" is not a chat ID`);
	expect(remedy).toContain('120363028392831234@g.us');
});

test.each(['', '@c.us', 'abc@c.us', '79995253422²@c.us', '120363028392831234x'])(
	'%j has no phone in it: refused as one',
	(written) => {
		expect(problemOf(() => readChatId(written, 'refuse')).message).toBe(
			`"${written}" is not a phone number`,
		);
	},
);

test('a person’s chat id that starts with 8 is no better than such a phone', () => {
	expect(problemOf(() => readChatId('89995253422@c.us', 'refuse')).message).toContain(
		'79995253422',
	);
	expect(readChatId('89995253422@c.us', 'replace').chatId).toBe('79995253422@c.us');
});

test.each(['88671234567@c.us', '88671234567:3@s.whatsapp.net', 'https://wa.me/88029876543'])(
	'%s has its country code, Taiwan’s or Bangladesh’s: no 8 of it is replaced',
	(written) => {
		const digits = /\d{11}/.exec(written)?.[0];
		expect(readChatId(written, 'replace').chatId).toBe(`${digits}@c.us`);
		expect(readChatId(written, 'refuse').chatId).toBe(`${digits}@c.us`);
	},
);

test.each([
	['79995253422@s.whatsapp.net', '79995253422@c.us'],
	['79995253422@c.us', '79995253422@c.us'],
	['120363028392831234@g.us', '120363028392831234@g.us'],
	['79995253422@s.whatsapp.net.example', '79995253422@s.whatsapp.net.example'],
])('%s, as a gateway writes it, is %s', (jid, chatId) => {
	expect(chatIdOfJid(jid)).toBe(chatId);
});
