import fc from 'fast-check';

import { readAccount } from '../../nodes/WhatsAppSendContact/gateways/account';
import { InvalidInput } from '../../nodes/WhatsAppSendContact/message/invalidInput';
import { problemOf } from '../problem';

const fields = {
	gateway: 'chatApi',
	server: 'https://gateway.example.org',
	instance: '1150',
	token: 's3cr3t',
};
const account = (change: object) => readAccount({ ...fields, ...change });

test.each([
	['https://gateway.example.org', 'https://gateway.example.org'],
	['https://gateway.example.org/', 'https://gateway.example.org'],
	['https://gateway.example.org:8443/wa//', 'https://gateway.example.org:8443/wa'],
	[' http://127.0.0.1:3000 ', 'http://127.0.0.1:3000'],
	['HTTPS://Gateway.Example.org/WA', 'https://gateway.example.org/WA'],
	['http://[::1]:3000/', 'http://[::1]:3000'],
	['eu0', 'https://eu0.chat-api.com'],
	['US12', 'https://us12.chat-api.com'],
	['https://gateway.example.org/a/../b', 'https://gateway.example.org/b'],
])('the server %s is %s', (server, expected) => {
	expect(account({ server }).server).toBe(expected);
});

test.each([
	['', 'has no server'],
	[undefined, 'has no server'],
	['gateway.example.org', 'not an http'],
	['gateway.example.org:8443', 'not an http'],
	['ftp://gateway.example.org', 'not an http'],
	['javascript:alert(1)', 'not an http'],
	['https://', 'not an http'],
	['https://user:password@gateway.example.org', 'user name or password'],
	['https://user@gateway.example.org', 'user name or password'],
	['https://:password@gateway.example.org', 'user name or password'],
	['https://gateway.example.org/?token=s3cr3t', 'after ? or #'],
	['https://gateway.example.org/#x', 'after ? or #'],
])('the server %j is refused: %s', (server, reason) => {
	const { message, remedy } = problemOf(() => account({ server }));
	expect(message).toContain(reason);
	expect(message + remedy).not.toContain('s3cr3t');
});

test.each([
	['1150', '1150'],
	['instance1150', '1150'],
	['Instance1150', '1150'],
	[1150, '1150'],
	['my-instance7', 'my-instance7'],
	['my-phone_2.a~b', 'my-phone_2.a~b'],
])('the instance %s is %s', (instance, expected) => {
	expect(account({ instance }).instance).toBe(expected);
});

test.each(['', undefined, '../x', 'a/b', 'a?b', 'a#b', 'a%2fb', 'a b', '..', '.', 'a\\b', '1\n2'])(
	'the instance %j can’t leave its place in the path: refused',
	(instance) => {
		const { message } = problemOf(() => account({ instance }));
		expect(message).toContain(instance ? "can't stand in an address" : 'has no instance');
	},
);

test.each(['', undefined, 'two words', 'line\nbreak', '\u0000x'])(
	'the token %j is refused',
	(token) => {
		const { message, remedy } = problemOf(() => account({ token }));
		expect(message).toContain(token ? 'token' : 'has no token');
		if (token) expect(message + remedy).not.toContain(token);
	},
);

test('a token too short to be kept out of answers is refused', () => {
	const { message, remedy } = problemOf(() => account({ token: 'admin' }));
	expect(message).toBe("The credential's token has only 5 characters");
	expect(remedy).toContain('a longer one');
});

test('spaces and invisible marks around the token come from copying', () => {
	expect(account({ token: ' s3cr3t\n' }).token).toBe('s3cr3t');
});

test.each([undefined, '', ' '])('the gateway %j is missing', (gateway) => {
	expect(problemOf(() => account({ gateway })).message).toBe('The credential has no gateway');
});

test.each(['other', 'constructor', '__proto__', 'toString'])(
	'the gateway %j is refused',
	(gateway) => {
		const { message, remedy } = problemOf(() => account({ gateway }));
		expect(message).toContain('gateway');
		expect(remedy).toContain('Chat API, Evolution API, GREEN-API, UltraMsg, WAHA');
	},
);

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
		{ numRuns: 1_000 },
	);
});
