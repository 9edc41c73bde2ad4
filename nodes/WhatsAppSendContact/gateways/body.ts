import { chatIdOfJid } from '../message/chatId';

const LONGEST_WORDS = 500;
const MOST_PARTS = 20;
const DEEPEST = 5;

/** True for a JSON object (not an array, not null). */
export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a path in parsed JSON, `at(body, 'messages.0.id')`; undefined where a part of the path is missing. */
export function at(value: unknown, path: string): unknown {
	if (typeof value !== 'object' || value === null) return undefined;
	const dot = path.indexOf('.');
	const name = dot < 0 ? path : path.slice(0, dot);
	const inner = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
	return dot < 0 ? inner : at(inner, path.slice(dot + 1));
}

/** A list, empty where there is none. */
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What should be text or a number, as text; undefined for anything else and for ''. */
export function text(value: unknown): string | undefined {
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The text or number at a path, as text. */
export const textAt = (value: unknown, path: string): string | undefined => text(at(value, path));

/** The first of the `messages` in an answer that has this value. */
export const messageIn = (body: unknown, name: string, value: string): unknown =>
	list(at(body, 'messages')).find((message) => textAt(message, name) === value);

/** The chat of a person in the spelling of a gateway's library; undefined for groups, hidden IDs, and anything else. */
export function personIn(jid: unknown): string | undefined {
	const chatId = chatIdOfJid(text(jid) ?? '');
	return /^\d+@c\.us$/.test(chatId) ? chatId : undefined;
}

/**
 * What the gateway said, in one line of at most 500 characters: text as it is, lists joined, objects as `field: text`
 * (`[{"to":"is required"}]` becomes `to: is required`).
 */
export function words(value: unknown): string {
	const line = parts(value, 0)
		.join('; ')
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	return line.length > LONGEST_WORDS ? `${line.slice(0, LONGEST_WORDS)}…` : line;
}

function parts(value: unknown, depth: number): string[] {
	if (typeof value === 'string') return value === '' ? [] : [value];
	if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
	if (depth >= DEEPEST || typeof value !== 'object' || value === null) return [];
	const label = (name: string) => (Array.isArray(value) ? '' : `${name}: `);
	return Object.entries(value)
		.slice(0, MOST_PARTS)
		.flatMap(([name, inner]) => parts(inner, depth + 1).map((part) => `${label(name)}${part}`));
}

/** True for a web page, which some proxies and wrong servers send in place of an answer. */
export const isHtml = (body: unknown): boolean =>
	typeof body === 'string' && /^\s*(<!doctype html|<html|<head|<body)/i.test(body);

/** Where gateways put their own words, the telling places before those that repeat the HTTP status. */
const WORDS_AT = [
	'response.message',
	'exception.message',
	'message',
	'error.error_data.details',
	'error.details',
	'error.message',
	'error',
	'err',
];
const NO_WORDS = ['', 'true', 'false'];

/** The gateway's own words in an answer: the title of a web page, text, or what an object says, if need be all of it. */
export function saidBy(body: unknown): string {
	if (isHtml(body)) return page(String(body));
	for (const path of WORDS_AT) {
		const said = words(at(body, path));
		if (!NO_WORDS.includes(said)) return said;
	}
	return words(body);
}

function page(html: string): string {
	const title = words(/<title[^>]*>([^<]*)/i.exec(html.slice(0, 10_000))?.[1]);
	return words(title === '' ? 'a web page' : `a web page titled "${title}"`);
}
