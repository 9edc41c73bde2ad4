'use strict';

/**
 * A failure a person can act on. Its message is a whole sentence, printed alone: no stack trace, because
 * nothing in this code is wrong (a port is taken, a compiler is missing, n8n refused to start).
 */
class PlainError extends Error {
	/** @param {string} message what went wrong and what to do about it */
	constructor(message) {
		super(message);
		this.name = 'PlainError';
	}
}

module.exports = { PlainError };
