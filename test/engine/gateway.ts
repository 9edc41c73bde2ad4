import type { IDataObject } from 'n8n-workflow';

import { startStandIn } from '../../stand-in';
import type { StandIn } from '../../stand-in/types';
import { execute, type Result, type Setup } from '../../engine/execution';

/** *On Error: Continue*. */
export const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** A stand-in gateway for a test file, and the shortest way to send through it on n8n's own engine. */
export function useGateway(options: Parameters<typeof startStandIn>[0] = {}) {
	let standIn: StandIn;
	beforeAll(async () => {
		standIn = await startStandIn(options);
	});
	afterAll(async () => await standIn.close());
	beforeEach(() => standIn.reset());
	afterEach(() => {
		expect(standIn.violations).toEqual([]);
	});

	const credential = (change: IDataObject = {}): IDataObject => ({
		gateway: 'chatApi',
		server: standIn.url,
		instance: standIn.instance,
		token: standIn.token,
		...change,
	});

	/** The node's parameters, its recipient and contacts taken from the item unless told otherwise. */
	const parameters = (options: IDataObject = {}, change: IDataObject = {}): IDataObject => ({
		recipient: { __rl: true, mode: 'phone', value: '={{ $json.phone }}' },
		contacts: { contact: [{ id: '={{ $json.contacts ?? "79001111111" }}' }] },
		options,
		...change,
	});

	interface Sending {
		options?: IDataObject;
		change?: IDataObject;
		node?: Setup['node'];
		credential?: IDataObject;
	}

	const setup = (items: IDataObject[], sending: Sending = {}): Setup => ({
		items,
		parameters: parameters(sending.options, sending.change),
		credential: credential(sending.credential),
		node: sending.node,
	});

	const send = async (items: IDataObject[], sending: Sending = {}): Promise<Result> =>
		await execute(setup(items, sending));

	/** What the tool told a model that called it for these people, one after the other. */
	const called = async (toolCalls: Setup['toolCalls'], sending: Sending = {}) => {
		const recipient = { __rl: true, mode: 'phone', value: "={{ $fromAI('phone') }}" };
		const { run } = await execute({
			...setup([{}], { ...sending, change: { recipient } }),
			toolCalls,
		});
		const [agent] = run.data.resultData.runData.Agent;
		return (agent.data?.main[0] ?? []).map(({ json }) => String(json.said));
	};

	return {
		get standIn() {
			return standIn;
		},
		credential,
		setup,
		send,
		called,
	};
}

/** Items for so many people, each with a chat of its own: 79990000000, 79990000001, … */
export const people = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ phone: String(79_990_000_000 + index), index }));

/** The chat id of the person at that place in {@link people}. */
export const chatOf = (index: number): string => `${79_990_000_000 + index}@c.us`;

/** How many cards each of the first so many people got. */
export const cardsPerPerson = (standIn: StandIn, count: number): number[] =>
	Array.from(
		{ length: count },
		(_, index) => standIn.cards.filter(({ chat }) => chat === chatOf(index)).length,
	);
