/** Runs of each contender in each case; figures are medians. */
export const ROUNDS = 3;

const node = (width = 5, label = `this node (${width})`) => ({
	label,
	contender: 'this node',
	width,
});
/** What any node must do: n8n's helper for each item, and one expression read to know who gets the message. */
const loop = (width) => ({ label: `loop (${width})`, contender: 'loop', width });
const ONE_BY_ONE = { label: 'one by one', contender: 'loop', width: 1 };
const HTTP_REQUEST = { label: 'HTTP Request', contender: 'HTTP Request', width: 0 };

/** `width` messages in flight; 5 is the node's default. The HTTP Request node sends all at once. */
export const CASES = [
	{
		name: 'no latency, 1,000 items',
		items: 1_000,
		chats: 1_000,
		latency: 0,
		contenders: [node(5), loop(5), node(32), loop(32), HTTP_REQUEST, ONE_BY_ONE],
	},
	{
		name: '50 ms latency, 1,000 items over 1,000 chats',
		items: 1_000,
		chats: 1_000,
		latency: 50,
		contenders: [node(5), loop(5), node(32), loop(32), node(100), HTTP_REQUEST, ONE_BY_ONE],
	},
	{
		name: 'no latency, 10,000 items',
		items: 10_000,
		chats: 10_000,
		latency: 0,
		contenders: [node(5), loop(5), HTTP_REQUEST],
	},
	{
		name: 'no latency, 100,000 items',
		items: 100_000,
		chats: 100_000,
		latency: 0,
		rounds: 1,
		contenders: [node(5), loop(5), HTTP_REQUEST],
	},
];
