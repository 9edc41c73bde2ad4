import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { type Account, CREDENTIAL, readAccount } from '../gateways/account';

/** What is read of the credential for an item, or what n8n throws instead. */
type Read = { fields: ICredentialDataDecryptedObject } | { error: Error };

/** How many are read at once: n8n asks its database for each. */
const AT_ONCE = 20;

/**
 * Reads the credential for every item, for its fields may hold expressions. n8n asks its database each time, some 2 ms;
 * where all items have the same, three times are enough.
 *
 * @returns a function that gives the account of an item, the same object for equal fields, and throws what is wrong with it
 */
export async function readAccounts(
	n8n: IExecuteFunctions,
	items: number,
): Promise<(item: number) => Account> {
	const read = async (item: number): Promise<Read> => {
		try {
			return { fields: await n8n.getCredentials(CREDENTIAL, item) };
		} catch (error) {
			return { error: error as Error };
		}
	};
	const readBlock = async (from: number) =>
		await Promise.all(
			Array.from({ length: Math.min(AT_ONCE, items - from) }, (_, add) => read(from + add)),
		);
	const first = await read(0);
	const reads = [first];
	if (items <= AT_ONCE || !(await isTheSameForAll(first, read, items))) {
		while (reads.length < items) reads.push(...(await readBlock(reads.length)));
	}
	const shared = oneForEqualFields();
	return (item) => shared(reads[item] ?? first);
}

function oneForEqualFields(): (read: Read) => Account {
	const byRead = new Map<Read, Account>();
	const byFields = new Map<string, Account>();
	return (read) => {
		const known = byRead.get(read);
		if (known !== undefined) return known;
		if ('error' in read) throw read.error;
		const name = JSON.stringify(read.fields);
		const account = byFields.get(name) ?? readAccount(read.fields);
		byFields.set(name, account);
		byRead.set(read, account);
		return account;
	};
}

/**
 * Asks for two items that are not there: a credential without expressions is the same for them, and an expression fails,
 * or gives something else. One that singles out an item by its number is not seen.
 */
async function isTheSameForAll(
	first: Read,
	read: (item: number) => Promise<Read>,
	items: number,
): Promise<boolean> {
	const others = await Promise.all([read(items), read(items + 1)]);
	return others.every((other) => JSON.stringify(told(other)) === JSON.stringify(told(first)));
}

const told = (read: Read): unknown => ('error' in read ? read.error.message : read.fields);
