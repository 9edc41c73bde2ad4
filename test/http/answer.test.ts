import fc from 'fast-check';

import { parseJson, readRetryAfter, readText } from '../../nodes/WhatsAppSendContact/http/answer';
import { runs } from '../property';

/** A body as far as it is read: in pieces, one after the other. */
const streamOf = (pieces: Iterable<Buffer>) =>
	(async function* () {
		await Promise.resolve();
		yield* pieces;
	})() as unknown as NodeJS.ReadableStream;

describe('the text of a body', () => {
	const read = async (pieces: Array<string | Buffer>, longest = 1_000) =>
		await readText(streamOf(pieces.map((piece) => Buffer.from(piece))), longest, jest.fn());

	test('is whole, whatever its pieces', async () => {
		const [first, second] = [Buffer.from('Ан'), Buffer.from('на')];
		expect(await read([first.subarray(0, 3), Buffer.concat([first.subarray(3), second])])).toBe(
			'Анна',
		);
		expect(await read([])).toBe('');
	});

	test('has no byte order mark', async () => {
		expect(parseJson(await read(['\uFEFF{"sent":true}']))).toEqual({ sent: true });
	});

	test('ends soon after the longest that is read, and the stream is left', async () => {
		let left = false;
		function* endless() {
			try {
				for (;;) yield Buffer.alloc(100, 'x');
			} finally {
				left = true;
			}
		}
		const leave = jest.fn();
		expect(await readText(streamOf(endless()), 1_000, leave)).toHaveLength(1_100);
		expect(left).toBe(true);
		expect(leave).toHaveBeenCalledTimes(1);
		expect(await read(['x'.repeat(1_000), 'y'])).toHaveLength(1_001);
		expect(await read(['x'.repeat(1_001), 'y'])).toHaveLength(1_001);
	});
});

describe('JSON', () => {
	test.each([
		['12345678901234567890', '12345678901234567890'],
		// Numbers that JavaScript holds stay numbers.
		['{"id":9007199254740991}', { id: 9_007_199_254_740_991 }],
		['{"id":9007199254740993}', { id: '9007199254740993' }],
		['[0.12345678901234567,1.5e+100000000000000]', [Number('0.12345678901234567'), Infinity]],
		// Within text nothing changes.
		[
			'{"a":"12345678901234567890","b\\"12345678901234567890":"\\\\","c":12345678901234567890}',
			{ a: '12345678901234567890', 'b"12345678901234567890': '\\', c: '12345678901234567890' },
		],
	])('%s keeps its digits', (text, value) => {
		expect(parseJson(text)).toEqual(value);
	});

	test.each(['', '<html>', '{"sent":true', '{"id":12345678901234567890'])(
		'%j is none, and comes back as it is',
		(text) => {
			expect(parseJson(text)).toBe(text);
		},
	);

	test('keeps every text and every digit of an integer', () => {
		fc.assert(
			fc.property(fc.array(fc.string()), fc.array(fc.bigInt()), (texts, integers) => {
				const told = parseJson(`[${JSON.stringify(texts)},[${integers}]]`) as unknown[][];
				expect([told[0], told[1].map(String)]).toEqual([texts, integers.map(String)]);
			}),
			runs(),
		);
	});

	test('of four million signs is read, whatever stands in its texts', () => {
		for (const piece of ['\\"', 'x1', '1234567890123456']) {
			const text = `{"a":"${piece.repeat(4_000_000 / piece.length)}","id":12345678901234567890}`;
			expect((parseJson(text) as { id: unknown }).id).toBe('12345678901234567890');
		}
	});
});

describe('a wait that the server asks for', () => {
	const now = Date.parse('2026-01-01T00:00:00Z');

	test.each([
		['15', 15_000],
		['0.25', 250],
		['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
		['Wed, 31 Dec 2025 23:59:00 GMT', 0],
	])('%j is %i ms', (header, milliseconds) => {
		expect(readRetryAfter(header, now)).toBe(milliseconds);
	});

	test.each([undefined, '', 'soon', 'soon GMT', '-5', '1e9', 'x5', '5x', '2026-01-02'])(
		'%j is none',
		(header) => {
			expect(readRetryAfter(header, now)).toBeUndefined();
		},
	);
});
