import { InvalidInput } from '../message/invalidInput';
import { isScalar, plainText } from '../message/plainText';
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
	if (/[\s\p{Cc}]/u.test(token)) {
		throw new InvalidInput(
			"The credential's token has a space or a line break inside",
			OPEN_CREDENTIAL,
		);
	}
	if (token.length < SHORTEST_TOKEN) {
		throw new InvalidInput(
			`The credential's token has only ${token.length} characters`,
			"Check that it is whole. A token so short could not be told from other text in the gateway's answers and kept out of them: give the gateway a longer one.",
		);
	}
	return { gateway, token };
}

function readInstance(gateway: Gateway, text: string): string {
	const instance = gateway.instance(text);
	if (INSTANCE.test(instance) && !DOTS_ONLY.test(instance) && !text.includes('%')) return instance;
	throw new InvalidInput(
		"The credential's instance has a character that can't stand in an address",
		OPEN_CREDENTIAL,
	);
}

const entered = (value: unknown): string => (isScalar(value) ? plainText(value) : '');

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
