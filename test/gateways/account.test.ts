import fc from 'fast-check';

import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { problemOf } from '../problem';
import { http } from '../node';
import { anyText } from '../message/anyText';
import { runs } from '../property';

const fields = {
	gateway: 'chatApi',
	server: 'https://gateway.example.org',
	instance: '1150',
	token: 's3cr3t',
};
const account = (change: object) => readAccount({ ...fields, ...change });

test('an account has the credential as it was read', () => {
	expect(account({ server: 'https://other.example/' }).fields).toEqual({
		...fields,
		server: 'https://other.example/',
	});
});

test.each([
	['https://gateway.example.org', 'https://gateway.example.org'],
	['https://gateway.example.org/', 'https://gateway.example.org'],
	['https://gateway.example.org:8443/wa//', 'https://gateway.example.org:8443/wa'],
	[' http://127.0.0.1:3000 ', 'http://127.0.0.1:3000'],
	['HTTPS://Gateway.Example.org/WA', 'https://gateway.example.org/WA'],
	['http://[::1]:3000/', 'http://[::1]:3000'],
	['https://gateway.example.org/a/../b', 'https://gateway.example.org/b'],
	// As its console shows it.
	['https://api.ultramsg.com/instance1150/', 'https://api.ultramsg.com', 'ultraMsg'],
])('the server %s is %s', (server, expected, gateway = 'chatApi') => {
	expect(account({ gateway, server }).server).toBe(expected);
});

test.each([
	['', 'has no server'],
	[undefined, 'has no server'],
	['gateway.example.org', 'not an http'],
	['gateway.example.org:8443', 'not an http'],
	['ftp://gateway.example.org', 'not an http'],
	['https://', 'not an http'],
	['https://user:password@gateway.example.org', 'user name or password'],
	['https://:password@gateway.example.org', 'user name or password'],
	['https://gateway.example.org/?token=s3cr3t', 'after ? or #'],
	['https://gateway.example.org/#x', 'after ? or #'],
])('the server %j is refused: %s', (server, reason) => {
	const { message, remedy } = problemOf(() => account({ server }));
	expect(message).toContain(reason);
	expect(message + remedy).not.toContain('s3cr3t');
});

test.each([
	['chatApi', 'Instance1150', '1150'],
	['chatApi', 1150, '1150'],
	['chatApi', 'my-instance1150', 'my-instance1150'],
	['ultraMsg', 'Instance1150', 'instance1150'],
	['ultraMsg', 'my-instance1150', 'instancemy-instance1150'],
	['greenApi', 'waInstance1150', '1150'],
	['greenApi', 'my-waInstance1150', 'my-waInstance1150'],
	['waha', 'my-phone_2.a~b', 'my-phone_2.a~b'],
	['evolutionApi', '.shop.', '.shop.'],
	['evolutionApi', "Mom's shop (Süd)!", "Mom's%20shop%20(S%C3%BCd)!"],
	['evolutionApi', 'a+b&c=d🛒', 'a%2Bb%26c%3Dd%F0%9F%9B%92'],
])('of %s, the instance %s is %s', (gateway, instance, expected) => {
	expect(account({ gateway, instance }).instance).toBe(expected);
});

test.each(['', undefined, 'instance', '../x', 'a?b', 'a%2fb', '..', 'a\\b', '1\n2', '\ud800'])(
	'the instance %j can’t leave its place in the path: refused',
	(instance) => {
		const { message } = problemOf(() => account({ instance }));
		const isNone = ['', undefined, 'instance'].includes(instance);
		expect(message).toContain(isNone ? 'has no instance' : "can't stand in an address");
	},
);

test('no instance can leave its place in the path', () => {
	fc.assert(
		fc.property(anyText({ minLength: 1 }), (instance) => {
			try {
				const url = new URL(`https://x.example/a/${account({ instance }).instance}`);
				expect(url.pathname.split('/')).toHaveLength(3);
				expect(url.search + url.hash).toBe('');
			} catch (error) {
				expect(error).toBeInstanceOf(InvalidInput);
			}
		}),
		runs(3_000),
	);
});

test.each(['uazapi', 'whapi'])('%s has no instance, whatever is left in the field', (gateway) => {
	for (const instance of ['', undefined, '../x'])
		expect(account({ gateway, instance })).toMatchObject({ instance: '' });
});

