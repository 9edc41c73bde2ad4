// @ts-check
'use strict';

/** What Evolution API 2.3.6 answers to a send that went wrong; also for `standIn.misbehave(…)`. */

/** @typedef {{ status: number, body: unknown, accept?: boolean }} Failure both an answer and a fault */

/** The shape of every error, in its source and as seen. */
/** @type {(status: number, error: string, message: unknown) => Failure} */
const failure = (status, error, message) => ({
	status,
	body: { status, error, response: { message } },
});

/** @type {(message: string) => Failure} */
const fault = (message) => failure(500, 'Internal Server Error', message);

/** @type {(message: string) => Failure} */
const refusal = (message) => failure(400, 'Bad Request', [message]);

const failed = {
	/** Its source, `src/api/guards`. */
	forbidden: failure(403, 'Forbidden', ['Missing global api key']),

	/** Seen, all three: the phone is not connected, and nothing was sent. The socket is dead. */
	connectionClosed: fault('Connection Closed'),
	/** The instance was never started. */
	neverStarted: fault("Cannot read properties of undefined (reading 'onWhatsApp')"),
	/** The instance is known, and not loaded. */
	notLoaded: fault("Cannot read properties of undefined (reading 'contactMessage')"),

	/** Seen for a group that is unknown, and for any group while the phone is not connected. */
	unknownGroup: refusal('[object Object]'),

	/** Seen while sending, before the message left and after it: here, before. */
	closedWhileSending: refusal('Error: Connection Closed'),
	/** And here, after it. */
	closedAfterSending: { ...refusal('Error: Connection Closed'), accept: true },
	/** Its source, with users' reports: the message has left when its copy can't be stored. */
	savedBadly: {
		...refusal('PrismaClientKnownRequestError: Invalid create() invocation'),
		accept: true,
	},

	/** Made up: a fault of the same kind whose words were not seen before a send. */
	notStarted: fault("Cannot read properties of undefined (reading 'find')"),
	/** Its source has it; it was never seen. */
	groupNotFound: failure(404, 'Not Found', ['Group not found']),
};

module.exports = { failed, failure };
