/**
 * Works through tasks so that those of one lane run strictly one after the other, in their order, and at most `width`
 * lanes are busy at once. A task is only looked at once; nothing is kept for lanes that are not busy.
 *
 * @param count tasks are the numbers from 0 to count - 1
 * @param chatOf the lane of a task
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
	const busy = new Map<string, Queue>();
	let next = 0;

	/** The first task whose lane is free. Tasks of busy lanes met on the way wait for the worker that is in the lane. */
	const enterLane = (): number | undefined => {
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

	const stayInLane = (lane: string): number | undefined => {
		const queue = busy.get(lane);
		if (queue !== undefined && queue.taken < queue.tasks.length) return queue.tasks[queue.taken++];
		busy.delete(lane);
		return undefined;
	};

	const worker = async () => {
		let task = enterLane();
		while (task !== undefined && !stopped()) {
			await work(task);
			task = stayInLane(chatOf(task)) ?? enterLane();
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
}

/** Taking from the front by a mark, because shifting a long array costs its length each time. */
interface Queue {
	tasks: number[];
	taken: number;
}