test.each([
	['metaCloudApi', 'https://graph.facebook.com/v24.0'],
	['whapi', 'https://gate.whapi.cloud'],
	['ultraMsg', 'https://api.ultramsg.com'],
	['greenApi', undefined],
])('the server of %s, left empty, is %s', (gateway, expected) => {
	if (expected === undefined)
		expect(problemOf(() => account({ gateway, server: '' })).message).toContain('has no server');
	else expect(account({ gateway, server: '' }).server).toBe(expected);
	expect(account({ gateway }).server).toBe(fields.server);
});

test.each(['gateway', 'token'])('a %s that is missing', (field) => {
	for (const value of [undefined, '', ' '])
		expect(problemOf(() => account({ [field]: value })).message).toBe(
			`The credential has no ${field}`,
		);
});

test.each([
	['two words', 'U+0020'],
	['hidden\u200bmark', 'U+200B'],
	['soft\u00adhyphen', 'U+00AD'],
	['delete\u007fmark', 'U+007F'],
	['tok€nsecret', '"€" (U+20AC)'],
	['sеcret-with-е', '"е" (U+0435)'],
	['secret😀', '"😀" (U+1F600)'],
])('the token %j is refused, with its character named: %s', (token, named) => {
	const { message, remedy } = problemOf(() => account({ token }));
	expect(message).toBe(`The credential's token has ${named} inside, which no token can have`);
	expect(message + remedy).not.toContain(token);
});

test('a token is taken as it is: what Node puts into a header, and nothing else', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', minLength: 6, maxLength: 20 }), (token) => {
			const trimmed = token.replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '');
			try {
				expect(account({ token }).token).toBe(trimmed);
			} catch (error) {
				expect(error).toBeInstanceOf(InvalidInput);
				return;
			}
			expect(() => http.validateHeaderValue('X-Api-Key', trimmed)).not.toThrow();
		}),
		runs(2_000),
	);
	const visible = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))
		.filter((character) => /[^\s\p{C}]/u.test(character))
		.join('');
	expect(account({ token: visible }).token).toBe(visible);
});

test('a token has as many characters as can be kept out of answers, and be sent', () => {
	for (const length of [6, 4_096])
		expect(account({ token: 'x'.repeat(length) }).token).toHaveLength(length);
	for (const length of [5, 4_097]) {
		const { message, remedy } = problemOf(() => account({ token: 'x'.repeat(length) }));
		expect(message).toContain(`has ${length} characters, and can have 6 to 4096`);
		expect(remedy).toContain('a longer one');
	}
});

test('spaces and invisible marks around the token come from copying', () => {
	expect(account({ token: '\ufeff s3cr3t\u200b\n' }).token).toBe('s3cr3t');
});

test.each(['other', 'toString'])('the gateway %j is refused', (gateway) => {
	const { message, remedy } = problemOf(() => account({ gateway }));
	expect(message).toContain('gateway');
	expect(remedy).toBe(
		'Open the credential and choose Chat API, Evolution API, GREEN-API, Meta Cloud API, uazapi, UltraMsg, WAHA, or Whapi.Cloud.',
	);
});

/** What costs the square of a text's length does not end within the time that a test has. */
test('a million spaces or slashes cost a million steps', () => {
	const [spaces, slashes] = [' ', '/'].map((sign) => sign.repeat(1_000_000));
	expect(problemOf(() => account({ instance: `a${spaces}b/` })).message).toContain('instance');
	const { server } = account({ server: `https://gateway.example.org${slashes}a${slashes}` });
	expect(server).toBe(`https://gateway.example.org${slashes}a`);
});

test('whatever comes in, an account or an explanation comes out', () => {
	const any = fc.oneof(fc.string(), fc.webUrl(), fc.anything());
	fc.assert(
		fc.property(any, any, any, (server, instance, token) => {
			try {
				const { server: base } = account({ server, instance, token });
				expect(base).toMatch(/^https?:\/\/[^@/?#]+(\/[^?#]*[^/?#])?$/);
			} catch (error) {
				expect(error).toBeInstanceOf(InvalidInput);
			}
		}),
		runs(),
	);
});
