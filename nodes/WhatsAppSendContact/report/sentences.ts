import type { Gateway } from '../gateways/gateway';
import { InvalidInput } from '../message/invalidInput';
import { type Failure, isLocked, type Reason } from '../outcome';

/** What happened, what to do when nothing was sent, and what else helps when a message may have arrived. */
type Entry = [what: string, nextStep: string, whenUnknown?: string];

const TABLE: Record<Reason, Entry> = {
	invalidInput: ["The input can't be sent", 'Correct the field that is named.'],
	unauthorized: [
		'The gateway refused the token',
		"Open the credential and enter the token again, as the gateway's console shows it.",
	],
	instanceNotFound: [
		"The gateway does not know this account, or the server's address is wrong",
		'Open the credential and check every field.',
	],
	notPaid: [
		'The account has not been paid for',
		"Extend the subscription in the gateway's console.",
	],
	notConnected: [
		'The phone is not connected to the gateway',
		"Connect it in the gateway's console, as a rule by scanning the QR code there with WhatsApp on the phone (Linked devices).",
	],
	refused: [
		'The gateway refused the message',
		'Correct what the gateway names, then run the item again.',
	],
	restricted: [
		'WhatsApp restricts whom this number may write to',
		'It concerns people who never wrote to this number. Write only to those who did, wait a day before you write to others, and then more slowly: each further try makes it worse.',
	],
	notOnWhatsApp: [
		'The recipient is not on WhatsApp',
		"Check the number, or switch off the option 'Check Recipient'.",
	],
	rateLimited: [
		'The gateway asks you to send more slowly',
		"Set the options 'Pause From' and 'Pause To', then run the item again.",
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
	serverError: ['The gateway reported an internal error', 'Wait a minute, then try again.', ''],
	unreadableReply: [
		'The gateway gave no readable answer',
		'Check the server in the credential; there may be a proxy in front of the gateway.',
	],
	notDelivered: [
		'The gateway took the message, and reports that it failed',
		'The gateway may still send it.',
	],
	cancelled: ['The execution was stopped', 'Run the item again.', ''],
	interrupted: [
		'Another execution had begun this message, and nobody knows how it ended',
		"Run only the rest in a new execution. With the option 'Send Once' on, n8n remembers what is sent from then on.",
	],
	memoryUnavailable: [
		"n8n's database could not record the message, so it was not sent",
		"Run the item again. If it happens again, check n8n's database, or switch off the option 'Send Once'.",
	],
};

const LOCKED: Entry = [
	'WhatsApp has locked the account',
	"It can't send until that is lifted. Ask for a review.",
];
const entryOf = (failure: Failure) => (isLocked(failure) ? LOCKED : TABLE[failure.reason]);

/** What is called otherwise where the gateway was only asked something. */
const OF_A_QUESTION: Partial<typeof TABLE> = {
	refused: ['The gateway refused to answer', 'Check every field of the credential.'],
	rateLimited: ['The gateway gets too many requests', 'Wait a minute, then try again.'],
	timeout: ['The gateway did not answer in time', 'Check that it is running, then try again.'],
};

/** The sentences where no message was to be sent: for the credential's test and the list of chats. */
export function problemOfQuestion(failure: Failure): InvalidInput {
	const [what, remedy] = OF_A_QUESTION[failure.reason] ?? entryOf(failure);
	return new InvalidInput(quoting(what, failure.gatewayMessage), remedy);
}

const quoting = (sentence: string, gatewayMessage: string) =>
	gatewayMessage === '' ? sentence : `${sentence}: ${gatewayMessage}`;

const QUEUED = 'The phone is not connected: the gateway has queued the message';
const QUEUED_ADVICE =
	"It goes out when the phone is connected again; don't send it again. To take queued messages as sent, set the option 'When Queued' to 'Accept'.";

/**
 * What went wrong, with the gateway's own words, and the next step to take. The message ends without a period, as n8n
 * shows a title, and says by itself whether the message may have arrived: many people see nothing else.
 */
export function sentences(
	failure: Failure,
	{ whereToLook }: Gateway,
): { message: string; description: string } {
	const { reason, certainty, gatewayMessage, skipped, earlier } = failure;
	const [what, nextStep, whenUnknown = nextStep] = entryOf(failure);
	const quoted = (sentence: string) => quoting(sentence, gatewayMessage);
	if (certainty === 'notSent') {
		const blamed = skipped && reason !== 'cancelled';
		const message = blamed ? `Not tried, because of an earlier item: ${what}` : what;
		return { message: quoted(message), description: nextStep };
	}
	if (reason === 'notConnected') {
		return { message: `${quoted(QUEUED)} — it goes out later`, description: QUEUED_ADVICE };
	}
	const ending = `the message may have arrived${earlier ? ', not sent again' : ''}`;
	const lookFirst = `Before sending it again, ${whereToLook}.`;
	return {
		message: `${quoted(what)} — ${ending}`,
		description: [lookFirst, whenUnknown].filter(Boolean).join(' '),
	};
}
