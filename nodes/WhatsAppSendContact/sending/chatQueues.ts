/**
 * Works through tasks so that those of one chat run strictly one after the other, in their order, and at most `width`
 * chats are busy at once. A task is only looked at once; nothing is kept for chats that are not busy.
 *
 * @param count tasks are the numbers from 0 to count - 1
 * @param work does one task; must not throw
 * @param stopped asked before each start: true starts no further task
 * @returns when every started task has ended
 */
export async function inChatQueues(
	count: number,
	chatOf: (task: number) => string,
	width: number,
	work: (task: number) => Promise<void>,
	stopped: () => boolean,
): Promise<void> {
	// Taking from the front by a mark, because shifting a long array costs its length each time.
	const busy = new Map<string, { tasks: number[]; taken: number }>();
	let next = 0;

	/** The first task whose chat is free. Tasks of busy chats met on the way wait for the worker that is at the chat. */
	const enterChat = (): number | undefined => {
		while (next < count) {
			const task = next++;
			const queue = busy.get(chatOf(task));
			if (queue === undefined) {
				busy.set(chatOf(task), { tasks: [], taken: 0 });
				return task;
			}
			queue.tasks.push(task);
		}
		return undefined;
	};

	const stayInChat = (chat: string): number | undefined => {
		const queue = busy.get(chat);
		if (queue !== undefined && queue.taken < queue.tasks.length) return queue.tasks[queue.taken++];
		busy.delete(chat);
		return undefined;
	};

	const worker = async () => {
		let task = enterChat();
		while (task !== undefined && !stopped()) {
			await work(task);
			task = stayInChat(chatOf(task)) ?? enterChat();
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
}
