import type { IDataObject } from 'n8n-workflow';

import { type Credential, execute, type Result, type Setup } from '../../engine/engine';
import { cardsPerPerson, people, useGateway } from './gateway';

// A credential may hold expressions: each item goes through its own account.

const one = useGateway({ instance: '1' });
const other = useGateway({ instance: '2' });
const ONE_BY_ONE = { parallelChats: 1, retries: 0 };

const setup = (items: IDataObject[], credential: Credential, sending: Partial<Setup> = {}) => ({
	...one.setup(items, { options: { output: 'full', ...ONE_BY_ONE } }),
	...sending,
	credential,
});
/** As n8n resolves `{{ $json… }}`: item by item, and not at all for one that isn't there. */
const perItem =
	(items: number, fields: (item: number) => IDataObject): Credential =>
	(item) => {
		if (item < items) return fields(item);
		throw new Error(`node has ${items} item(s) but you're trying to access item ${item}`);
	};
/** Every second item goes through the other account. */
const inTurns = (items: number): Credential =>
	perItem(items, (item) => (item % 2 === 0 ? one : other).credential());

const CONTINUE = { node: { onError: 'continueRegularOutput' } } as const;
const errors = ({ items }: Result) =>
	items.map(({ json }) => (json.error as IDataObject | undefined)?.reason);

test.each([3, 30])('%i items: each is sent by its own account, which is named', async (count) => {
	const { items } = await execute(setup(people(count), inTurns(count)));
	const even = people(count).map((_, item) => Number(item % 2 === 0));
	expect(cardsPerPerson(one.standIn, count)).toEqual(even);
	expect(cardsPerPerson(other.standIn, count)).toEqual(even.map((card) => 1 - card));
	expect(items.map(({ json }) => json.instance)).toEqual(
		even.map((isOne) => (isOne ? one : other).standIn.instance),
	);
});

test('accounts of different gateways: each item is checked and split by its own', async () => {
	const items = people(2).map((each) => ({ ...each, contacts: '79001111111, 79002222222' }));
	const credential = perItem(2, (item) =>
		item === 0 ? one.credential() : other.credential({ gateway: 'greenApi' }),
	);
	const result = await execute(setup(items, credential));
	expect(result.items.map(({ json }) => [json.gateway, json.contacts])).toEqual([
		['Chat API', ['79001111111@c.us', '79002222222@c.us']],
		['GREEN-API', ['79001111111@c.us']],
		['GREEN-API', ['79002222222@c.us']],
	]);
});

test('what is wrong with the credential of one item is that item’s', async () => {
	const credential = perItem(3, (item) => one.credential(item === 1 ? { token: '' } : {}));
	const result = await execute(setup(people(3), credential, CONTINUE));
	expect(errors(result)).toEqual([undefined, 'invalidInput', undefined]);
	expect(result.items[1].json.error).toMatchObject({ message: 'The credential has no token' });
	const { error } = await execute(setup(people(3), credential));
	expect(error?.message).toBe('Item 1 of 3: The credential has no token');
});
