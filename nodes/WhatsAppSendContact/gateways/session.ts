import { field, isHtml, isObject, plainWords, reasonInWords, words } from './answer';
import type { Answer } from './gateway';
import type { SessionState } from './sendResult';

const problem = (sentence: string): SessionState => ({ ready: false, problem: sentence });

const BY_REASON = {
	unauthorized: "The gateway refused the token: copy it again from the gateway's console",
	instanceNotFound: 'The gateway does not know this instance: check the instance and the server',
	notPaid: 'The instance is not paid: extend its subscription at the gateway',
	notConnected:
		'The phone is not connected: scan the QR code of this instance with WhatsApp on the phone',
};

const quoting = (sentence: string, gatewayMessage: string) =>
	gatewayMessage ? `${sentence}. The gateway said: ${gatewayMessage}` : sentence;

/**
 * Reads a session answer into plain words, whatever came back.
 *
 * @param state the word the gateway has for the session's state, where the answer holds one
 * @param states the words it uses: undefined for the one that is ready, a sentence for each of the others
 * @param gatewayMessage the gateway's own words, where they are in another place than `error` or `message`
 */
export function readSession(
	answer: Answer,
	state: string | undefined,
	states: Record<string, string | undefined>,
	gatewayMessage = saidBy(answer.body),
): SessionState {
	const { status, body } = answer;
	if (isHtml(body)) {
		return problem(
			`The server answered with ${plainWords(body)}, so it is not a gateway: check the server's address`,
		);
	}
	if (status === 401 || status === 403)
		return problem(quoting(BY_REASON.unauthorized, gatewayMessage));
	if (status === 404) return problem(quoting(BY_REASON.instanceNotFound, gatewayMessage));
	if (state !== undefined && status >= 200 && status < 300) return readState(state, states);
	const reason = reasonInWords(gatewayMessage);
	if (reason !== undefined && reason in BY_REASON) {
		return problem(quoting(BY_REASON[reason as keyof typeof BY_REASON], gatewayMessage));
	}
	if (status >= 300 && status < 400) {
		return problem(
			'The server redirects to another address: enter the final address as the server',
		);
	}
	return problem(
		quoting(
			`The server gave no session state (HTTP ${status}): check the server's address`,
			gatewayMessage,
		),
	);
}

const saidBy = (body: unknown): string =>
	words(field(body, 'error') ?? field(body, 'message') ?? (isObject(body) ? '' : body));

function readState(state: string, states: Record<string, string | undefined>): SessionState {
	if (!Object.hasOwn(states, state)) {
		return problem(`The instance is not ready: the gateway reports "${words(state)}"`);
	}
	const sentence = states[state];
	return sentence === undefined ? { ready: true } : problem(sentence);
}
