import type { IExecuteFunctions } from 'n8n-workflow';

import { type Account, CREDENTIAL, readAccount } from '../gateways/account';
import { InvalidInput, problemOf } from '../message/invalidInput';

/** How many are read at once: n8n asks its database for each. */
const AT_ONCE = 20;

/**
 * Reads the credential for every item, for its fields may hold expressions. n8n asks its database each time, some 2 ms;
 * where all items have the same, four times are enough.
 *
 * @returns a function that gives the account of an item, the same object for equal fields, and throws what is wrong with it
 */
export async function readAccounts(
	n8n: IExecuteFunctions,
	items: number,
): Promise<(item: number) => Account> {
	const known = new Map<string, Account | InvalidInput>();
	const oneFor = (name: string, make: () => Account | InvalidInput) => {
		const one = known.get(name) ?? make();
		known.set(name, one);
		return one;
	};
	const read = async (item: number): Promise<Account | InvalidInput> => {
		try {
			const fields = await n8n.getCredentials(CREDENTIAL, item);
			return oneFor(JSON.stringify(fields), () => readAccount(fields));
		} catch (error) {
			return oneFor(String(error), () => problemOf(error));
		}
	};
	const readBlock = async (from: number, length: number) =>
		await Promise.all(Array.from({ length }, async (_, add) => await read(from + add)));

	const first = await read(0);
	const reads = [first];
	// The last item, and two that are not there: a credential without expressions is the same for all, and an expression
	// fails for the two, or gives something else. One that singles out an item in the middle is not seen.
	const isTheSameForAll =
		items > AT_ONCE && (await readBlock(items - 1, 3)).every((other) => other === first);
	while (!isTheSameForAll && reads.length < items)
		reads.push(...(await readBlock(reads.length, Math.min(AT_ONCE, items - reads.length))));
	return (item) => {
		const one = reads[item] ?? first;
		if (one instanceof InvalidInput) throw one;
		return one;
	};
}
