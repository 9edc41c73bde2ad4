import { plan, problemOf } from '../../nodes/WhatsAppSendContact/plan';
import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import { readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import {
	type ContactForm,
	type ContactMessage,
	fingerprint,
	readContactMessage,
	type SendAs,
} from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';

const account = readAccount({
	gateway: 'chatApi',
	server: 'https://gateway.example.org',
	instance: '1150',
	token: 's3cr3t',
});

const form = (recipient: unknown): ContactForm => ({
	recipient,
	contacts: [{ id: '79001111111' }, { id: '79002222222' }],
	quotedMessageId: '',
});

/** What becomes of items with these recipients; one that is an error can't even be read. */
const planned = (recipients: unknown[], sendAs: SendAs = 'contact') =>
	plan(
		recipients.length,
		(item) => {
			const recipient = recipients[item];
			if (recipient instanceof Error) throw recipient;
			return form(recipient);
		},
		readSettings({ sendAs }),
		account,
		'memory',
	);

test('every item is a message, in their order', () => {
	const { sends, invalid } = planned(['79995253422', '79995253423']);
	expect(invalid).toEqual([]);
	expect(sends).toEqual(
		['79995253422@c.us', '79995253423@c.us'].map((chatId, item) => {
			const message: ContactMessage = {
				recipient: { by: 'phone', kind: 'person', chatId },
				contacts: [{ phone: '79001111111' }, { phone: '79002222222' }],
				sendAs: 'contact',
			};
			const print = fingerprint(message);
			return { item, part: 0, message, fingerprint: print, itemFingerprint: print, parts: 1 };
		}),
	);
});

test('an item is several messages where each takes one contact', () => {
	const { sends } = planned(['79995253422'], 'vCard');
	expect(sends.map(({ item, part, parts }) => ({ item, part, parts }))).toEqual([
		{ item: 0, part: 0, parts: 2 },
		{ item: 0, part: 1, parts: 2 },
	]);
	expect(sends.map(({ message }) => message.contacts[0].phone)).toEqual([
		'79001111111',
		'79002222222',
	]);
	const whole = readContactMessage(form('79995253422'), readSettings({}));
	expect(sends.map((send) => send.itemFingerprint)).toEqual(Array(2).fill(fingerprint(whole)));
	expect(sends.map((send) => send.fingerprint)).toEqual(
		sends.map(({ message }) => fingerprint(message)),
	);
});

test('what is wrong is kept beside what is right, by its item', () => {
	const { sends, invalid } = planned([
		'nobody',
		'79995253422',
		new Error('no such field'),
		'49123456',
	]);
	expect(sends.map(({ item }) => item)).toEqual([1]);
	expect(invalid.map(({ item, problem }) => [item, problem.message])).toEqual([
		[0, '"nobody" is not a phone number'],
		[2, 'no such field'],
		[3, 'The recipient 49123456 has 8 digits, and Chat API takes 9 to 14'],
	]);
});

describe('the keys of Send Once', () => {
	const keysOf = (sendOnce: string, onceKey?: unknown) =>
		plan(
			2,
			(item) => ({ ...form('79995253422'), ...(item === 0 ? { onceKey } : {}) }),
			readSettings({ sendOnce }),
			account,
			'memory',
		);

	test('are given where it is on, each item by its own', () => {
		const { sends } = keysOf('node', 'order 7');
		expect(sends).toMatchObject([{ item: 0 }, { item: 1 }]);
		expect(new Set(sends.map(({ onceKey }) => onceKey)).size).toBe(2);
		expect(keysOf('workflow').sends[1].onceKey).toBe(sends[1].onceKey);
	});

	test.each(['order 7', null])('are not where it is off, nor is %j looked at', (onceKey) => {
		const { sends, invalid } = keysOf('off', onceKey);
		expect(sends.map((send) => send.onceKey)).toEqual([undefined, undefined]);
		expect(invalid).toEqual([]);
	});

	test('one that an expression has left empty makes its item invalid', () => {
		const { sends, invalid } = keysOf('node', null);
		expect(sends.map(({ item }) => item)).toEqual([1]);
		expect(invalid).toMatchObject([{ item: 0, problem: { message: 'The Once Key is empty' } }]);
	});
});

test.each([
	[new InvalidInput('It is wrong', 'Mend it.'), 'It is wrong', 'Mend it.'],
	[new Error('it failed'), 'it failed', 'Check the expressions and the credential of this node.'],
	['thrown', 'thrown', 'Check the expressions and the credential of this node.'],
])('%p is bad input', (error, message, remedy) => {
	const problem = problemOf(error);
	expect(problem).toBeInstanceOf(InvalidInput);
	expect(problem).toMatchObject({ message, remedy });
});
