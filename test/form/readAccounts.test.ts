import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readAccounts } from '../../nodes/WhatsAppSendContact/form/readAccounts';
import { later } from '../clock';
import { problemOf } from '../problem';

const upTo = (count: number) => [...Array(count).keys()];

const FIELDS = {
	gateway: 'chatApi',
	server: 'https://gateway.example.org',
	instance: '1150',
	token: 's3cr3t',
};

/** The accounts of so many items, whose credential has these fields; which items it was read for, how many at once. */
async function accounts(items: number, fieldsOf: (item: number) => IDataObject) {
	const reads: number[] = [];
	let underWay = 0;
	let most = 0;
	const n8n = {
		async getCredentials(_name: string, item: number) {
			reads.push(item);
			most = Math.max(most, ++underWay);
			await new Promise<void>((resolve) => later(resolve, 0));
			underWay--;
			return fieldsOf(item);
		},
	} as unknown as IExecuteFunctions;
	const accountOf = await readAccounts(n8n, items);
	return { accountOf, reads, most, all: () => upTo(items).map(accountOf) };
}

/** Where an item is not there, n8n's expressions fail. */
const json = (values: unknown[]) => (item: number) => {
	if (item >= values.length)
		throw new TypeError("Cannot read properties of undefined (reading 'json')");
	return { ...FIELDS, instance: values[item] as string };
};

test.each([
	[1, 1],
	[20, 20],
	[21, 4],
])('a credential without expressions, of %i items, costs %i reads', async (items, expected) => {
	const { reads, all } = await accounts(items, () => ({ ...FIELDS }));
	expect(new Set(reads).size).toBe(expected);
	expect(reads).toHaveLength(expected);
	expect(new Set(all()).size).toBe(1);
});

test.each<[string, (item: number) => IDataObject, number]>([
	['by $json', json(upTo(50).map((item) => `number ${item % 3}`)), 3],
	[
		'by $json, of which the first two are alike',
		json(upTo(50).map((item) => (item < 2 ? 'a' : 'b'))),
		2,
	],
	['by $json, the same for all', json(upTo(50).map(() => 'a')), 1],
	[
		'by its place, the last alone another',
		(item) => ({ ...FIELDS, instance: item === 49 ? 'b' : 'a' }),
		2,
	],
	['by $itemIndex % 2', (item) => ({ ...FIELDS, instance: String(item % 2) }), 2],
])(
	'one that differs by item is read for each, at most 20 at once: %s',
	async (_how, fieldsOf, different) => {
		const { reads, most, all } = await accounts(50, fieldsOf);
		expect(new Set(reads).size).toBe(52);
		// The last one twice.
		expect([reads.length, most]).toEqual([53, 20]);
		const told = all();
		expect(told.map(({ instance }) => instance)).toEqual(
			upTo(50).map((item) => encodeURIComponent(String(fieldsOf(item).instance))),
		);
		// Equal fields are one account.
		expect(new Set(told).size).toBe(different);
	},
);

describe('what is wrong', () => {
	test.each([5, 50])('with one of %i items’ is thrown for that item alone', async (items) => {
		const fieldsOf = (item: number) => {
			if (item === 1) throw new Error('The expression failed');
			return { ...FIELDS, instance: String(item), token: item === 2 ? '' : 's3cr3t' };
		};
		const { accountOf } = await accounts(items, fieldsOf);
		expect(() => accountOf(1)).toThrow('The expression failed');
		expect(() => accountOf(2)).toThrow('The credential has no token');
		expect([0, 3, 4].map((item) => accountOf(item).instance)).toEqual(['0', '3', '4']);
	});

	const missing = () => {
		throw new Error('No credential');
	};
	test.each([
		['a missing credential', 5, missing],
		['no token', 50, () => ({ ...FIELDS, token: '' })],
	])('with all of them is one problem: %s, %i items', async (_what, items, fieldsOf) => {
		const { accountOf } = await accounts(items, fieldsOf);
		const problems = upTo(items).map((item) => problemOf(() => accountOf(item)));
		expect(new Set(problems).size).toBe(1);
	});
});
