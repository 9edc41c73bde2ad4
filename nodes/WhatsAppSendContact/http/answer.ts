const UTF8 = new TextDecoder();

/**
 * Reads an answer's body as text, without the byte order mark that some servers put before JSON.
 *
 * @param longest bytes; what comes after them is left
 * @param leave is called where something is left
 * @throws the connection's own exception
 */
export async function readText(
	stream: NodeJS.ReadableStream,
	longest: number,
	leave: () => void,
): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		chunks.push(chunk);
		size += chunk.length;
		if (size <= longest) continue;
		leave();
		break;
	}
	return UTF8.decode(Buffer.concat(chunks));
}

/** The value of JSON text, with integers that JavaScript can't hold as text; the text itself where it is no JSON, or has a number of a thousand digits. */
export function parseJson(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return HAS_LONG_NUMBER.test(text) ? JSON.parse(quoteLongIntegers(text)) : value;
	} catch {
		return text;
	}
}

const HAS_LONG_NUMBER = /\d{16}/;
const TOKEN = /\\.|"|[\d.eE+-]{16,1000}/g;
const INTEGER = /^-?\d+$/;

/** Goes through valid JSON once, from quote to quote. */
function quoteLongIntegers(json: string): string {
	let inString = false;
	return json.replace(TOKEN, (token) => {
		if (token === '"') inString = !inString;
		const isLong = INTEGER.test(token) && !Number.isSafeInteger(Number(token));
		return isLong && !inString ? `"${token}"` : token;
	});
}

/** Milliseconds to wait by a Retry-After header, which has seconds or an HTTP date; undefined where none can be read. */
export function readRetryAfter(header: unknown, now: number): number | undefined {
	const text = String(header);
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
	const date = text.endsWith(' GMT') ? Date.parse(text) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
