import {
	type ContactForm,
	fingerprint,
	messageReader,
} from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { problemOf } from '../problem';

const FORM: ContactForm = {
	recipient: '+7 999 525-34-22',
	contacts: [{ id: '79001111111', name: 'Anna' }, { id: '79002222222' }],
	quotedMessageId: ' 3964 ',
};
const RULES = { leadingEight: 'refuse', sendAs: 'contact' } as const;

const read = (form: Partial<ContactForm> = {}) => messageReader(RULES)({ ...FORM, ...form });

test('a form becomes one message', () => {
	expect(read()).toEqual({
		recipient: { by: 'phone', kind: 'person', chatId: '79995253422@c.us' },
		contacts: [{ phone: '79001111111', name: 'Anna' }, { phone: '79002222222' }],
		quotedMessageId: '3964',
		sendAs: 'contact',
	});
});

test('a leading 8 is replaced in the recipient and in the contacts', () => {
	const form = { ...FORM, recipient: '89995253422', contacts: [{ id: '89001111111' }] };
	const { recipient, contacts } = messageReader({ ...RULES, leadingEight: 'replace' })(form);
	expect([recipient.chatId, contacts]).toEqual(['79995253422@c.us', [{ phone: '79001111111' }]]);
});

test.each([undefined, null, '', '  ', '\u200b'])('%j quotes no message', (value) => {
	expect(read({ quotedMessageId: value }).quotedMessageId).toBeUndefined();
});

test.each(['BAE58DA6CBC941BC+/=:', 'x'.repeat(200), 3964])('%s is a message ID', (id) => {
	expect(read({ quotedMessageId: id }).quotedMessageId).toBe(String(id));
});

test.each(['two words', 'a\nb', '<id>', '{}', 'x'.repeat(201), {}, [], true])(
	'%j is no message ID, and refused',
	(value) => {
		const { message } = problemOf(() => read({ quotedMessageId: value }));
		expect(message).toContain('is not a message ID');
	},
);

describe('the fingerprint', () => {
	test.each<[string, Partial<ContactForm>]>([
		['the phone spelled in another way', { recipient: '79995253422' }],
		['the person by chat ID', { recipient: { mode: 'chatId', value: '79995253422@c.us' } }],
		['the contacts as one list', { contacts: [{ id: FORM.contacts }] }],
	])('is the same for %s, and for a vCard', (_what, form) => {
		const vCard = messageReader({ ...RULES, sendAs: 'vCard' })({ ...FORM, ...form });
		expect([read(form), vCard].map(fingerprint)).toEqual(Array(2).fill(fingerprint(read())));
	});

	test('is the same for a person in two rows, whichever comes first', () => {
		const [anna] = FORM.contacts as object[];
		const rows = [anna, { id: '79001111111', email: 'a@b.c' }];
		const [one, other] = [rows, [...rows].reverse()].map((contacts) => read({ contacts }));
		expect(fingerprint(one)).toBe(fingerprint(other));
	});

	test('is another for another chat, quote, or anything of a contact', () => {
		const anna = { id: '79001111111', name: 'Anna' };
		const forms: Array<Partial<ContactForm>> = [
			{},
			{ recipient: '79995253423' },
			{ quotedMessageId: '3965' },
			{ quotedMessageId: '' },
			{ contacts: [{ id: '79001111111' }, { id: '79002222222' }] },
			...[{}, { email: 'a@b.c' }, { url: 'a@b.c' }, { email: 'd@b.c' }].map((more) => ({
				contacts: [{ ...anna, ...more }],
			})),
		];
		expect(new Set(forms.map((form) => fingerprint(read(form)))).size).toBe(forms.length);
	});

	test('stays what it was in versions before', () => {
		expect(fingerprint(read())).toBe('3DsdBdjlQ/0oxl2v');
	});
});
