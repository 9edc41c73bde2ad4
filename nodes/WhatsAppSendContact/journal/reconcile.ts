import type { Others } from '../gateways/gateway';
import { delivered, type Failure, type Lost, type Outcome } from '../sending/outcome';
import type { Send } from '../sending/plan';
import type { Route } from '../delivery/route';
import { isAnswer } from '../http/transport';

/** Between the answer and the questions: what the gateway has taken is to be found by then. */
const SETTLING_TIME = 5_000;

/**
 * Asks the gateway what became of a message whose answer was lost, in this try or an earlier one. Found is sent. Absent
 * everywhere is not sent, if the gateway itself had answered: after a time-out, a cut connection or a proxy's page it may
 * still be at it.
 *
 * @param attempts what a message that is found is to say of itself
 * @returns the failure as it is when the gateway can't tell
 */
export async function confirmed(
	route: Route,
	send: Send,
	failure: Failure,
	attempts: number,
): Promise<Outcome> {
	const { account, accountName, ask, throttle } = route;
	const { gateway, instance } = account;
	const { lost } = failure;
	if (lost === undefined || lost.account !== accountName) return failure;
	const others = othersThan(route, send, lost);
	const questions = gateway.find?.(send.message, instance, lost, others) ?? [];
	if (questions.length === 0) return failure;
	if (!(await throttle.pause(lost.until + SETTLING_TIME - Date.now()))) return failure;
	for (const { request, read } of questions) {
		const told = await ask(request);
		const found = isAnswer(told) ? read(told) : 'unknown';
		if (found === 'unknown') return failure;
		if (found !== 'absent') return delivered(found, attempts);
	}
	return lost.answered ? { ...failure, certainty: 'notSent' } : failure;
}

/** What the lost one must be told from: what this execution knows of, and what the one that it retries knew. */
function othersThan(
	{ answered, journal, hasStrays, referenceOf }: Route,
	send: Send,
	lost: Lost,
): Others {
	const { ids, isComplete } = answered.othersThan(send, referenceOf(send)());
	const isKnown = !journal.isOfAnother || lost.others !== undefined;
	return {
		ids: new Set([...ids, ...(lost.others ?? [])]),
		isComplete: isComplete && isKnown && !hasStrays,
	};
}
