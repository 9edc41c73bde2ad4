/**
 * Something the user wrote that can't be sent. `message` says what is wrong and where, `remedy` what to do.
 * It is found before the first request, so nothing has left when it is thrown.
 */
export class InvalidInput extends Error {
	constructor(
		message: string,
		readonly remedy: string,
	) {
		super(message);
	}
}
