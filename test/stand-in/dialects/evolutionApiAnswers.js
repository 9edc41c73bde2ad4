// @ts-check
'use strict';

/**
 * What Evolution API answers to a send that went wrong, for `standIn.misbehave(…)`: the shapes of its source and of its
 * users' reports.
 */

/** @typedef {import('../types').Fault} Fault */

/** @type {(status: number, error: string, message: unknown) => Fault} */
const failure = (status, error, message) => ({
	status,
	body: { status, error, response: { message } },
});

/** @type {Record<'forbidden' | 'closedWhileSending' | 'savedBadly' | 'groupNotFound' | 'notStarted', Fault>} */
const failed = {
	forbidden: failure(403, 'Forbidden', ['Missing global api key']),
	closedWhileSending: failure(400, 'Bad Request', ['Error: Connection Closed']),
	/** The message has left when its copy can't be stored. */
	savedBadly: {
		...failure(400, 'Bad Request', ['PrismaClientKnownRequestError: Invalid create() invocation']),
		accept: true,
	},
	groupNotFound: failure(404, 'Not Found', ['Group not found']),
	notStarted: failure(
		500,
		'Internal Server Error',
		"Cannot read properties of undefined (reading 'find')",
	),
};

module.exports = { failed };
