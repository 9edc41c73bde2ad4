import fc from 'fast-check';

import {
	type ContactForm,
	fingerprint,
	readContactMessage,
} from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { problemOf } from '../problem';
import { anyForm } from './anyForm';

const FORM: ContactForm = {
	recipient: '+7 999 525-34-22',
	contacts: [{ id: '79001111111', name: 'Anna' }, { id: '79002222222' }],
	quotedMessageId: ' 3964 ',
};
const RULES = { leadingEight: 'refuse', sendAs: 'contact' } as const;

const read = (form: Partial<ContactForm> = {}) => readContactMessage({ ...FORM, ...form }, RULES);

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
	const { recipient, contacts } = readContactMessage(form, { ...RULES, leadingEight: 'replace' });
	expect([recipient.chatId, contacts]).toEqual(['79995253422@c.us', [{ phone: '79001111111' }]]);
});

test.each([
	[{ recipient: '' }, 'The recipient is empty'],
	[{ contacts: [] }, 'There is no contact to send'],
	[{ quotedMessageId: 'two words' }, '"two words" is not a message ID'],
])('%j is refused', (form, sentence) => {
	expect(problemOf(() => read(form)).message).toBe(sentence);
});

describe('the message to quote', () => {
	test.each([undefined, null, '', '  ', '\u200b'])('%j quotes none', (value) => {
		expect(read({ quotedMessageId: value }).quotedMessageId).toBeUndefined();
	});

	test.each([
		'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F',
		'true_17680561234-1479621234@g.us_3EB0C767D097B7C7C030_79995253422@c.us',
		'BAE58DA6CBC941BC',
		'3964',
		'x'.repeat(200),
	])('%s', (id) => {
		expect(read({ quotedMessageId: ` ${id} ` }).quotedMessageId).toBe(id);
	});

	test('a number is taken as its digits', () => {
		expect(read({ quotedMessageId: 3964 }).quotedMessageId).toBe('3964');
	});

	test.each(['two words', 'a\nb', '<id>', '{}', 'x'.repeat(201), {}, [], true])(
		'%j is refused',
		(value) => {
			expect(problemOf(() => read({ quotedMessageId: value }).quotedMessageId).message).toContain(
				'is not a message ID',
			);
		},
	);
});

describe('the fingerprint', () => {
	test.each<[string, Partial<ContactForm>]>([
		['the phone spelled in another way', { recipient: '79995253422' }],
		['the person by chat ID', { recipient: { mode: 'chatId', value: '79995253422@c.us' } }],
		['the contacts as one list', { contacts: [{ id: FORM.contacts }] }],
	])('is the same for %s', (_what, form) => {
		expect(fingerprint(read(form))).toBe(fingerprint(read()));
	});

	test('is the same for a contact and for its vCard', () => {
		expect(fingerprint(readContactMessage(FORM, { ...RULES, sendAs: 'vCard' }))).toBe(
			fingerprint(read()),
		);
	});

	test.each<[string, Partial<ContactForm>]>([
		['another chat', { recipient: '79995253423' }],
		['one contact less', { contacts: [{ id: '79001111111', name: 'Anna' }] }],
		['another name', { contacts: [{ id: '79001111111' }, { id: '79002222222' }] }],
		['another quote', { quotedMessageId: '3965' }],
		['no quote', { quotedMessageId: '' }],
	])('is another for %s', (_what, form) => {
		expect(fingerprint(read(form))).not.toBe(fingerprint(read()));
	});

	test('stays what it was in versions before, and takes in an e-mail and a URL', () => {
		expect(fingerprint(read())).toBe('3DsdBdjlQ/0oxl2v');
		const anna = { id: '79001111111', name: 'Anna' };
		const prints = [{}, { email: 'a@b.c' }, { url: 'a@b.c' }, { email: 'd@b.c' }].map((more) =>
			fingerprint(read({ contacts: [{ ...anna, ...more }] })),
		);
		expect(new Set(prints).size).toBe(prints.length);
	});

	test('is 16 characters long, whatever the form holds', () => {
		fc.assert(
			fc.property(anyForm, (form) => {
				try {
					expect(fingerprint(readContactMessage(form, RULES))).toMatch(/^[\w+/]{16}$/);
				} catch (error) {
					expect(error).toBeInstanceOf(InvalidInput);
				}
			}),
		);
	});
});
