import { InvalidInput } from '../message/invalidInput';
import { isScalar } from '../message/plainText';
import type { Gateway } from './gateway';
import { gatewayOf } from './registry';

/** The data of the credential, as n8n decrypts it. */
export interface AccountFields {
	gateway?: unknown;
	server?: unknown;
	instance?: unknown;
	token?: unknown;
}

/** A WhatsApp session at a gateway. */
export interface Account {
	gateway: Gateway;
	/** Base URL, without a slash at its end. */
	server: string;
	/** As the gateway's paths spell it, URL-encoded; holds nothing that could leave its place in a path. */
	instance: string;
	token: string;
	/** The credential as it was read: all requests are signed with it, though it may be changed in the meantime. */
	fields: AccountFields;
}

const INSTANCE = /^([\w.~-]|%[\dA-F]{2})+$/;
const SHORTEST_TOKEN = 6;
const LONGEST_TOKEN = 4096;
/** What stands around a copied secret without being seen. */
const AROUND = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;
/** What no HTTP header, and so no token, can carry: all but the visible characters of Latin-1. */
const NOT_OF_A_HEADER = /[^\x21-\x7e\xa1-\xac\xae-\xff]/u;
const DOTS_ONLY = /^\.+$/;
const OPEN_CREDENTIAL = 'Open the credential and correct it.';

/**
 * Reads the credential.
 *
 * @throws InvalidInput when a part is missing, or could lead the request or the token elsewhere
 */
export function readAccount(fields: AccountFields): Account {
	const { gateway, token } = readKey(fields);
	const server = readServer(gateway.server(entered(fields.server)));
	const instance = readInstance(gateway, required(fields.instance, 'instance'));
	return { gateway, server, instance, token, fields: { ...fields } };
}

/**
 * Reads the part of the credential that a request is signed with.
 *
 * @throws InvalidInput when it is missing or can't be a token
 */
export function readKey(fields: AccountFields): Pick<Account, 'gateway' | 'token'> {
	const gateway = gatewayOf(required(fields.gateway, 'gateway'));
	const token = required(fields.token, 'token');
	const stranger = NOT_OF_A_HEADER.exec(token)?.[0];
	if (stranger !== undefined) {
		throw new InvalidInput(
			`The credential's token has ${named(stranger)} inside, which no token can have`,
			OPEN_CREDENTIAL,
		);
	}
	if (token.length < SHORTEST_TOKEN) {
		throw new InvalidInput(
			`The credential's token has only ${token.length} characters`,
			"Check that it is whole. A token so short could not be told from other text in the gateway's answers and kept out of them: give the gateway a longer one.",
		);
	}
	if (token.length > LONGEST_TOKEN) {
		throw new InvalidInput(
			`The credential's token has ${token.length} characters, more than the ${LONGEST_TOKEN} that a token can have`,
			OPEN_CREDENTIAL,
		);
	}
	return { gateway, token };
}

/** A character with its code, for it may not be seen, or look like another. */
const named = (character: string): string => {
	const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
	return /[\s\p{C}]/u.test(character) ? `U+${code}` : `"${character}" (U+${code})`;
};

function readInstance(gateway: Gateway, text: string): string {
	const instance = gateway.instance(text);
	if (INSTANCE.test(instance) && !DOTS_ONLY.test(instance) && !text.includes('%')) return instance;
	throw new InvalidInput(
		"The credential's instance has a character that can't stand in an address",
		OPEN_CREDENTIAL,
	);
}

/** As it was entered, letter for letter: a secret or a name must not become another one. */
const entered = (value: unknown): string =>
	isScalar(value) ? String(value).replace(AROUND, '') : '';

function required(value: unknown, name: string): string {
	const text = entered(value);
	if (text === '') throw new InvalidInput(`The credential has no ${name}`, OPEN_CREDENTIAL);
	return text;
}

function readServer(text: string): string {
	const url = parseUrl(text);
	if (url.username !== '' || url.password !== '') {
		throw new InvalidInput(
			"The credential's server holds a user name or password",
			'Enter the address alone, e.g. https://gateway.example.org/wa; the token has a field of its own.',
		);
	}
	if (url.search !== '' || url.hash !== '') {
		throw new InvalidInput(
			"The credential's server has a part after ? or #",
			'Enter the address up to the path, e.g. https://gateway.example.org/wa.',
		);
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** The address itself is not repeated in the sentence: people paste URLs with the token in them. */
function parseUrl(text: string): URL {
	const remedy =
		'Enter the base address with its protocol, e.g. https://gateway.example.org:8443/wa.';
	if (text === '') throw new InvalidInput('The credential has no server', remedy);
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
		throw new InvalidInput("The credential's server is not an http:// or https:// address", remedy);
	}
	return url;
}
