import type { Reason } from '../gateways/sendResult';
import type { Failure } from '../sending/outcome';

/** What a failure is called: what went wrong, and the next step to take. */
export interface Sentences {
	message: string;
	description: string;
}

const UNKNOWN =
	"The message may have arrived. Before sending it again, look into the chat and into the gateway's message queue.";

const TABLE: Record<Reason, [what: string, nextStep: string]> = {
	invalidInput: ["The input can't be sent", 'Correct the field that is named.'],
	unauthorized: [
		'The gateway refused the token',
		"Open the credential and enter the token again, as the gateway's console shows it.",
	],
	instanceNotFound: [
		"The gateway does not know the instance, or the server's address is wrong",
		'Open the credential and check server and instance.',
	],
	notPaid: ['The instance is not paid', "Extend the subscription in the gateway's console."],
	notConnected: [
		'The phone is not connected to the gateway',
		'Scan the QR code of the instance with WhatsApp on the phone (Linked devices).',
	],
	refused: [
		'The gateway refused the message',
		'Correct what the gateway names, then run the item again.',
	],
	notOnWhatsApp: [
		'The recipient is not on WhatsApp',
		"Check the number, or switch off the option 'Check Recipient'.",
	],
	rateLimited: [
		'The gateway asks to send more slowly',
		"Set the options 'Pause Min' and 'Pause Max', then run the item again.",
	],
	quotaExceeded: [
		"The gateway's quota is used up",
		"Wait until it is renewed, or change the plan in the gateway's console.",
	],
	unreachable: [
		"The gateway can't be reached",
		'Check the server in the credential, and that this n8n can reach it.',
	],
	timeout: ['The gateway did not answer in time', "The option 'Timeout' gives it longer."],
	serverError: ['The gateway had a fault of its own', "See the gateway's log."],
	unreadableReply: [
		'The gateway gave no readable answer',
		'Check the server in the credential; a proxy may stand before the gateway.',
	],
	cancelled: ['The execution was canceled', 'Run the item again.'],
};

/** Advice that is wrong while a message may have arrived. */
const REPEATS = /run the item again/i;

const QUEUED: Sentences = {
	message: 'The phone is not connected: the gateway has queued the message',
	description:
		"It goes out when the phone is connected again; don't send it again. To take queued messages as sent, set the option 'When Queued' to 'Accept'.",
};

/** The sentences for a failure, with the gateway's own words. Ends without a period, as n8n shows a title. */
export function sentences(failure: Failure): Sentences {
	const { reason, certainty, gatewayMessage, skipped, earlier } = failure;
	const unknown = certainty === 'unknown';
	if (unknown && reason === 'notConnected')
		return { ...QUEUED, message: quoting(QUEUED.message, gatewayMessage) };
	const [what, nextStep] = TABLE[reason];
	const message = quoting(
		skipped && reason !== 'cancelled' ? `Not tried, because of an earlier item: ${what}` : what,
		gatewayMessage,
	);
	const parts = [
		earlier ? 'This happened in an earlier try, and the message was not sent again.' : '',
		unknown ? UNKNOWN : '',
		unknown && REPEATS.test(nextStep) ? '' : nextStep,
	];
	return { message, description: parts.filter(Boolean).join(' ') };
}

const quoting = (sentence: string, gatewayMessage: string) =>
	gatewayMessage === '' ? sentence : `${sentence}: ${gatewayMessage}`;
