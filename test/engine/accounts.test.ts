import type { IDataObject } from 'n8n-workflow';

import * as faults from '../../stand-in/faults';
import { type Credential, execute, type Result, type Setup } from '../../engine/engine';
import { cardsPerPerson, chatOf, people, useGateway } from './gateway';

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

test('expressions that every index can be put into are seen', async () => {
	const { instance } = one.standIn;
	const fields = (item: number) => (item % 2 === 0 ? one : other).credential();
	const { items } = await execute(setup(people(30), fields));
	expect(items.filter(({ json }) => json.instance === instance)).toHaveLength(15);
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

test('a token that is refused ends its own account, and no other', async () => {
	one.standIn.misbehave(faults.unauthorized({ times: Infinity }));
	const result = await execute(setup(people(6), inTurns(6), CONTINUE));
	expect(errors(result)).toEqual([
		'unauthorized',
		undefined,
		'unauthorized',
		undefined,
		'unauthorized',
		undefined,
	]);
	expect(one.standIn.received).toHaveLength(1);
	expect(cardsPerPerson(other.standIn, 6)).toEqual([0, 1, 0, 1, 0, 1]);
});

test('under Stop, the first failure ends all', async () => {
	one.standIn.misbehave(faults.unauthorized({ times: Infinity }));
	const { error } = await execute(setup(people(6), inTurns(6)));
	expect(error?.message).toMatch(/^Item 0 of 6 \(79990000000\): The gateway refused the token/);
	expect(other.standIn.received).toEqual([]);
});

test('what is wrong with the credential of one item is that item’s', async () => {
	const credential = perItem(3, (item) => one.credential(item === 1 ? { token: '' } : {}));
	const result = await execute(setup(people(3), credential, CONTINUE));
	expect(errors(result)).toEqual([undefined, 'invalidInput', undefined]);
	expect(result.items[1].json.error).toMatchObject({ message: 'The credential has no token' });
	const { error } = await execute(setup(people(3), credential));
	expect(error?.message).toBe('Item 1 of 3: The credential has no token');
});

test('a chat gets its messages in the order of the items, whoever sends them', async () => {
	const contacts = [0, 1, 2, 3, 4, 5].map((contact) => `7900111111${contact}`);
	const items = contacts.map((id) => ({ phone: '79990000000', contacts: id }));
	const arrived: string[] = [];
	for (const { standIn } of [one, other]) {
		standIn.misbehave(({ rawBody }) => {
			arrived.push(/7900111111\d/.exec(rawBody)?.[0] ?? '');
			return { delay: arrived.length % 2 === 0 ? 0 : 20, body: { sent: true, id: '1' } };
		});
	}
	const options = { parallelChats: 5, retries: 0 };
	await execute({ ...one.setup(items, { options }), credential: inTurns(6) });
	expect(arrived).toEqual(contacts);
});

test('three refusals of a restricted number end its account', async () => {
	const refusal = { status: 500, body: { exception: { message: 'server returned error 463' } } };
	one.standIn.misbehave({ ...refusal, times: Infinity });
	const credential = perItem(10, (item) =>
		item < 6 ? one.credential({ gateway: 'waha' }) : other.credential({ gateway: 'waha' }),
	);
	const result = await execute(setup(people(10), credential, CONTINUE));
	expect(one.standIn.received).toHaveLength(3);
	expect(errors(result).slice(0, 6)).toEqual(Array(6).fill('restricted'));
	expect(errors(result).slice(6)).toEqual(Array(4).fill(undefined));
	expect(chatOf(3)).toBe('79990000003@c.us');
});

test('two spellings of a chat are one, in order', async () => {
	const spellings = ['5511987654321', '551187654321'];
	const items = Array.from({ length: 8 }, (_, item) => ({
		phone: spellings[item % 2],
		contacts: `7900111111${item}`,
	}));
	const options = { parallelChats: 5, checkRecipient: true };
	await execute(one.setup(items, { options, credential: { gateway: 'waha' } }));
	const order = one.standIn.cards.map(({ contacts }) => contacts.join());
	expect(order).toEqual([...order].sort());
	expect(order).toHaveLength(8);
});
