const DEEPEST = 12;
const MOST_ENTRIES = 1_000;
const LONGEST_TEXT = 20_000;
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * A copy of a gateway's answer that is safe to hand on: nothing nested deeper than 12 levels, no more than 1,000 entries
 * in one place, no text longer than 20,000 characters, no key that could reach an object's prototype.
 */
export function sanitize(value: unknown, depth = 0): unknown {
	if (typeof value === 'string') return value.slice(0, LONGEST_TEXT);
	if (typeof value !== 'object' || value === null) return value;
	if (depth >= DEEPEST) return '…';
	if (Array.isArray(value)) {
		return value.slice(0, MOST_ENTRIES).map((inner: unknown) => sanitize(inner, depth + 1));
	}
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => !UNSAFE_KEYS.has(key))
			.slice(0, MOST_ENTRIES)
			.map(([key, inner]) => [key, sanitize(inner, depth + 1)]),
	);
}
