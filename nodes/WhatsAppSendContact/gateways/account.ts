import { InvalidInput } from '../message/invalidInput';
import { isScalar } from '../message/plainText';
import type { Gateway } from './gateway';
import { gatewayOf } from './registry';

/** The credential's name for n8n. */
export const CREDENTIAL = 'whatsAppGatewayApi';

/** The data of the credential, as n8n decrypts it. */
type AccountFields = Partial<Record<'gateway' | 'server' | 'instance' | 'token', unknown>>;

/** A WhatsApp session at a gateway. */
export interface Account {
	gateway: Gateway;
	/** Base URL, without a slash at its end. */
	server: string;
	/** As the gateway's paths spell it, URL-encoded; holds nothing that could leave its place in a path. '' where there is none. */
	instance: string;
	token: string;
	/** The credential as it was read: all requests are signed with it, though it may be changed in the meantime. */
	fields: AccountFields;
}

/** What would change a request's path, even URL-encoded: separators, and a name of dots alone. */
const UNSAFE_IN_PATH = /[/\\?#%\p{C}]|^\.+$/u;
export const SHORTEST_TOKEN = 6;
const LONGEST_TOKEN = 4096;
/** What stands around a copied secret without being seen. */
const AROUND = /^[\s\p{Cf}]+|(?<![\s\p{Cf}])[\s\p{Cf}]+$/gu;
/** What no HTTP header, and so no token, can carry: all but the visible characters of Latin-1. */
const UNSAFE_IN_HEADER = /[^\x21-\x7e\xa1-\xac\xae-\xff]/u;
const OPEN_CREDENTIAL = 'Open the credential and correct it.';

/** @throws InvalidInput when a part is missing, or could lead the request or the token elsewhere */
export function readAccount(fields: AccountFields): Account {
	const { gateway, token } = readToken(fields);
	const server = required(entered(fields.server) || gateway.usualServer, 'server');
	return {
		gateway,
		server: readServer(gateway.server?.(server) ?? server),
		instance: readInstance(gateway, fields.instance),
		token,
		fields: { ...fields },
	};
}

/** Reads what a request is signed with. @throws InvalidInput when it is missing or can't be a token */
export function readToken(fields: AccountFields): Pick<Account, 'gateway' | 'token'> {
	const gateway = gatewayOf(required(fields.gateway, 'gateway'));
	const token = required(fields.token, 'token');
	const unsafe = UNSAFE_IN_HEADER.exec(token)?.[0];
	if (unsafe !== undefined) {
		throw wrong(`token has ${named(unsafe)} inside, which no token can have`);
	}
	if (token.length < SHORTEST_TOKEN || token.length > LONGEST_TOKEN) {
		throw wrong(
			`token has ${token.length} characters, and can have ${SHORTEST_TOKEN} to ${LONGEST_TOKEN}`,
			"Check that it is whole, and nothing else. A shorter one could not be told from other text in the gateway's answers and kept out of them: give the gateway a longer one.",
		);
	}
	return { gateway, token };
}

/** A character with its code, for it may not be seen, or look like another. */
const named = (character: string): string => {
	const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
	return /[\s\p{C}]/u.test(character) ? `U+${code}` : `"${character}" (U+${code})`;
};

/** As it was entered, letter for letter: a secret or a name must not become another one. */
const entered = (value: unknown): string =>
	isScalar(value) ? String(value).replace(AROUND, '') : '';

function required(value: unknown, name: string): string {
	const text = entered(value);
	if (text === '') throw new InvalidInput(`The credential has no ${name}`, OPEN_CREDENTIAL);
	return text;
}

const wrong = (what: string, remedy = OPEN_CREDENTIAL) =>
	new InvalidInput(`The credential's ${what}`, remedy);

/** The address itself is not repeated in the sentence: people paste URLs with the token in them. */
function readServer(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
		throw wrong(
			'server is not an http:// or https:// address',
			'Enter the base address with its protocol, e.g. https://gateway.example.org:8443/wa.',
		);
	}
	const base = `${url.origin}${url.pathname}`;
	if (url.href !== base) {
		throw wrong(
			'server has a user name or password, or a part after ? or #',
			'Enter the address up to the path, e.g. https://gateway.example.org/wa; the token has a field of its own.',
		);
	}
	// Looking at the start of a run of slashes only: else the cost would be the square of its length.
	return base.replace(/(?<!\/)\/+$/, '');
}

function readInstance({ instance: spelled }: Gateway, value: unknown): string {
	if (spelled === false) return '';
	const instance = required(value, 'instance');
	const text = required(spelled?.(instance) ?? instance, 'instance');
	if (!UNSAFE_IN_PATH.test(text)) return encodeURIComponent(text);
	throw wrong("instance has a character that can't stand in an address");
}
